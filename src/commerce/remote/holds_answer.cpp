#include "commerce/remote/holds_answer.h"

#include <algorithm>
#include <set>
#include <utility>

#include "commerce/remote/quote_parts.h"
#include "json/writer.h"

namespace till::commerce::remote {
namespace {

using app::HoldRequest;
using app::Shortage;

// What of a request was answered so far.
struct Told {
  const HoldRequest& request;
  std::set<std::string> told;
  std::vector<Shortage> lacking;
};

// The pieces of the item that an entry names, which must be one that was asked for; null otherwise.
const checkout::Hold* read_item(const json::Node& entry, Told& reading) {
  if (!entry.expect_object()) return nullptr;
  const json::Node node = entry.need("item_id");
  const std::string id = node.text(kIdText);
  const auto& asked = reading.request.pieces;
  const auto found = std::find_if(asked.begin(), asked.end(),
                                  [&id](const checkout::Hold& each) { return each.item_id == id; });
  if (found == asked.end()) {
    node.refuse("Nobody asked for this item.");
    return nullptr;
  }
  if (!reading.told.insert(id).second) {
    node.refuse("An item is held or short, and only once.");
    return nullptr;
  }
  return &*found;
}

void read_held(const json::Node& entry, Told& reading) {
  const checkout::Hold* const asked = read_item(entry, reading);
  if (asked == nullptr) return;
  const json::Node quantity = entry.need("quantity");
  const bool whole = quantity.integer(1, kAmountMax) == asked->quantity;
  if (!whole) quantity.refuse("An item is held whole or not at all.");
}

void read_short(const json::Node& entry, Told& reading) {
  const checkout::Hold* const asked = read_item(entry, reading);
  if (asked == nullptr) return;
  const json::Node node = entry.need("available");
  const std::int64_t available = node.integer(0, kAmountMax);
  if (available >= asked->quantity) return node.refuse("So many were asked for, or fewer.");
  reading.lacking.push_back({asked->item_id, available});
}

}  // namespace

std::string holds_question(const HoldRequest& request) {
  std::string body;
  json::Writer json(body);
  json.begin_object();
  json.member("version", static_cast<std::int64_t>(request.version));
  json.member("until", format_rfc3339(request.until));
  json.key("lines").begin_array();
  for (const checkout::Hold& hold : request.pieces) {
    json.begin_object();
    json.member("item_id", hold.item_id).member("quantity", hold.quantity);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

Result<std::vector<Shortage>, AnswerFault> read_holds(json::Value answer,
                                                      const HoldRequest& request) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  Told reading{request, {}, {}};
  const json::Node held = root.need("held");  // Its entries refer to it.
  for (const json::Node& each : held.entries(limits::kListEntries)) read_held(each, reading);
  const json::Node lacking = root.need("short");
  for (const json::Node& each : lacking.entries(limits::kListEntries)) read_short(each, reading);
  const bool whole = reading.told.size() == request.pieces.size();
  if (!faults.found() && !whole)
    held.refuse("An item that was asked for is neither held nor short.");
  if (faults.found()) return refused(*faults.first());
  return std::move(reading.lacking);
}

}  // namespace till::commerce::remote

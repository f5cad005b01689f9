#include "wire/stock_request.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/limits.h"
#include "json/writer.h"
#include "wire/faults.h"

namespace till::wire {
namespace {

using app::StockNumber;
using Complaint = app::StockComplaint::Kind;

// Every fault of a body, of each place the first.
class AllFaults final : public json::FaultSink {
 public:
  AllFaults() : FaultSink(Blanks::values) {}
  bool found() const override { return all_.size() >= app::kMostComplaints; }
  void missing(std::string path, std::string sentence) override {
    add({std::move(path), "missing", std::move(sentence)});
  }
  void invalid(std::string path, std::string sentence) override {
    add({std::move(path), "invalid", std::move(sentence)});
  }
  std::vector<StockFault> take() { return std::move(all_); }
  bool none() const { return all_.empty(); }

 private:
  void add(StockFault fault) {
    const bool known = std::any_of(all_.begin(), all_.end(), [&fault](const StockFault& each) {
      return each.param == fault.param;
    });
    if (!known && !found()) all_.push_back(std::move(fault));
  }
  std::vector<StockFault> all_;
};

StockNumber decode_number(const Node& entry, std::set<std::string>& named) {
  StockNumber number;
  if (!entry.expect_object()) return number;
  entry.expect_only({"id", "counted", "added"});
  const Node id = entry.need("id");
  if (id.given()) {
    number.item_id = id.words();
    if (!named.insert(number.item_id).second) id.refuse("Send each item once.");
  }
  const Node counted = entry.member("counted");
  const Node added = entry.member("added");
  if (counted.absent() && added.absent()) {
    entry.missing("counted, how many there are, or added, how many more or fewer");
  }
  if (!counted.absent() && !added.absent()) added.refuse("Send counted or added, not both.");
  number.kind = counted.absent() ? StockNumber::Kind::added : StockNumber::Kind::counted;
  if (counted.given()) number.pieces = counted.integer(0, limits::kQuantity);
  if (added.given()) number.pieces = added.integer(-limits::kQuantity, limits::kQuantity);
  return number;
}

bool counts(const app::StockRequest& request) {
  return std::any_of(request.numbers.begin(), request.numbers.end(),
                     [](const auto& number) { return number.kind == StockNumber::Kind::counted; });
}

std::optional<Timestamp> decode_moment(const Node& root, const app::StockRequest& request) {
  const Node moment = root.member("counted_at");
  if (moment.absent() && counts(request)) {
    root.need("counted_at");  // What was sold since then must not be counted twice.
    return std::nullopt;
  }
  if (!moment.given()) return std::nullopt;
  const std::string text = moment.words({1, 64});
  if (text == "now") return std::nullopt;
  const auto read = parse_rfc3339(text);
  if (!read) moment.invalid("a moment in RFC 3339, as in 2026-11-24T10:00:00Z, or now");
  return read;
}

std::string_view name_of(Complaint kind) {
  switch (kind) {
    case Complaint::in_the_future: return "in_the_future";
    case Complaint::unknown_item: return "unknown_item";
    case Complaint::digital_item: return "digital_item";
    case Complaint::older_than_count: return "older_than_count";
    case Complaint::too_long_ago: return "too_long_ago";
    case Complaint::below_nothing: return "below_nothing";
    case Complaint::too_many: return "too_many";
  }
  return "invalid";
}

std::string sentence_of(const app::StockComplaint& complaint, const std::string& item) {
  const std::string moment = format_rfc3339(complaint.moment);
  switch (complaint.kind) {
    case Complaint::in_the_future:
      return "It is only " + moment + " here. Set the clocks right, or send an earlier moment.";
    case Complaint::unknown_item:
      return "The shop does not sell " + item + ". Check the id, or put it into the catalogue.";
    case Complaint::digital_item: return item + " is digital and has no pieces. Leave it out.";
    case Complaint::older_than_count:
      return item + " was counted at " + moment + ", later than this. Count it anew.";
    case Complaint::too_long_ago:
      return "What was sold of " + item + " is known since " + moment + ". Count it anew.";
    case Complaint::below_nothing:
      return "There are not so many of " + item + ". Count it instead.";
    case Complaint::too_many:
      return item + " would come to more than " + std::to_string(limits::kQuantity) + " pieces.";
  }
  return {};
}

}  // namespace

Result<app::StockRequest, std::vector<StockFault>> decode_stock(const Body& body) {
  AllFaults faults;
  const Node root(body.root(), faults);
  app::StockRequest request;
  root.expect_only({"items", "counted_at"});
  const Node items = root.need("items");
  std::set<std::string> named;
  if (items.given()) {
    const std::vector<Node> entries = items.entries(limits::kStockNumbers);
    for (const Node& entry : entries) request.numbers.push_back(decode_number(entry, named));
    if (entries.empty()) items.invalid("a list of at least one item");
  }
  request.at = decode_moment(root, request);
  if (!faults.none()) return refused(faults.take());
  return request;
}

StockFault stock_fault(const app::StockComplaint& complaint, const app::StockRequest& request) {
  if (!complaint.number) {
    return {"$.counted_at", name_of(complaint.kind), sentence_of(complaint, {})};
  }
  const StockNumber& number = request.numbers.at(*complaint.number);
  std::string param = "$.items[" + std::to_string(*complaint.number) + "]";
  const bool of_number =
      complaint.kind == Complaint::below_nothing || complaint.kind == Complaint::too_many;
  param += of_number ? ".added" : ".id";
  return {std::move(param), name_of(complaint.kind), sentence_of(complaint, number.item_id)};
}

bool needs_key(const app::StockRequest& request) {
  return std::any_of(request.numbers.begin(), request.numbers.end(),
                     [](const auto& number) { return number.kind == StockNumber::Kind::added; });
}

std::string render_stock_faults(const std::vector<StockFault>& faults) {
  std::string text;
  json::Writer json(text);
  const StockFault& first = faults.at(0);
  const bool missing = first.code == "missing";
  json.begin_object().member("type", "invalid_request");
  json.member("code", missing ? "missing" : "invalid").member("message", first.sentence);
  json.member("param", first.param).key("faults").begin_array();
  for (const StockFault& each : faults) {
    json.begin_object().member("code", each.code).member("message", each.sentence);
    json.member("param", each.param).end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace till::wire

// `till stock`.
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/keyed_change.h"
#include "cli/pages.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr const char* kStockPath = "/admin/v1/stock";

// ITEM=PIECES as an entry of items; false when it is not written so.
bool write_number(json::Writer& json, const std::string& text, bool added) {
  const std::size_t equals = text.rfind('=');  // An id may hold one.
  if (equals == std::string::npos || equals == 0) return false;
  const char* const end = text.data() + text.size();
  std::int64_t pieces = 0;
  const auto parsed = std::from_chars(text.data() + equals + 1, end, pieces);
  const std::int64_t least = added ? -limits::kQuantity : 0;
  json.begin_object().member("id", std::string_view(text).substr(0, equals));
  json.member(added ? "added" : "counted", pieces).end_object();
  return parsed.ec == std::errc() && parsed.ptr == end && pieces >= least &&
         pieces <= limits::kQuantity;
}

Result<std::string, Failure> stock_request(const TellStockOptions& options) {
  std::string body;
  json::Writer json(body);
  json.begin_object();
  if (!options.added) {
    const std::string& moment = options.counted_at;
    json.member("counted_at", moment.empty() ? std::string_view("now") : std::string_view(moment));
  }
  json.key("items").begin_array();
  for (const std::string& text : options.numbers) {
    if (!write_number(json, text, options.added)) {
      return wrong_use(text + " is not ITEM=PIECES, such as mug-blue=40");
    }
  }
  json.end_array().end_object();
  return body;
}

std::string number_of(const Json& item, const char* name) {
  return std::string(name) + " " + std::to_string(item.at(name).whole().value_or(0));
}

std::string stock_line(const Json& item) {
  std::string line = item.at("id").text() + "  " + number_of(item, "free");
  for (const char* const name : {"held", "sold", "added", "stated"}) {
    line += "  " + number_of(item, name);
  }
  const std::string counted = item.at("counted_at").text();
  line += counted.empty() ? "  by the catalogue" : "  counted at " + counted;
  const auto missing = item.at("missing").whole().value_or(0);
  if (missing > 0) line += "  " + std::to_string(missing) + " missing: held or sold, not there";
  return line;
}

}  // namespace

Outcome tell_stock(const TellStockOptions& options, std::ostream& out) {
  auto body = stock_request(options);
  if (!body) return refused(body.error());
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const auto answer = change_once(admin, options.env, kStockPath, *body, {}, "PUT");
  if (!answer) return refused(answer.error());
  if (options.json) {
    out << answer->text << "\n";
    return {};
  }
  for (const Json& item : answer->body.at("items").entries()) out << stock_line(item) << "\n";
  if (answer->replayed) out << "(done before; nothing was done again)\n";
  return {};
}

Outcome list_stock(const ListStockOptions& options, std::ostream& out, std::ostream& notes) {
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const auto first = admin.get(std::string(kStockPath) + "?limit=1");
  if (!first) return refused(first.error());
  if (first->body.at("used").json() == "false") {
    notes << "the shop's backend holds the pieces: these numbers are not used" << std::endl;
  }
  const std::string low = options.low ? std::to_string(*options.low) : "";
  const Listing listing{kStockPath, "items", {{"item", options.item}, {"low", low}}, options.limit};
  return print_pages(admin, listing, options.json ? PrintAs::json : PrintAs::lines, stock_line,
                     out);
}

}  // namespace till::cli

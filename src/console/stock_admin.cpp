#include "console/stock_admin.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/limits.h"
#include "console/answers.h"
#include "console/operator_key.h"
#include "console/query.h"
#include "json/writer.h"
#include "wire/stock_request.h"

namespace till::console {
namespace {

using net::Response;
using wire::CodeList;
using wire::Fault;

constexpr std::string_view kStock = "/admin/v1/stock";
constexpr std::int64_t kMostItems = 1'000;
constexpr std::int64_t kUsualItems = 100;

Response at_the_shop() {
  auto answer =
      wire::render_fault(Fault::bad_request, CodeList::checkout,
                         "The shop's backend holds the pieces, or has not said yet that it does "
                         "not: Till's own numbers are not used. Tell the backend.");
  answer.status = 409;
  return respond(answer);
}

// Refused with the answer to a parameter that is none.
Result<app::StockFilter, Response> stock_filter(std::string_view text) {
  const auto query = Query::parse(text, {"item", "low", "limit", "cursor"});
  if (!query) return refused(query.error());
  app::StockFilter filter;
  filter.item_id = query->text("item").value_or("");
  filter.after = query->text("cursor").value_or("");
  if (query->text("low")) {
    const auto low = read_whole(*query, "low", 0, limits::kQuantity, 0);
    if (!low) return refused(low.error());
    filter.most_free = *low;
  }
  const auto limit = read_whole(*query, "limit", 1, kMostItems, kUsualItems);
  if (!limit) return refused(limit.error());
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

void write_item(json::Writer& json, const app::ItemStock& item) {
  const checkout::StockLevel& level = item.level;
  json.begin_object().member("id", item.item_id);
  json.member("stated", checkout::stated_pieces(level));
  if (level.count) json.member("counted_at", format_rfc3339(level.count->at));
  json.member("added", level.added).member("sold", checkout::sold_pieces(level));
  json.member("held", level.held).member("free", checkout::free_pieces(level));
  json.member("missing", checkout::missing_pieces(level));
}

// What was told, for the audit.
std::string about(const app::StockRequest& request) {
  std::string text = request.numbers.front().item_id;
  const std::size_t more = request.numbers.size() - 1;
  if (more > 0) text += " and " + std::to_string(more) + " more";
  return text;
}

Response answer_of(const app::StockReply& reply) {
  std::string text;
  json::Writer json(text);
  json.begin_object().key("items").begin_array();
  for (const app::ItemStock& item : reply.items) {
    write_item(json, item);
    json.end_object();
  }
  json.end_array().end_object();
  Response response = respond(200, std::move(text));
  if (reply.replayed) response.headers.push_back({"Idempotent-Replayed", "true"});
  return response;
}

Response answer_of(const std::vector<app::StockComplaint>& complaints,
                   const app::StockRequest& request) {
  std::vector<wire::StockFault> faults;
  faults.reserve(complaints.size());
  for (const auto& each : complaints) faults.push_back(wire::stock_fault(each, request));
  return respond(400, wire::render_stock_faults(faults));
}

}  // namespace

bool StockAdmin::serves(std::string_view path) { return path == kStock; }

Task<Response> StockAdmin::handle(net::Request request, Executor& executor, Deed& deed) {
  if (request.method == "GET") co_return co_await list(std::move(request.query), executor);
  if (request.method != "PUT") co_return not_allowed("GET, HEAD, PUT");
  co_return co_await tell(std::move(request), executor, deed);
}

Task<Response> StockAdmin::list(std::string query, Executor& executor) {
  auto filter = stock_filter(query);
  if (!filter) co_return std::move(filter.error());
  const auto page = co_await stock_.list(std::move(*filter), executor);
  if (!page) co_return fault(Fault::internal);
  std::string text;
  json::Writer json(text);
  json.begin_object().key("items").begin_array();
  for (const app::ItemStock& item : page->items) {
    write_item(json, item);
    json.key("in_catalog").boolean(stock_.sells(item.item_id)).end_object();
  }
  json.end_array().key("used").boolean(stock_.is_used());
  if (page->next) json.member("next_cursor", *page->next);
  json.end_object();
  co_return respond(200, std::move(text));
}

Task<Response> StockAdmin::tell(net::Request request, Executor& executor, Deed& deed) {
  const auto body = wire::parse_body(request.body);
  if (!body) co_return respond(wire::render_refusal(body.error(), CodeList::checkout));
  const auto asked = wire::decode_stock(*body);
  if (!asked) co_return respond(400, wire::render_stock_faults(asked.error()));
  deed.about = about(*asked);
  const auto key = operator_key(request, *body);
  if (!key) co_return key.error();
  if (!*key && wire::needs_key(*asked)) co_return fault(Fault::idempotency_key_required);
  const app::StockReplies replies = co_await stock_.tell(*asked, *key, executor);
  if (const auto* reply = std::get_if<app::StockReply>(&replies)) co_return answer_of(*reply);
  if (const auto* refusal = std::get_if<checkout::Refusal>(&replies)) {
    co_return refused_with(*refusal);
  }
  if (std::holds_alternative<app::StockElsewhere>(replies)) co_return at_the_shop();
  co_return answer_of(std::get<std::vector<app::StockComplaint>>(replies), *asked);
}

}  // namespace till::console

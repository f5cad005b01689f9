#include "console/audit_admin.h"

#include <utility>

#include "console/answers.h"
#include "console/query.h"
#include "json/writer.h"

namespace till::console {
namespace {

using net::Response;

constexpr std::int64_t kMostEntries = 1'000;
constexpr std::int64_t kUsualEntries = 100;

// Refused with the answer to a parameter that is none.
Result<app::AuditFilter, Response> audit_filter(std::string_view text) {
  const auto query = Query::parse(text, {"operator", "about", "limit", "cursor"});
  if (!query) return refused(query.error());
  app::AuditFilter filter;
  filter.operator_name = query->text("operator").value_or("");
  filter.about = query->text("about").value_or("");
  if (const auto cursor = query->text("cursor")) {
    filter.before = app::AuditId::parse(*cursor);
    if (!filter.before) return refused(wrong_parameter("cursor", "a next_cursor"));
  }
  const auto limit = read_whole(*query, "limit", 1, kMostEntries, kUsualEntries);
  if (!limit) return refused(limit.error());
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

std::string_view outcome_of(std::int64_t status) {
  if (status == 0) return "unfinished";
  return status < 300 ? "done" : "refused";
}

void write_event(json::Writer& json, const app::AuditEvent& event) {
  json.begin_object().member("id", event.id.text()).member("at", format_rfc3339(event.at));
  json.member("operator", event.operator_name).member("action", event.action);
  if (!event.about.empty()) json.member("about", event.about);
  if (event.amount) json.member("amount", event.amount->minor).member("currency", event.currency);
  json.member("outcome", outcome_of(event.status));
  if (event.status != 0) json.member("status", event.status);
  json.member("from", event.from).end_object();
}

}  // namespace

Task<Response> AuditAdmin::handle(net::Request request, Executor& executor) {
  if (request.method != "GET") co_return not_allowed("GET");
  auto filter = audit_filter(request.query);
  if (!filter) co_return std::move(filter.error());
  const auto page = co_await trail_.audit(std::move(*filter), executor);
  if (!page) co_return fault(wire::Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object().key("events").begin_array();
  for (const app::AuditEvent& event : page->events) write_event(json, event);
  json.end_array();
  if (page->next) json.member("next_cursor", page->next->text());
  json.end_object();
  co_return respond(200, std::move(body));
}

}  // namespace till::console

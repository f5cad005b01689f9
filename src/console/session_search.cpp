#include "console/session_search.h"

#include <algorithm>
#include <utility>

#include "console/query.h"
#include "json/writer.h"
#include "wire/acp/session_parts.h"

namespace till::console {
namespace {

using checkout::Status;
using net::Response;

constexpr std::int64_t kMostSessions = 1'000;
constexpr std::int64_t kUsualSessions = 100;

std::optional<Status> session_status_named(std::string_view name) {
  for (const Status status :
       {Status::incomplete, Status::not_ready_for_payment, Status::requires_escalation,
        Status::authentication_required, Status::ready_for_payment, Status::pending_approval,
        Status::complete_in_progress, Status::completed, Status::canceled, Status::in_progress,
        Status::expired}) {
    if (wire::status_spelling(status) == name) return status;
  }
  return std::nullopt;
}

void write_summary(json::Writer& json, const checkout::Session& session) {
  const auto& order_number = session.record.business.purchase_order_number;
  json.begin_object().member("id", session.id.text());
  json.member("status", wire::status_spelling(session.status));
  json.member("created_at", format_rfc3339(session.created_at));
  json.member("expires_at", format_rfc3339(session.expires_at)).member("agent", session.agent);
  json.member("currency", session.currency).member("total", session.totals.total.minor);
  if (session.buyer) json.member("buyer_email", session.buyer->email);
  if (session.buyer && session.buyer->company) {
    json.member("company", session.buyer->company->name);
  }
  if (order_number) json.member("purchase_order_number", *order_number);
  // What the seller has to look at before the purchase is approved.
  const bool exempted = std::any_of(session.lines.begin(), session.lines.end(),
                                    [](const auto& line) { return line.exempted; });
  if (exempted && session.buyer && session.buyer->tax_exemption) {
    json.member("exempted_by", session.buyer->tax_exemption->certificate_id);
  } else if (exempted && session.buyer && session.buyer->company &&
             session.buyer->company->tax_id) {
    json.member("vat_number", *session.buyer->company->tax_id);
  }
  json.end_object();
}

}  // namespace

Result<app::SessionFilter, Response> read_session_filter(std::string_view text) {
  const auto query =
      Query::parse(text, {"status", "agent", "email", "since", "until", "limit", "cursor"});
  if (!query) return refused(query.error());
  app::SessionFilter filter;
  if (const auto status = query->text("status")) {
    filter.status = session_status_named(*status);
    if (!filter.status) return refused(wrong_parameter("status", "one that sessions have"));
  }
  filter.agent = query->text("agent").value_or("");
  filter.email = query->text("email").value_or("");
  const auto since = read_moment(*query, "since", false);
  const auto until = read_moment(*query, "until", true);
  if (!since || !until) return refused(since ? until.error() : since.error());
  filter.since = *since;
  filter.until = *until;
  if (const auto cursor = query->text("cursor")) {
    filter.before = SessionId::parse(*cursor);
    if (!filter.before) return refused(wrong_parameter("cursor", "a next_cursor"));
  }
  const auto limit = read_whole(*query, "limit", 1, kMostSessions, kUsualSessions);
  if (!limit) return refused(limit.error());
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

std::string render_session_list(const app::SessionPage& page) {
  std::string body;
  json::Writer json(body);
  json.begin_object().key("sessions").begin_array();
  for (const checkout::SessionPtr& session : page.sessions) write_summary(json, *session);
  json.end_array();
  if (page.next) json.member("next_cursor", page.next->text());
  json.end_object();
  return body;
}

}  // namespace till::console

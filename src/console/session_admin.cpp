#include "console/session_admin.h"

#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "console/answers.h"
#include "console/query.h"
#include "console/session_json.h"
#include "json/writer.h"
#include "wire/approval_request.h"
#include "wire/order_request.h"

namespace till::console {
namespace {

using net::Response;
using wire::Fault;

constexpr std::string_view kSessions = "/sessions";
// Of so many open sessions those that wait are looked for.
constexpr std::size_t kMostOpen = 10'000;

Response unknown_session() {
  return fault(Fault::path_not_found, "There is no such checkout session. Check the id.");
}

void write_summary(json::Writer& json, const checkout::Session& session) {
  const auto& order_number = session.record.business.purchase_order_number;
  json.begin_object().member("id", session.id.text()).member("status", "pending_approval");
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
  }
  json.end_object();
}

// The error object with both totals, for a program that decides between them.
void add_totals(const app::ApprovalReply::Totals& totals, std::string& error) {
  TILL_ENSURE(error.ends_with('}'));
  error.pop_back();
  error += ",\"asked_total\":" + std::to_string(totals.asked.minor) +
           ",\"current_total\":" + std::to_string(totals.now.minor) + ",\"currency\":\"" +
           totals.currency + "\"}";
}

// What was charged for the order that the reply shows, if it does.
Deed charge_of(const app::Reply& reply) {
  const auto* const shown = std::get_if<app::SessionReply>(&reply.content);
  if (shown == nullptr || !shown->session->order) return {};
  return {shown->session->totals.total, shown->session->currency};
}

}  // namespace

bool SessionAdmin::serves(std::string_view path) {
  return path == kSessions || (path.starts_with(kSessions) && path[kSessions.size()] == '/');
}

Task<Response> SessionAdmin::handle(net::Request request, Executor& executor, Deed& deed) {
  if (request.path == kSessions) {
    if (request.method != "GET") co_return not_allowed("GET");
    co_return co_await list(request.query, executor);
  }
  std::string id_text = request.path.substr(kSessions.size() + 1);
  std::string action;
  if (const std::size_t slash = id_text.find('/'); slash != std::string::npos) {
    action = id_text.substr(slash + 1);
    id_text.resize(slash);
    if (action != "approve" && action != "deny" && action != "settle") {
      co_return fault(Fault::path_not_found, "There is nothing at this path.");
    }
  }
  const std::string method = action.empty() ? "GET" : "POST";
  if (request.method != method) co_return not_allowed(method);
  const auto id = SessionId::parse(id_text);
  if (!id) co_return unknown_session();
  if (action == "settle") {
    co_return co_await settle(*id, std::move(request.body), executor, deed);
  }
  if (action == "approve") {
    co_return co_await approve(*id, std::move(request.body), executor, deed);
  }
  if (auto unfit = member_refusal(request)) co_return std::move(*unfit);
  co_return answer_of(co_await act(*id, std::move(action), executor));
}

Task<Response> SessionAdmin::list(std::string query, Executor& executor) {
  const auto asked = Query::parse(query, {"status"});
  if (!asked) co_return asked.error();
  if (asked->text("status") != "pending_approval") {
    co_return wrong_parameter("status", "pending_approval");
  }
  auto waiting = co_await checkout_.awaiting_approval(kMostOpen, executor);
  if (!waiting) co_return fault(Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object().key("sessions").begin_array();
  for (const checkout::SessionPtr& session : *waiting) write_summary(json, *session);
  json.end_array().end_object();
  co_return respond(200, std::move(body));
}

Task<app::Reply> SessionAdmin::act(SessionId id, std::string action, Executor& executor) {
  app::Reply reply;
  if (action.empty()) reply = co_await checkout_.inspect(id, executor);
  if (action == "deny") reply = co_await checkout_.deny(id, executor);
  co_return reply;
}

Task<Response> SessionAdmin::approve(SessionId id, std::string body, Executor& executor,
                                     Deed& deed) {
  const auto accepted = wire::decode_approval(body);
  if (!accepted) {
    co_return respond(wire::render_refusal(accepted.error(), wire::CodeList::checkout));
  }
  const app::ApprovalReply answer = co_await checkout_.approve(id, *accepted, executor);
  deed = charge_of(answer.reply);
  Response response = answer_of(answer.reply);
  if (answer.totals) add_totals(*answer.totals, response.body);
  co_return response;
}

Task<Response> SessionAdmin::settle(SessionId id, std::string body, Executor& executor,
                                    Deed& deed) {
  const auto parsed = wire::parse_body(body);
  if (!parsed) {
    co_return respond(wire::render_refusal(parsed.error(), wire::CodeList::checkout));
  }
  auto verdict = wire::decode_payment_verdict(*parsed);
  if (!verdict) {
    co_return respond(wire::render_refusal(verdict.error(), wire::CodeList::checkout));
  }
  const app::Reply reply = co_await checkout_.decide_payment(id, std::move(*verdict), executor);
  deed = charge_of(reply);
  co_return answer_of(reply);
}

Response SessionAdmin::answer_of(const app::Reply& reply) const {
  if (const auto* shown = std::get_if<app::SessionReply>(&reply.content)) {
    const checkout::Session& session = *shown->session;
    return respond(200, render_session_record(session, renderer_.render(session)));
  }
  const auto* refusal = std::get_if<checkout::Refusal>(&reply.content);
  if (refusal == nullptr) return fault(Fault::internal);
  Response response = respond(wire::render_refusal(*refusal, wire::CodeList::checkout));
  if (response.status == 409 || response.status == 503) {
    response.headers.push_back({"Retry-After", "1"});
  }
  return response;
}

}  // namespace till::console

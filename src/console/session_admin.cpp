#include "console/session_admin.h"

#include <utility>

#include "base/ensure.h"
#include "console/answers.h"
#include "console/session_json.h"
#include "console/session_search.h"
#include "wire/approval_request.h"
#include "wire/order_request.h"

namespace till::console {
namespace {

using net::Response;
using wire::Fault;

constexpr std::string_view kSessions = "/sessions";
constexpr std::size_t kMostWaiting = 10'000;  // Listed together.

Response unknown_session() {
  return fault(Fault::path_not_found, "There is no such checkout session. Check the id.");
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

// All that wait, as an operator goes through them: the first to expire first.
Task<Response> SessionAdmin::list_waiting(Executor& executor) {
  auto waiting = co_await checkout_.awaiting_approval(kMostWaiting, executor);
  if (!waiting) co_return fault(Fault::internal);
  co_return respond(200, render_session_list({std::move(*waiting), std::nullopt}));
}

Task<Response> SessionAdmin::list(std::string query, Executor& executor) {
  auto filter = read_session_filter(query);
  if (!filter) co_return filter.error();
  const bool all_waiting =
      filter->status == checkout::Status::pending_approval && query.find('&') == std::string::npos;
  if (all_waiting) co_return co_await list_waiting(executor);
  auto page = co_await views_.sessions(std::move(*filter), executor);
  if (!page) co_return fault(Fault::internal);
  co_return respond(200, render_session_list(*page));
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
  return refused_with(*refusal);
}

}  // namespace till::console

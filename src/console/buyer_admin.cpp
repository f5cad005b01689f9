#include "console/buyer_admin.h"

#include <utility>

#include "console/answers.h"
#include "console/session_json.h"
#include "json/writer.h"
#include "wire/buyer_request.h"

namespace till::console {
namespace {

using net::Response;
using wire::Fault;

constexpr std::string_view kExport = "/buyers/export";
constexpr std::string_view kErase = "/buyers/erase";

}  // namespace

bool BuyerAdmin::serves(std::string_view path) { return path == kExport || path == kErase; }

Task<Response> BuyerAdmin::handle(net::Request request, Executor& executor) {
  if (request.method != "POST") co_return not_allowed("POST");
  const auto body = wire::parse_body(request.body);
  if (!body) co_return respond(wire::render_refusal(body.error(), wire::CodeList::checkout));
  auto asked = wire::decode_buyer_request(*body);
  if (!asked) co_return respond(wire::render_refusal(asked.error(), wire::CodeList::checkout));
  if (request.path == kErase) co_return co_await erase(std::move(asked->email), executor);
  co_return co_await export_sessions(std::move(asked->email), asked->from, executor);
}

Task<Response> BuyerAdmin::export_sessions(std::string email, std::uint64_t from,
                                           Executor& executor) {
  auto found = co_await buyers_.find(std::move(email), from, executor);
  if (!found) co_return fault(Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object().key("sessions").begin_array();
  for (const checkout::SessionPtr& session : found->sessions) {
    json.raw(render_session_record(*session, renderer_.render(*session)));
  }
  json.end_array();
  if (found->next) json.member("next", static_cast<std::int64_t>(*found->next));
  json.end_object();
  co_return respond(200, std::move(body));
}

Task<Response> BuyerAdmin::erase(std::string email, Executor& executor) {
  auto erased = co_await buyers_.erase(std::move(email), executor);
  if (!erased) co_return fault(Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object().member("sessions", static_cast<std::int64_t>(erased->sessions));
  json.member("orders", static_cast<std::int64_t>(erased->orders)).key("left").begin_array();
  for (const SessionId& id : erased->left) json.text(id.text());
  json.end_array().end_object();
  co_return respond(200, std::move(body));
}

}  // namespace till::console

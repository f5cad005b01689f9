#include "console/push_admin.h"

#include <optional>
#include <utility>

#include "console/answers.h"
#include "console/operator_key.h"
#include "json/writer.h"
#include "wire/order_request.h"
#include "wire/push_request.h"

namespace till::console {
namespace {

using app::Pushed;
using net::Response;
using wire::CodeList;
using wire::Fault;

constexpr std::string_view kSince = "/orders/push";
constexpr std::string_view kOrderPaths = "/orders/";
constexpr std::string_view kPush = "/push";

// The {id} of /orders/{id}/push; empty for any other path.
std::string_view id_of(std::string_view path) {
  if (!path.starts_with(kOrderPaths) || !path.ends_with(kPush)) return {};
  if (path.size() <= kOrderPaths.size() + kPush.size()) return {};
  path.remove_suffix(kPush.size());
  return path.substr(kOrderPaths.size());
}

Response no_shop() {
  auto answer = wire::render_fault(Fault::bad_request, CodeList::checkout,
                                   "No backend takes orders. Name one under [backend] in "
                                   "till.toml, and let it list the capability \"orders\".");
  answer.status = 409;
  return respond(answer);
}

Response not_now() {
  auto answer = wire::render_fault(Fault::internal, CodeList::checkout, "Ask again in a moment.");
  answer.status = 503;
  Response response = respond(answer);
  response.headers.push_back({"Retry-After", "1"});
  return response;
}

}  // namespace

bool PushAdmin::serves(std::string_view path) { return path == kSince || !id_of(path).empty(); }

Task<Response> PushAdmin::handle(net::Request request, Executor& executor) {
  if (request.method != "POST") co_return not_allowed("POST");
  if (request.path == kSince) co_return co_await push_since(std::move(request.body), executor);
  const auto id = OrderId::parse(id_of(request.path));
  if (!id) co_return fault(Fault::path_not_found, "There is no such order. Check the id.");
  co_return co_await push(*id, std::move(request), executor);
}

Task<Response> PushAdmin::push(OrderId id, net::Request request, Executor& executor) {
  const auto body =
      wire::parse_body(request.has_body ? std::string_view(request.body) : std::string_view("{}"));
  if (!body) co_return respond(wire::render_refusal(body.error(), CodeList::checkout));
  if (auto none = wire::expect_no_members(*body); !none) {
    co_return respond(wire::render_refusal(none.error(), CodeList::checkout));
  }
  auto key = operator_key(request, *body);
  if (!key) co_return std::move(key.error());
  if (orders_ == nullptr) co_return no_shop();
  const Pushed pushed = co_await orders_->push(id, *key, executor);
  switch (pushed) {
    case Pushed::unknown:
      co_return fault(Fault::path_not_found, "There is no such order, or its buyer is forgotten.");
    case Pushed::unwanted: co_return no_shop();
    case Pushed::failed: co_return not_now();
    case Pushed::told:
    case Pushed::pending: break;
  }
  std::string text;
  json::Writer(text).begin_object().member("id", id.text()).member("state", "pending").end_object();
  co_return respond(200, std::move(text));
}

Task<Response> PushAdmin::push_since(std::string text, Executor& executor) {
  const auto body = wire::parse_body(text);
  if (!body) co_return respond(wire::render_refusal(body.error(), CodeList::checkout));
  const auto asked = wire::decode_push(*body);
  if (!asked) co_return respond(wire::render_refusal(asked.error(), CodeList::checkout));
  if (orders_ == nullptr || !orders_->wanted()) co_return no_shop();
  const auto page = co_await orders_->push_since(asked->since, asked->before, executor);
  if (!page) co_return not_now();
  std::string answer;
  json::Writer json(answer);
  json.begin_object().member("orders", static_cast<std::int64_t>(page->orders));
  if (page->next) json.member("next_cursor", page->next->text());
  json.end_object();
  co_return respond(200, std::move(answer));
}

}  // namespace till::console

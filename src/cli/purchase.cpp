#include "cli/purchase.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "json/writer.h"

namespace till::cli {
namespace {

// The option of that id, or an absent one.
Json option_of(const Json& session, const std::string& id) {
  for (const Json& option : session.at("fulfillment_options").entries()) {
    if (option.at("id").text() == id) return option;
  }
  return {};
}

Json cheapest_option(const Json& session) {
  const auto options = session.at("fulfillment_options").entries();
  const auto found = std::min_element(
      options.begin(), options.end(),
      [](const Json& one, const Json& other) { return total_of(one) < total_of(other); });
  return found == options.end() ? Json() : *found;
}

}  // namespace

void Purchase::tell(std::string_view deed, const std::string& what) {
  out_ << fmt::format("{:<9} {}\n", deed, what) << std::flush;
}

void Purchase::tell(std::string_view deed, const std::string& what, std::int64_t amount) {
  tell(deed, what + "  " + money(amount, session_.at("currency").text()));
}

std::string Purchase::path(const std::string& end) const {
  return "/checkout_sessions/" + session_.at("id").text() + end;
}

std::string Purchase::first_error() const {
  for (const Json& message : session_.at("messages").entries()) {
    if (message.at("type").text() == "error") {
      return message.at("content").text() + " (" + message.at("code").text() + ")";
    }
  }
  return "the session is " + status();
}

std::string Purchase::items_text() const {
  std::string text;
  for (const ItemChoice& item : options_.items) text += (text.empty() ? "" : ", ") + item.id;
  return text;
}

Purchase::Step Purchase::accept(const AnswerOrFault& answer, const std::string& deed) {
  if (!answer) return refused(answer.error());
  if (!answer->good()) return refused("cannot " + deed + ": " + answer->complaint());
  if (answer->body.at("id").text().empty()) {
    return refused("cannot " + deed + ": the server's answer is no session");
  }
  session_ = answer->body;
  return Done{};
}

Purchase::Step Purchase::need_payable() const {
  if (status() == "ready_for_payment") return Done{};
  return refused("cannot pay for " + items_text() + ": " + first_error());
}

Task<Purchase::Step> Purchase::create() {
  std::string body = create_body(options_.items, options_.currency);
  const auto answer = co_await shop_.post("/checkout_sessions", std::move(body), loop_.executor());
  auto taken = accept(answer, "open a session with " + items_text());
  if (taken) {
    tell("created", session_.at("id").text() + "  " + lines_text(session_), total_of(session_));
  }
  co_return taken;
}

Task<Purchase::Step> Purchase::give_address() {
  std::string target = path();
  const Destination to = resolved(options_.to);
  std::string body = address_body(to);
  const auto answer = co_await shop_.post(std::move(target), std::move(body), loop_.executor());
  auto taken = accept(answer, "give an address");
  if (taken) tell("address", text_of(to), total_of(session_));
  co_return taken;
}

Task<Purchase::Step> Purchase::choose_option() {
  auto selected = session_.at("selected_fulfillment_options").entries();
  if (selected.empty() && cheapest_option(session_).given()) {
    std::string target = path();
    std::string body = selection_body(session_, cheapest_option(session_));
    const auto answer = co_await shop_.post(std::move(target), std::move(body), loop_.executor());
    if (auto taken = accept(answer, "choose how it is delivered"); !taken) co_return taken;
    selected = session_.at("selected_fulfillment_options").entries();
  }
  for (const Json& choice : selected) {
    const Json option = option_of(session_, choice.at("option_id").text());
    tell("delivery", option.at("title").text(), total_of(option));
  }
  if (const std::int64_t tax = total_of(session_, "tax"); tax != 0) tell("tax", "sales tax", tax);
  co_return need_payable();
}

Purchase::Step Purchase::take_token() {
  auto token = options_.token(total_of(session_));
  if (!token) return refused(token.error());
  token_ = std::move(*token);
  tell("token", "granted, for at most", total_of(session_));
  return Done{};
}

Task<Purchase::Step> Purchase::vault_card() {
  if (options_.token) co_return take_token();
  std::string body = vault_body(session_, options_.card, clock_.now());
  std::string target = "/agentic_commerce/delegate_payment";
  const auto answer = co_await shop_.post(std::move(target), std::move(body), loop_.executor());
  if (!answer) co_return refused(answer.error());
  token_ = answer->body.at("id").text();
  if (!answer->good() || token_.empty()) {
    co_return refused("cannot vault the card: " + answer->complaint());
  }
  tell("vaulted", "the card, for at most", total_of(session_));
  co_return Done{};
}

Task<Purchase::Step> Purchase::complete() {
  const auto paid = co_await pay(false);
  if (!paid) co_return paid;
  if (status() == "authentication_required") {
    const auto authenticated = co_await authenticate();
    if (!authenticated) co_return authenticated;
  }
  if (status() == "completed") co_return Done{};
  co_return refused("the payment did not go through: " + first_error());
}

Task<Purchase::Step> Purchase::authenticate() {
  const Json metadata = session_.at("authentication_metadata");
  const std::string server = metadata.at("directory_server").text();
  tell("3ds", "the issuer wants to authenticate the buyer, by the directory of " + server);
  const auto handlers = session_.at("capabilities").at("payment").at("handlers").entries();
  const bool sandbox = !handlers.empty() && handlers.front().at("psp").text() == "till_sandbox";
  if (!sandbox) {
    co_return refused(std::string(
        "this card needs 3-D Secure: run it with the session's authentication_metadata and "
        "complete with its authentication_result; `till buy` can do so in a sandbox only"));
  }
  tell("3ds", "authenticated by the sandbox's issuer");
  co_return co_await pay(true);
}

Task<Purchase::Step> Purchase::pay(bool authenticated) {
  std::string target = path("/complete");
  std::string body = complete_body(session_, token_, authenticated, options_.psp);
  const auto answer = co_await shop_.post(std::move(target), std::move(body), loop_.executor());
  // A payment in doubt is a conflict or a session in progress; both are settled by asking on.
  const bool conflict = answer && answer->status == 409;
  auto taken = accept(answer, "complete the purchase");
  if (conflict) {
    const auto fetched = co_await fetch();
    if (!fetched) co_return fetched;
    if (status() != "complete_in_progress" && status() != "completed") co_return taken;
  } else if (!taken) {
    co_return taken;
  }
  if (status() == "complete_in_progress") {
    const auto waited = co_await wait_for_payment();
    if (!waited) co_return waited;
  }
  co_return Done{};
}

Task<Purchase::Step> Purchase::wait_for_payment() {
  tell("waiting", "the payment is in doubt until the gateway tells its outcome");
  for (int poll = 0; poll < options_.polls_most; ++poll) {
    co_await loop_.next_pulse();
    const auto fetched = co_await fetch();
    if (!fetched || status() != "complete_in_progress") co_return fetched;
  }
  co_return refused("the payment of " + session_.at("id").text() +
                    " is still in doubt; look at the session again later");
}

Task<Purchase::Step> Purchase::fetch() {
  std::string target = path();
  const auto answer = co_await shop_.get(std::move(target), loop_.executor());
  co_return accept(answer, "read the session");
}

Task<Done> Purchase::give_up() {
  // A payment in doubt may still go through, and an order is not undone by us.
  const bool open = status() != "complete_in_progress" && status() != "completed";
  if (session_.at("id").text().empty() || !open) co_return Done{};
  std::string target = path("/cancel");
  std::string body = "{}";
  const auto answer = co_await shop_.post(std::move(target), std::move(body), loop_.executor());
  if (answer && answer->good()) tell("canceled", session_.at("id").text());
  co_return Done{};
}

Task<Result<std::string, std::string>> Purchase::run() {
  co_await resume_on(loop_.executor());
  constexpr Task<Step> (Purchase::*kSteps[])() = {
      &Purchase::create,     &Purchase::give_address, &Purchase::choose_option,
      &Purchase::vault_card, &Purchase::complete,     &Purchase::fetch,
  };
  for (const auto step : kSteps) {
    const auto done = co_await (this->*step)();
    if (!done) {
      co_await give_up();
      co_return refused(done.error());
    }
  }
  const std::string order = session_.at("order").at("id").text();
  if (status() != "completed" || order.empty()) {
    co_return refused(std::string("the session was completed without an order"));
  }
  tell("order", order, total_of(session_));
  co_return order;
}

std::string bought_json(const std::string& order, bool webhook_verified) {
  std::string text;
  json::Writer json(text);
  json.begin_object().member("order_id", order);
  json.key("webhook_verified").boolean(webhook_verified).end_object();
  return text;
}

}  // namespace till::cli

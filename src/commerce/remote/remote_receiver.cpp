#include "commerce/remote/remote_receiver.h"

#include <utility>

#include "base/limits.h"
#include "base/visible.h"
#include "commerce/remote/quote_parts.h"

namespace till::commerce::remote {
namespace {

using app::EventType;
using app::ShopAnswer;
using app::ShopFailed;

// Pages and logs show it.
std::string visible_text(const json::Node& node) {
  std::string text = node.text(kIdText);
  if (!is_visible(text)) node.invalid("a text without control characters");
  return text;
}

std::string link(const json::Node& node) {
  std::string url = node.text({1, 2048});
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  if (!web || !is_visible(url)) node.invalid("an http or https URL");
  return url;
}

BackendQuestion question_of(app::OutboxEvent event, Milliseconds patience) {
  const bool placed = event.type == EventType::order_create;
  BackendQuestion question{placed ? "order" : "order_event", "POST",
                           placed ? "/orders" : "/orders/" + event.order.text() + "/events",
                           std::move(event.body), patience};
  question.key = event.id.text();
  question.read_refusal = [](const BackendRefused&) -> std::optional<AnswerFault> {
    return std::nullopt;
  };
  return question;
}

ShopAnswer answer_of(const BackendAnswer& answer, app::ShopTaken taken) {
  if (const auto* no = std::get_if<BackendRefused>(&answer)) {
    return app::ShopRefused{no->reason, no->message};
  }
  if (const auto* failed = std::get_if<BackendFailed>(&answer)) {
    ShopFailed silence{"the backend did not take it, see backend_failed in the log", {}};
    if (failed->retry_after.count() > 0) silence.retry_after = failed->retry_after;
    return silence;
  }
  return taken;
}

}  // namespace

Result<app::ShopTaken, AnswerFault> read_order_answer(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  app::ShopTaken taken;
  const json::Node number = root.need("order_number");
  if (number.given()) taken.order_number = visible_text(number);
  const json::Node url = root.member("permalink_url");
  if (!url.absent()) taken.permalink_url = link(url);
  if (faults.found()) return refused(*faults.first());
  return taken;
}

bool RemoteReceiver::is_wanted() const {
  const auto answers = capabilities_.known();
  return !answers || answers->orders;
}

Task<ShopAnswer> RemoteReceiver::tell(app::OutboxEvent event, Executor& executor) {
  const auto answers = co_await capabilities_.get(executor);
  if (!answers) co_return ShopFailed{"the backend does not tell what it answers", {}};
  if (!answers->orders) co_return ShopFailed{"the backend does not list orders", {}};
  app::ShopTaken taken;
  const bool placed = event.type == EventType::order_create;
  BackendQuestion question = question_of(std::move(event), client_.options().order_timeout);
  if (placed) {
    question.read = [&taken](json::Value answer) -> std::optional<AnswerFault> {
      auto read = read_order_answer(answer);
      if (!read) return read.error();
      taken = std::move(*read);
      return std::nullopt;
    };
  }
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  co_return answer_of(answer, std::move(taken));
}

}  // namespace till::commerce::remote

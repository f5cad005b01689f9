#include "mail/order_mails.h"

#include <utility>

#include "base/email.h"
#include "checkout/emails.h"
#include "mail/mail_event.h"
#include "mail/order_mail.h"

namespace till::mail {
namespace {

// Why none is written of such news; null: one is.
const char* no_mail_of(const std::optional<checkout::BuyerNews>& news, const std::string& to,
                       const std::set<checkout::BuyerNewsType>& sent) {
  if (!news) return "the event is about no mail";
  if (!sent.contains(news->type)) return "[mail] send does not name it";
  return to.empty() ? "the buyer gave no address" : nullptr;
}

app::MailAnswer answer_of(SmtpAnswer answer) {
  switch (answer.end) {
    case SmtpEnd::taken: return app::MailSent{};
    case SmtpEnd::refused: return app::MailRefused{std::move(answer.detail)};
    case SmtpEnd::put_off: return app::MailFailed{std::move(answer.detail), true};
    case SmtpEnd::failed: break;
  }
  return app::MailFailed{std::move(answer.detail)};
}

}  // namespace

std::string address_of(const checkout::Session& session) {
  const auto emails = checkout::known_emails(session);
  return !emails.empty() && is_email(emails.front()) ? emails.front() : std::string();
}

void OrderMails::add(const app::OrderNews& news, Timestamp now,
                     std::vector<app::OutboxEvent>& events) {
  if (address_of(news.session).empty()) return;
  const checkout::Order& order = *news.session.order;
  for (const checkout::BuyerNews& each : checkout::buyer_news(news.before, order)) {
    if (!sent_.contains(each.type)) continue;
    app::OutboxEvent event;
    event.id = ids_.make<EventId>();
    event.order = order.id;
    event.agent = order.agent;
    event.type =
        news.before == nullptr ? app::EventType::order_create : app::EventType::order_update;
    event.receiver = app::EventReceiver::mail;
    event.created_at = now;
    event.next_attempt_at = now;
    event.body = body_of(each);
    events.push_back(std::move(event));
  }
}

Task<app::MailAnswer> OrderMailer::send(app::OutboxEvent event, checkout::SessionPtr session,
                                        Executor& executor) {
  const auto news = news_in(event.body);
  const std::string to = address_of(*session);
  if (const char* const why = no_mail_of(news, to, options_.sent)) {
    app::MailAnswer refused = app::MailRefused{why, false};
    co_return refused;
  }
  const checkout::Order& order = *session->order;
  const Envelope envelope{options_.from, options_.reply_to, to,
                          event.id,      clock_.now(),      order.language};
  SmtpMail mail{options_.from.address, to,
                message_of(order_mail(order, *news, options_.merchant), envelope)};
  SmtpAnswer answer = co_await client_.send(std::move(mail), executor);
  co_return answer_of(std::move(answer));
}

}  // namespace till::mail

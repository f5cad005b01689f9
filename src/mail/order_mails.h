// OrderMails: mails about orders, made with the order's change and sent by a mail server.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/mail_events.h"
#include "app/mail_sender.h"
#include "base/clock.h"
#include "base/id.h"
#include "checkout/buyer_news.h"
#include "mail/message.h"
#include "mail/smtp_client.h"

namespace till::mail {

struct MailOptions {
  Mailbox from;
  std::string reply_to;  // Empty: none.
  std::string merchant;
  std::set<checkout::BuyerNewsType> sent;  // What waits of other kinds is refused.
};

// The address that the buyer gave for a purchase; empty when there is none, or none that mail
// reaches.
std::string address_of(const checkout::Session& session);

// Decides which mails there are.
class OrderMails final : public app::MailEvents {
 public:
  OrderMails(std::set<checkout::BuyerNewsType> sent, IdSource& ids)
      : sent_(std::move(sent)), ids_(ids) {}

  void add(const app::OrderNews& news, Timestamp now,
           std::vector<app::OutboxEvent>& events) override;

 private:
  const std::set<checkout::BuyerNewsType> sent_;
  IdSource& ids_;
};

// Writes each as the order is when it is sent. Everything must outlive it.
class OrderMailer final : public app::MailSender {
 public:
  OrderMailer(MailOptions options, SmtpClient& client, const Clock& clock)
      : options_(std::move(options)), client_(client), clock_(clock) {}

  Task<app::MailAnswer> send(app::OutboxEvent event, checkout::SessionPtr session,
                             Executor& executor) override;

 private:
  const MailOptions options_;
  SmtpClient& client_;
  const Clock& clock_;
};

}  // namespace till::mail

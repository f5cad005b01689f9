// Mailing: what writes to the buyers of a shop.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/mail_teller.h"
#include "app/observer.h"
#include "app/store.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "cli/config.h"
#include "mail/order_mails.h"
#include "mail/smtp_client.h"

namespace till::assembly {

// What it may use; all of it must outlive it. The clock is that of the wall.
struct MailingParts {
  const Clock& clock;
  Random& random;
  IdSource& ids;
  Log& log;
  app::Observer& observer;
};

class Mailing {
 public:
  // Null when the config names no mail server; refused when it cannot be asked.
  static Result<std::unique_ptr<Mailing>, std::string> make(const cli::Config& config,
                                                            const MailingParts& parts);
  Mailing(const cli::Config& config, std::unique_ptr<mail::SmtpClient> client,
          const MailingParts& parts);

  // Whom the use cases tell of what happened to orders.
  app::MailEvents& events() { return mails_; }
  // Sends what is in the store's outbox, from now on. Before the ones below.
  void begin(app::Store& store, Executor& executor);

  // See app::MailTeller. What is under way ends some seconds after a stop.
  void look() { teller_->look(); }
  void stop() {
    teller_->stop();
    client_->stop();
  }
  bool idle() const { return teller_->idle(); }

 private:
  const MailingParts parts_;
  const webhooks::RetrySchedule schedule_;
  const std::unique_ptr<mail::SmtpClient> client_;
  mail::OrderMails mails_;
  mail::OrderMailer mailer_;
  std::optional<app::MailTeller> teller_;
};

// Can mails be sent with such a config? Refused with what to mend; nothing is sent.
Result<void, std::string> check_mail(const cli::Config& config);

// Sends one mail that says it is a test; refused with what went wrong.
Result<void, std::string> send_test_mail(const cli::Config& config, const std::string& address);

}  // namespace till::assembly

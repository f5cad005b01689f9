// MailSender: carries one mail about an order to its buyer.
#pragma once

#include <string>
#include <variant>

#include "app/records.h"
#include "base/task.h"
#include "checkout/session.h"

namespace till::app {

// The server has it.
struct MailSent {};

// This mail will never be taken, whoever tries.
struct MailRefused {
  std::string detail;  // For the operator; names nobody.
  bool asked = true;   // False: the server was not.
};

// The server did not take it this time, or nobody knows whether it did.
struct MailFailed {
  std::string detail;
  bool server_works = false;  // It put off this mail alone.
};

using MailAnswer = std::variant<MailSent, MailRefused, MailFailed>;

// Implementations may be called from any thread.
class MailSender {
 public:
  virtual ~MailSender() = default;
  // Sends once, bounded in time, to the address that the buyer gave for this purchase and no other.
  // The id of the event names the mail, however often it is sent. `session` has an order.
  virtual Task<MailAnswer> send(OutboxEvent event, checkout::SessionPtr session,
                                Executor& executor) = 0;
};

}  // namespace till::app

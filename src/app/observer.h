// Observer: what the use cases report to metrics. Cheap, and never fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace till::app {

enum class PaymentResult { approved, refused, in_doubt };

// How a question to the shop's backend ended: an answer, a no, nothing that is of use, or not sent,
// since the backend is left alone for a while or has enough to answer.
enum class BackendOutcome { accepted, refused, failed, not_asked };

// How an attempt to send a mail ended: taken, refused for good, or to be tried again.
enum class MailResult { sent, refused, failed };

// Implementations may be called from any thread.
class Observer {
 public:
  virtual ~Observer() = default;
  // A transaction of the store ended: how many changesets it held and how long it took.
  virtual void batch_committed(std::size_t changesets, Milliseconds took) = 0;
  virtual void payment_finished(PaymentResult result) = 0;
  virtual void webhook_attempted(bool delivered) = 0;
  // Events not yet delivered, and the age of the oldest.
  virtual void outbox_measured(std::size_t depth, Milliseconds oldest) = 0;
  // Space left on the disk of the store, and whether that is too little for new sessions.
  virtual void disk_measured(std::uint64_t free_bytes, bool scarce) = 0;
  // A receiver of webhooks began or ceased to fail again and again. `agent` is the config's.
  virtual void receiver_failing(const std::string& agent, bool failing) = 0;
  // The shop's backend was asked. `call` is a name of ours.
  virtual void backend_asked(std::string_view, BackendOutcome, Milliseconds) {}
  // How many products of the shop's backend are shown, and how long ago they were asked for.
  virtual void products_measured(std::size_t, Milliseconds) {}
  // The shop's backend refused an order, or what happened to one.
  virtual void shop_refused() {}
  // A mail to a buyer was tried.
  virtual void mail_attempted(MailResult) {}
  // Mails not yet sent, and the age of the oldest.
  virtual void mail_measured(std::size_t, Milliseconds) {}
  // The mail server began or ceased to fail again and again.
  virtual void mail_failing(bool) {}
};

class NoObserver final : public Observer {
 public:
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(PaymentResult) override {}
  void webhook_attempted(bool) override {}
  void outbox_measured(std::size_t, Milliseconds) override {}
  void disk_measured(std::uint64_t, bool) override {}
  void receiver_failing(const std::string&, bool) override {}
};

}  // namespace till::app

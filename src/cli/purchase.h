// Purchase: one purchase as an agent makes it, told step by step.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "cli/agent_requests.h"
#include "cli/loop_thread.h"
#include "cli/shop_client.h"

namespace till::cli {

struct PurchaseOptions {
  std::vector<ItemChoice> items;
  std::string card;
  int polls_most = 120;  // How often a payment in doubt is asked after, once a pulse.
  std::string currency = "usd";
  // Gives a token for at most that much, or says why not; blocks. Empty: the card is vaulted.
  std::function<Result<std::string, std::string>(std::int64_t total)> token = {};
  std::string psp = {};  // Of the handler to pay by; empty: the first one.
  Destination to = {};
};

// Everything given to it must outlive it. One run, on the loop's thread.
class Purchase {
 public:
  Purchase(ShopClient& shop, LoopThread& loop, const Clock& clock, PurchaseOptions options,
           std::ostream& out)
      : shop_(shop), loop_(loop), clock_(clock), options_(std::move(options)), out_(out) {}

  // The order's id, or why there is none; then the session is canceled as far as that goes.
  Task<Result<std::string, std::string>> run();

 private:
  using Step = Result<Done, std::string>;

  // Each leaves the session of the last answer in session_.
  Task<Step> create();
  Task<Step> give_address();
  Task<Step> choose_option();
  Task<Step> vault_card();
  Step take_token();
  Task<Step> complete();
  // Passes the challenge of a sandbox, where no bank asks anything; refuses for a real card.
  Task<Step> authenticate();
  // Sends a complete and asks until its payment is settled.
  Task<Step> pay(bool authenticated);
  // Asks until the payment is no longer in doubt.
  Task<Step> wait_for_payment();
  Task<Step> fetch();
  // Cancels what was created, so that its stock is free at once. Nothing is told when that fails:
  // the session expires anyway, and why the purchase failed matters more.
  Task<Done> give_up();

  // Takes over the session of a good answer.
  Step accept(const AnswerOrFault& answer, const std::string& deed);
  // Refuses unless the session can be paid.
  Step need_payable() const;
  void tell(std::string_view deed, const std::string& what, std::int64_t amount);
  void tell(std::string_view deed, const std::string& what);
  std::string path(const std::string& end = "") const;
  std::string status() const { return session_.at("status").text(); }
  std::string first_error() const;
  std::string items_text() const;

  ShopClient& shop_;
  LoopThread& loop_;
  const Clock& clock_;
  const PurchaseOptions options_;
  std::ostream& out_;
  Json session_;
  std::string token_;
};

// What a purchase came to as JSON: {"order_id", "webhook_verified"}.
std::string bought_json(const std::string& order, bool webhook_verified);

}  // namespace till::cli

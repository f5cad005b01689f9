// Ledger: the double's state and what each call does to it. No I/O; time is an argument and ids
// are counted, so that the same calls give the same answers.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "stripe_double/answer.h"
#include "stripe_double/objects.h"

namespace till::stripe_double {

// One thread at a time. Each call appends the events that it causes to `events`.
class Ledger {
 public:
  using Events = std::vector<Event>;

  // A token is called after shared_metadata[name], when that is of small letters and digits.
  Answer grant(const Form& form, bool issued, std::int64_t now);
  Answer revoke(const std::string& id, bool issued, std::int64_t now, Events& events);
  Answer show_token(const std::string& id, bool issued);
  // Ends the tokens whose time is up; what is asked afterwards finds them so.
  void expire(std::int64_t now, Events& events);

  // Creates a PaymentIntent and, with confirm, charges its token. `token` is of the parameter that
  // the version has.
  Answer create(const Form& form, const std::string& token, std::int64_t now, Events& events);
  Answer confirm(const std::string& id, const Form& form, const std::string& token,
                 std::int64_t now, Events& events);
  Answer capture(const std::string& id, const Form& form, Events& events);
  Answer cancel(const std::string& id, const Form& form, Events& events);
  Answer show(const std::string& id, const Form& form) const;
  // By "metadata['NAME']:'VALUE'".
  Answer search(const std::string& query) const;
  // Newest first, by created[gte], created[lte], starting_after and limit.
  Answer list(const Form& form) const;

  Answer refund(const Form& form, std::int64_t now, Events& events);
  Answer show_refund(const std::string& id) const;
  Answer list_refunds(const Form& form) const;

  // What happens at Stripe by itself or in its dashboard; false when it cannot.
  bool finish(const std::string& id, bool succeeded, Events& events);
  bool lapse(const std::string& id, Events& events);
  bool dispute(const std::string& id, const std::string& status, Events& events);
  bool review(const std::string& id, bool opened, const std::string& reason, Events& events);
  bool warn_of_fraud(const std::string& id, Events& events);

  // The PaymentIntents that took or hold money, by metadata[checkout_session_id], as JSON members.
  std::string sessions_json() const;
  // Those that wait for their buyer or the bank.
  std::vector<std::string> undecided() const;

 private:
  std::string next_id(const char* prefix);
  Token* find_token(const std::string& id);
  static void deactivate(Token& token, const char* reason, std::int64_t when, Events& events);
  Answer charge(Intent& intent, const Form& form, Token& token, std::int64_t now, Events& events);
  void collect(Intent& intent, Token& token, Events& events);
  void consume(Token& token, std::int64_t now, Events& events);
  void tell(const char* type, const Intent& intent, Events& events) const;

  std::unordered_map<std::string, Token> tokens_;
  std::multimap<std::int64_t, std::string> expiring_;  // The tokens that end, by when.
  std::unordered_map<std::string, Intent> intents_;
  std::unordered_map<std::string, Refund> refunds_;
  std::unordered_map<std::string, std::vector<std::string>> refunds_of_;  // By intent.
  std::unordered_map<std::string, std::string> by_attempt_;  // metadata[attempt_id] to intent.
  std::vector<std::string> undecided_;
  std::int64_t counter_ = 0;
};

}  // namespace till::stripe_double

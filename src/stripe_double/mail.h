// Mail: the webhook events on their way: signed, late, twice and out of order as the seed says.
// Pure; whoever has the network asks what is due.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "stripe_double/faults.h"
#include "stripe_double/objects.h"

namespace till::stripe_double {

struct Letter {
  std::string body;
  int tries = 0;
};

// Stripe-Signature over the body, made at `now`.
std::string signature_of(const Secret& secret, const std::string& body, Timestamp now);

// One thread at a time.
class Mail {
 public:
  // `run` makes the ids of events differ from those of another run, since receivers remember them.
  Mail(const Faults& chances, double disorder, std::string run = {})
      : chances_(chances), disorder_(disorder), run_(std::move(run)) {}

  // Takes an event. At most 100,000 letters wait; for one more the one that is due first
  // is dropped.
  void post(const Event& event, Timestamp now);
  // Of the letters whose time has come the one that was due first; nothing when there is none.
  std::optional<Letter> next(Timestamp now);
  // One that was not taken comes again in a second, until it was tried 60 times.
  void again(Letter letter, Timestamp now);
  std::size_t waiting() const { return waiting_.size(); }

 private:
  void put(Timestamp due, Letter letter);

  const Faults& chances_;
  const double disorder_;
  const std::string run_;
  std::multimap<Timestamp, Letter> waiting_;  // By when they are due; of one time, as they came.
  std::int64_t count_ = 0;
};

}  // namespace till::stripe_double

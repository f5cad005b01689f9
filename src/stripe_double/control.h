// Control: the paths under /double/, by which a test sees and moves what happens at Stripe.
#pragma once

#include <string>
#include <vector>

#include "stripe_double/double.h"
#include "stripe_double/faults.h"
#include "stripe_double/mail.h"

namespace till::stripe_double {

// What a control call may touch.
struct Controlled {
  Double& stripe;
  Faults& faults;
  const Mail& mail;
};

// GET report; POST faults (kind, times, path), authenticate/ID (outcome), refund/ID (amount),
// dispute/ID (status), review/ID (status, reason), fraud_warning/ID, expire/ID,
// expire_tax. `path` begins with
// /double/. 404 for what there is not, 400 for what cannot be.
Answer control(Controlled controlled, const std::string& method, const std::string& path,
               const Form& form, std::int64_t now, std::vector<Event>& events);

}  // namespace till::stripe_double

// What is asked of Stripe Tax, as HTTP requests. Pure: the same argument gives the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/tax_service.h"
#include "net/http_client.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {

// What Stripe calls a line or the shipping of what is asked, and its amount in Stripe's unit.
struct AskedAmount {
  std::string reference;
  std::int64_t amount = 0;
  bool inclusive = false;
};

struct AskedTax {
  std::string currency;
  std::vector<AskedAmount> lines;  // In the order of the question.
  std::optional<AskedAmount> shipping;
};

// The amounts of a question in Stripe's unit: those that Stripe does not take are the nearest that
// it takes.
AskedTax asked_tax(const app::TaxQuestion& question);

// The same tax number as Stripe writes it, and what it calls its kind: of a member of the European
// Union, of Northern Ireland or Great Britain. Nothing for others, which are not told.
struct StripeTaxId {
  std::string_view type;
  std::string value;
};
std::optional<StripeTaxId> stripe_tax_id(std::string_view number);

// Calculates; `with_tax_id` false leaves out the buyer's number, which Stripe takes for none.
net::ClientRequest tax_calculation_request(const StripeOptions& options,
                                           const app::TaxQuestion& question, bool with_tax_id);
// The lines of a calculation behind the one of that id. Both must be identifiers.
net::ClientRequest tax_lines_request(const StripeOptions& options, const std::string& calculation,
                                     const std::string& after);

// Records a sale, and takes back of one, under a key that is made of what is asked.
net::ClientRequest tax_record_request(const StripeOptions& options, const app::TaxRecord& record);
net::ClientRequest tax_reversal_request(const StripeOptions& options,
                                        const app::TaxReversalRequest& request);
// The same under another key for each attempt, since Stripe keeps a fault of its own as the answer
// to the first. The reference keeps it from being done twice.
net::ClientRequest renewed(net::ClientRequest request, std::int64_t attempt);

}  // namespace till::payments::stripe

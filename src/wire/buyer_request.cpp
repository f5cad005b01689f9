#include "wire/buyer_request.h"

#include <limits>

#include "wire/faults.h"

namespace till::wire {

Result<BuyerRequest, checkout::Refusal> decode_buyer_request(const Body& body) {
  Faults faults;
  const Node root(body.root(), faults);
  BuyerRequest request;
  root.expect_only({"email", "from"});
  const Node email = root.need("email");
  if (email.given()) {
    request.email = email.words({3, 320});
    const bool address = request.email.find('@') != std::string::npos;
    if (!address) email.invalid("an e-mail address");
  }
  const Node from = root.member("from");
  const auto most = std::numeric_limits<std::int64_t>::max();
  if (from.given()) request.from = static_cast<std::uint64_t>(from.integer(0, most));
  if (faults.first()) return refused(*faults.first());
  return request;
}

}  // namespace till::wire

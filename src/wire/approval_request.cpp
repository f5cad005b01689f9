#include "wire/approval_request.h"

#include <utility>

#include "base/blanks.h"
#include "wire/body.h"
#include "wire/faults.h"

namespace till::wire {
namespace {

constexpr std::string_view kAcceptTotal = "accept_total";

}  // namespace

Result<std::optional<Amount>, checkout::Refusal> decode_approval(std::string_view text) {
  std::optional<Amount> accepted;
  if (trimmed(text).empty()) return accepted;
  const auto body = parse_body(text);
  if (!body) return refused(body.error());
  Faults faults;
  const Node root(body->root(), faults);
  for (const auto& [name, member] : root.members()) {
    if (name == kAcceptTotal) {
      accepted = Amount{member.integer(0, kAmountMax)};
    } else {
      member.invalid("nothing but accept_total");
    }
  }
  if (faults.first()) return refused(*faults.first());
  return accepted;
}

}  // namespace till::wire

#include "checkout/emails.h"

#include "base/ascii.h"

namespace till::checkout {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

std::vector<std::string> known_emails(const Session& session) {
  std::vector<std::string> known;
  const auto note = [&known](const std::string& email) {
    if (!without_blanks(email).empty()) known.push_back(email);
  };
  if (session.buyer) note(session.buyer->email);
  if (session.fulfillment_details) note(session.fulfillment_details->email.value_or(""));
  return known;
}

bool same_email(std::string_view one, std::string_view other) {
  one = without_blanks(one);
  other = without_blanks(other);
  return equal_ignoring_case(one, other);
}

}  // namespace till::checkout

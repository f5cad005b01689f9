#include "checkout/emails.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace till::checkout {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// A mail provider that ignores tags: name+tag is the mailbox of name.
struct Provider {
  std::string_view domain;
  std::string_view same_as;  // The domain that stands for it.
  bool ignores_dots = false;
};

constexpr std::array kProviders{Provider{"gmail.com", "gmail.com", true},
                                Provider{"googlemail.com", "gmail.com", true},
                                Provider{"outlook.com", "outlook.com"},
                                Provider{"hotmail.com", "hotmail.com"},
                                Provider{"live.com", "live.com"},
                                Provider{"msn.com", "msn.com"},
                                Provider{"icloud.com", "icloud.com"},
                                Provider{"me.com", "me.com"},
                                Provider{"mac.com", "mac.com"},
                                Provider{"fastmail.com", "fastmail.com"},
                                Provider{"protonmail.com", "protonmail.com"},
                                Provider{"proton.me", "proton.me"},
                                Provider{"pm.me", "pm.me"}};

// The name as its provider reads it.
std::string plain_name(std::string name, const Provider& provider) {
  const std::size_t tag = name.find('+');
  if (tag != 0) name.resize(std::min(tag, name.size()));
  std::string dotless = name;
  if (provider.ignores_dots) std::erase(dotless, '.');
  return dotless.empty() ? name : dotless;
}

}  // namespace

std::string mailbox_of(std::string_view email) {
  std::string folded(without_blanks(email));
  std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) { return lower(c); });
  const std::size_t at = folded.rfind('@');
  if (at == std::string::npos) return folded;
  const std::string_view domain = std::string_view(folded).substr(at + 1);
  const auto provider = std::find_if(kProviders.begin(), kProviders.end(),
                                     [&](const Provider& one) { return one.domain == domain; });
  if (provider == kProviders.end()) return folded;
  return plain_name(folded.substr(0, at), *provider) + "@" + std::string(provider->same_as);
}

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

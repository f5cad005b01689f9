#include "commerce/embedded/vat.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/folding.h"

namespace till::commerce {
namespace {

// What numbers look like behind their two letters: # is a digit, @ a letter, ? either of them, and
// anything else itself.
struct Form {
  std::string_view letters;
  std::string_view area;
  std::string_view pattern;
};

constexpr std::array kForms{
    Form{"AT", "AT", "U########"},   Form{"BE", "BE", "0#########"},
    Form{"BE", "BE", "1#########"},  Form{"BG", "BG", "#########"},
    Form{"BG", "BG", "##########"},  Form{"CY", "CY", "########@"},
    Form{"CZ", "CZ", "########"},    Form{"CZ", "CZ", "#########"},
    Form{"CZ", "CZ", "##########"},  Form{"DE", "DE", "#########"},
    Form{"DK", "DK", "########"},    Form{"EE", "EE", "#########"},
    Form{"EL", "GR", "#########"},   Form{"ES", "ES", "@#######?"},
    Form{"ES", "ES", "########@"},   Form{"FI", "FI", "########"},
    Form{"FR", "FR", "??#########"}, Form{"HR", "HR", "###########"},
    Form{"HU", "HU", "########"},    Form{"IE", "IE", "#?#####@"},
    Form{"IE", "IE", "#+#####@"},    Form{"IE", "IE", "#*#####@"},
    Form{"IE", "IE", "#######@@"},   Form{"IT", "IT", "###########"},
    Form{"LT", "LT", "#########"},   Form{"LT", "LT", "############"},
    Form{"LU", "LU", "########"},    Form{"LV", "LV", "###########"},
    Form{"MT", "MT", "########"},    Form{"NL", "NL", "#########B##"},
    Form{"PL", "PL", "##########"},  Form{"PT", "PT", "#########"},
    Form{"RO", "RO", "##"},          Form{"RO", "RO", "###"},
    Form{"RO", "RO", "####"},        Form{"RO", "RO", "#####"},
    Form{"RO", "RO", "######"},      Form{"RO", "RO", "#######"},
    Form{"RO", "RO", "########"},    Form{"RO", "RO", "#########"},
    Form{"RO", "RO", "##########"},  Form{"SE", "SE", "##########01"},
    Form{"SI", "SI", "########"},    Form{"SK", "SK", "##########"},
    Form{"XI", "XI", "#########"},   Form{"XI", "XI", "############"},
    Form{"XI", "XI", "GD###"},       Form{"XI", "XI", "HA###"},
};

// Parts of members where its VAT does not hold (directive 2006/112/EC, article 6), by how their
// postal codes begin. Others have codes of ISO 3166-1 of their own.
struct Outside {
  std::string_view country;
  std::string_view postal_beginning;
};
constexpr std::array kOutside{
    Outside{"DE", "27498"},                          // Heligoland.
    Outside{"DE", "78266"},                          // Büsingen.
    Outside{"ES", "35"},                             // The Canary Islands.
    Outside{"ES", "38"},    Outside{"ES", "51"},     // Ceuta.
    Outside{"ES", "52"},                             // Melilla.
    Outside{"FI", "22"},                             // Åland.
    Outside{"FR", "97"},                             // Overseas.
    Outside{"FR", "98"},    Outside{"GR", "63086"},  // Mount Athos.
    Outside{"IT", "22061"},                          // Campione d'Italia.
    Outside{"IT", "23041"},                          // Livigno.
};

bool fits(char c, char pattern) {
  const bool digit = c >= '0' && c <= '9';
  const bool letter = c >= 'A' && c <= 'Z';
  if (pattern == '#') return digit;
  if (pattern == '@') return letter;
  if (pattern == '?') return digit || letter;
  return c == pattern;
}

bool fits(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char wanted) { return fits(c, wanted); });
}

// Without the blanks, dots and hyphens that people write in it.
std::string compact(std::string_view number) {
  std::string text;
  for (const char c : number) {
    if (c == ' ' || c == '.' || c == '-') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

}  // namespace

const std::vector<std::string>& eu_countries() {
  static const std::vector<std::string> countries{
      "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
      "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};
  return countries;
}

std::string vat_area(const checkout::Address& address) {
  const std::string code = folded_postal_code(address.postal_code);
  // Goods in Northern Ireland are treated as in the union (the Windsor Framework).
  if (address.country == "GB") return code.starts_with("BT") ? "XI" : "";
  const auto& members = eu_countries();
  if (std::find(members.begin(), members.end(), address.country) == members.end()) return {};
  const bool outside = std::any_of(kOutside.begin(), kOutside.end(), [&](const Outside& part) {
    return part.country == address.country && code.starts_with(part.postal_beginning);
  });
  return outside ? std::string() : address.country;
}

std::string area_of_vat_number(std::string_view number) {
  constexpr std::size_t kLongest = 40;
  if (number.size() > kLongest) return {};
  const std::string text = compact(number);
  for (const Form& form : kForms) {
    if (!text.starts_with(form.letters)) continue;
    if (fits(std::string_view(text).substr(2), form.pattern)) return std::string(form.area);
  }
  return {};
}

bool buyer_owes_vat(const checkout::Address& home, const checkout::Address& to,
                    std::string_view number) {
  const std::string from = vat_area(home);
  const std::string there = vat_area(to);
  const std::string area = area_of_vat_number(number);
  return !from.empty() && !there.empty() && from != there && !area.empty() && area != from;
}

}  // namespace till::commerce

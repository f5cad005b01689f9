// TaxRate: one tax of a catalogue, where it holds and for what. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace till::commerce {

// Which postal codes are meant. The texts are folded_postal_code().
struct PostalPattern {
  enum class Kind { code, beginning, range };
  static constexpr std::size_t kTheCodeItself = 1000;  // How closely a code names itself.
  Kind kind = Kind::code;
  std::string from;   // The code, what codes begin with, or the first of the range.
  std::string until;  // The last of the range, as long as `from`.

  // "94105", "941*", or "94100...94199"; nothing when it is none of these.
  static std::optional<PostalPattern> parse(std::string_view text);
  std::string text() const;
  // How closely it names this code, more for a longer beginning, most for the code itself; nothing
  // when it does not. `code` as postal_code_in() gives it.
  std::optional<std::size_t> closeness(std::string_view code) const;
  bool operator==(const PostalPattern&) const = default;
};

// A postal code as rates know it: folded, and of the US without what may follow its five digits.
std::string postal_code_in(std::string_view country, std::string_view code);

// Parts per million of the taxable amount. Without a state it holds for the rest of the country;
// where codes or cities are named, only there.
struct TaxRate {
  std::string country;               // Empty: in every country.
  std::optional<std::string> state;  // Its code of ISO 3166-2, without the country.
  std::int64_t parts_per_million = 0;
  std::vector<PostalPattern> postal_codes;
  std::vector<std::string> cities;  // folded_name().
  std::string tax_class;            // folded_class(); empty is the standard one.
  std::string name;                 // May be empty.
  // Of each priority one rate holds, the one that names the place most closely; these add up.
  std::int64_t priority = 1;
  bool compound = false;  // On the amount with the taxes before it.
  bool shipping = true;   // On deliveries that are taxed, too.
  bool operator==(const TaxRate&) const = default;
};

inline constexpr std::int64_t kMostPriority = 100;
inline constexpr std::int64_t kMillion = 1'000'000;

// "Reduced rate" as reduced-rate; the standard class is empty.
std::string folded_class(std::string_view name);

// What no two rates may share: the place, the class and the priority, as a text for people.
std::string key_of(const TaxRate& rate);

}  // namespace till::commerce

// Zones: where a shop ships to, by country, state and postal code. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkout/party.h"
#include "checkout/quote.h"

namespace till::commerce {

// Postal codes that begin with something between two beginnings, both included. In Great Britain
// districts by their number: IV1 to IV28 holds IV9, and not IV30.
class PostalRange {
 public:
  // Nothing when the two, as folded_postal_code gives them, are no beginnings of one form in order.
  static std::optional<PostalRange> of(const std::string& country, std::string from,
                                       std::string until);
  // `code` is folded.
  bool includes(std::string_view code) const;
  const std::string& from() const { return from_; }
  const std::string& until() const { return until_; }

 private:
  PostalRange(std::string from, std::string until, bool districts)
      : from_(std::move(from)), until_(std::move(until)), districts_(districts) {}
  std::string from_;
  std::string until_;
  bool districts_;
};

struct Area {
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2.
  std::vector<std::string> states;     // US-CA: of such a country only these; none: all.
  // Only codes that begin so, or lie so, folded; all if there is neither.
  std::vector<std::string> postal_prefixes;
  std::vector<PostalRange> postal_ranges;
};

// Some areas without others.
struct Zone {
  std::string id;
  std::vector<Area> areas;
  std::vector<Area> except;
};

// Nothing when the address lies there; else the first member of it that keeps it out. What it does
// not say keeps it out, too, of an exception as well as of an area.
std::optional<checkout::Unserved> obstacle(const Area& area, const checkout::Address& to);
std::optional<checkout::Unserved> obstacle(const Zone& zone, const checkout::Address& to);

// How close an address gets to being served; more is closer.
int reach_before(std::optional<checkout::Unserved> obstacle);
inline constexpr int kArrives = 3;
std::optional<checkout::Unserved> nearer(std::optional<checkout::Unserved> one,
                                         std::optional<checkout::Unserved> other);

}  // namespace till::commerce

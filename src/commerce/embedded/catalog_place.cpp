#include "commerce/embedded/catalog_place.h"

#include <utility>

#include "base/blanks.h"
#include "base/currency.h"
#include "base/places.h"
#include "base/url.h"

namespace till::commerce {

namespace {

constexpr const char* kCountryWanted = "an ISO 3166-1 code of two capital letters, like US";

std::string between(std::int64_t least, std::int64_t most) {
  return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

std::string Place::path_of(std::string_view member) const {
  return member.empty() ? path_ : path_ + "." + std::string(member);
}

void Place::note(const std::string& path, const std::string& wanted) const {
  faults_->add(path + " must be " + wanted);
}

void Place::fault(std::string_view member, const std::string& wanted) const {
  note(path_of(member), wanted);
}

Place Place::child(json::Value value, std::string path) const {
  return {value, std::move(path), *faults_};
}

json::Value Place::find(std::string_view name) const {
  known_.emplace(name);
  const json::Value found = value_.at(name);
  return found.given() ? found : json::Value();
}

bool Place::is_list(std::string_view name) const { return find(name).is_list(); }

bool Place::is_text(std::string_view name) const { return find(name).is_text(); }

std::optional<std::string> Place::text_of(json::Value value, const std::string& path) const {
  const std::string_view text = value.text();
  if (text.empty()) {
    note(path, "a text");
  } else if (trimmed(text) != text) {
    note(path, "a text without blanks around it");
  } else {
    return std::string(text);
  }
  return std::nullopt;
}

std::string Place::text(std::string_view name) const {
  const json::Value found = find(name);
  if (found.given()) return text_of(found, path_of(name)).value_or("");
  fault(name, "a text and is missing");
  return {};
}

std::optional<std::string> Place::optional_text(std::string_view name) const {
  const json::Value found = find(name);
  return found.given() ? text_of(found, path_of(name)) : std::nullopt;
}

std::int64_t Place::whole(std::string_view name, std::int64_t least, std::int64_t most) const {
  const json::Value found = find(name);
  const auto number = found.whole();
  if (found.absent()) {
    fault(name, between(least, most) + " and is missing");
  } else if (!number || *number < least || *number > most) {
    fault(name, between(least, most));
  } else {
    return *number;
  }
  return least;
}

bool Place::yes(std::string_view name) const {
  const json::Value found = find(name);
  if (found.given() && !found.is_boolean()) fault(name, "true or false");
  return found.flag();
}

Prices Place::prices(std::string_view name, const std::string& currency) const {
  const json::Value found = find(name);
  if (!found.is_object()) {
    const Amount amount{whole(name, 0, kAmountMax)};
    if (amount == Amount{0}) return Prices::nothing();
    return Prices::of({{currency, amount}});
  }
  const Place each = child(found, path_of(name));
  std::map<std::string, Amount> amounts;
  for (const std::string& code : each.names()) {
    // has() marks it as known, so that end() does not report it a second time.
    if (each.has(code) && !is_currency(code)) {
      fault(name, "an amount for each ISO 4217 code in lower case: " + code + " is none");
      continue;
    }
    amounts[code] = Amount{each.whole(code, 0, kAmountMax)};
  }
  if (each.names().empty()) fault(name, "given in one currency at least");
  each.end();
  return Prices::of(std::move(amounts));
}

std::optional<Timestamp> Place::time(std::string_view name) const {
  const auto text = optional_text(name);
  if (!text) return std::nullopt;
  const auto time = parse_rfc3339(*text);
  if (!time) fault(name, "a time like 2026-11-24T10:00:00Z");
  return time;
}

std::vector<std::pair<std::string, std::string>> Place::placed_texts(std::string_view name) const {
  const json::Value found = find(name);
  if (found.absent()) return {};
  if (!found.is_list()) {
    fault(name, "a list of texts");
    return {};
  }
  std::vector<std::pair<std::string, std::string>> all;
  std::size_t index = 0;
  for (const json::Value entry : found.entries()) {
    std::string path = path_of(name) + "[" + std::to_string(index++) + "]";
    auto text = text_of(entry, path);
    if (text) all.emplace_back(std::move(*text), std::move(path));
  }
  return all;
}

std::vector<std::string> Place::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (auto& [text, path] : placed_texts(name)) all.push_back(std::move(text));
  return all;
}

void Place::check_web_link(const std::string& link, const std::string& path) const {
  if (!is_web_link(link)) note(path, "an http or https URL of at most 2048 bytes");
}

std::optional<std::string> Place::web_link(std::string_view name) const {
  auto link = optional_text(name);
  if (link) check_web_link(*link, path_of(name));
  return link;
}

std::vector<std::string> Place::web_links(std::string_view name, std::size_t most) const {
  std::vector<std::string> all;
  for (auto& [link, path] : placed_texts(name)) {
    check_web_link(link, path);
    all.push_back(std::move(link));
  }
  if (all.size() > most) fault(name, "a list of at most " + std::to_string(most) + " URLs");
  return all;
}

void Place::check_country(const std::string& code, const std::string& path) const {
  const auto known = country_of(code);
  if (known == code) return;
  // For what people write instead, as UK, the code is named.
  note(path, known ? std::string(kCountryWanted) + ": " + *known : kCountryWanted);
}

std::string Place::country(std::string_view name) const {
  std::string code = text(name);
  if (!code.empty()) check_country(code, path_of(name));
  return code;
}

std::vector<std::string> Place::countries(std::string_view name, std::string_view also) const {
  std::vector<std::string> all;
  for (auto& [code, path] : placed_texts(name)) {
    if (also.empty() || code != also) check_country(code, path);
    all.push_back(std::move(code));
  }
  return all;
}

std::optional<std::string> Place::state(std::string_view name, const std::string& country) const {
  auto text = optional_text(name);
  if (!text) return std::nullopt;
  const auto known = state_of(country, *text);
  if (known) return std::string(known->code());
  // An unknown country was reported before.
  if (country_of(country) == country) fault(name, "a state of " + country + " by its code or name");
  return text;
}

std::optional<Place> Place::object(std::string_view name) const {
  if (!has(name)) fault(name, "an object and is missing");
  return optional_object(name);
}

std::optional<Place> Place::optional_object(std::string_view name) const {
  const json::Value found = find(name);
  if (found.absent()) return std::nullopt;
  if (found.is_object()) return child(found, path_of(name));
  fault(name, "an object");
  return std::nullopt;
}

std::vector<Place> Place::list(std::string_view name) const {
  const json::Value found = find(name);
  std::vector<Place> entries;
  if (found.absent()) return entries;
  if (!found.is_list()) {
    fault(name, "a list");
    return entries;
  }
  std::size_t index = 0;
  for (const json::Value entry : found.entries()) {
    std::string path = path_of(name) + "[" + std::to_string(index++) + "]";
    if (entry.is_object()) {
      entries.push_back(child(entry, std::move(path)));
    } else {
      note(path, "an object");
    }
  }
  return entries;
}

std::vector<Place> Place::one_or_list(std::string_view name) const {
  const json::Value found = find(name);
  if (!found.is_object()) return list(name);
  std::vector<Place> entries;
  entries.push_back(child(found, path_of(name)));
  return entries;
}

std::vector<std::string> Place::names() const {
  std::vector<std::string> all;
  for (const json::Member member : value_.members()) {
    if (!member.value.is_null()) all.emplace_back(member.name);
  }
  return all;
}

void Place::end() const {
  std::set<std::string_view> seen;
  for (const json::Member member : value_.members()) {
    const std::string path = path_of(member.name);
    if (!known_.contains(member.name)) {
      faults_->add(path + " is not a member that Till knows: remove or correct it");
    } else if (!seen.insert(member.name).second) {
      faults_->add(path + " stands twice: leave one of them");
    }
  }
}

void Unique::add(const Place& place, std::string_view member, const std::string& name) {
  if (name.empty()) return;  // That it is missing was reported before.
  const auto [other, added] = places_.emplace(name, place.path_of(member));
  if (!added) place.fault(member, "unique: " + other->second + " is " + name + " too");
}

}  // namespace till::commerce

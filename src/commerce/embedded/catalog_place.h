// Place: an object of catalog.json, read member by member. What is wrong is noted with the place
// where it stands, and reads as a value that does no harm, so that reading goes on to the next
// fault. Private to the embedded catalogue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/catalog_faults.h"
#include "json/value.h"

namespace till::commerce {

// Valid while the document and the faults live. A member that is null counts as left out.
class Place {
 public:
  Place(json::Value value, std::string path, CatalogFaults& faults)
      : value_(value), path_(std::move(path)), faults_(&faults) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Place(Place&&) = default;
  Place& operator=(Place&&) = default;

  const std::string& path() const { return path_; }
  std::string path_of(std::string_view member) const;
  // Whether the member is there.
  bool has(std::string_view name) const { return find(name).given(); }
  bool is_list(std::string_view name) const;
  bool is_text(std::string_view name) const;

  // A text without blanks around it.
  std::string text(std::string_view name) const;
  std::optional<std::string> optional_text(std::string_view name) const;
  // From `least` to `most`; `least` when it is wrong.
  std::int64_t whole(std::string_view name, std::int64_t least, std::int64_t most) const;
  bool yes(std::string_view name) const;
  // One amount in the shop's first currency, or an object with one for each currency. A plain 0
  // holds in every currency.
  Prices prices(std::string_view name, const std::string& currency) const;
  std::optional<Timestamp> time(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  // What is_web_link() takes.
  std::optional<std::string> web_link(std::string_view name) const;
  std::vector<std::string> web_links(std::string_view name, std::size_t most) const;
  // An ISO 3166-1 alpha-2 code, spelled as addresses spell it.
  std::string country(std::string_view name) const;
  // `also` is no country and may stand among them.
  std::vector<std::string> countries(std::string_view name, std::string_view also = {}) const;
  // The ISO 3166-2 code, without the country, of what the member names by code or name.
  std::optional<std::string> state(std::string_view name, const std::string& country) const;

  // An object that must be there, or may be; nothing, with a fault, when it is none.
  std::optional<Place> object(std::string_view name) const;
  std::optional<Place> optional_object(std::string_view name) const;
  // The objects of a list; none when the member is left out.
  std::vector<Place> list(std::string_view name) const;
  // An object stands for a list of one.
  std::vector<Place> one_or_list(std::string_view name) const;
  // The members of an object whose names are free, each with its name.
  std::vector<std::string> names() const;

  // Notes "PATH.MEMBER must be WANTED"; without a member for the object itself.
  void fault(std::string_view member, const std::string& wanted) const;
  void fault(const std::string& wanted) const { fault("", wanted); }
  // What is wrong so far, for faults that stand in other files.
  CatalogFaults& faults() const { return *faults_; }
  // Notes each member that nobody asked for, and each that stands twice. Call after the last read.
  void end() const;

 private:
  // Absent when it is null.
  json::Value find(std::string_view name) const;
  // The texts of a list, each with its place.
  std::vector<std::pair<std::string, std::string>> placed_texts(std::string_view name) const;
  std::optional<std::string> text_of(json::Value value, const std::string& path) const;
  Place child(json::Value value, std::string path) const;
  void check_country(const std::string& code, const std::string& path) const;
  void check_web_link(const std::string& link, const std::string& path) const;
  void note(const std::string& path, const std::string& wanted) const;

  json::Value value_;
  std::string path_;
  CatalogFaults* faults_;
  mutable std::set<std::string, std::less<>> known_;
};

// Texts that must differ, and where each stands.
class Unique {
 public:
  // Notes "PLACE must be unique: OTHER is NAME too".
  void add(const Place& place, std::string_view member, const std::string& name);
  // What nothing may be called.
  void reserve(const std::string& name, const std::string& why) { places_[name] = why; }
  bool contains(const std::string& name) const { return places_.contains(name); }

 private:
  std::map<std::string, std::string> places_;
};

// The ids of items that discounts and quotes may name: the catalogue's, and where something was or
// will be imported, any others, which are noted.
class KnownItems {
 public:
  KnownItems(const Unique& own, OtherItems others, std::vector<NamedItem>& noted)
      : own_(own), others_(others), noted_(noted) {}
  bool include(const std::string& id, std::string path) const {
    if (own_.contains(id)) return true;
    if (others_ == OtherItems::none) return false;
    noted_.push_back({std::move(path), id});
    return true;
  }

 private:
  const Unique& own_;
  const OtherItems others_;
  std::vector<NamedItem>& noted_;
};

}  // namespace till::commerce

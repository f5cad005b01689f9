#include "products/listings/listing_check.h"

#include <utility>

#include "base/blanks.h"
#include "base/currency.h"
#include "base/url.h"
#include "products/feeds/feed_numbers.h"
#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

bool is_https(std::string_view url) { return url.starts_with("https://") && is_web_link(url); }

}  // namespace

void ListingCheck::refuse(std::string_view field, std::string sentence) {
  refusals_.push_back({listing_.product.id, std::string(field), std::move(sentence), false});
}

void ListingCheck::leave_out(std::string_view field, std::string sentence) {
  left_out_.push_back({listing_.product.id, std::string(field), std::move(sentence), true});
}

std::string ListingCheck::text(std::string_view field, std::string_view text, std::size_t most) {
  const std::string_view kept = first_characters(text, most);
  if (kept.size() == text.size()) return std::string(text);
  leave_out(field,
            "It is cut off after " + std::to_string(most) + " characters. Write a shorter one.");
  return std::string(trimmed(kept));
}

std::string ListingCheck::link(std::string_view field) {
  const auto& link = listing_.product.link;
  if (!link) return {};
  if (is_https(*link)) return *link;
  leave_out(field, "The page is not reached over https. Give its https URL.");
  return {};
}

std::vector<std::string> ListingCheck::pictures(std::string_view field, std::size_t most) {
  std::vector<std::string> shown;
  bool fine = true;
  for (const std::string& picture : listing_.product.pictures) {
    if (!is_https(picture)) {
      fine = false;
    } else if (shown.size() < most) {
      shown.push_back(picture);
    }
  }
  if (!fine) leave_out(field, "A picture is not reached over https. Give its https URL.");
  return shown;
}

std::string ListingCheck::gtin(std::string_view field) {
  const auto& told = listing_.product.gtin;
  if (!told) return {};
  auto gtin = gtin_of(*told);
  if (gtin) return std::move(*gtin);
  leave_out(field, gtin.error());
  return {};
}

void ListingCheck::need_id(std::string_view field, std::size_t most) {
  if (first_characters(listing_.product.id, most).size() == listing_.product.id.size()) return;
  refuse(field, "The id is longer than " + std::to_string(most) +
                    " characters, and an id is not cut. Give it a shorter one.");
}

void ListingCheck::need_price(std::string_view field) {
  if (listing_.price > Amount{0}) return;
  refuse(field, "The price is 0, which this feed has no place for. Give it a price.");
}

void ListingCheck::need(std::string_view field, std::string_view text, std::string sentence) {
  if (trimmed(text).empty()) refuse(field, std::move(sentence));
}

bool ListingCheck::conclude() {
  const bool shown = refusals_.empty();
  for (ListingFault& fault : shown ? left_out_ : refusals_) tell_(std::move(fault));
  return shown;
}

std::string money_text(Amount amount, const std::string& currency) {
  return decimal_text(amount, currency) + " " + upper(currency);
}

}  // namespace till::products

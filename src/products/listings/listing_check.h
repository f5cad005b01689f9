// ListingCheck: the rules that the formats share, for one listing. Private to the formats.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "products/listings/listing.h"

namespace till::products {

// Each call looks at a fact and gives what may be written of it. What is left out is told only of a
// product that is shown.
class ListingCheck {
 public:
  // Both must outlive it.
  ListingCheck(const Listing& listing, const TellListing& tell) : listing_(listing), tell_(tell) {}

  // The product is not shown.
  void refuse(std::string_view field, std::string sentence);
  void leave_out(std::string_view field, std::string sentence);

  // The text up to so many characters.
  std::string text(std::string_view field, std::string_view text, std::size_t most);
  // Its page over https; empty when it has none.
  std::string link(std::string_view field);
  // Its pictures over https, as many as allowed.
  std::vector<std::string> pictures(std::string_view field, std::size_t most);
  // With the right check digit; empty when it has none.
  std::string gtin(std::string_view field);
  void need_id(std::string_view field, std::size_t most);
  void need_price(std::string_view field);  // Above 0.
  // Refuses the product unless there is a text.
  void need(std::string_view field, std::string_view text, std::string sentence);

  // To be called once, at the end: tells what was found. Is it shown?
  bool conclude();

 private:
  const Listing& listing_;
  const TellListing& tell_;
  std::vector<ListingFault> refusals_;
  std::vector<ListingFault> left_out_;
};

// "15.00 USD".
std::string money_text(Amount amount, const std::string& currency);

}  // namespace till::products

// Whose products feeds list, by what a backend answers.
#include "assembly/backend_listings.h"

#include <gmock/gmock.h>

#include <memory>

namespace till::assembly {
namespace {

using commerce::remote::Listed;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Listed listed(bool quote, bool products) {
  Listed answers;
  answers.quote = quote;
  answers.products = products;
  return answers;
}

TEST(BackendListings, AreOfWhoeverSaysWhatThingsCost) {
  EXPECT_EQ(listed_by(listed(true, true)).value(), ListedBy::backend);
  EXPECT_EQ(listed_by(listed(false, true)).value(), ListedBy::backend);
  EXPECT_EQ(listed_by(listed(false, false)).value(), ListedBy::catalogue);
  EXPECT_THAT(listed_by(listed(true, false)).error(), HasSubstr("lists no products"))
      << "nobody knows whether the catalogue's prices are true";
}

TEST(BackendListings, AreThoseOfTheCopyForAsLongAsTheyAreUsed) {
  commerce::remote::ProductCopy copy(1);
  copy[0].item.id = "mug";
  copy[0].item.title = "Mug";
  copy[0].item.unit_amount = commerce::Prices::of({{"usd", {700}}});
  copy[0].item.stock = 2;
  copy[0].item.ships = true;
  auto shown = std::make_shared<const commerce::remote::RemoteProducts::Shown>(copy, "usd");
  const std::weak_ptr<const commerce::remote::RemoteProducts::Shown> held = shown;
  std::vector<std::string> told;
  {
    const auto listings = listings_of(std::move(shown), "usd");
    EXPECT_FALSE(held.expired());
    const commerce::ListingSink sink{[&told](std::span<const products::Listing> variants, bool) {
                                       for (const auto& each : variants) {
                                         told.push_back(each.product.id);
                                       }
                                       return true;
                                     },
                                     [](const products::ListingFault&) {}};
    EXPECT_TRUE(listings.each({}, commerce::pieces_as_stated, sink));
  }
  EXPECT_THAT(told, ElementsAre("mug"));
  EXPECT_TRUE(held.expired());
}

}  // namespace
}  // namespace till::assembly

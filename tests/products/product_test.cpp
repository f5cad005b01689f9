#include "products/product.h"

#include <gtest/gtest.h>

namespace till::products {
namespace {

TEST(Product, IsAsAvailableAsFeedsSpellIt) {
  for (const char* text : {"in_stock", "in stock", "In Stock", "IN-STOCK"}) {
    EXPECT_EQ(availability_of(text), Availability::in_stock) << text;
  }
  for (const char* text : {"", "instock", "in_stock ", "yes"}) {
    EXPECT_FALSE(availability_of(text)) << text;
  }
  EXPECT_EQ(availability_of(name_of(Availability::backorder)), Availability::backorder);
}

TEST(Product, IsNewRefurbishedOrUsed) {
  EXPECT_EQ(condition_of("New"), Condition::fresh);
  EXPECT_EQ(name_of(Condition::fresh), "new");
  EXPECT_FALSE(condition_of("fresh"));
}

}  // namespace
}  // namespace till::products

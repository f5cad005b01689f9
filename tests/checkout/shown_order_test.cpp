// What an order's buyer reads of it, on the page and in mails.
#include "checkout/shown_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::checkout {
namespace {

using testing::ElementsAre;

std::vector<std::string_view> names(const Order& order) {
  std::vector<std::string_view> all;
  for (const ShownAmount& each : shown_totals(order)) all.push_back(each.name);
  return all;
}

TEST(ShownTotals, NameDiscountsAndRefundsOnlyWhereThereAreAny) {
  Order order;
  order.totals.total = Amount{1'000};
  EXPECT_THAT(names(order), ElementsAre("Delivery", "Tax", "Total"));
  order.totals.items_discount = Amount{100};
  order.totals.discount = Amount{50};
  Adjustment refund;
  refund.status = AdjustmentStatus::completed;
  refund.amount = Amount{300};
  order.adjustments = {refund};
  EXPECT_THAT(names(order), ElementsAre("Discount", "Delivery", "Tax", "Total", "Refunded"));
  const auto shown = shown_totals(order);
  EXPECT_EQ(shown[0].amount, Amount{-150});
  EXPECT_EQ(shown[3].role, ShownAmount::Role::total);
  EXPECT_EQ(shown[4].amount, Amount{300});
}

TEST(ShownTotals, NameATaxWithinThePricesAsAPartOfTheTotal) {
  Order order;
  order.totals.total = Amount{1'190};
  order.totals.included_tax = Amount{190};
  EXPECT_THAT(names(order), ElementsAre("Delivery", "Total", "Including tax (VAT)"));
  EXPECT_EQ(shown_totals(order)[2].role, ShownAmount::Role::part);
  order.totals.tax = Amount{10};
  EXPECT_THAT(names(order), ElementsAre("Delivery", "Tax", "Total", "Including tax (VAT)"));
}

TEST(ShownLines, HaveNoBlankOneAndNameAPlaceOnce) {
  const Address address{"Shop", "1 Market St", std::nullopt, "Town", "", "FR", "75001"};
  EXPECT_THAT(shown_lines(address), ElementsAre("Shop", "1 Market St", "Town  75001", "FR"));
  EXPECT_THAT(shown_lines(address, "Shop"),
              ElementsAre("Shop", "1 Market St", "Town  75001", "FR"));
  EXPECT_THAT(shown_lines(address, "Locker 7").front(), "Locker 7");
}

}  // namespace
}  // namespace till::checkout

// What the link of an order shows, and to whom.
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

struct Linked : Shop {
  explicit Linked(const std::string& email) {
    auto command = cart({{"mug-blue", 1}});
    if (!email.empty()) command.buyer.emplace().email = email;
    const auto session = created(command);
    order = session_of(complete("k", session->id, token_for(*session)))->order.value();
  }
  BuyerView seen_by(const std::string& email) {
    return run(orders.get_as_buyer(order.id, email, executor));
  }
  checkout::Order order;
};

TEST(AnOrdersLink, ShowsTheOrderToWhoKnowsTheAddressOnly) {
  Linked shop("ann@example.com");
  const auto shown = shop.seen_by(" Ann@Example.com ");
  EXPECT_EQ(shown.access, BuyerAccess::shown);
  EXPECT_EQ(shown.order, shop.order);
  for (const auto& [email, access] : {std::pair("", BuyerAccess::email_needed),
                                      std::pair("eve@example.com", BuyerAccess::email_wrong)}) {
    const auto view = shop.seen_by(email);
    EXPECT_EQ(view.access, access);
    EXPECT_FALSE(view.order.has_value());
  }
}

TEST(AnOrdersLink, IsEnoughWhereNoAddressIsKnown) {
  Linked shop("");
  EXPECT_EQ(shop.seen_by("").order, shop.order);
  const auto none = shop.run(shop.orders.get_as_buyer(OrderId{}, "", shop.executor));
  EXPECT_EQ(none.access, BuyerAccess::unknown);
}

}  // namespace
}  // namespace till::app

// What the shop's own backend is told of an order, where that depends on the order.
#include "wire/shop_order.h"

#include <gtest/gtest.h>

#include <functional>

#include "app/payment_attempts.h"
#include "wire/sessions.h"

namespace till::wire {
namespace {

using checkout::Order;

std::string told(const std::function<void(Order&)>& change) {
  checkout::Session session = test::completed_session();
  change(*session.order);
  return shop_order(session);
}

bool has(const std::string& body, std::string_view text) {
  return body.find(text) != std::string::npos;
}

TEST(ShopOrder, NamesAChargeOnlyWhereThereWasOne) {
  const std::string charged = told([](Order& order) { order.payment_reference = "ch_1"; });
  EXPECT_TRUE(has(charged, R"("reference":"ch_1")")) << charged;
  for (const std::string_view none : {app::kOnAccount, app::kNothingToCharge, std::string_view()}) {
    const std::string body = told([none](Order& order) { order.payment_reference = none; });
    EXPECT_FALSE(has(body, R"("reference")")) << body;
  }
}

TEST(ShopOrder, SaysOfAnOrderThatNothingOfItMayLeaveYet) {
  EXPECT_FALSE(has(told([](Order&) {}), R"("held")"));
  EXPECT_TRUE(has(told([](Order& order) { order.held = true; }), R"("held":true)"));
}

}  // namespace
}  // namespace till::wire

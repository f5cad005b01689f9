// OrderPages: what order.permalink_url opens: the buyer's own view of an order (A22).
#pragma once

#include <string>
#include <string_view>

#include "app/order_service.h"
#include "base/clock.h"
#include "checkout/seller_profile.h"
#include "http/rate_limiter.h"
#include "net/http_types.h"

namespace till::http {

// GET shows the order when nothing but the link is needed, else asks for the buyer's e-mail
// address; POST shows it to who knows the address. Any thread may call.
class OrderPages {
 public:
  OrderPages(app::OrderService& orders, const checkout::SellerProfile& profile, const Clock& clock)
      : orders_(orders), profile_(profile), clock_(clock) {}

  static constexpr std::string_view kRoute = "/shop/orders/{id}";
  static bool serves(std::string_view path);

  // Always answers in HTML.
  Task<net::Response> handle(const net::Request& request, Executor& executor);

 private:
  app::OrderService& orders_;
  const checkout::SellerProfile& profile_;
  const Clock& clock_;
  // Of addresses tried for one order, so that none is found by trying.
  RateLimiter tries_{{1, 10}};
};

}  // namespace till::http

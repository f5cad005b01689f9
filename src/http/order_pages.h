// OrderPages: what order.permalink_url opens: the buyer's own view of an order (A22).
#pragma once

#include <string>
#include <string_view>

#include "app/order_service.h"
#include "base/clock.h"
#include "checkout/seller_profile.h"
#include "http/address_tries.h"
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

  // Is the body that follows this head as short as that of a form of ours?
  static bool takes_form(const net::Request& head);

  // Always answers in HTML.
  Task<net::Response> handle(const net::Request& request, Executor& executor);

 private:
  app::OrderService& orders_;
  const checkout::SellerProfile& profile_;
  const Clock& clock_;
  AddressTries tries_;
};

}  // namespace till::http

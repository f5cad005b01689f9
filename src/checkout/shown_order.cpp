#include "checkout/shown_order.h"

namespace till::checkout {

std::vector<ShownAmount> shown_totals(const Order& order) {
  const OrderTotals& totals = order.totals;
  std::vector<ShownAmount> shown;
  const Amount discounts{totals.items_discount.minor + totals.discount.minor};
  if (discounts > Amount{0}) shown.push_back({"Discount", Amount{-discounts.minor}});
  shown.push_back({"Delivery", totals.fulfillment});
  if (totals.tax > Amount{0} || totals.included_tax == Amount{0}) {
    shown.push_back({"Tax", totals.tax});
  }
  shown.push_back({"Total", totals.total, ShownAmount::Role::total});
  if (totals.included_tax > Amount{0}) {
    shown.push_back({"Including tax (VAT)", totals.included_tax, ShownAmount::Role::part});
  }
  const Amount refunded = amount_refunded(order);
  if (refunded > Amount{0}) shown.push_back({"Refunded", refunded});
  return shown;
}

Amount shown_amount(const OrderLine& line) {
  return checked_product(line.unit_price, line.ordered).value_or(line.subtotal);
}

std::vector<std::string> shown_lines(const Address& address, std::string_view place) {
  std::vector<std::string> lines;
  for (std::string line :
       {std::string(place), address.name == place ? "" : address.name, address.line_one,
        address.line_two.value_or(""),
        address.city + " " + address.state + " " + address.postal_code, address.country}) {
    if (line.find_first_not_of(' ') != std::string::npos) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace till::checkout

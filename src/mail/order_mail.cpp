#include "mail/order_mail.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/locale_text.h"
#include "base/texts.h"
#include "checkout/shown_order.h"

namespace till::mail {
namespace {

using checkout::BuyerNews;
using checkout::BuyerNewsType;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderFulfillment;
using checkout::OrderLine;

constexpr std::size_t kMostLines = 50;

std::string said(const Order& order, std::string_view english) {
  return std::string(translate(order.language, english));
}

std::string said(const Order& order, std::string_view english, const std::string& argument) {
  return fill(translate(order.language, english), {&argument, 1});
}

std::string number_of(const Order& order) {
  return order.shop.number.empty() ? order.id.text() : order.shop.number;
}

std::string money(const Order& order, Amount amount) {
  return money_text(amount, order.currency, order.language);
}

const OrderFulfillment* fulfillment_of(const Order& order, const BuyerNews& news) {
  for (const OrderFulfillment& each : order.fulfillments) {
    if (news.fulfillment == each.id) return &each;
  }
  return nullptr;
}

const OrderLine* line_of(const Order& order, const LineItemId& id) {
  for (const OrderLine& each : order.lines) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

bool is_download(const OrderFulfillment* fulfillment) {
  return fulfillment != nullptr && fulfillment->type == FulfillmentType::digital;
}

std::string_view title_of(const Order& order, const BuyerNews& news) {
  switch (news.type) {
    case BuyerNewsType::confirmed: return "We have received your order {0}";
    case BuyerNewsType::shipped:
      return is_download(fulfillment_of(order, news)) ? "Your download for order {0} is ready"
                                                      : "Your parcel for order {0} is on its way";
    case BuyerNewsType::ready_for_pickup: return "Your order {0} is ready for pickup";
    case BuyerNewsType::refunded: return "Your refund for order {0}";
    case BuyerNewsType::canceled: break;
  }
  return "Your order {0} was canceled";
}

std::string pieces(std::int64_t quantity, const OrderLine& line) {
  const std::string options = checkout::options_beside(line.title, line.options);
  return std::to_string(quantity) + " × " + line.title +
         (options.empty() ? "" : " (" + options + ")");
}

void add_bill(const Order& order, Content& content) {
  Rows rows;
  for (const OrderLine& line : order.lines) {
    if (rows.size() == kMostLines) {
      rows.push_back({"…", ""});
      break;
    }
    rows.push_back({pieces(line.ordered, line), money(order, checkout::shown_amount(line))});
  }
  for (const checkout::ShownAmount& each : checkout::shown_totals(order)) {
    rows.push_back({said(order, each.name), money(order, each.amount),
                    each.role == checkout::ShownAmount::Role::total});
  }
  content.blocks.emplace_back(std::move(rows));
}

void add_pieces(const Order& order, const std::vector<checkout::LineQuantity>& all,
                Content& content) {
  Lines lines;
  for (const checkout::LineQuantity& each : all) {
    const OrderLine* const line = line_of(order, each.line);
    if (line == nullptr || each.quantity == 0) continue;
    if (lines.lines.size() == kMostLines) {
      lines.lines.emplace_back("…");
      break;
    }
    lines.lines.push_back(pieces(each.quantity, *line));
  }
  if (!lines.lines.empty()) content.blocks.emplace_back(std::move(lines));
}

void add_address(const Order& order, std::string_view heading, std::vector<std::string> lines,
                 Content& content) {
  content.blocks.emplace_back(Heading{said(order, heading)});
  content.blocks.emplace_back(Lines{std::move(lines)});
}

void add_destination(const Order& order, Content& content) {
  const bool carried = std::any_of(order.lines.begin(), order.lines.end(), [](const auto& line) {
    const bool sent = line.fulfillment == FulfillmentType::shipping ||
                      line.fulfillment == FulfillmentType::local_delivery;
    return sent && !line.destination;
  });
  if (!carried || !order.destination) return;
  add_address(order, "Will be delivered to", checkout::shown_lines(*order.destination), content);
}

void add_parcel(const Order& order, const OrderFulfillment& parcel, Content& content) {
  add_pieces(order, parcel.lines, content);
  if (parcel.carrier || parcel.tracking_number) {
    const std::string blank = parcel.carrier && parcel.tracking_number ? " " : "";
    content.blocks.emplace_back(
        Paragraph{parcel.carrier.value_or("") + blank + parcel.tracking_number.value_or("")});
  }
  if (parcel.tracking_url) {
    content.blocks.emplace_back(Link{said(order, "Follow the parcel"), *parcel.tracking_url});
  }
  if (!parcel.destination) return;
  add_address(order, "Will be delivered to", checkout::shown_lines(*parcel.destination), content);
}

void add_pickup(const Order& order, const OrderFulfillment& waiting, Content& content) {
  add_pieces(order, waiting.lines, content);
  for (const checkout::LineQuantity& each : waiting.lines) {
    const OrderLine* const line = line_of(order, each.line);
    if (line == nullptr || !line->pickup) continue;
    const checkout::PickupLocation& place = *line->pickup;
    auto lines = checkout::shown_lines(place.address, place.name);
    if (place.phone) lines.push_back(*place.phone);
    if (place.instructions) lines.push_back(*place.instructions);
    return add_address(order, "Pick up at", std::move(lines), content);
  }
}

void add_canceled(const Order& order, const BuyerNews& news, Content& content) {
  for (const checkout::Adjustment& each : order.adjustments) {
    if (news.adjustment == each.id) add_pieces(order, each.lines, content);
  }
}

void add_news(const Order& order, const BuyerNews& news, Content& content) {
  const OrderFulfillment* const fulfillment = fulfillment_of(order, news);
  switch (news.type) {
    case BuyerNewsType::confirmed: add_bill(order, content); return add_destination(order, content);
    case BuyerNewsType::shipped:
      if (fulfillment != nullptr) add_parcel(order, *fulfillment, content);
      return;
    case BuyerNewsType::ready_for_pickup:
      if (fulfillment != nullptr) add_pickup(order, *fulfillment, content);
      return;
    case BuyerNewsType::refunded:
      content.blocks.emplace_back(
          Paragraph{said(order, "{0} goes back to you. Your bank decides when you see it.",
                         money(order, news.amount.value_or(Amount{0})))});
      return;
    case BuyerNewsType::canceled: return add_canceled(order, news, content);
  }
}

}  // namespace

Mail order_mail(const Order& order, const BuyerNews& news, std::string_view merchant) {
  Content content;
  content.shop = merchant;
  content.title = said(order, title_of(order, news), number_of(order));
  add_news(order, news, content);
  content.blocks.emplace_back(Link{said(order, "Show my order"), order.permalink_url});
  content.blocks.emplace_back(Paragraph{
      said(order, "You get this mail because your address was given for a purchase at {0}.",
           content.shop),
      true});
  return mail_of(content, order.language);
}

}  // namespace till::mail

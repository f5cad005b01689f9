#include "http/order_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/locale_text.h"
#include "base/texts.h"
#include "checkout/shown_order.h"
#include "http/order_places.h"
#include "http/page_html.h"

namespace till::http {
namespace {

using checkout::AdjustmentStatus;
using checkout::AdjustmentType;
using checkout::FulfillmentStatus;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderFulfillment;
using checkout::OrderStatus;

std::string buyers_word(const Order& order, std::string_view english) {
  return http::said(order.language, english);
}

std::string money(Amount amount, const Order& order) {
  return escaped(money_text(amount, order.currency, order.language));
}

bool only_pickup_is_open(const Order& order) {
  return std::all_of(order.fulfillments.begin(), order.fulfillments.end(), [](const auto& each) {
    return each.status == FulfillmentStatus::delivered || each.type == FulfillmentType::pickup;
  });
}

std::string_view status_text(const Order& order) {
  switch (order.status) {
    case OrderStatus::created:
    case OrderStatus::confirmed: return "Confirmed";
    case OrderStatus::manual_review: return "Being checked";
    case OrderStatus::processing: return "Partly on its way";
    case OrderStatus::shipped:
      return only_pickup_is_open(order) ? "Ready for pickup" : "On its way";
    case OrderStatus::completed: return "Delivered";
    case OrderStatus::canceled: break;
  }
  return "Canceled";
}

std::string_view step_text(FulfillmentStatus status, FulfillmentType type) {
  switch (status) {
    case FulfillmentStatus::processing: return "Being prepared";
    case FulfillmentStatus::shipped: return "Left the shop";
    case FulfillmentStatus::ready_for_pickup: return "Ready for pickup";
    case FulfillmentStatus::delivered: break;
  }
  return type == FulfillmentType::pickup ? "Picked up" : "Delivered";
}

std::string link(const std::string& url, std::string_view text) {
  return fmt::format("<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>", escaped(url),
                     escaped(text));
}

std::string time_text(Timestamp time, Language language) {
  return fmt::format("<time datetime=\"{}\">{}</time>", format_rfc3339(time),
                     escaped(moment_text(time, language)));
}

std::string lines_table(const Order& order) {
  std::string rows;
  for (const checkout::OrderLine& line : order.lines) {
    const std::string canceled =
        line.current < line.ordered
            ? fmt::format("<div class=\"small\">{} × {}</div>", line.ordered - line.current,
                          buyers_word(order, "Canceled"))
            : "";
    const std::string title =
        line.page_url ? link(*line.page_url, line.title) : escaped(line.title);
    const std::string options = line.options.empty()
                                    ? std::string()
                                    : fmt::format("<div class=\"small\">{}</div>",
                                                  escaped(checkout::options_text(line.options)));
    rows += fmt::format("<tr><td>{} × {}{}{}</td><td>{}</td></tr>", line.ordered, title, options,
                        canceled, money(checkout::shown_amount(line), order));
  }
  return "<table>" + rows;
}

std::string_view css_class(checkout::ShownAmount::Role role) {
  switch (role) {
    case checkout::ShownAmount::Role::total: return "total";
    case checkout::ShownAmount::Role::part: return "small";
    case checkout::ShownAmount::Role::sum: break;
  }
  return "";
}

std::string totals_table(const Order& order) {
  std::string rows;
  for (const checkout::ShownAmount& each : checkout::shown_totals(order)) {
    rows += fmt::format("<tr class=\"{}\"><td>{}</td><td>{}</td></tr>", css_class(each.role),
                        buyers_word(order, each.name), money(each.amount, order));
  }
  return rows + "</table>";
}

std::string pieces_text(const Order& order, const OrderFulfillment& fulfillment) {
  std::string text;
  for (const checkout::LineQuantity& piece : fulfillment.lines) {
    for (const checkout::OrderLine& line : order.lines) {
      if (line.id != piece.line) continue;
      if (!text.empty()) text += ", ";
      text += std::to_string(piece.quantity) + " × " + escaped(line.title);
    }
  }
  return text;
}

std::string fulfillment_section(const Order& order, const OrderFulfillment& each) {
  std::string html = "<section><h2>" + pieces_text(order, each) + "</h2>";
  if (each.carrier || each.tracking_number) {
    html += "<p>" + escaped(each.carrier.value_or("")) + " " +
            escaped(each.tracking_number.value_or("")) + "</p>";
  }
  if (each.tracking_url)
    html +=
        "<p>" + link(*each.tracking_url, translate(order.language, "Follow the parcel")) + "</p>";
  if (each.access_url)
    html +=
        "<p>" + link(*each.access_url, translate(order.language, "Open what you bought")) + "</p>";
  if (each.license_key)
    html += "<p>" + buyers_word(order, "License key") + ": <b>" + escaped(*each.license_key) +
            "</b></p>";
  html += "<ol>";
  for (const checkout::Progress& step : each.progress) {
    html += fmt::format("<li>{} <span class=\"small\">{}</span></li>",
                        buyers_word(order, step_text(step.reached, each.type)),
                        time_text(step.occurred_at, order.language));
  }
  return html + "</ol></section>";
}

std::string_view refund_text(AdjustmentStatus status) {
  switch (status) {
    case AdjustmentStatus::pending: return "On its way";
    case AdjustmentStatus::completed: return "Done";
    case AdjustmentStatus::failed: break;
  }
  return "Failed";
}

std::string refunds_section(const Order& order) {
  std::string items;
  for (const checkout::Adjustment& each : order.adjustments) {
    if (each.type != AdjustmentType::refund || !each.amount) continue;
    const std::string reason = each.reason ? ": " + escaped(*each.reason) : std::string();
    items += fmt::format("<li>{}, {}{} <span class=\"small\">{}</span></li>",
                         money(*each.amount, order), buyers_word(order, refund_text(each.status)),
                         reason, time_text(each.occurred_at, order.language));
  }
  if (items.empty()) return items;
  return "<section><h2>" + buyers_word(order, "Refunds") + "</h2><ol>" + items + "</ol></section>";
}

}  // namespace

std::string render_order_page(const Order& order, std::string_view merchant) {
  std::string content =
      fmt::format("<h1>{}</h1><p class=\"status\">{}</p><p class=\"small\">{}<br>{}</p>",
                  buyers_word(order, "Your order"), buyers_word(order, status_text(order)),
                  order.id.text(), time_text(order.created_at, order.language));
  if (!order.shop.number.empty()) content += "<p><b>" + escaped(order.shop.number) + "</b></p>";
  content += lines_table(order) + totals_table(order);
  for (const OrderFulfillment& each : order.fulfillments) {
    content += fulfillment_section(order, each);
  }
  content += refunds_section(order) + places_sections(order);
  return page_of(merchant, order.language, content);
}

std::string render_email_form(std::string_view merchant, Language language,
                              std::string_view notice) {
  std::string content = "<h1>" + said(language, "Your order") + "</h1>";
  if (!notice.empty()) content += "<p role=\"alert\">" + said(language, notice) + "</p>";
  content += fmt::format(
      "<form method=\"post\"><label for=\"email\">{}</label>"
      "<input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required>"
      "<button>{}</button></form>",
      said(language, "The e-mail address you bought with"), said(language, "Show my order"));
  return page_of(merchant, language, content);
}

std::string render_notice_page(std::string_view merchant, Language language,
                               std::string_view sentence) {
  return page_of(
      merchant, language,
      "<h1>" + said(language, "Your order") + "</h1><p>" + said(language, sentence) + "</p>");
}

}  // namespace till::http

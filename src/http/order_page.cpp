#include "http/order_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/clock.h"
#include "base/digest.h"
#include "base/texts.h"

namespace till::http {
namespace {

using checkout::AdjustmentStatus;
using checkout::AdjustmentType;
using checkout::FulfillmentStatus;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderFulfillment;
using checkout::OrderStatus;

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem;padding:1rem;"
    "overflow-wrap:anywhere}"
    "h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}"
    "table{border-collapse:collapse;width:100%}"
    "td{border-top:1px solid #8886;padding:.5rem 0;vertical-align:top}"
    "td:last-child{padding-left:1rem;text-align:right;white-space:nowrap}"
    ".total td{font-weight:600}.status{font-size:1.1rem;font-weight:600}"
    ".small{font-size:.9rem;opacity:.8}ol{padding-left:1.2rem}"
    "input,button{box-sizing:border-box;font:inherit;padding:.7rem;width:100%}"
    "button{margin-top:.7rem}";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

// A sentence of ours in the language of the page.
std::string said(Language language, std::string_view english) {
  return escaped(translate(language, english));
}
std::string said(const Order& order, std::string_view english) {
  return said(order.language, english);
}

std::string page(std::string_view merchant, Language language, const std::string& content) {
  return fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta name=\"robots\" content=\"noindex\"><title>{} · {}</title><style>{}</style></head>"
      "<body><header class=\"small\">{}</header><main>{}</main></body></html>",
      tag_of(language), said(language, "Your order"), escaped(merchant), kStyle, escaped(merchant),
      content);
}

// ISO 4217: how many digits of an amount stand behind the point.
int digits_of(const std::string& currency) {
  for (const char* whole : {"bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf",
                            "ugx", "vnd", "vuv", "xaf", "xof", "xpf"}) {
    if (currency == whole) return 0;
  }
  for (const char* fine : {"bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"}) {
    if (currency == fine) return 3;
  }
  return 2;
}

std::string money(Amount amount, const std::string& currency) {
  const int digits = digits_of(currency);
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  std::string number = std::to_string(amount.minor / unit);
  if (digits > 0) number += fmt::format(".{:0{}}", amount.minor % unit, digits);
  std::string name = currency;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return escaped(number + " " + name);
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

std::string time_text(Timestamp time) {
  const std::string text = format_rfc3339(time);
  return fmt::format("<time datetime=\"{}\">{} {} UTC</time>", text, text.substr(0, 10),
                     text.substr(11, 5));
}

std::string lines_table(const Order& order) {
  std::string rows;
  for (const checkout::OrderLine& line : order.lines) {
    const std::string canceled =
        line.current < line.ordered
            ? fmt::format("<div class=\"small\">{} × {}</div>", line.ordered - line.current,
                          said(order, "Canceled"))
            : "";
    rows += fmt::format("<tr><td>{} × {}{}</td><td>{}</td></tr>", line.ordered, escaped(line.title),
                        canceled, money(line.subtotal, order.currency));
  }
  return "<table>" + rows;
}

std::string totals_table(const Order& order) {
  const checkout::OrderTotals& totals = order.totals;
  std::string rows;
  const auto row = [&](std::string_view name, Amount amount, std::string_view kind = "") {
    rows += fmt::format("<tr class=\"{}\"><td>{}</td><td>{}</td></tr>", kind, said(order, name),
                        money(amount, order.currency));
  };
  const Amount discounts{totals.items_discount.minor + totals.discount.minor};
  if (discounts > Amount{0}) row("Discount", discounts);
  row("Delivery", totals.fulfillment);
  row("Tax", totals.tax);
  row("Total", totals.total, "total");
  const Amount refunded = checkout::amount_refunded(order);
  if (refunded > Amount{0}) row("Refunded", refunded);
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
    html += "<p>" + said(order, "License key") + ": <b>" + escaped(*each.license_key) + "</b></p>";
  html += "<ol>";
  for (const checkout::Progress& step : each.progress) {
    html +=
        fmt::format("<li>{} <span class=\"small\">{}</span></li>",
                    said(order, step_text(step.reached, each.type)), time_text(step.occurred_at));
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
                         money(*each.amount, order.currency), said(order, refund_text(each.status)),
                         reason, time_text(each.occurred_at));
  }
  if (items.empty()) return items;
  return "<section><h2>" + said(order, "Refunds") + "</h2><ol>" + items + "</ol></section>";
}

std::string destination_section(const Order& order) {
  if (!order.destination) return {};
  const checkout::Address& to = *order.destination;
  std::string html = "<section><h2>" + said(order, "Delivered to") + "</h2><address>";
  for (const std::string& line : {to.name, to.line_one, to.line_two.value_or(""),
                                  to.city + " " + to.state + " " + to.postal_code, to.country}) {
    if (!line.empty()) html += escaped(line) + "<br>";
  }
  return html + "</address></section>";
}

}  // namespace

std::string render_order_page(const Order& order, std::string_view merchant) {
  std::string content =
      fmt::format("<h1>{}</h1><p class=\"status\">{}</p><p class=\"small\">{}<br>{}</p>",
                  said(order, "Your order"), said(order, status_text(order)), order.id.text(),
                  time_text(order.created_at));
  content += lines_table(order) + totals_table(order);
  for (const OrderFulfillment& each : order.fulfillments) {
    content += fulfillment_section(order, each);
  }
  content += refunds_section(order) + destination_section(order);
  return page(merchant, order.language, content);
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
  return page(merchant, language, content);
}

std::string render_notice_page(std::string_view merchant, Language language,
                               std::string_view sentence) {
  return page(
      merchant, language,
      "<h1>" + said(language, "Your order") + "</h1><p>" + said(language, sentence) + "</p>");
}

std::string_view page_policy() {
  static const std::string policy =
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
      "style-src 'sha256-" +
      to_base64(sha256(kStyle)) + "'";
  return policy;
}

}  // namespace till::http

#include "cli/order_print.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/currency.h"

namespace till::cli {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    text += (text.empty() ? "" : between) + part;
  }
  return text;
}

// 2026-11-24T10:00:00Z as 2026-11-24 10:00 UTC.
std::string date_text(const std::string& rfc3339) {
  if (rfc3339.size() < 16) return rfc3339;
  return rfc3339.substr(0, 10) + " " + rfc3339.substr(11, 5) + " UTC";
}

void print_row(std::ostream& out, const char* name, const std::string& text) {
  if (text.empty()) return;
  std::string head = std::string("  ") + name;
  head.resize(std::max<std::size_t>(head.size() + 1, 15), ' ');
  out << head << text << "\n";
}

std::string address_text(const Json& address) {
  const auto text = [&address](const char* name) { return address.at(name).text(); };
  const std::string area = joined({text("state"), text("postal_code")}, " ");
  return joined(
      {text("name"), text("line_one"), text("line_two"), text("city"), area, text("country")},
      ", ");
}

std::string buyer_text(const Json& buyer) {
  const auto text = [&buyer](const char* name) { return buyer.at(name).text(); };
  std::string name = text("full_name");
  if (name.empty()) name = joined({text("first_name"), text("last_name")}, " ");
  const std::string email = text("email").empty() ? "" : "<" + text("email") + ">";
  return joined({joined({name, email}, " "), text("phone_number"), text("company")}, ", ");
}

std::string count_of(const Json& quantity, std::string_view name) {
  return std::to_string(quantity.at(name).whole().value_or(0));
}

void print_line(const Json& line, const std::string& currency, std::ostream& out) {
  const Json quantity = line.at("quantity");
  const std::string price = plain_money(line.at("unit_price").whole().value_or(0), currency);
  print_row(out, "  line",
            line.at("id").text() + "  " + count_of(quantity, "current") + " × " +
                line.at("product_id").text() + "  " + line.at("title").text() + "  at " + price +
                "  (" + count_of(quantity, "ordered") + " ordered, " +
                count_of(quantity, "fulfilled") + " fulfilled)");
}

// The way of some lines: how they go, when, and where to.
void print_delivery(const Json& delivery, const std::string& currency, std::ostream& out) {
  const auto text = [&delivery](const char* name) { return delivery.at(name).text(); };
  std::string way = joined({text("type"), text("title"), text("carrier")}, ", ");
  if (const auto amount = delivery.at("amount").whole(); amount.value_or(0) > 0) {
    way += ", " + plain_money(*amount, currency);
  }
  if (!text("from").empty()) {
    way += ", between " + date_text(text("from")) + " and " + date_text(text("until"));
  }
  print_row(out, "delivery", way);
  print_row(out, "  to", address_text(delivery.at("destination")));
  const Json place = delivery.at("location");
  print_row(out, "  at",
            joined({place.at("name").text(), address_text(place.at("address"))}, ": "));
  print_row(out, "  phone", text("phone_number"));
  print_row(out, "  note", joined({text("instructions"), place.at("instructions").text()}, "; "));
}

bool goes_with(const Json& delivery, const std::string& line) {
  const auto lines = delivery.at("line_items").entries();
  return std::any_of(lines.begin(), lines.end(),
                     [&line](const Json& each) { return each.text() == line; });
}

void print_lines(const Json& order, const std::string& currency, std::ostream& out) {
  const auto lines = order.at("line_items").entries();
  const auto deliveries = order.at("record").at("deliveries").entries();
  std::vector<bool> printed(lines.size(), false);
  for (const Json& delivery : deliveries) {
    print_delivery(delivery, currency, out);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (printed[i] || !goes_with(delivery, lines[i].at("id").text())) continue;
      print_line(lines[i], currency, out);
      printed[i] = true;
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!printed[i]) print_line(lines[i], currency, out);
  }
}

void print_fulfillment(const Json& each, std::ostream& out) {
  std::string text = joined({each.at("id").text(), each.at("type").text(), each.at("status").text(),
                             each.at("carrier").text(), each.at("tracking_number").text(),
                             each.at("tracking_url").text()},
                            "  ");
  for (const Json& event : each.at("events").entries()) {
    text += "  " + event.at("type").text() + " " + date_text(event.at("occurred_at").text());
  }
  print_row(out, "fulfillment", text);
}

void print_adjustment(const Json& each, std::ostream& out) {
  const auto amount = each.at("amount").whole();
  print_row(out, "adjustment",
            joined({each.at("id").text(), each.at("type").text(), each.at("status").text(),
                    amount ? plain_money(*amount, each.at("currency").text()) : "",
                    date_text(each.at("occurred_at").text()), each.at("description").text()},
                   "  "));
}

}  // namespace

std::string plain_money(std::int64_t amount, const std::string& currency) {
  std::string name = currency;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return decimal_text(Amount{amount}, currency) + " " + name;
}

void print_order(const Json& order, std::ostream& out) {
  const Json record = order.at("record");
  const std::string currency = record.at("currency").text();
  out << order.at("id").text() << "  " << order.at("status").text() << "\n";
  print_row(out, "placed",
            date_text(record.at("created_at").text()) + "  by " + record.at("agent").text());
  print_row(out, "changed", date_text(record.at("updated_at").text()));
  const std::string erased_at = record.at("erased_at").text();
  print_row(out, "buyer",
            erased_at.empty() ? buyer_text(record.at("buyer")) : "erased " + date_text(erased_at));
  const Json shop = record.at("shop");
  print_row(out, "number", shop.at("order_number").text());
  const bool waits = shop.at("state").text() == "told";  // From when it is in the outbox.
  print_row(out, "shop",
            joined({waits ? "has not taken it yet" : shop.at("state").text(),
                    shop.at("permalink_url").text()},
                   "  "));
  print_row(out, "order number", record.at("purchase_order_number").text());
  print_row(out, "note", record.at("notes").text());
  print_row(out, "payment", record.at("payment").text());
  print_lines(order, currency, out);
  for (const Json& each : order.at("fulfillments").entries()) print_fulfillment(each, out);
  for (const Json& each : order.at("adjustments").entries()) print_adjustment(each, out);
  for (const Json& total : order.at("totals").entries()) {
    out << "  " << total.at("type").text() << " "
        << plain_money(total.at("amount").whole().value_or(0), currency);
    const std::string note = total.at("description").text();  // Of a tax within the prices.
    out << (note.empty() ? "" : "  " + note) << "\n";
  }
}

}  // namespace till::cli

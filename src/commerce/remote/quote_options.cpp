// The options of a quote: how its lines can get to the buyer.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "commerce/remote/quote_parts.h"

namespace till::commerce::remote {
namespace {

using checkout::FulfillmentType;
using checkout::PickupType;
using checkout::QuotedOption;

FulfillmentType read_type(const json::Node& node) {
  const std::string name = node.text({1, 32});
  if (name == "shipping") return FulfillmentType::shipping;
  if (name == "pickup") return FulfillmentType::pickup;
  if (name == "local_delivery") return FulfillmentType::local_delivery;
  if (name != "digital") node.invalid("shipping, pickup, local_delivery or digital");
  return FulfillmentType::digital;
}

std::optional<PickupType> read_pickup_type(const json::Node& node) {
  if (node.absent()) return std::nullopt;
  const std::string name = node.text({1, 32});
  if (name == "in_store") return PickupType::in_store;
  if (name == "curbside") return PickupType::curbside;
  if (name == "locker") return PickupType::locker;
  node.invalid("in_store, curbside or locker");
  return std::nullopt;
}

checkout::Address read_address(const json::Node& node) {
  checkout::Address address;
  if (!node.expect_object()) return address;
  address.name = node.need("name").text(kAnyText);
  address.line_one = node.need("line_one").text(kAnyText);
  address.line_two = read_optional_text(node, "line_two");
  address.city = node.need("city").text(kAnyText);
  address.state = node.need("state").text(kAnyText);
  const json::Node country = node.need("country");
  address.country = country.text({2, 2});
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!std::all_of(address.country.begin(), address.country.end(), is_upper)) {
    country.invalid("a country of ISO 3166-1 alpha-2");
  }
  address.postal_code = node.need("postal_code").text(kAnyText);
  return address;
}

checkout::PickupLocation read_location(const json::Node& node) {
  checkout::PickupLocation location;
  if (!node.expect_object()) return location;
  location.name = node.need("name").text(kSomeText);
  location.address = read_address(node.need("address"));
  location.phone = read_optional_text(node, "phone");
  location.instructions = read_optional_text(node, "instructions");
  return location;
}

// May the option bring the line?
void check_cover(const json::Node& node, const Reading& reading, const QuotedOption& option,
                 std::size_t index) {
  const checkout::QuotedLine& line = reading.quote.lines[index];
  const bool brings =
      option.type == FulfillmentType::shipping || option.type == FulfillmentType::local_delivery;
  if (!line.sold) return node.refuse("The line is not sold, and nothing brings it.");
  if (line.physical && option.type == FulfillmentType::digital) {
    return node.refuse("The line is physical, and this option is digital.");
  }
  if (line.unserved && brings) node.refuse("region_served is false, and this option goes there.");
}

void read_covers(const json::Node& node, const Reading& reading, QuotedOption& option) {
  const std::vector<json::Node> entries = node.entries(limits::kLineItems);
  if (entries.empty()) return node.invalid("at least one line");
  for (const json::Node& entry : entries) {
    const auto index =
        static_cast<std::size_t>(entry.integer(0, std::ssize(reading.request.lines) - 1));
    auto& covers = option.covers;
    if (std::find(covers.begin(), covers.end(), index) != covers.end()) {
      return entry.refuse("The line is there already.");
    }
    check_cover(entry, reading, option, index);
    covers.push_back(index);
  }
}

// What goes to two addresses is two shipments, each with options of its own.
void check_one_way(const json::Node& node, const Reading& reading, const QuotedOption& option) {
  const bool brings =
      option.type == FulfillmentType::shipping || option.type == FulfillmentType::local_delivery;
  if (!brings) return;
  const auto way = [&reading](std::size_t line) {
    return reading.has_own_address(line) ? reading.group_of(line) : nullptr;
  };
  for (const std::size_t line : option.covers) {
    if (way(line) != way(option.covers.front())) {
      return node.refuse("These lines go to different addresses: send an option for each.");
    }
  }
}

// The tax of a line by an option: part of the price where the line says so.
checkout::LineTax read_line_tax(const json::Node& node, const Reading& reading, std::size_t line) {
  const Amount tax = read_amount(node);
  const bool included = reading.tax_included[line];
  if (included && tax > reading.price_of(line)) node.refuse(kIncludedTooLarge);
  if (!included && !CheckedSum().add(reading.bases[line]).add(tax).result()) {
    node.refuse("Line and tax are more than an amount holds.");
  }
  const bool exempted = reading.request.exemption && tax == Amount{0};
  return {included ? Amount{} : tax, exempted, included ? tax : Amount{}};
}

// One for each covered line, in their order.
void read_line_taxes(const json::Node& node, const Reading& reading, QuotedOption& option) {
  std::vector<std::optional<checkout::LineTax>> taxes(option.covers.size());
  for (const json::Node& entry : node.entries(limits::kLineItems)) {
    if (!entry.expect_object()) return;
    const auto index = read_index(entry, reading);
    if (!index) return;
    const json::Node place = entry.member("index");
    const auto cover = std::find(option.covers.begin(), option.covers.end(), *index);
    if (cover == option.covers.end()) return place.refuse("The option does not cover the line.");
    auto& tax = taxes[static_cast<std::size_t>(cover - option.covers.begin())];
    if (tax) return place.refuse("The line has a tax already.");
    const json::Node amount = entry.need("tax");
    tax = read_line_tax(amount, reading, *index);
  }
  if (std::any_of(taxes.begin(), taxes.end(), [](const auto& tax) { return !tax; })) {
    return node.refuse("Say the tax of every line that the option covers.");
  }
  for (const auto& tax : taxes) option.line_taxes.push_back(*tax);
}

// Nothing is sold without that somebody said its tax.
void check_taxes(const json::Node& node, const Reading& reading, const QuotedOption& option) {
  if (!option.line_taxes.empty() || option.type != FulfillmentType::pickup) return;
  for (const std::size_t line : option.covers) {
    if (reading.tax_known[line]) continue;
    return node.member("line_taxes").refuse("Send line_taxes: the tax of a line is not known.");
  }
}

void read_window(const json::Node& node, QuotedOption& option) {
  const json::Node earliest = node.member("earliest");
  const json::Node latest = node.member("latest");
  const auto from = earliest.absent() ? std::nullopt : read_time(earliest);
  const auto until = latest.absent() ? std::nullopt : read_time(latest);
  if (!from || !until) return;  // Half of it tells agents nothing.
  if (*until < *from) latest.refuse("latest is before earliest.");
  option.window = checkout::TimeWindow{*from, *until};
}

void read_place(const json::Node& node, QuotedOption& option) {
  if (option.type == FulfillmentType::pickup) {
    option.location = read_location(node.need("location"));
    option.pickup_type = read_pickup_type(node.member("pickup_type"));
  } else if (option.type == FulfillmentType::shipping) {
    option.carrier = read_optional_text(node, "carrier");
  }
}

void read_option_tax(const json::Node& node, const Reading& reading, QuotedOption& option) {
  const json::Node tax = node.member("tax");
  const Amount amount = tax.absent() ? Amount{} : read_amount(tax);
  const bool included = read_flag(node, "tax_included", false);
  (included ? option.included_tax : option.tax) = amount;
  option.exempted = reading.request.exemption && option.subtotal > Amount{0} && amount == Amount{0};
  if (option.included_tax > option.subtotal) tax.refuse(kIncludedTooLarge);
  if (!CheckedSum().add(option.subtotal).add(option.tax).result()) {
    tax.refuse("Amount and tax are more than an amount holds.");
  }
}

QuotedOption read_option(const json::Node& node, const Reading& reading) {
  QuotedOption option;
  if (!node.expect_object()) return option;
  option.id = node.need("id").text(kIdText);
  option.type = read_type(node.need("type"));
  option.title = node.need("title").text(kSomeText);
  option.description = read_optional_text(node, "description");
  option.subtotal = read_amount(node.need("amount"));
  read_option_tax(node, reading, option);
  const json::Node covers = node.need("covers");
  read_covers(covers, reading, option);
  if (!option.covers.empty()) check_one_way(covers, reading, option);
  read_place(node, option);
  const json::Node taxes = node.member("line_taxes");
  if (!taxes.absent()) read_line_taxes(taxes, reading, option);
  check_taxes(node, reading, option);
  read_window(node, option);
  return option;
}

}  // namespace

void read_options(const json::Node& answer, Reading& reading) {
  std::set<std::string> ids;
  const json::Node options = answer.need("options");  // Its entries refer to it.
  for (const json::Node& node : options.entries(limits::kListEntries)) {
    QuotedOption option = read_option(node, reading);
    if (!ids.insert(option.id).second) return node.member("id").refuse("Two options have this id.");
    reading.quote.options.push_back(std::move(option));
  }
}

}  // namespace till::commerce::remote

#include "wire/acp/party_decode.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/email.h"
#include "base/limits.h"
#include "base/places.h"

namespace till::wire {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string decode_email(const Node& node) {
  std::string email = node.words({3, 254});
  if (!is_email(email)) node.invalid("an e-mail address such as ada@example.com");
  return email;
}

std::string decode_country(const Node& node) {
  const auto country = country_of(node.words({1, 60}));
  if (!country) node.invalid("an ISO 3166-1 alpha-2 code such as US");
  return country.value_or("");
}

// The state by its code where every address has one and taxes go by it (SE-13); elsewhere as it
// came.
std::string decode_state(const Node& address, const std::string& country) {
  const Node node = address.member("state");
  if (country != "US" && country != "CA") {
    return optional_text(address, "state", {0, 60}).value_or("");
  }
  if (!address.need("state").given()) return {};
  const auto state = state_of(country, node.words({1, 60}));
  if (!state) node.invalid("a state of " + country + " by its code or name");
  return state ? std::string(state->code()) : std::string();
}

checkout::Company decode_company(const Node& node) {
  checkout::Company company;
  if (!node.expect_object()) return company;
  company.name = node.need("name").words();
  company.tax_id = optional_text(node, "tax_id");
  company.department = optional_text(node, "department");
  company.cost_center = optional_text(node, "cost_center");
  return company;
}

checkout::Loyalty decode_loyalty(const Node& node) {
  checkout::Loyalty loyalty;
  if (!node.expect_object()) return loyalty;
  loyalty.tier = optional_text(node, "tier");
  const Node points = node.member("points_balance");
  if (points.given()) loyalty.points_balance = points.integer(-kAmountMax, kAmountMax);
  loyalty.member_since = optional_time(node, "member_since");
  return loyalty;
}

checkout::TaxExemption decode_tax_exemption(const Node& node) {
  checkout::TaxExemption exemption;
  if (!node.expect_object()) return exemption;
  exemption.certificate_id = node.need("certificate_id").words();
  const Node type = node.need("certificate_type");
  exemption.certificate_type = type.text();
  decode_choice(type, {"resale", "exempt_organization", "government"});
  const Node regions = node.member("exempt_regions");
  if (regions.given()) {
    for (const Node& region : regions.entries(limits::kListEntries)) {
      exemption.exempt_regions.push_back(region.words());
    }
  }
  exemption.expires_at = optional_time(node, "expires_at");
  return exemption;
}

// Ids of lines, of which `named` stand in the lists before this one: each list is bounded, and so
// are all of them together.
std::vector<std::string> decode_ids(const Node& node, std::size_t& named) {
  std::vector<std::string> ids;
  for (const Node& entry : node.entries(limits::kListEntries)) {
    if (++named > limits::kNamedIds) {
      node.invalid("at most " + std::to_string(limits::kNamedIds) +
                   " ids in all such lists together");
      return ids;
    }
    ids.push_back(entry.words());
  }
  return ids;
}

}  // namespace

std::optional<std::string> optional_time(const Node& parent, std::string_view name) {
  const Node node = parent.member(name);
  if (!node.given()) return std::nullopt;
  std::string text = node.words({1, 64});
  if (!parse_rfc3339(text)) node.invalid("an RFC 3339 date-time");
  return text;
}

std::optional<std::size_t> decode_choice(const Node& node,
                                         std::initializer_list<std::string_view> names) {
  const std::string text = node.text({1, 64});
  const auto found = std::find(names.begin(), names.end(), text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string wanted = "one of";
  for (const std::string_view name : names) wanted.append(" ").append(name);
  node.invalid(wanted);
  return std::nullopt;
}

std::string decode_currency(const Node& node) {
  std::string text = node.words({1, 16});
  std::transform(text.begin(), text.end(), text.begin(), lower);
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), is_letter)) {
    node.invalid("an ISO 4217 currency code such as usd");
  }
  return text;
}

checkout::Buyer decode_buyer(const Node& node) {
  using checkout::AccountType;
  using checkout::AuthenticationStatus;
  checkout::Buyer buyer;
  if (!node.expect_object()) return buyer;
  buyer.first_name = optional_text(node, "first_name");
  buyer.last_name = optional_text(node, "last_name");
  buyer.full_name = optional_text(node, "full_name");
  const Node email = node.need("email");
  if (email.given()) buyer.email = decode_email(email);
  buyer.phone_number = optional_text(node, "phone_number", {1, 32});
  buyer.customer_id = optional_text(node, "customer_id");
  if (const Node type = node.member("account_type"); type.given()) {
    const auto choice = decode_choice(type, {"guest", "registered", "business"});
    if (choice) buyer.account_type = static_cast<AccountType>(*choice);
  }
  if (const Node status = node.member("authentication_status"); status.given()) {
    const auto choice = decode_choice(status, {"authenticated", "guest", "requires_signin"});
    if (choice) buyer.authentication_status = static_cast<AuthenticationStatus>(*choice);
  }
  if (const Node company = node.member("company"); company.given()) {
    buyer.company = decode_company(company);
  }
  if (const Node loyalty = node.member("loyalty"); loyalty.given()) {
    buyer.loyalty = decode_loyalty(loyalty);
  }
  if (const Node exemption = node.member("tax_exemption"); exemption.given()) {
    buyer.tax_exemption = decode_tax_exemption(exemption);
  }
  return buyer;
}

checkout::Address decode_address(const Node& node) {
  checkout::Address address;
  if (!node.expect_object()) return address;
  const auto needed = [&node](std::string_view name, std::size_t most) {
    const Node member = node.need(name);
    return member.given() ? member.words({1, most}) : std::string();
  };
  address.name = needed("name", 256);
  address.line_one = needed("line_one", 60);
  address.line_two = optional_text(node, "line_two", {0, 60});
  address.city = needed("city", 60);
  if (const Node country = node.need("country"); country.given()) {
    address.country = decode_country(country);
  }
  address.state = decode_state(node, address.country);
  if (has_postal_codes(address.country)) {
    address.postal_code = needed("postal_code", 20);
  } else {
    address.postal_code = optional_text(node, "postal_code", {0, 20}).value_or("");
  }
  return address;
}

checkout::FulfillmentDetails decode_fulfillment_details(const Node& node) {
  checkout::FulfillmentDetails details;
  if (!node.expect_object()) return details;
  details.name = optional_text(node, "name");
  details.phone_number = optional_text(node, "phone_number", {1, 32});
  if (const Node email = node.member("email"); email.given()) details.email = decode_email(email);
  if (const Node address = node.member("address"); address.given()) {
    details.address = decode_address(address);
  }
  return details;
}

std::optional<checkout::FulfillmentType> decode_fulfillment_type(const Node& node) {
  const auto choice = decode_choice(node, {"shipping", "digital", "pickup", "local_delivery"});
  if (!choice) return std::nullopt;
  return static_cast<checkout::FulfillmentType>(*choice);
}

std::vector<checkout::FulfillmentGroup> decode_groups(const Node& node) {
  std::vector<checkout::FulfillmentGroup> groups;
  std::size_t named = 0;
  for (const Node& entry : node.entries(limits::kListEntries)) {
    checkout::FulfillmentGroup group;
    if (!entry.expect_object()) return groups;
    const Node id = entry.need("id");
    group.id = id.words();
    // Options and choices of a group are known by its id (FU-11).
    const bool taken = std::any_of(groups.begin(), groups.end(),
                                   [&group](const auto& other) { return other.id == group.id; });
    if (taken) id.invalid("an id that no other group has");
    const Node items = entry.need("item_ids");
    if (items.given()) group.item_ids = decode_ids(items, named);
    const Node type = entry.need("destination_type");
    if (type.given()) {
      group.destination_type =
          decode_fulfillment_type(type).value_or(checkout::FulfillmentType::shipping);
    }
    if (const Node details = entry.member("fulfillment_details"); details.given()) {
      group.fulfillment_details = decode_fulfillment_details(details);
    }
    group.location_id = optional_text(entry, "location_id");
    group.instructions = optional_text(entry, "instructions", {1, limits::kStringBytes});
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<checkout::RequestedSelection> decode_selections(const Node& node) {
  std::vector<checkout::RequestedSelection> selections;
  std::size_t named = 0;
  for (const Node& entry : node.entries(limits::kListEntries)) {
    checkout::RequestedSelection selection;
    if (!entry.expect_object()) return selections;
    const Node type = entry.need("type");
    if (type.given()) {
      selection.type = decode_fulfillment_type(type).value_or(checkout::FulfillmentType::shipping);
    }
    // The older shape keeps the choice in a member named after its type.
    const std::string type_name = type.given() ? type.text() : "shipping";
    const Node nested = entry.member(type_name);
    const Node& holder = nested.given() && entry.member("option_id").absent() ? nested : entry;
    const Node option = holder.need("option_id");
    if (option.given()) selection.option_id = option.words();
    if (const Node items = holder.member("item_ids"); items.given()) {
      selection.item_ids = decode_ids(items, named);
    }
    selections.push_back(std::move(selection));
  }
  return selections;
}

}  // namespace till::wire

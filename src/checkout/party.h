// The people of a purchase: addresses, buyer and where the goods go. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace till::checkout {

// A postal address (SE-13). `country` is ISO 3166-1 alpha-2 in upper case; `state` may be empty
// where a country has none.
struct Address {
  std::string name;
  std::string line_one;
  std::optional<std::string> line_two;
  std::string city;
  std::string state;
  std::string country;
  std::string postal_code;
  bool operator==(const Address&) const = default;
};

// Where and to whom the goods go (SE-14).
struct FulfillmentDetails {
  std::optional<std::string> name;
  std::optional<std::string> phone_number;
  std::optional<std::string> email;
  std::optional<Address> address;
  bool operator==(const FulfillmentDetails&) const = default;
};

struct Company {
  std::string name;
  std::optional<std::string> tax_id;
  std::optional<std::string> department;
  std::optional<std::string> cost_center;
  bool operator==(const Company&) const = default;
};

struct Loyalty {
  std::optional<std::string> tier;
  std::optional<std::int64_t> points_balance;
  std::optional<std::string> member_since;  // RFC 3339, echoed as given.
  bool operator==(const Loyalty&) const = default;
};

struct TaxExemption {
  std::string certificate_id;
  std::string certificate_type;
  std::vector<std::string> exempt_regions;
  std::optional<std::string> expires_at;  // RFC 3339, echoed as given.
  bool operator==(const TaxExemption&) const = default;
};

enum class AccountType { guest, registered, business };
enum class AuthenticationStatus { authenticated, guest, requires_signin };

// The buyer; `email` is always there (SE-12).
struct Buyer {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> full_name;
  std::string email;
  std::optional<std::string> phone_number;
  std::optional<std::string> customer_id;
  std::optional<AccountType> account_type;
  std::optional<AuthenticationStatus> authentication_status;
  std::optional<Company> company;
  std::optional<Loyalty> loyalty;
  std::optional<TaxExemption> tax_exemption;
  bool operator==(const Buyer&) const = default;
};

}  // namespace till::checkout

#include "net/address_rules.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>

namespace till::net {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

// Not for the internet at large: the special-purpose registries of RFC 6890 and multicast.
constexpr std::array kSpecialV4{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"};
// Within 2000::/3, outside of which nothing is public: tunnels that embed an address and examples.
constexpr std::array kSpecialV6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

std::optional<ip::address> parse(std::string_view text) {
  error_code error;
  ip::address address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

bool inside(const ip::address& address, std::string_view network) {
  error_code error;
  if (address.is_v4()) {
    const auto known = ip::make_network_v4(std::string(network), error);
    if (error) return false;
    const ip::network_v4 own(address.to_v4(), known.prefix_length());
    return own.canonical() == known.canonical();
  }
  const auto known = ip::make_network_v6(std::string(network), error);
  if (error) return false;
  const ip::network_v6 own(ip::address_v6(address.to_v6().to_bytes()), known.prefix_length());
  return own.canonical() == known.canonical();
}

template <class Networks>
bool inside_any(const ip::address& address, const Networks& networks) {
  return std::any_of(networks.begin(), networks.end(),
                     [&address](const auto& network) { return inside(address, network); });
}

bool is_public(const ip::address& address) {
  if (address.is_v4()) return !inside_any(address, kSpecialV4);
  return inside(address, "2000::/3") && !inside_any(address, kSpecialV6);
}

}  // namespace

bool is_network(std::string_view text) {
  error_code as_v4;
  error_code as_v6;
  ip::make_network_v4(std::string(text), as_v4);
  ip::make_network_v6(std::string(text), as_v6);
  return !as_v4 || !as_v6;
}

bool is_address(std::string_view text) { return parse(text).has_value(); }

std::optional<std::string> plain_address(std::string_view text) {
  const auto address = parse(text);
  if (!address) return std::nullopt;
  return address->to_string();
}

std::string peer_network(std::string_view address) {
  constexpr unsigned short kPrefix = 64;
  const auto parsed = parse(address);
  if (!parsed) return std::string(address);
  if (parsed->is_v4()) return parsed->to_string();
  const ip::address_v6 bare(parsed->to_v6().to_bytes());  // Without the interface it came by.
  return ip::network_v6(bare, kPrefix).canonical().to_string();
}

bool is_within(std::string_view address, const std::vector<std::string>& networks) {
  const auto parsed = parse(address);
  return parsed && inside_any(*parsed, networks);
}

bool is_public_address(std::string_view text) {
  const auto address = parse(text);
  return address && is_public(*address);
}

bool may_call(std::string_view address, const std::vector<std::string>& networks) {
  const auto parsed = parse(address);
  return parsed && (is_public(*parsed) || inside_any(*parsed, networks));
}

}  // namespace till::net

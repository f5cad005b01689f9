// AddressRules: which addresses a client may call, so that a name given by someone else leads to
// no machine of this network.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace till::net {

// Is it an address and a prefix length, such as 10.0.0.0/8 or fd00::/8?
bool is_network(std::string_view text);

// Is it a numeric address, of either version?
bool is_address(std::string_view text);

// The numeric address as the system writes it, an IPv4 address within IPv6 as the former; nothing
// for any other text.
std::optional<std::string> plain_address(std::string_view text);

// Who counts as one peer: an IPv4 address, or the /64 network of an IPv6 one, as providers hand out
// whole networks. A text that is no address stands for itself.
std::string peer_network(std::string_view address);

// Is the numeric address within one of the networks? Never for a text that is none.
bool is_within(std::string_view address, const std::vector<std::string>& networks);

// Is the numeric address one that anyone on the internet may reach? What embeds an IPv4 address
// counts as that address, and what is reserved for a purpose of its own is not public.
bool is_public_address(std::string_view text);

// May `address` be called by one to whom only public addresses and these networks are open? Texts
// that are no networks open nothing.
bool may_call(std::string_view address, const std::vector<std::string>& networks);

}  // namespace till::net

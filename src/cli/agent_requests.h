// The bodies an agent sends in a purchase, and how amounts are shown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/destination.h"
#include "cli/json.h"

namespace till::cli {

struct ItemChoice {
  std::string id;
  std::int64_t quantity = 1;
  bool operator==(const ItemChoice&) const = default;
};

std::string create_body(const std::vector<ItemChoice>& items, const std::string& currency);
// Ships there, for a buyer with an e-mail address.
std::string address_body(const Destination& to);
// Chooses one option for every line of the session.
std::string selection_body(const Json& session, const Json& option);
// Vaults the card for the session's total, for an hour from now.
std::string vault_body(const Json& session, const std::string& card, Timestamp now);
// `authenticated`: with the result a sandbox issuer would give for a passed challenge. By the first
// handler of `psp`, or the first of all.
std::string complete_body(const Json& session, const std::string& token, bool authenticated = false,
                          const std::string& psp = "");

// The total of one kind of a session, an option or a line; 0 when there is none.
std::int64_t total_of(const Json& parent, std::string_view type = "total");
// "$38.99"; "12.50 EUR" and "1200 JPY" for other currencies.
std::string money(std::int64_t amount, const std::string& currency);
// "2 × Blue mug, 1 × ACP ebook".
std::string lines_text(const Json& session);

}  // namespace till::cli

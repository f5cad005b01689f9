#include "commerce/embedded/catalog_quotes.h"

#include <set>

#include "base/ascii.h"
#include "base/email.h"
#include "checkout/emails.h"

namespace till::commerce {
namespace {

constexpr std::size_t kLettersAndDigits = 20;
constexpr std::size_t kDifferentOnes = 8;
constexpr int kTurns = 6;  // From letters to digits, from small to capital, and back.

constexpr std::int64_t kUsesMost = 1'000'000'000;
constexpr const char* kAnyone = "any";

enum class Kind { digit, small, capital };

Kind kind_of(char c) {
  if (c >= '0' && c <= '9') return Kind::digit;
  return c == lower(c) ? Kind::small : Kind::capital;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

QuoteParties read_parties(const Place& quote, const char* name, const std::string& wanted) {
  QuoteParties parties;
  if (quote.is_list(name)) {
    for (std::string& party : quote.texts(name)) parties.names.insert(std::move(party));
    if (parties.names.empty()) quote.fault(name, wanted + ", at least one, or \"any\"");
    return parties;
  }
  parties.anyone = quote.has(name) && quote.text(name) == kAnyone;
  if (!parties.anyone) quote.fault(name, wanted + ", or \"any\"");
  return parties;
}

QuoteParties read_buyers(const Place& quote) {
  QuoteParties buyers = read_parties(quote, "buyers", "a list of the buyers' e-mail addresses");
  std::set<std::string> mailboxes;
  for (const std::string& email : buyers.names) {
    if (!is_email(email))
      quote.fault("buyers", "a list of e-mail addresses; " + email + " is none");
    mailboxes.insert(checkout::mailbox_of(email));
  }
  buyers.names = std::move(mailboxes);
  return buyers;
}

void read_prices(const Place& prices, const KnownItems& items, const std::string& currency,
                 PriceQuote& quote) {
  for (const std::string& id : prices.names()) {
    if (!items.include(id, prices.path_of(id))) prices.fault(id, "the id of an item");
    quote.prices[id] = prices.prices(id, currency);
  }
  prices.end();
}

}  // namespace

bool is_guessable(std::string_view id) {
  std::set<char> different;
  std::size_t count = 0;
  int turns = 0;
  std::optional<Kind> before;
  for (const char c : id) {
    if (!is_letter_or_digit(c)) continue;
    ++count;
    different.insert(c);
    if (before && *before != kind_of(c)) ++turns;
    before = kind_of(c);
  }
  return count < kLettersAndDigits || different.size() < kDifferentOnes || turns < kTurns;
}

PriceQuote read_quote(const Place& place, const KnownItems& items, const std::string& currency) {
  PriceQuote quote;
  quote.id = place.text("id");
  if (!quote.id.empty() && is_guessable(quote.id)) {
    place.fault("id",
                "an id that nobody can guess, 20 or more letters and digits by chance: take the "
                "output of `openssl rand -hex 16`");
  }
  if (const auto end = place.time("expires_at")) {
    quote.expires_at = *end;
  } else if (!place.has("expires_at")) {
    place.fault("expires_at", "a time like 2026-11-24T10:00:00Z and is missing");
  }
  if (const auto prices = place.object("prices")) read_prices(*prices, items, currency, quote);
  quote.agents = read_parties(place, "agents", "a list of the ids of agents");
  quote.buyers = read_buyers(place);
  quote.uses = place.whole("uses", 1, kUsesMost);
  place.end();
  return quote;
}

}  // namespace till::commerce

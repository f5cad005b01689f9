// The shop behind Till: what it sells, for how much and how many of it, and what it was told. It
// never forgets, and says when Till charges or tells what the shop never said.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/payment_gateway.h"
#include "app/records.h"
#include "json/value.h"
#include "net/http_client.h"
#include "simulation/world.h"

namespace till::simulation {

// What makes an answer to a quote one that cannot be.
enum class Flaw {
  none,
  negative,         // A price below zero.
  no_lines,         // Nothing is said of a line.
  line_twice,       // Of one line two things are said.
  over_allocation,  // A discount takes off more than the line costs.
  one_id,           // Two options share an id.
  overflow,         // The sum is no amount.
  text_for_number,
  no_tax,  // It is known where the line goes, and not what it is taxed.
};
inline constexpr std::uint64_t kFlaws = 9;

class Shop {
 public:
  // It has that many pieces of each item; what is not named needs no stock.
  Shop(World& world, const std::map<std::string, std::int64_t>& pieces);

  const bool prices;            // Else Till's own catalogue does, and it only takes orders.
  const bool approves;          // It has the last word before a charge.
  const bool silence_approves;  // What the seller wants no word to mean.
  const bool holds;             // It sets pieces aside.
  const bool refuses;           // Some orders it does not take.
  const bool refused_go_back;   // What the seller wants then: money back, or a person looks.

  // Does what is asked and answers. A flawed answer to a quote is no offer.
  net::Response answer(const net::ClientRequest& request, Flaw flaw);
  // Till has the answer in its hands.
  void was_heard(const net::ClientRequest& request, const net::Response& answer);

  // Prices change; pieces are sold to others and come back; an item is not sold for a while.
  void go_on();

  // Was it priced and accepted? To be told before any charge.
  void check_charge(const app::ChargeRequest& charge);
  // Pieces on hand, with what others bought given back.
  std::int64_t on_hand(const std::string& item) const;
  // Are pieces set aside for another session than these?
  bool holds_any(const std::set<std::string>& but_for) const;
  // The order as the shop was told it; empty when it was not.
  std::string told(const OrderId& order) const;

  // What was taken, in the order in which it first came, and the number of each order.
  std::vector<app::OutboxEvent> taken;
  std::set<EventId> taken_ids;
  std::map<OrderId, std::string> numbers;
  std::set<OrderId> refused;
  std::uint64_t quotes = 0;

 private:
  struct Item {
    std::int64_t price = 0;
    std::int64_t pieces = 0;
    std::int64_t elsewhere = 0;  // Sold to others, and not brought back.
    bool physical = true;
    bool sold = true;
  };
  struct Line {
    std::string item;
    std::int64_t quantity = 0;
    std::int64_t price = 0;
    std::int64_t discount = 0;
    std::int64_t tax = 0;
    bool operator==(const Line&) const = default;
    std::int64_t total() const { return price * quantity - discount + tax; }
  };
  // A quote for a complete, as the shop meant it. Every cart of this world has one line.
  struct Offer {
    Line line;
    std::set<std::int64_t> totals;  // By each option.
  };
  struct Held {
    std::int64_t version = 0;
    Timestamp until;
    std::map<std::string, std::int64_t> pieces;
  };
  using Answer = std::pair<int, std::string>;

  std::string capabilities() const;
  Answer quote(json::Value request, Flaw flaw);
  Line priced_line(json::Value line) const;
  std::string quote_text(const Line& line, const Item& item, Flaw flaw) const;
  Answer approval(json::Value request) const;
  Answer take_order(json::Value order, const EventId& id, const std::string& body);
  Answer take_event(json::Value event, const OrderId& order, const EventId& id,
                    const std::string& body);
  Answer hold(const std::string& session, json::Value request);
  Answer deed(const net::ClientRequest& request, const std::string& path, json::Value body);
  std::int64_t free(const std::string& item, const std::string& but_for) const;
  void move_pieces(json::Value lines, std::int64_t sign);
  void check_priced(json::Value purchase, std::string_view what);

  World& world_;
  std::map<std::string, Item> items_;
  std::map<std::string, std::vector<Offer>> offers_;         // By session.
  std::map<std::string, Held> held_;                         // By session.
  std::set<std::pair<std::string, std::int64_t>> accepted_;  // Sessions and totals, as Till heard.
  std::map<std::string, Answer> deeds_;                      // By key.
  std::map<OrderId, std::string> orders_;
};

}  // namespace till::simulation

#include "simulation/shop.h"

#include <algorithm>
#include <optional>

#include "json/writer.h"

namespace till::simulation {
namespace {

constexpr std::string_view kOrders = "/orders/";
constexpr std::string_view kHolds = "/holds/";

std::string path_of(const net::ClientRequest& request) {
  return request.url.substr(request.url.find('/', request.url.find("//") + 2));
}

std::string key_of(const net::ClientRequest& request) {
  for (const net::Header& header : request.headers) {
    if (header.name == "Idempotency-Key") return header.value;
  }
  return {};
}

std::int64_t total_of(json::Value purchase) {
  for (const json::Value total : purchase.at("totals").entries()) {
    if (total.at("type").text() == "total") return total.at("amount").whole().value_or(-1);
  }
  return -1;
}

// A shop says no to the same purchase whenever it is asked.
bool declines(std::int64_t total) { return total % 7 == 0; }

}  // namespace

Shop::Shop(World& world, const std::map<std::string, std::int64_t>& pieces)
    : prices(world.draw(2) == 0),
      approves(prices && world.draw(4) != 0),
      silence_approves(approves && world.draw(4) == 0),
      holds(world.draw(2) == 0),
      refuses(world.draw(3) == 0),
      refused_go_back(refuses && world.draw(2) == 0),
      world_(world) {
  for (const auto& [item, count] : pieces) {
    items_[item] = {1'000 + static_cast<std::int64_t>(world.draw(5'000)), count};
  }
  items_["ebook-acp"].price = 999;
  items_["ebook-acp"].physical = false;
}

std::string Shop::capabilities() const {
  std::string listed = R"({"version":"2026-12-01","capabilities":["orders")";
  if (prices) listed += R"(,"quote")";
  if (approves) listed += R"(,"approval")";
  if (holds) listed += R"(,"holds")";
  return listed + "]}";
}

net::Response Shop::answer(const net::ClientRequest& request, Flaw flaw) {
  const std::string path = path_of(request);
  json::Document document;
  const auto parsed = document.parse(request.body.empty() ? "{}" : request.body);
  world_.expect(parsed.has_value(), "the shop is sent what is no JSON");
  if (!parsed) return {400, {}, ""};
  Answer answer{404, ""};
  if (path == "/capabilities") answer = {200, capabilities()};
  if (path == "/quote") answer = quote(*parsed, flaw);
  if (path == "/approve") answer = approval(*parsed);
  const bool changes = path == "/orders" || path.starts_with(kOrders) || path.starts_with(kHolds);
  if (changes) answer = deed(request, path, *parsed);
  return {answer.first, {{"Content-Type", "application/json"}}, answer.second};
}

// The same key is the same deed.
Shop::Answer Shop::deed(const net::ClientRequest& request, const std::string& path,
                        json::Value body) {
  const std::string key = key_of(request);
  world_.expect(!key.empty(), "the shop is asked to do something without a key");
  const auto known = deeds_.find(key);
  if (known != deeds_.end()) return known->second;
  Answer answer{404, ""};
  if (path.starts_with(kHolds)) {
    const std::string session = path.substr(kHolds.size());
    if (request.method == "PUT") answer = hold(session, body);
    if (request.method == "DELETE") answer = (held_[session].pieces.clear(), Answer{204, ""});
  } else if (const auto event = EventId::parse(key); event && path == "/orders") {
    answer = take_order(body, *event, request.body);
  } else if (event) {
    const std::string order = path.substr(kOrders.size(), path.rfind('/') - kOrders.size());
    answer = take_event(body, OrderId::parse(order).value_or(OrderId{}), *event, request.body);
  }
  if (answer.first < 300) deeds_.emplace(key, answer);
  return answer;
}

Shop::Answer Shop::approval(json::Value request) const {
  if (declines(total_of(request))) return {200, R"({"decision":"decline","reason":"seven"})"};
  return {200, R"({"decision":"approve"})"};
}

void Shop::was_heard(const net::ClientRequest& request, const net::Response& answer) {
  if (path_of(request) != "/approve" || answer.body.find("\"approve\"") == std::string::npos)
    return;
  json::Document document;
  const auto asked = document.parse(request.body);
  accepted_.emplace(asked->at("session_id").text(), total_of(*asked));
  check_priced(*asked, "the shop is asked to accept what it did not price");
}

void Shop::check_priced(json::Value purchase, std::string_view what) {
  if (!prices) return;
  const auto known = offers_.find(std::string(purchase.at("session_id").text()));
  const json::Value told = *purchase.at("lines").entries().begin();
  const Line line{std::string(told.at("item_id").text()), *told.at("quantity").whole(),
                  *told.at("unit_amount").whole(), *told.at("discount").whole(),
                  *told.at("tax").whole()};
  const std::int64_t total = total_of(purchase);
  const bool priced =
      known != offers_.end() &&
      std::any_of(known->second.begin(), known->second.end(), [&](const Offer& offer) {
        return offer.line == line && offer.totals.contains(total);
      });
  world_.expect(priced, std::string(what));
}

void Shop::check_charge(const app::ChargeRequest& charge) {
  if (!prices) return;
  const std::string session = charge.session.text();
  const std::int64_t amount = charge.amount.minor;
  const auto& offers = offers_[session];
  const auto held = held_.find(session);
  bool priced = false;
  bool stands = !holds;
  for (const Offer& offer : offers) {
    if (!offer.totals.contains(amount)) continue;
    priced = true;
    const bool lasts = held != held_.end() && held->second.until > world_.clock.now();
    stands = stands || !items_[offer.line.item].physical ||
             (lasts && held->second.pieces[offer.line.item] >= offer.line.quantity);
  }
  world_.expect(priced, "something is charged that the shop did not price");
  world_.expect(stands, "something is charged that the shop does not hold");
  if (approves && !silence_approves) {
    world_.expect(accepted_.contains({session, amount}),
                  "something is charged without the yes of the shop");
  }
}

Shop::Answer Shop::take_order(json::Value order, const EventId& id, const std::string& body) {
  const OrderId name = OrderId::parse(order.at("id").text()).value_or(OrderId{});
  world_.expect(!orders_.contains(name), "the shop is told of an order under two keys");
  check_priced(order, "an order is not priced as the shop said");
  // No is no, whenever it is asked.
  if (refuses && (refused.contains(name) || world_.draw(4) == 0)) {
    refused.insert(name);
    return {409, R"({"refused":{"reason":"closed","message":"Not today."}})"};
  }
  orders_.emplace(name, body);
  held_[std::string(order.at("session_id").text())].pieces.clear();  // They are sold now.
  move_pieces(order.at("lines"), -1);
  app::OutboxEvent event{.id = id, .order = name, .type = app::EventType::order_create};
  event.body = body;
  taken.push_back(event);
  taken_ids.insert(id);
  const std::string number = std::to_string(numbers.size() + 1);
  numbers.emplace(name, number);
  return {201, R"({"order_number":")" + number + R"("})"};
}

Shop::Answer Shop::take_event(json::Value news, const OrderId& order, const EventId& id,
                              const std::string& body) {
  world_.expect(orders_.contains(order), "the shop is told what happened to no order of its own");
  if (news.at("type").text() == "canceled") {
    const json::Value some = news.at("lines");
    move_pieces(some.is_list() ? some : news.at("order").at("lines"), 1);
  }
  app::OutboxEvent event{.id = id, .order = order, .type = app::EventType::order_update};
  event.body = body;
  taken.push_back(event);
  taken_ids.insert(id);
  return {204, ""};
}

void Shop::move_pieces(json::Value lines, std::int64_t sign) {
  for (const json::Value line : lines.entries()) {
    Item& item = items_[std::string(line.at("item_id").text())];
    if (item.physical) item.pieces += sign * line.at("quantity").whole().value_or(0);
    world_.expect(!holds || item.pieces >= 0, "the shop sold more than it has");
  }
}

Shop::Answer Shop::hold(const std::string& session, json::Value request) {
  Held& held = held_[session];
  const std::int64_t version = request.at("version").whole().value_or(0);
  const bool old = version < held.version;
  std::string answer;
  json::Writer json(answer);
  std::vector<std::pair<std::string, std::int64_t>> missing;
  if (!old) {
    held.version = version;
    held.until = parse_rfc3339(request.at("until").text()).value_or(Timestamp{});
    held.pieces.clear();
    for (const json::Value line : request.at("lines").entries()) {
      const std::string item(line.at("item_id").text());
      const std::int64_t wanted = line.at("quantity").whole().value_or(0);
      const std::int64_t there = free(item, session);
      if (wanted <= there || !items_[item].physical) {
        held.pieces[item] += wanted;
      } else {
        missing.emplace_back(item, there);
      }
    }
  }
  json.begin_object().key("held").begin_array();
  for (const auto& [item, quantity] : held.pieces) {
    json.begin_object().member("item_id", item).member("quantity", quantity).end_object();
  }
  json.end_array().key("short").begin_array();
  for (const auto& [item, there] : missing) {
    json.begin_object().member("item_id", item).member("available", there).end_object();
  }
  json.end_array().end_object();
  return {200, answer};
}

std::int64_t Shop::free(const std::string& item, const std::string& but_for) const {
  const auto found = items_.find(item);
  if (found == items_.end()) return 0;
  std::int64_t pieces = found->second.pieces;
  for (const auto& [session, held] : held_) {
    const auto some = held.pieces.find(item);
    const bool counts = session != but_for && held.until > world_.clock.now();
    if (counts && some != held.pieces.end()) pieces -= some->second;
  }
  return std::max<std::int64_t>(pieces, 0);
}

void Shop::go_on() {
  auto chosen = items_.begin();
  std::advance(chosen, world_.draw(items_.size()));
  Item& item = chosen->second;
  const auto some = static_cast<std::int64_t>(1 + world_.draw(3));
  switch (world_.draw(4)) {
    case 0: item.sold = !item.sold; break;
    case 1:
      if (!item.physical || free(chosen->first, "") < some) break;
      item.pieces -= some;
      item.elsewhere += some;
      break;
    case 2:
      if (item.elsewhere < some) break;
      item.pieces += some;
      item.elsewhere -= some;
      break;
    default: item.price = 500 + static_cast<std::int64_t>(world_.draw(6'000));
  }
}

std::int64_t Shop::on_hand(const std::string& item) const {
  const auto found = items_.find(item);
  return found == items_.end() ? 0 : found->second.pieces + found->second.elsewhere;
}

bool Shop::holds_any(const std::set<std::string>& but_for) const {
  return std::any_of(held_.begin(), held_.end(), [&](const auto& each) {
    const bool stands = !each.second.pieces.empty() && each.second.until > world_.clock.now();
    return stands && !but_for.contains(each.first);
  });
}

std::string Shop::told(const OrderId& order) const {
  const auto found = orders_.find(order);
  return found == orders_.end() ? std::string() : found->second;
}

}  // namespace till::simulation

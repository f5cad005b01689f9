#include "simulation/buyers.h"

#include <array>

#include "app/shop.h"
#include "checkout/finality.h"

namespace till::simulation {
namespace {

using checkout::Status;

constexpr std::array kItems{"mug-blue", "poster-limited", "ebook-acp"};

// What a request shows a mug to cost: the price of the feed, one that nobody said, or none. The
// same for the same key, and not drawn.
std::optional<Amount> shown_price(const Request& request) {
  if (request.item != "mug-blue") return std::nullopt;
  switch (request.key.back() % 3) {
    case 0: return kFeedPrice;
    case 1: return Amount{kFeedPrice.minor - 1};
    default: return std::nullopt;
  }
}

// Where the catalogue prices, a mug costs what it says or what the feed said.
bool is_priced_as_said(const checkout::LineItem& line) {
  if (line.item_id != "mug-blue") return !line.honored;
  return line.honored ? *line.honored == kFeedPrice && line.unit_amount == kFeedPrice
                      : line.unit_amount > kFeedPrice;
}

}  // namespace

Request Agent::next() {
  World& world = floor_.world;
  Request request;
  request.key = name_ + "-" + std::to_string(++keys_);
  request.item = kItems.at(world.draw(kItems.size()));
  request.quantity = static_cast<std::int64_t>(1 + world.draw(3));
  if (!session_) return request;
  request.session = *session_;
  const auto wish = world.draw(10);
  if (wish < 3) {
    request.kind = Request::Kind::update;
  } else if (wish < 9) {
    request.kind = Request::Kind::complete;
    // A token may be tried twice, also under another key.
    const std::string number = std::to_string(world.draw(4) == 0 ? 1 : keys_);
    request.token = (world.draw(4) == 0 ? kBadToken : kGoodToken) + name_ + number;
  } else {
    request.kind = Request::Kind::cancel;
  }
  return request;
}

void Agent::act(Process& process) {
  const bool impatient = floor_.world.draw(6) == 0;  // Wants something else before the answer.
  if (!open_ || impatient) open_ = next();
  send(*open_, process);
}

bool Agent::insist(Process& process) {
  if (!open_ || garbled_.contains(open_->key)) return false;
  send(*open_, process);
  return true;
}

void Agent::send(const Request& request, Process& process) {
  app::RequestContext context{name_, sha256_of_parts({name_, request.key}), sha256(request.key),
                              app::DialectId::acp_2026_04_17, process.line};
  const auto hears = [this, request, &process](const app::Reply& reply) {
    if (process.dead() || floor_.world.fault(10)) return;
    hear(request, reply);
  };
  checkout::CreateCommand basket = app::cart({{request.item, request.quantity}});
  basket.lines[0].suggested = shown_price(request);
  switch (request.kind) {
    case Request::Kind::create:
      spawn(app::by_agent(process.checkout).create(context, std::move(basket)), hears);
      return;
    case Request::Kind::update: {
      checkout::UpdateCommand update;
      update.lines = checkout::Patch<std::vector<checkout::RequestedLine>>::of(basket.lines);
      spawn(app::by_agent(process.checkout).update(context, request.session, std::move(update)),
            hears);
      return;
    }
    case Request::Kind::complete: {
      checkout::CompleteCommand pay;
      pay.handler_id = floor_.profile.handlers.front().id;
      pay.instrument_type = "card";
      pay.credential_type = "spt";
      pay.token = Secret(request.token);
      if (floor_.world.fault(3)) {  // Its body is garbled on the way.
        garbled_.insert(request.key);
        context.fingerprint = sha256("garbled");
        app::Decoded<checkout::CompleteCommand> garbled =
            refused(checkout::Refusal{checkout::RefusalCode::invalid, {}, {}});
        spawn(
            app::by_agent(process.checkout).complete(context, request.session, std::move(garbled)),
            [](const app::Reply&) {});
        return;
      }
      spawn(app::by_agent(process.checkout).complete(context, request.session, std::move(pay)),
            hears);
      return;
    }
    case Request::Kind::cancel:
      spawn(app::by_agent(process.checkout)
                .cancel(context, request.session, checkout::CancelCommand{}),
            hears);
      return;
  }
}

void Agent::hear(const Request& request, const app::Reply& reply) {
  const auto* shown = std::get_if<app::SessionReply>(&reply.content);
  const auto* refusal = std::get_if<checkout::Refusal>(&reply.content);
  if (refusal != nullptr && !checkout::is_final(refusal->code)) return;  // Asks again later.
  if (shown != nullptr && shown->session->status == Status::complete_in_progress) return;
  const Digested answer = shown != nullptr
                              ? Digested(std::pair(shown->session->id, shown->session->version))
                              : Digested(refusal->code);
  const auto [first, added] = first_.emplace(request.key, answer);
  floor_.world.expect(first->second == answer, "one key is answered in two ways");
  if (!added || !open_ || open_->key != request.key) return;
  open_.reset();
  if (shown != nullptr) follow(request, *shown->session);
}

void Agent::follow(const Request& request, const checkout::Session& session) {
  if (!floor_.shop->prices) {
    for (const checkout::LineItem& line : session.lines) {
      floor_.world.expect(is_priced_as_said(line), "a price is neither the shop's nor its feed's");
    }
    const bool shows = request.kind == Request::Kind::create && shown_price(request) == kFeedPrice;
    floor_.world.expect(!shows || session.lines[0].honored.has_value(),
                        "a price of the feed is not honoured");
  }
  if (session.order) {
    floor_.world.expect(session.order->checkout_session_id == session.id, "an order is another's");
    orders_[session.order->id] = session.id;
  }
  if (request.kind == Request::Kind::create) session_ = session.id;
  const bool leaves = floor_.world.draw(8) == 0;  // Without a word.
  if (checkout::is_over(session.status) || leaves) session_.reset();
}

void Operator::act(Process& process) {
  auto listed = floor_.memory.orders({}, process.line);
  std::optional<app::OrderPage> page;
  spawn(std::move(listed), [&page](auto found) { page = std::move(*found); });
  if (!page || page->orders.empty()) return;
  World& world = floor_.world;
  const checkout::Order& order = page->orders[world.draw(page->orders.size())];
  checkout::OrderCommand command = checkout::ShipOrder{};
  switch (world.draw(6)) {
    case 0: command = checkout::CancelOrder{}; break;
    case 1:
    case 2: {
      const auto amount = static_cast<std::int64_t>(1 + world.draw(3'000));
      command = checkout::RefundOrder{Amount{amount}, std::nullopt};
      break;
    }
    case 3: command = checkout::RefundOrder{}; break;
    default: break;
  }
  const std::string key = "operator-" + std::to_string(++keys_);
  const app::OperatorKey once{sha256(key), sha256(key)};
  // A command may be sent twice, as after a lost answer.
  for (auto times = 1 + world.draw(2); times > 0; --times) {
    spawn(process.orders.change(order.id, command, once, process.line),
          [this, key](const app::OrderAnswer& answer) { hear(key, answer); });
  }
}

void Operator::hear(const std::string& key, const app::OrderAnswer& answer) {
  const auto* reply = std::get_if<app::OrderReply>(&answer);
  if (reply == nullptr || reply->replayed) return;
  floor_.world.expect(done_.insert(key).second, "one key of an operator changes an order twice");
}

}  // namespace till::simulation

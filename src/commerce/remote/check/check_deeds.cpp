// Holds and orders: what changes the shop, once under each key.
#include "commerce/remote/check/run.h"

namespace till::commerce::remote::check {
namespace {

constexpr Milliseconds kHeldFor{15 * 60 * 1'000};
constexpr std::int64_t kFarMore = 1'000;

using Held = Result<Holds, std::string>;

// The session's holds, as they are asked for.
struct Shelf {
  explicit Shelf(Run& run_)
      : run(run_),
        path("/holds/" + run_.options.session.text()),
        until(run_.options.now + kHeldFor),
        item(*run_.held_item) {}

  Run& run;
  std::string path;
  Timestamp until;
  std::string item;

  Given put(std::int64_t version, std::int64_t quantity, std::string key) {
    std::vector<Pieces> lines;
    if (quantity > 0) lines.push_back({item, quantity});
    return run.act("PUT", path, holds_body(version, until, lines), std::move(key));
  }
  Held holds(std::int64_t version, std::int64_t quantity) {
    return read_answer<Holds>(put(version, quantity, run.new_key()), read_holds);
  }
  Given drop() { return run.act("DELETE", path, "", run.new_key()); }
};

// What else is held than these pieces of the item.
std::optional<std::string> unlike(const Held& held, const std::string& item,
                                  std::int64_t quantity) {
  if (!held) return held.error();
  Holds wanted;
  if (quantity > 0) wanted.held[item] = quantity;
  if (held->held == wanted.held && held->lacking.empty()) return std::nullopt;
  return text_of(*held);
}

void ask_versions(Shelf& shelf, const Given& first, const std::string& key) {
  Report& report = shelf.run.report;
  report.judge("holds.replaced", "nothing held", unlike(shelf.holds(4, 0), shelf.item, 0));
  const Given again = shelf.put(3, 1, key);
  report.judge("holds.same_key", "the first answer",
               are_the_same(first, again) ? std::nullopt : std::optional(told(again) + ", other"));
  const Held older = shelf.holds(2, 1);
  if (!report.passed("holds.replaced")) return;  // It tells what was held before.
  report.judge("holds.older_version", "nothing held", unlike(older, shelf.item, 0));
}

void ask_too_much(Shelf& shelf) {
  if (!shelf.run.available) {
    return shelf.run.report.skip("holds.short", shelf.item + " needs no stock; name one that does");
  }
  const Held held = shelf.holds(5, *shelf.run.available + kFarMore);
  std::optional<std::string> fault;
  if (!held) {
    fault = held.error();
  } else if (!held->held.empty() || !held->lacking.contains(shelf.item)) {
    fault = text_of(*held);
  }
  shelf.run.report.judge("holds.short", "nothing held, " + shelf.item + " short", fault);
}

std::optional<std::string> unaccepted(const Given& given) {
  return is_accepted(given) ? std::nullopt : std::optional(told(given));
}

// An old version tells what is held, and changes nothing.
void ask_deletes(Shelf& shelf) {
  Report& report = shelf.run.report;
  shelf.holds(6, 1);
  auto fault = unaccepted(shelf.drop());
  if (!fault) fault = unlike(shelf.holds(1, 0), shelf.item, 0);
  report.judge("holds.delete", "status 204, and nothing held", fault);
  if (!fault) {
    report.judge("holds.late_put", "nothing held", unlike(shelf.holds(3, 1), shelf.item, 0));
  }
  report.judge("holds.delete_twice", "status 204", unaccepted(shelf.drop()));
}

std::optional<std::string> other_number(const Result<std::string, std::string>& number,
                                        const std::string& wanted) {
  if (!number) return number.error();
  return *number == wanted ? std::nullopt : std::optional(*number);
}

struct Order {
  std::string id;
  std::string body;
  std::string events;  // Their path.
};

void ask_events(Run& run, const Order& order) {
  const std::string key = run.new_key();
  const std::string body = cancel_body(run.purchase, order.id);
  const Given taken = run.act("POST", order.events, body, key);
  run.report.judge("orders.event", "status 204", unaccepted(taken));
  if (!is_accepted(taken)) return;
  const Given again = run.act("POST", order.events, body, key);
  run.report.judge("orders.event_again", "the first answer",
                   are_the_same(taken, again) ? std::nullopt : std::optional(told(again)));
}

void ask_unknown_order(Run& run) {
  const std::string id = "ord_till_check_unseen_" + run.options.unseen.text();
  const Given given =
      run.act("POST", "/orders/" + id + "/events", cancel_body(run.purchase, id), run.new_key());
  const auto refusal = refusal_of(given);
  const bool fine = refusal && refusal->reason == "unknown_order";
  run.report.judge("orders.unknown_order", "422 with unknown_order",
                   fine ? std::nullopt : std::optional(told(given)));
}

}  // namespace

void ask_holds(Run& run) {
  const Given unseen = run.act("DELETE", "/holds/" + run.options.unseen.text(), "", run.new_key());
  run.report.judge("holds.delete_unseen", "status 204", unaccepted(unseen));
  if (!run.held_item) return run.report.skip_group("holds", "no item with pieces to hold");
  Shelf shelf(run);
  const std::string key = run.new_key();
  const Given first = shelf.put(3, 1, key);
  const auto fault = unlike(read_answer<Holds>(first, read_holds), shelf.item, 1);
  run.report.judge("holds.put", "1 of " + shelf.item + " held", fault);
  if (first) run.report.time("holds.put", first->took);
  judge_deadline(run, "holds.deadline", first, shelf.path);
  if (fault) {
    shelf.drop();  // Whatever it did.
    return;
  }
  ask_versions(shelf, first, key);
  ask_too_much(shelf);
  ask_deletes(shelf);
}

void ask_orders(Run& run) {
  if (!run.options.orders) {
    return run.report.skip_group("orders", "orders change the shop; try them with --orders");
  }
  if (run.purchase.item.empty()) return run.report.skip_group("orders", "no item to order");
  if (!total_of(run.purchase)) return run.report.skip_group("orders", "no price that can be");
  const std::string id = "ord_till_check_" + run.options.session.text();
  const Order order{id, order_body(run.purchase, id), "/orders/" + id + "/events"};
  ask_unknown_order(run);
  const std::string key = run.new_key();
  const Given given = run.act("POST", "/orders", order.body, key);
  const auto number = read_answer<std::string>(given, read_number);
  if (given) run.report.time("orders.answer", given->took);
  judge_deadline(run, "orders.deadline", given, "/orders");
  if (!number) {
    run.report.fail("orders.answer", "a number", number.error());
    return;
  }
  run.report.pass("orders.answer", "number " + *number);
  const Given again = run.act("POST", "/orders", order.body, key);
  run.report.judge(
      "orders.same_key", "the first answer",
      are_the_same(given, again) ? std::nullopt : std::optional(told(again) + ", other"));
  const Given other = run.act("POST", "/orders", order.body, run.new_key());
  run.report.judge("orders.same_id", "number " + *number,
                   other_number(read_answer<std::string>(other, read_number), *number));
  ask_events(run, order);
}

}  // namespace till::commerce::remote::check

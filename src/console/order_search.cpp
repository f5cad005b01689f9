#include "console/order_search.h"

#include <algorithm>
#include <utility>

#include "checkout/emails.h"
#include "console/query.h"
#include "wire/acp/order_json.h"

namespace till::console {
namespace {

using app::OrderPage;
using app::StoreResult;
using checkout::Order;
using checkout::OrderStatus;
using net::Response;

constexpr std::int64_t kMostOrders = 1'000;
constexpr std::int64_t kUsualOrders = 100;
constexpr std::size_t kLookedAtOnce = 200;
constexpr std::size_t kMostLookedAt = 2'000;
// An order is called so when its payment begins and is placed once that is settled.
constexpr Milliseconds kLongestPayment{std::int64_t{30} * 24 * 3'600'000};

std::optional<OrderStatus> status_named(std::string_view name) {
  for (const OrderStatus status :
       {OrderStatus::created, OrderStatus::confirmed, OrderStatus::manual_review,
        OrderStatus::processing, OrderStatus::shipped, OrderStatus::completed,
        OrderStatus::canceled}) {
    if (wire::acp::order_status_name(status) == name) return status;
  }
  return std::nullopt;
}

// The first id that an order of that moment could have.
OrderId first_id(Timestamp moment) {
  OrderId id;
  auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(moment.ms, 0));
  for (std::size_t i = 6; i-- > 0; ms >>= 8U) id.bytes[i] = static_cast<std::uint8_t>(ms & 0xffU);
  return id;
}

bool has_item(const Order& order, const std::string& item) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [&item](const auto& line) { return line.item_id == item; });
}

bool fits(const Order& order, const OrderSearch& search) {
  if (search.since && order.created_at < *search.since) return false;
  if (search.until && order.created_at >= *search.until) return false;
  return search.item.empty() || has_item(order, search.item);
}

// The addresses of a purchase stand in the session of the order.
Task<StoreResult<bool>> is_of_buyer(app::Sessions& sessions, SessionId session, std::string email,
                                    Executor& executor) {
  const auto loaded = co_await sessions.load(session, std::nullopt, executor);
  if (!loaded) co_return refused(loaded.error());
  if (!loaded->session) co_return false;
  const auto known = checkout::known_emails(*loaded->session);
  co_return std::any_of(known.begin(), known.end(), [&email](const std::string& each) {
    return checkout::same_email(each, email);
  });
}

}  // namespace

Result<OrderSearch, Response> read_search(std::string_view text) {
  const auto query = Query::parse(
      text, {"status", "email", "item", "number", "since", "until", "limit", "cursor"});
  if (!query) return refused(query.error());
  OrderSearch search;
  search.email = query->text("email").value_or("");
  search.item = query->text("item").value_or("");
  search.filter.number = query->text("number");
  if (search.filter.number && search.filter.number->empty()) {
    return refused(wrong_parameter("number", "the shop's number of an order"));
  }
  if (const auto status = query->text("status")) {
    search.filter.status = status_named(*status);
    if (!search.filter.status) return refused(wrong_parameter("status", "one that orders have"));
  }
  const auto since = read_moment(*query, "since", false);
  const auto until = read_moment(*query, "until", true);
  if (!since || !until) return refused(since ? until.error() : since.error());
  search.since = *since;
  search.until = *until;
  if (const auto cursor = query->text("cursor")) {
    search.filter.before = OrderId::parse(*cursor);
    if (!search.filter.before) return refused(wrong_parameter("cursor", "a next_cursor"));
  }
  const auto limit = read_whole(*query, "limit", 1, kMostOrders, kUsualOrders);
  if (!limit) return refused(limit.error());
  search.filter.limit = static_cast<std::size_t>(*limit);
  return search;
}

Task<StoreResult<OrderPage>> find_orders(app::Orders& orders, app::Sessions& sessions,
                                         OrderSearch search, Executor& executor) {
  const bool any = search.email.empty() && search.item.empty() && !search.since && !search.until;
  if (any) co_return co_await orders.orders(search.filter, executor);
  OrderPage found;
  app::OrderFilter filter = search.filter;
  filter.limit = kLookedAtOnce;
  if (search.until) {
    // No order has an id that is later than it was placed.
    const OrderId end = first_id(*search.until);
    filter.before = filter.before ? std::min(*filter.before, end) : end;
  }
  for (std::size_t looked_at = 0; looked_at < kMostLookedAt; looked_at += kLookedAtOnce) {
    auto page = co_await orders.orders(filter, executor);
    if (!page) co_return refused(page.error());
    for (Order& order : page->orders) {
      if (search.since && order.created_at + kLongestPayment < *search.since) {
        found.next.reset();
        co_return found;
      }
      found.next = order.id;
      if (!fits(order, search)) continue;
      if (!search.email.empty()) {
        const auto meant =
            co_await is_of_buyer(sessions, order.checkout_session_id, search.email, executor);
        if (!meant) co_return refused(meant.error());
        if (!*meant) continue;
      }
      const bool is_last = &order == &page->orders.back() && !page->next;
      found.orders.push_back(std::move(order));
      if (found.orders.size() == search.filter.limit) {
        if (is_last) found.next.reset();
        co_return found;
      }
    }
    found.next = page->next;
    if (!page->next) break;
    filter.before = page->next;
  }
  co_return found;
}

}  // namespace till::console

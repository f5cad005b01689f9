#include "app/stock_service.h"

#include <algorithm>
#include <utility>

#include "app/use_case.h"

namespace till::app {
namespace {

using Kind = StockComplaint::Kind;

checkout::Refusal stock_unreadable() {
  return {checkout::RefusalCode::internal, {}, checkout::TextId::store_unreadable};
}

checkout::Refusal stock_busy() {
  return {checkout::RefusalCode::unavailable, {}, checkout::TextId::server_busy};
}

Kind kind_of(checkout::StockFault fault) {
  switch (fault) {
    case checkout::StockFault::older_than_count: return Kind::older_than_count;
    case checkout::StockFault::too_long_ago: return Kind::too_long_ago;
    case checkout::StockFault::below_nothing: return Kind::below_nothing;
    case checkout::StockFault::too_many: return Kind::too_many;
  }
  return Kind::too_many;
}

bool is_digital(const Product& product) {
  const auto& ways = product.fulfillment;
  return !ways.empty() && std::all_of(ways.begin(), ways.end(), [](auto way) {
    return way == checkout::FulfillmentType::digital;
  });
}

// Those of the store beside what was found before; of one number the first is told.
void add_objections(std::vector<StockComplaint>& complaints,
                    const std::vector<StockObjection>& objections) {
  const std::size_t before = complaints.size();
  for (const StockObjection& objection : objections) {
    const auto end = complaints.begin() + static_cast<std::ptrdiff_t>(before);
    const bool told = std::any_of(complaints.begin(), end, [&objection](const auto& complaint) {
      return complaint.number == objection.number;
    });
    if (told) continue;
    complaints.push_back({kind_of(objection.fault), objection.number, objection.moment});
  }
  std::stable_sort(complaints.begin(), complaints.end(),
                   [](const auto& a, const auto& b) { return a.number < b.number; });
  if (complaints.size() > kMostComplaints) complaints.resize(kMostComplaints);
}

}  // namespace

bool StockService::is_used() const {
  return dependencies_.shop_holds == nullptr || !dependencies_.shop_holds->is_wanted();
}

bool StockService::sells(const std::string& item_id) const {
  return dependencies_.products.find(item_id).has_value();
}

Task<StoreResult<StockPage>> StockService::list(StockFilter filter, Executor& executor) {
  return dependencies_.numbers.stock(std::move(filter), executor);
}

Task<StockReplies> StockService::tell(StockRequest request, std::optional<OperatorKey> key,
                                      Executor& executor) {
  if (key) {
    if (auto before = co_await answered(*key, executor)) co_return std::move(*before);
  }
  if (!is_used()) co_return StockElsewhere{};
  StockReport report;
  report.numbers = std::move(request.numbers);
  report.now = dependencies_.clock.now();
  report.at = request.at.value_or(report.now);
  if (key) {
    report.key.emplace();
    report.key->scope = key->scope;
    report.key->fingerprint = key->fingerprint;
    report.key->created_at = report.now;
  }
  StockReplies replies = co_await tell_new(std::move(report), executor);
  const auto* const refusal = std::get_if<checkout::Refusal>(&replies);
  const bool taken =
      refusal != nullptr && refusal->code == checkout::RefusalCode::idempotency_conflict;
  if (!taken) co_return replies;
  // Somebody was faster under this key.
  auto before = co_await answered(*key, executor);
  if (!before) co_return stock_unreadable();
  co_return std::move(*before);
}

Task<std::optional<StockReplies>> StockService::answered(OperatorKey key, Executor& executor) {
  const auto loaded = co_await dependencies_.sessions.load(std::nullopt, key.scope, executor);
  if (!loaded) co_return stock_unreadable();
  if (!loaded->record) co_return std::nullopt;
  const auto* const answer = std::get_if<StockAnswer>(&loaded->record->answer);
  if (answer == nullptr || loaded->record->fingerprint != key.fingerprint) co_return key_conflict();
  co_return StockReply{answer->items, true};
}

std::vector<StockComplaint> StockService::complaints_of(const StockReport& report) const {
  std::vector<StockComplaint> complaints;
  if (report.at > report.now) complaints.push_back({Kind::in_the_future, {}, report.now});
  for (std::size_t i = 0; i < report.numbers.size(); ++i) {
    const auto product = dependencies_.products.find(report.numbers[i].item_id);
    if (!product) complaints.push_back({Kind::unknown_item, i});
    if (product && is_digital(*product)) complaints.push_back({Kind::digital_item, i});
  }
  return complaints;
}

Task<StockReplies> StockService::tell_new(StockReport report, Executor& executor) {
  std::vector<StockComplaint> complaints = complaints_of(report);
  report.look_only = !complaints.empty();
  StockTold told = co_await dependencies_.numbers.tell_stock(std::move(report), executor);
  switch (told.outcome) {
    case CommitOutcome::committed: break;
    case CommitOutcome::key_taken: co_return key_conflict();
    case CommitOutcome::busy: co_return stock_busy();
    default: co_return stock_unreadable();
  }
  add_objections(complaints, told.objections);
  if (!complaints.empty()) co_return complaints;
  co_return StockReply{std::move(told.items), false};
}

}  // namespace till::app

#include "commerce/remote/remote_commerce.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "checkout/discount_rules.h"
#include "commerce/remote/quote_answer.h"
#include "commerce/remote/quote_question.h"

namespace till::commerce::remote {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRefusal;
using checkout::QuoteRequest;
using checkout::QuoteResult;

// More than all lines of a session can want together, and small enough to add to.
constexpr std::int64_t kPlenty = std::int64_t{limits::kLineItems} * limits::kQuantity;

// A backend that wants to be left alone for long may change its mind: nobody waits longer for it.
constexpr Milliseconds kMostWait{60'000};

QuoteRefusal unavailable(Milliseconds wait = Milliseconds(0)) {
  return {QuoteFailure::unavailable, 0, whole_seconds(std::min(wait, kMostWait))};
}

struct ReasonRow {
  std::string_view reason;
  QuoteFailure failure;
};
constexpr std::array kReasons{
    ReasonRow{"unknown_item", QuoteFailure::unknown_item},
    ReasonRow{"unsupported_currency", QuoteFailure::unsupported_currency},
    ReasonRow{"unknown_quote", QuoteFailure::unknown_quote},
    ReasonRow{"amount_too_large", QuoteFailure::amount_too_large},
};

const ReasonRow* row_of(const std::string& reason) {
  const auto row = std::find_if(kReasons.begin(), kReasons.end(),
                                [&](const ReasonRow& each) { return each.reason == reason; });
  return row == kReasons.end() ? nullptr : &*row;
}

void tell_left_out(Log& log, const AnswerFault& fault) {
  log.write(LogLevel::warning, "part_left_out",
            {{"call", std::string_view("quote")},
             {"place", std::string_view(fault.place)},
             {"detail", std::string_view(fault.sentence)}});
}

std::optional<AnswerFault> fault_of(const BackendRefused& refusal, const QuoteRequest& request) {
  const ReasonRow* const row = row_of(refusal.reason);
  if (row == nullptr) return AnswerFault{"$.refused.reason", "A quote has no such reason."};
  if (row->failure == QuoteFailure::unknown_quote && !request.quote_id) {
    return AnswerFault{"$.refused.reason", "No quote_id was asked about."};
  }
  const bool needs_line = row->failure == QuoteFailure::unknown_item;
  const bool has_line = refusal.index && *refusal.index < request.lines.size();
  if (has_line || (!needs_line && !refusal.index)) return std::nullopt;
  return AnswerFault{"$.refused.index", "Send the index of the line."};
}

BackendQuestion question_of(const QuoteRequest& request, const BackendClient& client,
                            std::optional<checkout::Quote>& quote) {
  BackendQuestion question{"quote", "POST", "/quote", quote_question(request),
                           client.options().quote_timeout};
  question.read = [&](json::Value answer) -> std::optional<AnswerFault> {
    AnswerFaults left_out;
    auto read = read_quote(answer, request, left_out);
    if (!read) return read.error();
    if (left_out.found()) tell_left_out(client.log(), *left_out.first());
    quote = std::move(*read);
    return std::nullopt;
  };
  question.read_refusal = [&request](const BackendRefused& refusal) {
    return fault_of(refusal, request);
  };
  return question;
}

// The catalogue says whether an item needs stock; how much there is says the shop when it is asked
// to hold it.
void leave_stock_to_shop(checkout::Quote& quote) {
  for (checkout::QuotedLine& line : quote.lines) {
    if (line.available) line.available = kPlenty;
  }
}

// A line that nobody had before must be one that is sold.
std::optional<QuoteRefusal> unsold(const QuoteRequest& request, const checkout::Quote& quote) {
  if (request.lines_stand) return std::nullopt;
  for (std::size_t i = 0; i < quote.lines.size(); ++i) {
    if (!quote.lines[i].sold) return QuoteRefusal{QuoteFailure::unknown_item, i};
  }
  return std::nullopt;
}

// A code of which nothing was said takes nothing off, and the agent has to hear so (DC-13).
void reject_unmentioned_codes(const QuoteRequest& request, checkout::Quote& quote) {
  for (const std::string& code : request.discount_codes) {
    const auto same = [&](const auto& each) { return checkout::same_code(each.code, code); };
    if (std::ranges::any_of(quote.applied, same) || std::ranges::any_of(quote.rejected, same)) {
      continue;
    }
    quote.rejected.push_back({code, checkout::MessageCode::discount_code_invalid});
  }
}

}  // namespace

Task<QuoteResult> RemoteCommerce::quote(const QuoteRequest& request, Executor& executor) {
  const auto answers = co_await capabilities_.get(executor);
  if (!answers) co_return refused(unavailable());
  if (!answers->quote) {
    QuoteResult quoted = co_await embedded_.quote(request, executor);
    if (quoted && answers->holds) leave_stock_to_shop(*quoted);
    co_return quoted;
  }
  QuoteResult result = co_await ask(request, executor);
  if (result && !answers->holds) add_stock(request, *result);
  const bool over = !result && result.error().failure == QuoteFailure::unknown_quote;
  if (!over || request.quote_must_hold || !request.quote_id) co_return result;
  QuoteRequest plain = request;  // The end of a quote only ends its prices.
  plain.quote_id.reset();
  result = co_await ask(plain, executor);
  if (result && !answers->holds) add_stock(plain, *result);
  co_return result;
}

Task<QuoteResult> RemoteCommerce::ask(const QuoteRequest& request, Executor& executor) {
  std::optional<checkout::Quote> quote;
  const BackendAnswer answer = co_await client_.ask(question_of(request, client_, quote), executor);
  if (const auto* const failed = std::get_if<BackendFailed>(&answer)) {
    co_return refused(unavailable(failed->retry_after));
  }
  if (const auto* const no = std::get_if<BackendRefused>(&answer)) {
    co_return refused(QuoteRefusal{row_of(no->reason)->failure, no->index.value_or(0)});
  }
  if (!request.quote_id) quote->quote_expires_at.reset();  // Prices of everyone have no end here.
  if (auto refusal = unsold(request, *quote)) co_return refused(*refusal);
  reject_unmentioned_codes(request, *quote);
  co_return std::move(*quote);
}

void RemoteCommerce::add_stock(const QuoteRequest& request, checkout::Quote& quote) const {
  std::vector<std::string> ids;
  std::vector<checkout::QuotedLine*> stocked;
  for (std::size_t i = 0; i < quote.lines.size(); ++i) {
    if (!quote.lines[i].available) continue;
    ids.push_back(request.lines[i].item_id);
    stocked.push_back(&quote.lines[i]);
  }
  if (ids.empty()) return;
  const auto kept = stock_.available(ids);
  const auto held = holdings_.holdings(request.agent, ids).items;
  for (std::size_t i = 0; i < stocked.size(); ++i) {
    // May fall below nothing: then not even what is held is there any more.
    stocked[i]->available = std::min(*stocked[i]->available - held[i].by_all, kept[i]);
  }
}

}  // namespace till::commerce::remote

// Quotes, and how questions are signed.
#include <algorithm>
#include <array>
#include <set>

#include "commerce/remote/check/run.h"
#include "commerce/remote/quote_answer.h"
#include "commerce/remote/quote_question.h"
#include "commerce/remote/remote_last_word.h"
#include "json/body.h"

namespace till::commerce::remote::check {
namespace {

using checkout::QuotePurpose;
using checkout::QuoteRequest;

constexpr std::string_view kNobodysItem = "till-check-no-such-item";
constexpr std::string_view kNobodysCode = "TILL-CHECK-NO-SUCH-CODE";
constexpr std::string_view kNobodysCurrency = "xts";  // ISO 4217 keeps it for tests.
constexpr std::string_view kQuote = "a quote by docs/backend/schemas/quote.json";

using Quoted = Result<checkout::Quote, std::string>;

Given ask(Run& run, const QuoteRequest& request) {
  return run.post("/quote", quote_question(request));
}

Quoted read(const Given& given, const QuoteRequest& request) {
  // Till would go on without a link that is none; whoever checks wants to hear of it.
  const Reader<checkout::Quote> reader =
      [&](json::Value answer) -> Result<checkout::Quote, AnswerFault> {
    AnswerFaults left_out;
    auto quote = read_quote(answer, request, left_out);
    if (quote && left_out.found()) return refused(*left_out.first());
    return quote;
  };
  return read_answer(given, reader);
}

Quoted quote(Run& run, const QuoteRequest& request) { return read(ask(run, request), request); }

void judge_quote(Run& run, std::string_view id, const Quoted& quoted) {
  run.report.judge(id, std::string(kQuote), quoted ? std::nullopt : std::optional(quoted.error()));
}

// Everything that is charged, as a text to compare.
std::string prices_of(const checkout::Quote& quote) {
  std::string text;
  for (const checkout::QuotedLine& line : quote.lines) {
    text += std::to_string(line.unit_amount.minor) + "-" +
            std::to_string(line.items_discount.minor) + "+" + std::to_string(line.tax.minor) + "(" +
            std::to_string(line.included_tax.minor) + ");";
  }
  for (const checkout::QuotedOption& option : quote.options) {
    text += option.id + "=" + std::to_string(option.subtotal.minor) + "+" +
            std::to_string(option.tax.minor) + "(" + std::to_string(option.included_tax.minor) +
            ");";
  }
  return text;
}

// Of all items together, as far as they need stock.
std::int64_t available_in(const checkout::Quote& quote) {
  std::int64_t all = 0;
  for (const checkout::QuotedLine& line : quote.lines) {
    all += std::min<std::int64_t>(line.available.value_or(0), 1'000'000'000'000);
  }
  return all;
}

// What is bought and held later: the first item of which there is something.
void learn(Run& run, const checkout::Quote& quote) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < quote.lines.size(); ++i) {
    const checkout::QuotedLine& line = quote.lines[i];
    if (!line.sold || line.available == 0) continue;
    if (!best || (line.available && !quote.lines[*best].available)) best = i;
  }
  if (!best) {
    run.held_item.reset();
    return;
  }
  const checkout::QuotedLine& line = quote.lines[*best];
  run.held_item = run.items[*best];
  run.available = line.available;
  run.purchase.item = run.items[*best];
  run.purchase.title = line.title;
  run.purchase.unit_amount = line.unit_amount.minor;
  run.purchase.tax = line.tax.minor;
  run.purchase.included_tax = line.included_tax.minor;
  for (const checkout::QuotedOption& option : quote.options) {
    const bool covers =
        std::find(option.covers.begin(), option.covers.end(), *best) != option.covers.end();
    if (covers && option.type != checkout::FulfillmentType::pickup) {
      run.purchase.option = option;
      return;
    }
  }
}

void judge_sold(Run& run, const checkout::Quote& quote) {
  std::string missing;
  for (std::size_t i = 0; i < quote.lines.size(); ++i) {
    if (!quote.lines[i].sold) missing += (missing.empty() ? "" : ", ") + run.items[i];
  }
  const auto fault = missing.empty() ? std::nullopt : std::optional("not sold: " + missing);
  run.report.judge("quote.sold", "every item sold", fault);
}

// Three times the same: others may buy meanwhile, though hardly between each two.
void ask_again(Run& run, const QuoteRequest& request, const checkout::Quote& first) {
  const Quoted second = quote(run, request);
  const Quoted third = quote(run, request);
  std::optional<std::string> fault;
  if (!second || !third) {
    fault = second ? third.error() : second.error();
  } else if (prices_of(first) != prices_of(*second)) {
    fault = "other prices: " + prices_of(first) + " and then " + prices_of(*second);
  } else if (available_in(first) > available_in(*second) &&
             available_in(*second) > available_in(*third)) {
    fault = "each quote takes pieces away";
  }
  run.report.judge("quote.repeatable", "the same prices, and as many pieces as before", fault);
}

void ask_purposes(Run& run, QuoteRequest request) {
  std::optional<std::string> fault;
  for (const auto& [purpose, name] :
       {std::pair(QuotePurpose::update, "update"), std::pair(QuotePurpose::complete, "complete"),
        std::pair(QuotePurpose::cart, "cart")}) {
    request.purpose = purpose;
    const Quoted quoted = quote(run, request);
    if (!quoted && !fault) fault = std::string(name) + ": " + quoted.error();
  }
  run.report.judge("quote.purposes", std::string(kQuote), fault);
}

// The indices of the lines whose prices have their tax in them.
std::set<std::int64_t> taxed_within(const Given& given) {
  std::set<std::int64_t> lines;
  const auto body = given ? json::Body::parse(given->body) : json::Body::parse("{}");
  if (!body) return lines;
  for (const json::Value line : body->root().at("lines").entries()) {
    if (line.at("tax_included").flag()) lines.insert(line.at("index").whole().value_or(-1));
  }
  return lines;
}

// `given` is the answer to the same question with an address.
void ask_without_address(Run& run, QuoteRequest request, const Given& given) {
  request.ship_to.reset();
  const Given without = ask(run, request);
  judge_quote(run, "quote.no_address", read(without, request));
  const std::set<std::int64_t> before = taxed_within(without);
  std::optional<std::string> fault;
  for (const std::int64_t line : taxed_within(given)) {
    if (is_accepted(without) && !before.contains(line)) {
      fault = "line " + std::to_string(line) + " says so with an address only";
    }
  }
  run.report.judge("quote.tax_included", "tax_included with and without an address", fault);
}

void ask_with_unknown_member(Run& run, const QuoteRequest& request) {
  std::string body = quote_question(request);
  body.insert(1, R"("till_check_unknown":{"of":["later"]},)");
  judge_quote(run, "quote.unknown_member", read(run.post("/quote", std::move(body)), request));
}

void ask_unknown_code(Run& run, QuoteRequest request) {
  request.discount_codes = {std::string(kNobodysCode)};
  const Quoted quoted = quote(run, request);
  std::optional<std::string> fault;
  if (!quoted) {
    fault = quoted.error();
  } else if (quoted->rejected.empty()) {
    fault = "a quote that does not reject it";
  }
  run.report.judge("quote.unknown_code", "the code among discounts.rejected", fault);
}

// No price for what is not sold here.
void expect_no(Run& run, std::string_view id, const QuoteRequest& request, bool of_currency) {
  const Given given = ask(run, request);
  std::string expected = of_currency ? "422 with unsupported_currency or unknown_item"
                                     : "422 with unknown_item and index 0";
  expected += ", or \"sold\": false";
  if (const auto refusal = refusal_of(given)) {
    const bool item = refusal->reason == "unknown_item" && refusal->index == 0;
    if (item || (of_currency && refusal->reason == "unsupported_currency")) {
      return run.report.pass(id);
    }
    const bool placeless = refusal->reason == "unknown_item" && !item;
    return run.report.fail(id, expected, told(given) + (placeless ? " without its index" : ""));
  }
  const Quoted quoted = read(given, request);
  if (quoted && !quoted->lines.front().sold) return run.report.pass(id);
  run.report.fail(id, expected, quoted ? "a price" : quoted.error());
}

void ask_wrong_things(Run& run, const QuoteRequest& request) {
  QuoteRequest of_nobodys = request;
  of_nobodys.lines = {{std::string(kNobodysItem), 1, std::nullopt}};
  expect_no(run, "quote.unknown_item", of_nobodys, false);
  QuoteRequest elsewhere = request;
  elsewhere.lines.resize(1);
  elsewhere.currency = kNobodysCurrency;
  expect_no(run, "quote.currency", elsewhere, true);
  const Given given = run.post("/quote", "{\"session_id\":");
  const bool fine = given && given->status == 400;
  run.report.judge("quote.not_json", "status 400",
                   fine ? std::nullopt : std::optional(told(given)));
}

struct SignatureRow {
  std::string_view id;
  Signing signing;
  bool good;
};
constexpr std::array kSignatures{
    SignatureRow{"signature.missing", Signing::missing, false},
    SignatureRow{"signature.wrong", Signing::wrong, false},
    SignatureRow{"signature.other_body", Signing::of_another_body, false},
    SignatureRow{"signature.old", Signing::old, false},
    SignatureRow{"signature.early", Signing::early, false},
    SignatureRow{"signature.two", Signing::second_of_two, true},
    SignatureRow{"signature.more", Signing::with_more, true},
};

void ask_signed(Run& run, const SignatureRow& row, Asked asked) {
  asked.signing = row.signing;
  const Given given = run.asker.ask(asked);
  // That it is no more than a no of the shop shows that it was let in.
  const bool fine =
      row.good ? is_accepted(given) || refusal_of(given) : given && given->status == 401;
  run.report.judge(row.id, row.good ? "an answer" : "status 401",
                   fine ? std::nullopt : std::optional(told(given)));
}

}  // namespace

void judge_deadline(Run& run, std::string_view id, const Given& given, std::string_view path) {
  if (!given) return;
  const Milliseconds deadline = run.deadline_of(path);
  run.report.time(id, given->took);
  const std::string found = std::to_string(given->took.count()) + " ms";
  run.report.judge(id, "at most " + std::to_string(deadline.count()) + " ms",
                   given->took <= deadline ? std::nullopt : std::optional(found));
}

QuoteRequest quote_request(const Run& run) {
  QuoteRequest request;
  request.session = run.options.session;
  request.currency = run.options.currency;
  request.locale = "en-US";
  request.agent = kAgent;
  request.ship_to = sample_address();
  request.now = run.options.now;
  for (const std::string& item : run.items) request.lines.push_back({item, 1, std::nullopt});
  return request;
}

void ask_quotes(Run& run) {
  if (run.items.empty()) {
    run.report.fail(
        "quote.answer", "an item to ask about",
        "none: neither --item, nor products, nor a catalogue names one in " + run.options.currency);
    return;
  }
  const QuoteRequest request = quote_request(run);
  const Given given = ask(run, request);
  const Quoted first = read(given, request);
  judge_quote(run, "quote.answer", first);
  judge_deadline(run, "quote.deadline", given, "/quote");
  ask_wrong_things(run, request);
  if (!first) return;
  judge_sold(run, *first);
  learn(run, *first);
  ask_again(run, request, *first);
  ask_purposes(run, request);
  ask_without_address(run, request, given);
  ask_with_unknown_member(run, request);
  ask_unknown_code(run, request);
}

void ask_signatures(Run& run) {
  Asked asked{"GET", "/capabilities", ""};
  const bool quotes = run.listed.has("quote") && !run.items.empty();
  if (quotes) asked = {"POST", "/quote", quote_question(quote_request(run))};
  for (const SignatureRow& row : kSignatures) ask_signed(run, row, asked);
  ask_signed(run, {"signature.get", Signing::missing, false}, {"GET", "/capabilities", ""});
}

void ask_approval(Run& run) {
  if (run.purchase.item.empty()) {
    return run.report.skip_group("approval", "no item to ask about");
  }
  if (!total_of(run.purchase)) return run.report.skip_group("approval", "no price that can be");
  const Given given = run.post("/approve", approval_body(run.purchase));
  judge_deadline(run, "approval.deadline", given, "/approve");
  if (refusal_of(given)) return run.report.pass("approval.answer", told(given));
  const auto approval = read_answer<Approval>(given, read_approval);
  if (!approval) {
    return run.report.fail("approval.answer", "approve, or decline with a reason",
                           approval.error());
  }
  run.report.pass("approval.answer", approval->approved ? "approve" : "decline");
}

}  // namespace till::commerce::remote::check

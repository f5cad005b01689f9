// Prices that were agreed on (CU-13): whose they are, for how long and how often.
#include <gtest/gtest.h>

#include <functional>

#include "app/shop.h"
#include "commerce/embedded/catalog_quotes.h"
#include "commerce/embedded/embedded_commerce.h"

namespace till::commerce {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRequest;

constexpr const char* kId = "4f1c9a72e05b8d36aa10c47e92f35b60";

// A shop that agreed on 10.00 for a mug with ann, through agent-a, for two orders.
struct AgreedShop : app::Shop {
  AgreedShop() : end(clock.now() + Milliseconds(1000)) {
    Catalog agreed = catalog;
    agreed.quotes = {{kId,
                      end,
                      {{"mug-blue", Prices::of({{"usd", Amount{1000}}})}},
                      {false, {"agent-a"}},
                      {false, {"ann@gmail.com"}},
                      2}};
    commerce.replace(agreed);
  }
  QuoteRequest request() const {
    QuoteRequest request;
    request.currency = "usd";
    request.lines = {{"mug-blue", 2}, {"ebook-acp", 1}};
    request.ship_to = app::address_in("CA");
    request.agent = "agent-a";
    request.buyer = "ann@gmail.com";
    request.quote_id = kId;
    request.quote_must_hold = true;
    request.now = clock.now();
    return request;
  }
  checkout::QuoteResult quote(QuoteRequest request) {
    return run(commerce.quote(std::move(request), executor));
  }
  checkout::CreateCommand command() const {
    checkout::CreateCommand command = app::cart({{"mug-blue", 1}});
    command.buyer.emplace().email = "Ann@Gmail.com";
    command.quote_id = kId;
    return command;
  }
  std::int64_t used() {
    const auto keys = quote(request())->uses;
    return run(memory.uses({keys.at(0).key}, executor)).value().at(0);
  }
  Timestamp end;
};

TEST(PriceQuote, IsTakenByItsAgentAndItsBuyerUntilItEnds) {
  AgreedShop shop;
  const auto agreed = shop.quote(shop.request());
  ASSERT_TRUE(agreed.has_value());
  EXPECT_EQ(agreed->lines[0].unit_amount, Amount{1000});
  EXPECT_EQ(agreed->lines[0].tax, Amount{145});
  EXPECT_EQ(agreed->lines[1].unit_amount, Amount{999});
  EXPECT_EQ(agreed->quote_expires_at, shop.end);
  EXPECT_EQ(agreed->uses.at(0).limit, 2);
  EXPECT_EQ(agreed->uses.at(0).key.find(kId), std::string::npos) << "what it is had for";
}

TEST(PriceQuote, IsMoreThanWhatAFeedSaid) {
  AgreedShop shop;
  QuoteRequest request = shop.request();
  request.lines[0].honored = Amount{900};
  request.lines[1].honored = Amount{800};
  const auto agreed = shop.quote(request);
  EXPECT_EQ(agreed->lines[0].unit_amount, Amount{1000}) << "both sides agreed on it";
  EXPECT_EQ(agreed->lines[1].unit_amount, Amount{800}) << "nothing was agreed of it";
}

TEST(PriceQuote, IsNobodyElses) {
  AgreedShop shop;
  const std::function<void(QuoteRequest&)> others[] = {
      [](QuoteRequest& request) { request.agent = "agent-b"; },
      [](QuoteRequest& request) { request.agent = ""; },
      [](QuoteRequest& request) { request.buyer = "eve@example.com"; },
      [](QuoteRequest& request) { request.buyer = ""; },
      [](QuoteRequest& request) { request.quote_id = "4F1C9A72E05B8D36AA10C47E92F35B60"; },
      [&](QuoteRequest& request) { request.now = shop.end; }};
  for (const auto& change : others) {
    QuoteRequest request = shop.request();
    change(request);
    EXPECT_EQ(shop.quote(request).error().failure, QuoteFailure::unknown_quote);
    request.quote_must_hold = false;
    const auto plain = shop.quote(request);
    EXPECT_EQ(plain->lines[0].unit_amount, Amount{1450});
    EXPECT_EQ(plain->quote_expires_at, std::nullopt);
    EXPECT_TRUE(plain->uses.empty());
  }
}

TEST(PriceQuote, IsUsedByAnOrderAndGivenBackByADecline) {
  AgreedShop shop;
  const auto first = shop.created(shop.command());
  EXPECT_EQ(shop.used(), 0);
  shop.complete("a", first->id, shop.token_for(*first, "4000000000000002"));
  EXPECT_EQ(shop.used(), 0);
  const auto second = shop.created(shop.command());
  const auto third = shop.created(shop.command());
  for (const auto& session : {first, second}) {
    shop.complete("b" + session->id.text(), session->id, shop.token_for(*session));
  }
  const auto late = app::Shop::session_of(shop.complete("c", third->id, shop.token_for(*third)));
  EXPECT_EQ(late->status, checkout::Status::ready_for_payment);
  EXPECT_EQ(late->quote_expires_at, std::nullopt);
  EXPECT_EQ(late->totals.items_base_amount, Amount{1450});
  EXPECT_EQ(shop.gateway.amounts.size(), 3U);
  EXPECT_EQ(app::Shop::code_of(shop.create("d", shop.command())),
            checkout::RefusalCode::quote_not_found);
}

TEST(PriceQuote, ComesBackWithItsBuyer) {
  AgreedShop shop;
  const auto session = shop.created(shop.command());
  EXPECT_EQ(session->totals.items_base_amount, Amount{1000});
  checkout::UpdateCommand other;
  other.buyer = checkout::Patch<checkout::Buyer>::of({});
  other.buyer.value.email = "eve@example.com";
  const auto without = app::Shop::session_of(shop.update("u", session->id, other));
  EXPECT_EQ(without->totals.items_base_amount, Amount{1450});
  EXPECT_EQ(without->quote_expires_at, std::nullopt);
  other.buyer.value.email = "ann+work@gmail.com";
  const auto again = app::Shop::session_of(shop.update("v", session->id, other));
  EXPECT_EQ(again->totals.items_base_amount, Amount{1000});
  EXPECT_EQ(again->quote_expires_at, shop.end);
}

TEST(PriceQuote, HasAnIdThatNobodyCanGuess) {
  const std::pair<const char*, bool> rows[] = {{"", true},
                                               {"Q-1", true},
                                               {"quote-2026-11-spring-sale", true},
                                               {"acme-corporation-2026-q4-renewal", true},
                                               {"00000000000000000000000000000000", true},
                                               {"11111111-1111-4111-8111-111111111111", true},
                                               {"123456789012345678901234567890", true},
                                               {"a1a1a1a1a1a1a1a1a1a1a1a1", true},
                                               {"4f1c9a72e05b8d36", true},
                                               {kId, false},
                                               {"q_4f1c9a72e05b8d36aa10c47e92f35b60", false},
                                               {"3b241101-e2bb-4255-8caf-4136c566a962", false},
                                               {"01J9ZQX4T7M3K8VWB2RN6FYD5C", false},
                                               {"dGhpcyBpcyByYW5kb20x9QzT", false}};
  for (const auto& [id, guessable] : rows) EXPECT_EQ(is_guessable(id), guessable) << id;
}

std::string catalog_with(const std::string& quote) {
  return R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true}],)"
         R"("quotes":[{"id":"4f1c9a72e05b8d36aa10c47e92f35b60",)" +
         quote + "}]}";
}

TEST(PriceQuote, SaysWhatIsWrongWithIt) {
  const std::string fine = R"("expires_at":"2027-01-01T00:00:00Z","prices":{"a":1},)";
  const std::pair<std::string, const char*> rows[] = {
      {R"("expires_at":"soon","prices":{})", "$.quotes[0].expires_at must be a time like"},
      {R"("expires_at":"2027-01-01T00:00:00Z","prices":{"b":1})",
       "$.quotes[0].prices.b must be the id of an item"},
      {fine + R"("buyers":"any","uses":1)", "$.quotes[0].agents must be a list"},
      {fine + R"("agents":[],"buyers":"any","uses":1)", "$.quotes[0].agents must be a list"},
      {fine + R"("agents":[""],"buyers":"any","uses":1)", "$.quotes[0].agents[0] must be a text"},
      {fine + R"("agents":"","buyers":"any","uses":1)", "$.quotes[0].agents must be a text"},
      {fine + R"("agents":"any","uses":1)", "$.quotes[0].buyers must be a list"},
      {fine + R"("agents":"any","buyers":["ann"],"uses":1)",
       "$.quotes[0].buyers must be a list of e-mail addresses; ann is none"},
      {fine + R"("agents":"any","buyers":"any")", "$.quotes[0].uses must be a whole number"},
      {fine + R"("agents":"any","buyers":"any","uses":0)",
       "$.quotes[0].uses must be a whole number from 1"},
  };
  for (const auto& [quote, sentence] : rows) {
    const auto catalog = parse_catalog(catalog_with(quote));
    ASSERT_FALSE(catalog.has_value()) << quote;
    EXPECT_NE(catalog.error().text().find(sentence), std::string::npos) << catalog.error().text();
  }
  std::string guessed = catalog_with(fine + R"("agents":"any","buyers":"any","uses":1)");
  EXPECT_TRUE(parse_catalog(guessed).has_value());
  guessed.replace(guessed.find(kId), std::string(kId).size(), "spring-2026");
  const auto refused = parse_catalog(guessed);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().text().find("$.quotes[0].id must be an id that nobody can guess"),
            std::string::npos);
}

TEST(PriceQuote, NamesItsBuyersByTheirMailboxes) {
  const auto catalog = parse_catalog(
      catalog_with(R"("expires_at":"2027-01-01T00:00:00Z","prices":{},"agents":["a"],)"
                   R"("buyers":["A.nn+x@gmail.com"],"uses":3)"));
  ASSERT_TRUE(catalog.has_value());
  const PriceQuote& quote = catalog->quotes.at(0);
  EXPECT_TRUE(quote.buyers.include("ann@gmail.com"));
  EXPECT_FALSE(quote.agents.include("b"));
  EXPECT_EQ(quote.uses, 3);
}

}  // namespace
}  // namespace till::commerce

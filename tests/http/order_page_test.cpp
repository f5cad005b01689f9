// What the buyer's page of an order shows.
#include "http/order_page.h"

#include <gmock/gmock.h>

#include <numeric>

#include "app/shop.h"

namespace till::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(OrderPage, WritesMoneyAsItsCurrencyAndTheBuyerWantIt) {
  checkout::Order order;
  const auto total_in = [&order](const char* currency, std::int64_t minor, Language language) {
    order.currency = currency;
    order.language = language;
    order.totals.total = Amount{minor};
    const std::string page = render_order_page(order, "Shop");
    const std::size_t row = page.find("class=\"total\"");
    const std::size_t from = page.find("</td><td>", row) + 9;
    return page.substr(from, page.find('<', from) - from);
  };
  EXPECT_EQ(total_in("usd", 123456, Language::en), "$1,234.56");
  EXPECT_EQ(total_in("usd", 5, Language::de), "0,05 $");
  EXPECT_EQ(total_in("jpy", 1200, Language::ja), "￥1,200");
  EXPECT_EQ(total_in("kwd", 1005, Language::es), "1,005 KWD");
}

// An order as the shop makes it of a purchase.
checkout::Order bought(const checkout::CreateCommand& command) {
  app::Shop shop;
  const auto session = shop.created(command);
  const auto paid = shop.complete("complete", session->id, shop.token_for(*session));
  const auto completed = app::Shop::session_of(paid);
  EXPECT_TRUE(completed->order.has_value());
  return completed->order.value_or(checkout::Order{});
}

// The amounts of the table in minor units, row by row.
std::vector<std::int64_t> amounts_in(const std::string& page) {
  std::vector<std::int64_t> amounts;
  constexpr std::string_view kCell = "</td><td>";
  for (std::size_t at = page.find(kCell); at != std::string::npos; at = page.find(kCell, at)) {
    at += kCell.size();
    const std::string cell = page.substr(at, page.find('<', at) - at);
    std::string digits = cell.starts_with("−") ? "-" : "";
    for (const char c : cell) digits += c >= '0' && c <= '9' ? std::string(1, c) : "";
    amounts.push_back(std::stoll(digits));
  }
  return amounts;
}

TEST(OrderPage, AddsUpToItsTotal) {
  for (const std::vector<std::string>& codes :
       {std::vector<std::string>{}, {"SAVE10"}, {"TAKE5"}, {"SAVE10", "TAKE5"}}) {
    auto command = app::cart({{"mug-blue", 3}, {"poster-limited", 1}, {"ebook-acp", 2}});
    command.discount_codes = codes;
    const auto order = bought(command);
    auto amounts = amounts_in(render_order_page(order, "Shop"));
    const std::int64_t total = amounts.back();
    amounts.pop_back();
    EXPECT_EQ(std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0}), total);
    EXPECT_EQ(total, order.totals.total.minor);
    EXPECT_EQ(amounts.size(), codes.empty() ? 5U : 6U);
  }
}

TEST(OrderPage, ShowsTheOptionsOfALineBelowItsTitle) {
  auto order = bought(app::cart({{"mug-blue", 2}}));
  order.lines.front().options = {{"Colour", "Blue & white"}, {"Size", "L"}};
  EXPECT_THAT(render_order_page(order, "Shop"),
              HasSubstr("<div class=\"small\">Colour: Blue &amp; white, Size: L</div>"));
}

TEST(OrderPage, LeadsToThePageOfWhatWasBought) {
  auto order = bought(app::cart({{"mug-blue", 2}}));
  EXPECT_THAT(render_order_page(order, "Shop"), Not(HasSubstr("<a href=\"https://h/")));
  order.lines.front().page_url = "https://h/mug?a=1&b=2";
  EXPECT_THAT(render_order_page(order, "Shop"),
              HasSubstr("<td>2 × <a href=\"https://h/mug?a=1&amp;b=2\" rel="));
}

// LT-21
TEST(OrderPage, SaysWhatOfTheTotalIsTaxAndAddsItToNothing) {
  auto order = bought(app::cart({{"mug-blue", 2}}));
  order.totals.included_tax = order.totals.tax;
  order.totals.total.minor -= order.totals.tax.minor;
  order.totals.tax = {};
  for (const auto& [language, said] :
       {std::pair(Language::en, "Including tax (VAT)"), std::pair(Language::de, "inkl. MwSt."),
        std::pair(Language::fr, "Dont TVA"), std::pair(Language::es, "IVA incluido"),
        std::pair(Language::ja, "うち消費税")}) {
    order.language = language;
    const std::string page = render_order_page(order, "Shop");
    EXPECT_THAT(page, HasSubstr(std::string("<tr class=\"small\"><td>") + said)) << said;
    auto amounts = amounts_in(page);
    EXPECT_EQ(amounts.back(), order.totals.included_tax.minor);
    amounts.pop_back();
    EXPECT_EQ(amounts.back(), order.totals.total.minor);
    amounts.pop_back();
    EXPECT_EQ(std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0}),
              order.totals.total.minor);
  }
  order.totals.tax = {70};
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("<td>税</td>")) << "what is added, too";
}

TEST(OrderPage, ShowsWhereToPickUpAndNoAddressThatNothingGoesTo) {
  auto command = app::cart({{"desk-oak", 1}});
  command.selected = {{checkout::FulfillmentType::pickup, "pickup-store", {"desk-oak"}}};
  auto order = bought(command);
  ASSERT_TRUE(order.lines[0].pickup.has_value());
  order.lines[0].pickup->instructions = "Ring the <bell>";
  order.lines[0].pickup->phone = "+1 555";
  const std::string page = render_order_page(order, "Shop");
  EXPECT_THAT(page, HasSubstr("<h2>Pick up at</h2><address>Shop<br>1 Market St<br>"
                              "San Francisco CA 94105<br>US<br></address><p>+1 555</p>"
                              "<p>Ring the &lt;bell&gt;</p>"));
  EXPECT_THAT(page, Not(HasSubstr("5 Elm St")));
  EXPECT_THAT(page, Not(HasSubstr("elivered to")));
}

TEST(OrderPage, SaysThatItWasDeliveredOnlyOnceAllOfItLeft) {
  auto order = bought(app::cart({{"mug-blue", 2}}));
  EXPECT_THAT(render_order_page(order, "Shop"),
              HasSubstr("<h2>Will be delivered to</h2><address>Ann Lee<br>5 Elm St<br>"));
  order.language = Language::de;
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("<h2>Wird geliefert an</h2>"));
  order.lines[0].fulfilled = 1;
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("<h2>Wird geliefert an</h2>"));
  order.lines[0].fulfilled = 2;
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("<h2>Geliefert an</h2>"));
  order.lines[0].fulfilled = order.lines[0].current = 0;
  EXPECT_THAT(render_order_page(order, "Shop"), Not(HasSubstr("5 Elm St"))) << "all was canceled";
}

TEST(OrderPage, ShowsEachAddressWithItsGoods) {
  auto order = bought(app::cart({{"mug-blue", 2}, {"poster-limited", 1}, {"ebook-acp", 1}}));
  order.lines[1].destination = app::address_in("NY");
  order.lines[1].destination->name = "Bob";
  order.lines[1].fulfilled = 1;
  const std::string page = render_order_page(order, "Shop");
  EXPECT_THAT(page, HasSubstr("<h2>Will be delivered to</h2><p class=\"small\">Blue mug</p>"
                              "<address>Ann Lee<br>"));
  EXPECT_THAT(page,
              HasSubstr("<h2>Delivered to</h2><p class=\"small\">Poster</p><address>Bob<br>"));
}

TEST(OrderPage, ShowsTheNumberOfTheShopButNotItsLink) {
  auto order = bought(app::cart({{"mug-blue", 1}}));
  const std::string before = render_order_page(order, "Shop");
  order.shop = {checkout::ShopState::taken, "<10023>", "https://shop.example/o/10023"};
  const std::string page = render_order_page(order, "Shop");
  EXPECT_THAT(page, HasSubstr("<b>&lt;10023&gt;</b>"));
  EXPECT_THAT(page, HasSubstr(order.id.text()));
  EXPECT_THAT(page, Not(HasSubstr("https://shop.example/o/10023")));
  EXPECT_THAT(before, Not(HasSubstr("<p><b>")));
}

TEST(OrderPage, EscapesWhatOthersWrote) {
  checkout::Order order;
  order.lines.emplace_back();
  order.lines[0].title = "<script>\"'&";
  order.lines[0].current = 1;
  order.destination.emplace().name = "<i>Ada</i>";
  const std::string page = render_order_page(order, "<b>Shop</b>");
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;&quot;&#39;&amp;"));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;Ada&lt;/i&gt;"));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;Shop&lt;/b&gt;"));
}

TEST(OrderPage, SaysWhereAPickupStandsAndWhatWasCanceled) {
  checkout::Order order;
  order.status = checkout::OrderStatus::shipped;
  order.fulfillments.emplace_back();
  order.fulfillments[0].type = checkout::FulfillmentType::pickup;
  order.fulfillments[0].status = checkout::FulfillmentStatus::ready_for_pickup;
  order.fulfillments[0].progress = {
      {{}, checkout::FulfillmentStatus::ready_for_pickup, Timestamp{1'795'514'400'000}},
      {{}, checkout::FulfillmentStatus::delivered, Timestamp{1'795'514'400'000}}};
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("\"status\">Ready for pickup"));
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("Picked up"));
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("November 24, 2026, 10:00 UTC"));
  order.status = checkout::OrderStatus::canceled;
  order.lines.emplace_back();
  order.lines[0].ordered = 2;
  EXPECT_THAT(render_order_page(order, "Shop"), HasSubstr("2 × Canceled"));
}

}  // namespace
}  // namespace till::http::test

// What a buyer sees who opens the link of an order.
#include "http/order_pages.h"

#include <gmock/gmock.h>

#include "http/api_shop.h"
#include "http/order_page.h"

namespace till::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct BuyersShop : ApiShop {
  explicit BuyersShop(const char* email = "Ada@Example.com") {
    auto command = app::cart({{"mug-blue", 2}, {"ebook-acp", 1}});
    if (email != nullptr) {
      command.buyer.emplace();
      command.buyer->email = email;
    }
    const auto session = shop.created(command);
    shop.complete("complete", session->id, shop.token_for(*session));
    order = app::Shop::session_of(shop.get(session->id))->order.value();
    path = order.permalink_url.substr(shop.profile.public_url.size());
  }
  net::Response open() { return send(bare("GET")); }
  net::Response give(std::string form) {
    auto request = bare("POST");
    set_body(request, std::move(form));
    return send(std::move(request));
  }
  net::Request bare(std::string method) const {
    net::Request request;
    request.method = std::move(method);
    request.path = path;
    request.remote_address = peer;
    return request;
  }
  void change(const checkout::OrderCommand& command) {
    const auto answer =
        shop.run(shop.orders.change(order.id, command, std::nullopt, shop.executor));
    ASSERT_TRUE(std::holds_alternative<app::OrderReply>(answer));
  }

  checkout::Order order;
  std::string path;
  std::string peer = "192.0.2.1";
};

TEST(OrderPages, AskForTheAddressOfThePurchaseAndNothingElse) {
  BuyersShop shop;
  EXPECT_THAT(shop.order.permalink_url, StartsWith("https://api.shop.example/shop/orders/ord_"));
  const auto form = shop.open();
  EXPECT_EQ(form.status, 200);
  EXPECT_EQ(header_of(form, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(form.body, HasSubstr("name=\"email\""));
  EXPECT_THAT(form.body, Not(HasSubstr("Blue mug")));
  for (const char* right : {"email=Ada%40Example.com", "email=ada%40example.com",
                            "other=1&email=+ADA%40EXAMPLE.COM+", "email=ada@example.com"}) {
    const auto page = shop.give(right);
    EXPECT_EQ(page.status, 200) << right;
    EXPECT_THAT(page.body, HasSubstr("2 × Blue mug")) << right;
  }
}

TEST(OrderPages, ShowNothingToAnotherAddress) {
  BuyersShop shop;
  for (const char* wrong : {"email=eve%40example.com", "email=ada%40example.co", "email=%"}) {
    const auto page = shop.give(wrong);
    EXPECT_EQ(page.status, 403) << wrong;
    EXPECT_THAT(page.body, HasSubstr("not the address"));
    EXPECT_THAT(page.body, Not(HasSubstr("Blue mug")));
    EXPECT_THAT(page.body, Not(HasSubstr("xample.com")));
  }
  EXPECT_THAT(shop.give("").body, HasSubstr("name=\"email\""));
  EXPECT_THAT(shop.give("email=").body, Not(HasSubstr("Blue mug")));
}

TEST(OrderPages, LetNobodyFindAnAddressByTrying) {
  BuyersShop shop;
  int tries = 0;
  auto page = shop.give("email=a%40example.com");
  for (; page.status == 403 && tries < 100; ++tries) page = shop.give("email=a%40example.com");
  EXPECT_EQ(page.status, 429);
  EXPECT_LE(tries, 10);
  EXPECT_EQ(header_of(page, "Retry-After"), "1");
  EXPECT_EQ(header_of(shop.give("email=a%40example.com"), "Retry-After"), "2") << "it grows";
  EXPECT_EQ(header_of(shop.give("email=a%40example.com"), "Retry-After"), "4");
}

TEST(OrderPages, TakeTheRightAddressWhateverOthersGuessed) {
  BuyersShop shop;
  for (int i = 0; i < 50; ++i) shop.give("email=a%40example.com");
  EXPECT_EQ(shop.give("email=ada%40example.com").status, 200);
}

TEST(OrderPages, LookAtNothingMoreOfWhoGuessesOnAndOn) {
  BuyersShop shop;
  for (int i = 0; i < 100; ++i) shop.give("email=a%40example.com");
  EXPECT_EQ(shop.give("email=ada%40example.com").status, 429);
  shop.peer = "198.51.100.7";
  EXPECT_EQ(shop.give("email=ada%40example.com").status, 200) << "someone else";
  shop.peer = "192.0.2.1";
  shop.shop.clock.advance(Milliseconds(3'600'000));
  EXPECT_EQ(shop.give("email=ada%40example.com").status, 200) << "in the end it is forgotten";
}

TEST(OrderPages, NeedOnlyTheLinkWhereNoAddressIsKnown) {
  BuyersShop shop(nullptr);
  EXPECT_THAT(shop.open().body, HasSubstr("2 × Blue mug"));
}

// Not even to whoever has the link, though no address is known to ask for any more.
TEST(OrderPages, TellNothingOfABuyerWhoIsForgotten) {
  BuyersShop shop;
  EXPECT_THAT(shop.give("email=ada%40example.com").body, HasSubstr("Will be delivered to"));
  const Timestamp later = shop.shop.clock.now() + 731 * app::kDay;
  shop.shop.run(shop.shop.store.prune(later, {}, shop.shop.executor));
  const auto page = shop.open();
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("2 × Blue mug"));
  EXPECT_THAT(page.body, Not(HasSubstr("Will be delivered to")));
}

TEST(OrderPages, SpeakTheLanguageOfTheBrowserWhereTheAgentNamedNone) {
  BuyersShop shop;
  const auto opened = [&shop](const char* accepted) {
    auto request = shop.bare("POST");
    set_body(request, "email=ada%40example.com");
    request.headers.push_back({"Accept-Language", accepted});
    return shop.send(std::move(request)).body;
  };
  EXPECT_THAT(opened("de-AT, en;q=0.5"), HasSubstr("Ihre Bestellung"));
  EXPECT_THAT(opened("fr"), HasSubstr("Votre commande"));
  EXPECT_THAT(opened("*"), HasSubstr("Your order")) << "what the agent asked for";
}

TEST(OrderPages, AreOfOrdersThatAreThere) {
  BuyersShop shop;
  for (const std::string& other :
       {"/shop/orders/" + OrderId{{9}}.text(), std::string("/shop/orders/mine"),
        std::string("/shop/orders/<b>")}) {
    shop.path = other;
    EXPECT_EQ(shop.open().status, 404) << other;
    EXPECT_THAT(shop.open().body, HasSubstr("no such order"));
    EXPECT_THAT(shop.open().body, Not(HasSubstr("<b>")));
  }
  shop.path = "/shop/orders/";
  EXPECT_EQ(shop.open().status, 401) << "no page at all";
  shop.path = "/shop/orders/" + shop.order.id.text();
  const auto wrong = shop.send(shop.bare("DELETE"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header_of(wrong, "Allow"), "GET, HEAD, POST");
}

TEST(OrderPages, RunNoScriptAndAreKeptByNobody) {
  BuyersShop shop;
  for (const auto& page : {shop.open(), shop.give("email=ada%40example.com")}) {
    const std::string policy = header_of(page, "Content-Security-Policy").value();
    EXPECT_THAT(policy, StartsWith("default-src 'none'; "));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    const std::size_t from = page.body.find("<style>") + 7;
    const std::string style = page.body.substr(from, page.body.find("</style>") - from);
    EXPECT_THAT(policy, HasSubstr("style-src 'sha256-" + to_base64(sha256(style)) + "'"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    EXPECT_THAT(page.body, Not(HasSubstr(" style=")));
    EXPECT_THAT(page.body, HasSubstr("width=device-width"));
    EXPECT_EQ(header_of(page, "Cache-Control"), "no-store");
    EXPECT_EQ(header_of(page, "Referrer-Policy"), "no-referrer");
  }
}

TEST(OrderPages, FollowTheOrder) {
  BuyersShop shop;
  const auto body = [&shop] {
    shop.shop.clock.advance(Milliseconds(60'000));
    return shop.give("email=ada%40example.com").body;
  };
  EXPECT_THAT(body(), HasSubstr("Confirmed"));
  shop.change(checkout::ShipOrder{{{"mug-blue", 1}}, "UPS", "1Z", "https://track.example/1Z?a&b"});
  EXPECT_THAT(body(), HasSubstr("Partly on its way"));
  EXPECT_THAT(body(), HasSubstr("UPS 1Z"));
  EXPECT_THAT(body(), HasSubstr("href=\"https://track.example/1Z?a&amp;b\""));
  shop.change(checkout::DeliverOrder{{}, "https://dl.example/1", "KEY-1"});
  EXPECT_THAT(body(), HasSubstr("href=\"https://dl.example/1\""));
  EXPECT_THAT(body(), HasSubstr("KEY-1"));
  shop.change(checkout::ShipOrder{});
  EXPECT_THAT(body(), HasSubstr("On its way"));
  shop.change(checkout::DeliverOrder{});
  EXPECT_THAT(body(), HasSubstr(">Delivered<"));
  shop.change(checkout::RefundOrder{Amount{105}, "A <chip>"});
  EXPECT_THAT(body(), HasSubstr("$1.05, Done: A &lt;chip&gt;"));
  EXPECT_THAT(body(), HasSubstr("Refunded"));
}

}  // namespace
}  // namespace till::http::test

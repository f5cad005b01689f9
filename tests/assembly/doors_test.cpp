#include "assembly/doors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assembly/configured.h"

namespace till::assembly {
namespace {

using std::chrono::milliseconds;
using test::agent_section;
using test::Configured;
using test::kPlain;
using test::kStripe;
using test::request;
using test::send;
using test::sha256_hex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A shop that was opened, and its door for agents.
struct Open {
  explicit Open(const std::string& sections)
      : configured(kPlain + sections), shop(configured.config()) {
    const auto offer = shop.open();
    if (!offer) throw std::runtime_error(offer.error());
    door.emplace(shop);
  }
  int status(net::Request asked) { return send(*door, std::move(asked)).status; }

  Configured configured;
  Shop shop;
  std::optional<PublicDoor> door;
};

TEST(Doors, TakeTheirLimitsFromTheConfig) {
  const Configured shop(
      "[listen]\napi = \"127.0.0.1:1234\"\nthreads = 3\ntrusted_proxies = [\"10.0.0.1\"]\n"
      "[limits]\nmax_connections = 100\nmax_connections_per_address = 7\n"
      "request_timeout_seconds = 4\n");
  const auto options = api_options(shop.config());
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, 1234);
  EXPECT_EQ(options.threads, 3U);
  EXPECT_EQ(options.max_connections, 100U);
  EXPECT_EQ(options.max_connections_per_peer, 7U);
  EXPECT_EQ(options.header_timeout, milliseconds(4'000));
  EXPECT_EQ(options.body_timeout, milliseconds(4'000));
  EXPECT_THAT(options.trusted_proxies, ElementsAre("10.0.0.1/32"));
  EXPECT_THAT(options.echoed_headers, ElementsAre("Idempotency-Key", "Request-Id"));
}

TEST(Doors, ThatAreNotToldTheirLimitsHaveSome) {
  const Configured shop("[limits]\nrequest_timeout_seconds = 60\n");
  const auto options = api_options(shop.config());
  EXPECT_GE(options.threads, 1U);
  EXPECT_EQ(options.max_connections, 4096U);
  EXPECT_EQ(options.max_connections_per_peer, 1024U) << "a quarter";
  EXPECT_EQ(options.header_timeout, net::ServerOptions().header_timeout)
      << "a longer timeout is for bodies only";
  EXPECT_EQ(options.body_timeout, milliseconds(60'000));
}

std::vector<std::string> names_of(const std::vector<net::Header>& headers) {
  std::vector<std::string> names;
  for (const net::Header& one : headers) names.push_back(one.name);
  return names;
}

TEST(Doors, AreOverTlsUnlessTheConfigSaysPlain) {
  const Configured secure;
  const auto tls = api_options(secure.config());
  ASSERT_TRUE(tls.tls.has_value());
  EXPECT_EQ(tls.tls->certificate_chain, secure.folder.path("tls/cert.pem"));
  EXPECT_EQ(tls.tls->private_key, secure.folder.path("tls/key.pem"));
  EXPECT_THAT(names_of(tls.fixed_headers),
              ElementsAre("X-Content-Type-Options", "Strict-Transport-Security"));
  const auto plain = api_options(Configured(kPlain).config());
  EXPECT_FALSE(plain.tls.has_value());
  EXPECT_THAT(names_of(plain.fixed_headers), ElementsAre("X-Content-Type-Options"));
}

TEST(Doors, ForOperatorsAreSmallAndPlain) {
  const auto options = admin_options(Configured("[listen]\nadmin = \"127.0.0.1:4321\"\n").config());
  EXPECT_EQ(options.port, 4321);
  EXPECT_FALSE(options.tls.has_value());
  EXPECT_EQ(options.threads, 1U);
  EXPECT_EQ(options.max_connections, 64U);
  EXPECT_EQ(options.max_connections_per_peer, 64U);
  EXPECT_EQ(options.max_bytes_under_way, 8 * options.max_body_bytes);
}

TEST(PublicDoor, LetsAnAgentSendAsManyRequestsAsTheConfigSays) {
  Open open(agent_section("a") + "[limits]\nrequests_per_second = 1\nburst = 2\n");
  const auto ask = [] { return request("GET", "/checkout_sessions/none", "token-a"); };
  EXPECT_EQ(open.status(ask()), 404);
  EXPECT_EQ(open.status(ask()), 404);
  EXPECT_EQ(open.status(ask()), 429);
  EXPECT_EQ(open.status(request("GET", "/checkout_sessions/none", "token-b")), 401);
}

TEST(PublicDoor, ServesMcpWhenTheConfigSaysSo) {
  const auto ask = [] { return request("POST", "/mcp", "token-a"); };
  EXPECT_EQ(Open("").status(request("POST", "/mcp")), 401);
  EXPECT_NE(Open(agent_section("a")).status(ask()), 404);
  EXPECT_EQ(Open(agent_section("a") + "[mcp]\nenabled = false\n").status(ask()), 404);
}

TEST(PublicDoor, TakesReportsOfThePaymentProviderThatHasASecret) {
  const auto report = [] { return request("POST", "/webhooks/stripe"); };
  EXPECT_EQ(Open("").status(report()), 401) << "a path like any other";
  EXPECT_EQ(Open(kStripe).status(report()), 400) << "it is not signed";
  std::string without_secret = kStripe;
  const std::string secret = "webhook_secret = \"whsec_1\"\n";
  without_secret.erase(without_secret.find(secret), secret.size());
  EXPECT_EQ(Open(without_secret).status(report()), 401) << "nobody could prove who reports";
}

TEST(PublicDoor, MakesTestTokensOnlyBesideTheSandbox) {
  const auto vault = [] {
    return request("POST", "/agentic_commerce/delegate_payment", "token-a");
  };
  EXPECT_EQ(Open(agent_section("a")).status(vault()), 400) << "there is a path, and no body";
  EXPECT_EQ(Open(kStripe + agent_section("a")).status(vault()), 404);
}

TEST(PublicDoor, TakesOverAgentsAndCurrencies) {
  Open open(agent_section("a"));
  open.configured.write(kPlain + agent_section("b"));
  open.door->take_over(open.configured.config());
  EXPECT_EQ(open.status(request("GET", "/checkout_sessions/none", "token-a")), 401);
  EXPECT_EQ(open.status(request("GET", "/checkout_sessions/none", "token-b")), 404);
  Offer offer;
  offer.currencies = {"xts"};
  open.door->offer_changed(offer);
  EXPECT_THAT(send(*open.door, request("GET", "/.well-known/acp.json")).body, HasSubstr("xts"));
}

TEST(PublicDoor, ListensWhereTheConfigSays) {
  Open open("");
  auto listening = open.door->listen();
  ASSERT_TRUE(listening.has_value()) << listening.error();
  EXPECT_NE((*listening)->port(), 0);
  const Configured secure;
  Shop shop(secure.config());
  ASSERT_TRUE(shop.open().has_value());
  PublicDoor door(shop);
  EXPECT_THAT(door.listen().error(), HasSubstr(secure.folder.path("tls/")))
      << "there is no certificate";
}

TEST(AdminDoor, KnowsItsOperatorsAndWhetherItIsReady) {
  Open open("[admin]\ntoken_sha256 = \"" + sha256_hex("root") + "\"\n");
  bool draining = false;
  AdminDoor door(open.shop, {[&draining] { return draining; }, [] { return "measured 1\n"; }});
  EXPECT_EQ(send(door, request("GET", "/readyz")).status, 200);
  draining = true;
  EXPECT_EQ(send(door, request("GET", "/readyz")).status, 503);
  EXPECT_EQ(send(door, request("GET", "/healthz")).status, 200) << "a restart would not help";
  EXPECT_EQ(send(door, request("GET", "/metrics")).body, "measured 1\n");
  EXPECT_EQ(send(door, request("GET", "/orders", "root")).status, 200);
  open.configured.write(kPlain + "[admin]\ntoken_sha256 = \"" + sha256_hex("new") + "\"\n");
  door.take_over(open.configured.config());
  EXPECT_EQ(send(door, request("GET", "/orders", "root")).status, 401);
  EXPECT_EQ(send(door, request("GET", "/orders", "new")).status, 200);
}

}  // namespace
}  // namespace till::assembly

// Who may ask the admin API for what, and what is kept of it.
#include "console/operators.h"

#include <gtest/gtest.h>

#include "console/console.h"

namespace till::console {
namespace {

using app::EventState;

TEST(AdminApi, TakesNoParametersWhereThereAreNone) {
  Console console;
  const std::string order = "/orders/" + OrderId{{9}}.text();
  for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
           {"POST", order + "/refund"}, {"GET", order}, {"POST", "/orders"}}) {
    const auto response = console.send(request(method, path, "amount=500"));
    EXPECT_EQ(response.status, 400) << path;
    EXPECT_EQ(text_at(response, "/param"), "amount") << path;
  }
}

TEST(Operators, DoWhatTheirRightsAllow) {
  const std::string order = "/orders/" + OrderId{{9}}.text();
  const std::string session = "/sessions/" + SessionId{{9}}.text();
  const struct {
    const char* token;
    const char* method;
    std::string path;
    int status;
  } rows[] = {
      {"Bearer viewer", "GET", "/orders", 200},
      {"Bearer viewer", "GET", "/audit", 200},
      {"Bearer viewer", "POST", order + "/ship", 403},
      {"Bearer viewer", "POST", order + "/refund", 403},
      {"Bearer viewer", "POST", "/admin/webhooks/" + event_id(2).text() + "/replay", 403},
      {"Bearer packer", "GET", "/orders", 403},
      {"Bearer packer", "POST", order + "/ship", 404},
      {"Bearer old", "POST", order + "/ship", 404},
      {"Bearer packer", "POST", order + "/refund", 403},
      {"Bearer packer", "POST", order + "/cancel", 403},
      {"Bearer packer", "POST", session + "/approve", 403},
      {"Bearer packer", "POST", "/anything/new", 403},
      {"Bearer packer", "DELETE", order, 403},
      {"Bearer packer", "POST", order + "/push", 403},
      {"Bearer packer", "POST", "/orders/push", 403},
      {"Bearer shop", "POST", order + "/ship", 404},
      {"Bearer shop", "POST", order + "/deliver", 404},
      {"Bearer shop", "POST", order + "/refund", 404},
      {"Bearer shop", "POST", order + "/cancel", 404},
      {"Bearer shop", "GET", order, 403},
      {"Bearer shop", "GET", "/audit", 403},
      {"Bearer shop", "POST", order + "/push", 403},
      {"Bearer shop", "POST", "/admin/webhooks/" + event_id(2).text() + "/replay", 403},
      {"Bearer shop", "POST", "/buyers/erase", 403},
      {"Bearer operator", "POST", order + "/refund", 404},
      {"Bearer operator", "POST", session + "/approve", 404},
  };
  Console console;
  for (const auto& row : rows) {
    const auto response = console.send(request(row.method, row.path, "", row.token));
    EXPECT_EQ(response.status, row.status) << row.token << row.method << row.path;
    if (row.status == 403) {
      EXPECT_EQ(text_at(response, "/code"), "forbidden");
    }
  }
  EXPECT_EQ(console.state_of(2), EventState::dead);
}

TEST(Operators, OfANewConfigCountAtOnce) {
  Console console;
  console.api.set_operators(std::make_shared<const Operators>());
  EXPECT_EQ(console.send(request("GET", "/orders")).status, 401);
}

TEST(Audit, HasEveryDeedAndWhoDidItFromWhere) {
  Console console;
  const std::string event = event_id(2).text();
  net::Request replay = request("POST", "/admin/webhooks/" + event + "/replay");
  replay.remote_address = "203.0.113.7";
  EXPECT_EQ(console.send(std::move(replay)).status, 200);
  console.send(request("POST", "/orders/" + OrderId{{9}}.text() + "/refund", "", "Bearer viewer"));
  console.send(request("GET", "/orders"));
  console.send(request("POST", "/orders/" + OrderId{{9}}.text() + "/ship", "", "Bearer nobody"));
  const auto audit = console.send(request("GET", "/audit"));
  EXPECT_EQ(text_at(audit, "/events/0/operator"), "viewer");
  EXPECT_EQ(text_at(audit, "/events/0/action"), "refund_order");
  EXPECT_EQ(text_at(audit, "/events/0/about"), OrderId{{9}}.text());
  EXPECT_EQ(text_at(audit, "/events/0/outcome"), "refused");
  EXPECT_EQ(text_at(audit, "/events/0/status"), "403");
  EXPECT_EQ(text_at(audit, "/events/1/operator"), "operator");
  EXPECT_EQ(text_at(audit, "/events/1/action"), "replay_webhook");
  EXPECT_EQ(text_at(audit, "/events/1/about"), event);
  EXPECT_EQ(text_at(audit, "/events/1/outcome"), "done");
  EXPECT_EQ(text_at(audit, "/events/1/from"), "203.0.113.7");
  EXPECT_EQ(text_at(audit, "/events/2"), "") << "neither looks nor strangers";
  const auto about = console.send(request("GET", "/audit", "about=" + event));
  EXPECT_EQ(text_at(about, "/events/0/action"), "replay_webhook");
  EXPECT_EQ(text_at(about, "/events/1"), "");
  const auto one = console.send(request("GET", "/audit", "limit=1"));
  const auto next =
      console.send(request("GET", "/audit", "cursor=" + text_at(one, "/next_cursor")));
  EXPECT_EQ(text_at(next, "/events/0/action"), "replay_webhook");
  EXPECT_EQ(console.send(request("GET", "/audit", "order=x")).status, 400);
}

}  // namespace
}  // namespace till::console

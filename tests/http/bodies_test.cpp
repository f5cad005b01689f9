// Whose bodies are read, and whom they count for.
#include <gtest/gtest.h>

#include <string>

#include "http/api_shop.h"

namespace till::http::test {
namespace {

TEST(BodiesUnderWay, AreReadOfAgentsAndFormsOfBuyersOnly) {
  ApiShop given;
  const struct {
    const char* path;
    const char* token;
    const char* length;
    int status;  // 0: it is read.
  } rows[] = {
      {"/checkout_sessions", "token-a", "100000", 0},
      {"/checkout_sessions", "nobody", "1", 401},
      {"/checkout_sessions", "", "1", 401},
      {"/nowhere", "", "1", 401},
      {"/shop/orders/ord_1", "", "4096", 0},
      {"/shop/orders/ord_1", "", "4097", 413},
      {"/shop/orders/ord_1", "", "", 413},
      {"/webhooks/stripe", "", "1", 401},
  };
  for (const auto& row : rows) {
    net::Request head = post(row.path, "", "");
    set_header(head, "Authorization", "Bearer " + std::string(row.token));
    set_header(head, "Content-Length", row.length);
    head.remote_address = "192.0.2.7";
    const auto refusal = given.api.refuse_body(head);
    EXPECT_EQ(refusal ? refusal->status : 0, row.status) << row.path << row.token << row.length;
    if (refusal) {
      EXPECT_TRUE(given.log.lines.back().ends_with("peer=192.0.2.7"));
    }
  }
}

TEST(BodiesUnderWay, CountForTheirAgent) {
  ApiShop given;
  net::Request head = post("/checkout_sessions", "", "");
  EXPECT_EQ(given.api.sender_of(head), "agent-a");
  set_header(head, "Authorization", "Bearer token-a-new");
  EXPECT_EQ(given.api.sender_of(head), "agent-a") << "whichever of its tokens it sends";
  for (const char* const stranger : {"Bearer nobody", "Bearer ", ""}) {
    set_header(head, "Authorization", stranger);
    EXPECT_EQ(given.api.sender_of(head), "") << "all others together";
  }
}

}  // namespace
}  // namespace till::http::test

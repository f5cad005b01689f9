#include "checkout/payment_handler.h"

#include <gtest/gtest.h>

namespace till::checkout {
namespace {

PaymentHandler handler(std::string id, std::string provider) {
  PaymentHandler made;
  made.id = std::move(id);
  made.provider = std::move(provider);
  return made;
}

std::string ids_of(const std::vector<PaymentHandler>& handlers) {
  std::string ids;
  for (const PaymentHandler& each : handlers) ids += each.id + " ";
  return ids;
}

struct ToldApart {
  std::vector<PaymentHandler> handlers;
  const char* ids;
};

TEST(Handlers, KeepTheirIdsUnlessAnEarlierOneHasIt) {
  const ToldApart rows[] = {
      {{}, ""},
      {{handler("card", "a")}, "card "},
      {{handler("card", "a"), handler("card", "b")}, "card card_b "},
      {{handler("card", "b"), handler("card", "a")}, "card card_a "},
      {{handler("card", "a"), handler("wallet", "a"), handler("card", "a")}, "card wallet card_a "},
      {{handler("card", "a"), handler("card_b", "a"), handler("card", "b")},
       "card card_b card_b_b "},
      {{handler("card", ""), handler("card", "")}, "card card_ "},
  };
  for (const ToldApart& row : rows) EXPECT_EQ(ids_of(told_apart(row.handlers)), row.ids);
}

TEST(Handlers, AreFoundByTheirIdAndTheFirstByNone) {
  const std::vector<PaymentHandler> handlers{handler("card", "a"), handler("wallet", "b")};
  EXPECT_EQ(handler_named(handlers, "wallet")->provider, "b");
  EXPECT_EQ(handler_named(handlers, "")->provider, "a");
  EXPECT_EQ(handler_named(handlers, "Card"), nullptr);
  EXPECT_EQ(handler_named({}, ""), nullptr);
}

}  // namespace
}  // namespace till::checkout

// The states that a session can be in, and the shortest way to each.
#pragma once

#include <string>
#include <vector>

#include "golden/golden_shop.h"

namespace till::golden {

struct State {
  const char* name;
  // The path of a session that is in it.
  std::string (*reach)(GoldenShop& shop);
};

inline std::string on_account(GoldenShop&) {
  return R"({"payment_data":{"purchase_order_number":"PO-7","payment_terms":"net_30"}})";
}
// Complete of it is in doubt.
inline std::string begin_in_doubt(GoldenShop& shop) {
  const std::string session = shop.begin();
  const std::string body = shop.payment(session);
  shop.shop.gateway.silent = true;
  shop.quietly(shop.to(session + "/complete", body));
  shop.shop.gateway.silent = false;
  return session;
}
inline std::string begin_3ds(GoldenShop& shop) {
  const std::string session = shop.begin(wanted(line("mug"), kTown + "," + kAnn, kThreeDs));
  shop.pay(session, kNeeds3ds);
  return session;
}
inline std::string begin_pending(GoldenShop& shop) {
  const std::string session = shop.begin();
  shop.quietly(shop.to(session + "/complete", on_account(shop)));
  return session;
}

inline std::vector<State> states() {
  return {
      {"incomplete", [](GoldenShop& shop) { return shop.begin(wanted(line("mug"))); }},
      {"not_ready", [](GoldenShop& shop) { return shop.begin(wanted(line("poster", 5), kTown)); }},
      {"ready", [](GoldenShop& shop) { return shop.begin(); }},
      {"declined",
       [](GoldenShop& shop) {
         const std::string session = shop.begin();
         shop.pay(session, kDeclined);
         return session;
       }},
      {"authentication_required", begin_3ds},
      {"pending_approval", begin_pending},
      {"in_progress", begin_in_doubt},
      {"completed",
       [](GoldenShop& shop) {
         const std::string session = shop.begin();
         shop.pay(session);
         return session;
       }},
      {"canceled",
       [](GoldenShop& shop) {
         const std::string session = shop.begin();
         shop.quietly(shop.to(session + "/cancel"));
         return session;
       }},
      {"expired",
       [](GoldenShop& shop) {
         const std::string session = shop.begin();
         shop.shop.clock.advance(shop.shop.profile.session_lifetime);
         return session;
       }},
  };
}

}  // namespace till::golden

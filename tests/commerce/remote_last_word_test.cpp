// The approval of a purchase: what the backend is asked, and what each of its answers means.
#include "commerce/remote/remote_last_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/fake_backend.h"
#include "commerce/remote/purchase_json.h"

namespace till::commerce::remote {
namespace {

using test::FakeBackend;
using ::testing::HasSubstr;

constexpr const char* kYes = R"({"decision":"approve"})";
constexpr const char* kNo = R"({"decision":"decline","reason":"ten orders today"})";

app::PurchaseQuestion mug() {
  app::PurchaseQuestion purchase;
  checkout::Session& session = purchase.session;
  session.agent = "demo-agent";
  session.currency = "usd";
  session.buyer.emplace().email = "ada@example.com";
  session.fulfillment_details.emplace().address =
      checkout::Address{"Ada", "1 Pine", std::nullopt, "SF", "CA", "US", "94105"};
  checkout::LineItem& line = session.lines.emplace_back();
  line.item_id = "mug-blue";
  line.title = "Blue mug";
  line.quantity = 2;
  line.unit_amount = {1450};
  line.totals = {{2900}, {290}, {2610}, {189}, {2799}};
  checkout::FulfillmentOption& option = session.options.emplace_back();
  option.id = "standard";
  option.title = "Standard";
  option.subtotal = {500};
  session.selected = {{option.type, option.id, {line.id}}};
  session.totals.items_base_amount = {2900};
  session.totals.items_discount = {290};
  session.totals.subtotal = {2610};
  session.totals.fulfillment = {500};
  session.totals.tax = {189};
  session.totals.total = {3299};
  session.record.risk_signals.emplace().ip_address = "192.0.2.7";
  purchase.provider = "stripe";
  return purchase;
}

struct Deciding {
  explicit Deciding(bool silence_approves = false) : backend(options(silence_approves)) {}
  static BackendOptions options(bool silence_approves) {
    BackendOptions made;
    made.silence_approves = silence_approves;
    return made;
  }
  bool accepts() {
    const auto purchase = std::make_shared<const app::PurchaseQuestion>(mug());
    return sync_wait(word.accepts(purchase, *backend.loop));
  }
  FakeBackend backend;
  RemoteLastWord word{*backend.client, *backend.capabilities};
};

TEST(Approval, AsksWithTheOrderAsItWouldBe) {
  EXPECT_EQ(
      approval_question(mug()),
      R"({"session_id":"cs_00000000000000000000000000","agent":"demo-agent","currency":"usd",)"
      R"("lines":[{"index":0,"id":"li_00000000000000000000000000","item_id":"mug-blue",)"
      R"("title":"Blue mug","quantity":2,"unit_amount":1450,"discount":290,"subtotal":2610,)"
      R"("tax":189,"total":2799,"option_id":"standard"}],)"
      R"("totals":[{"type":"items_base_amount","amount":2900},)"
      R"({"type":"items_discount","amount":290},{"type":"subtotal","amount":2610},)"
      R"({"type":"discount","amount":0},{"type":"fulfillment","amount":500},)"
      R"({"type":"tax","amount":189},{"type":"total","amount":3299}],"discounts":[],)"
      R"("fulfillment":[{"type":"shipping","option_id":"standard","title":"Standard",)"
      R"("amount":500,"tax":0,"lines":[0],"address":{"name":"Ada","line_one":"1 Pine",)"
      R"("city":"SF","state":"CA","country":"US","postal_code":"94105"}}],)"
      R"("buyer":{"email":"ada@example.com"},"payment":{"provider":"stripe","amount":3299},)"
      R"("risk_signals":{"ip_address":"192.0.2.7"}})");
}

TEST(Approval, IsYesOrNoOrSilence) {
  const struct {
    FakeBackend::Said said;
    bool accepted;
    bool accepted_if_silence_approves;
  } rows[] = {
      {{200, kYes}, true, true},
      {{200, kNo}, false, false},
      {{422, R"({"refused":{"reason":"blocked"}})"}, false, false},
      // What is said but not understood is no silence, and never a yes.
      {{200, R"({"decision":"decline"})"}, false, false},
      {{200, R"({"decision":"decline","reason":7})"}, false, false},
      {{200, R"({"decision":"declined"})"}, false, false},
      {{200, R"({"decision":"maybe"})"}, false, false},
      {{200, "{}"}, false, false},
      {{200, ""}, false, false},
      {{409, R"({"refused":{}})"}, false, false},
      {{422, "no"}, false, false},
      {{401, "{}"}, false, false},
      {{404, "{}"}, false, false},
      {{500, "{}"}, false, true},
      {{503, ""}, false, true},
  };
  for (const bool silence_approves : {false, true}) {
    for (const auto& row : rows) {
      Deciding asking(silence_approves);
      asking.backend.say("/approve", row.said);
      EXPECT_EQ(asking.accepts(),
                silence_approves ? row.accepted_if_silence_approves : row.accepted)
          << row.said.body;
    }
  }
}

TEST(Approval, LogsTheReasonOfANoAndWhatSilenceWasTakenAs) {
  Deciding asking;
  asking.backend.say("/approve", {200, kNo});
  asking.accepts();
  EXPECT_THAT(asking.backend.log.last("approval_declined"), HasSubstr("reason=ten orders today"));
  asking.backend.say("/approve", {500, ""});
  asking.accepts();
  EXPECT_THAT(asking.backend.log.last("approval_silent"), HasSubstr("taken_as=decline"));
  EXPECT_EQ(asking.backend.requests("/approve").front().header("Till-Deadline-Ms"), "2000");
}

TEST(Approval, IsWantedWhereItIsListedAndWhileNobodyKnows) {
  Deciding asking;
  EXPECT_TRUE(asking.word.is_wanted()) << "nobody knows";
  asking.backend.say("/capabilities",
                     {200, R"({"version":"2026-12-01","capabilities":["quote"]})"});
  sync_wait(asking.backend.capabilities->get(*asking.backend.loop));
  EXPECT_FALSE(asking.word.is_wanted());
  asking.backend.say("/capabilities", {200, test::kAll});
  asking.backend.clock.ms += 1000;
  asking.backend.capabilities->doubt();
  sync_wait(asking.backend.capabilities->get(*asking.backend.loop));
  EXPECT_TRUE(asking.word.is_wanted());
}

}  // namespace
}  // namespace till::commerce::remote

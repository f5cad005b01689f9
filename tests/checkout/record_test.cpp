// What is recorded for the seller alone, and the certificates of business buyers (A16 to A18).
#include <gtest/gtest.h>

#include "checkout/builders.h"
#include "checkout/marketing.h"

namespace till::checkout {
namespace {

Attribution attribution(const char* provider) {
  Attribution made;
  made.provider = provider;
  return made;
}

TEST(Attribution, IsKeptOnceForEachTouch) {  // AT-01, AT-09, AT-10
  CreateCommand create = create_command({{"mug", 1}});
  create.attribution = attribution("first");
  CountingIds ids;
  Session session = begin_session(create, "agent", kLifetime, {kNow, ids});
  CompleteCommand complete;
  complete.attribution = attribution("last");
  take_over(session, complete, {}, kNow);
  complete.attribution = attribution("too late");
  take_over(session, complete, {}, kNow);
  EXPECT_EQ(session.record.first_touch, attribution("first"));
  EXPECT_EQ(session.record.last_touch, attribution("last"));
}

TEST(IntentTrace, StaysWithTheCanceledSession) {  // CX-03
  const IntentTrace trace{"comparison", "dearer", std::nullopt};
  const auto canceled = apply_cancel(ready_session(), {trace}, kNow);
  EXPECT_EQ(canceled->status, Status::canceled);
  EXPECT_EQ(canceled->record.intent_trace, trace);
  EXPECT_EQ(apply_cancel(ready_session(), {}, kNow)->record.intent_trace, std::nullopt);
}

TEST(Consent, IsRecordedForOfferedChannelsThatReachTheBuyer) {  // MK-03 to MK-06, MK-09
  const std::vector<MarketingOption> offered{{"email", "News", "https://x.example"},
                                             {"sms", "Texts", "https://x.example"}};
  Session session = ready_session();
  session.buyer.reset();
  session.fulfillment_details->email = "home@example.com";
  session.fulfillment_details->phone_number.reset();
  record_consents(session, {{"email", true}, {"sms", true}, {"push", true}}, offered, kNow);
  const std::vector<MarketingConsent> only_home{{"email", true, "home@example.com", "News", kNow}};
  EXPECT_EQ(session.record.consents, only_home);
  record_consents(session, {}, offered, kNow);
  EXPECT_EQ(session.record.consents, only_home) << "MK-03";
  session.buyer = buyer("ann@example.com");
  session.buyer->phone_number = "+1";
  const Timestamp later{kNow.ms + 1};
  record_consents(session, {{"email", false}, {"sms", true}}, offered, later);
  const std::vector<MarketingConsent> both{{"email", false, "ann@example.com", "News", later},
                                           {"sms", true, "+1", "Texts", later}};
  EXPECT_EQ(session.record.consents, both) << "MK-04";
}

TEST(TaxExemption, IsToldToTheShopWhileItHolds) {
  Session session = ready_session();
  session.buyer = buyer("ann@example.com");
  EXPECT_FALSE(quote_request(session, true, kNow).exemption);
  session.buyer->tax_exemption = TaxExemption{"c", "resale", {"CA"}, "2999-01-01T00:00:00Z"};
  EXPECT_EQ(quote_request(session, true, kNow).exemption, session.buyer->tax_exemption);
  session.buyer->tax_exemption->expires_at = "2000-01-01T00:00:00Z";
  EXPECT_FALSE(quote_request(session, true, kNow).exemption);
}

}  // namespace
}  // namespace till::checkout

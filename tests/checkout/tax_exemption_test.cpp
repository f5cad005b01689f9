#include "checkout/tax_exemption.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace till::checkout {
namespace {

Address address_at(const char* country, const char* state) {
  Address address;
  address.country = country;
  address.state = state;
  return address;
}

TEST(Exemption, FreesWhatGoesToItsRegions) {
  const struct {
    std::vector<std::string> regions;
    const char* country;
    const char* state;
    bool free;
  } rows[] = {{{}, "US", "CA", true},
              {{"CA"}, "US", "CA", true},
              {{"us-ca"}, "US", "CA", true},
              {{" California "}, "US", "CA", true},
              {{"US"}, "US", "CA", true},
              {{"CA"}, "US", "california", true},
              {{"NY", "CA"}, "US", "CA", true},
              {{"NY", "TX"}, "US", "CA", false},
              {{"CA"}, "CA", "ON", false},  // California's, not Canada's.
              {{"CA-ON"}, "CA", "ON", true},
              {{"ON"}, "CA", "ON", true},
              {{"CA-ON"}, "US", "CA", false},
              {{"US-CA"}, "CA", "ON", false},
              {{"US-MI"}, "IT", "MI", false},  // Michigan's, not Milan's.
              {{"CA"}, "ES", "Cádiz", false},
              {{"ES-CA"}, "ES", "Cádiz", true},
              {{"DE"}, "DE", "", false},  // Delaware's.
              {{"DE"}, "US", "DE", true},
              {{"FR"}, "FR", "", true},
              {{"ES-CN"}, "ES", "Las Palmas", true},
              {{"ES-GC"}, "ES", "Canarias", false},
              {{""}, "US", "CA", false},
              {{"everywhere"}, "US", "CA", false},
              {{"CA"}, "US", "", false},
              {{"US"}, "US", "", true}};
  for (const auto& row : rows) {
    EXPECT_EQ(frees({"c", "resale", row.regions, {}}, address_at(row.country, row.state)), row.free)
        << (row.regions.empty() ? "everywhere" : row.regions.front()) << " for " << row.country
        << "-" << row.state;
  }
}

TEST(Exemption, ThatIsLookedAtIsAnnouncedWhileItCanBeLeftOut) {
  Session session;
  session.lines.emplace_back().exempted = true;
  const auto told = [](Session one, ExemptionPolicy policy) {
    announce_look(one, policy);
    return one.messages;
  };
  const auto messages = told(session, ExemptionPolicy::approval);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].type, MessageType::info);
  EXPECT_EQ(messages[0].field, Member::tax_exemption);
  EXPECT_TRUE(told(session, ExemptionPolicy::believe).empty());
  session.kind = SessionKind::cart;
  EXPECT_TRUE(told(session, ExemptionPolicy::approval).empty());
  session.kind = SessionKind::checkout;
  session.messages.resize(limits::kMessages);
  EXPECT_EQ(told(session, ExemptionPolicy::approval).size(), limits::kMessages);
  session.lines[0].exempted = false;
  session.messages.clear();
  EXPECT_TRUE(told(session, ExemptionPolicy::approval).empty());
}

TEST(Exemption, HoldsUntilItExpires) {
  const Timestamp now = *parse_rfc3339("2026-11-24T10:00:00Z");
  EXPECT_TRUE(is_valid({"c", "resale", {}, {}}, now));
  EXPECT_TRUE(is_valid({"c", "resale", {}, "2026-11-24T10:00:01Z"}, now));
  EXPECT_FALSE(is_valid({"c", "resale", {}, "2026-11-24T10:00:00Z"}, now));
  EXPECT_FALSE(is_valid({"c", "resale", {}, "one day"}, now));
}

}  // namespace
}  // namespace till::checkout

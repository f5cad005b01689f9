// What the two sides can do and what the seller asks for (A12).
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

TEST(Capabilities, AreTheInterventionsOfBothSidesAndWhatTheSellerRequires) {  // CP-04, CP-09
  Capabilities agent;
  agent.three_ds = agent.address_verification = true;
  agent.biometric_required = true;  // Not for an agent to say.
  agent.enforcement = Enforcement::optional;
  agent.extensions = {"discount"};
  Capabilities seller;
  seller.three_ds = seller.biometric = true;
  seller.three_ds_required = true;
  seller.enforcement = Enforcement::always;
  Capabilities wanted;
  wanted.three_ds = true;
  wanted.three_ds_required = true;
  wanted.enforcement = Enforcement::always;
  wanted.extensions = {"discount"};
  EXPECT_EQ(common_capabilities(agent, seller), wanted);
}

TEST(RequiredIntervention, BlocksOnlyWhenItIsAlwaysAskedForAndCannotBeShown) {  // CP-10
  struct Row {
    bool agreed;
    Enforcement enforcement;
    bool blocks;
  };
  const Row rows[] = {{false, Enforcement::always, true},
                      {true, Enforcement::always, false},
                      {false, Enforcement::conditional, false},
                      {false, Enforcement::optional, false}};
  for (const Row& row : rows) {
    for (const bool biometric : {false, true}) {
      CountingIds ids;
      Draft draft = begin_session(create_command({{"mug", 1}}), "a", kLifetime, {kNow, ids});
      (biometric ? draft.capabilities.biometric : draft.capabilities.three_ds) = row.agreed;
      (biometric ? draft.capabilities.biometric_required : draft.capabilities.three_ds_required) =
          true;
      draft.capabilities.enforcement = row.enforcement;
      const Session session = price(Draft(draft), simple_quote(), {}, nullptr, kNow).value();
      EXPECT_EQ(session.status,
                row.blocks ? Status::not_ready_for_payment : Status::ready_for_payment);
      if (!row.blocks) continue;
      EXPECT_EQ(session.messages.at(0).code, MessageCode::intervention_required);
    }
  }
}

}  // namespace
}  // namespace till::checkout

#include "assembly/callers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assembly/configured.h"

namespace till::assembly {
namespace {

using test::agent_section;
using test::Configured;
using test::sha256_hex;

struct SignedWith {
  cli::SignatureAlgorithm written;
  http::SignatureKey::Algorithm meant;
};

TEST(Callers, AreTheAgentsOfTheConfigWithTheirKeys) {
  cli::Config config;
  for (const SignedWith& row :
       {SignedWith{cli::SignatureAlgorithm::ed25519, http::SignatureKey::Algorithm::ed25519},
        SignedWith{cli::SignatureAlgorithm::es256, http::SignatureKey::Algorithm::es256},
        SignedWith{cli::SignatureAlgorithm::hmac_sha256,
                   http::SignatureKey::Algorithm::hmac_sha256}}) {
    config.agents = {cli::AgentConfig{}, cli::AgentConfig{}};
    config.agents[0].id = "signs";
    config.agents[0].token_digests = {sha256("t1"), sha256("t2")};
    config.agents[0].signature = cli::SignatureConfig{row.written, Secret("key")};
    const auto agents = agents_of(config);
    ASSERT_EQ(agents.size(), 2U);
    EXPECT_EQ(agents[0].id, "signs");
    EXPECT_EQ(agents[0].token_hashes, config.agents[0].token_digests);
    ASSERT_TRUE(agents[0].signature_key.has_value());
    EXPECT_EQ(agents[0].signature_key->algorithm, row.meant);
    EXPECT_EQ(agents[0].signature_key->key, Secret("key"));
    EXPECT_FALSE(agents[1].signature_key.has_value());
  }
}

TEST(Callers, AreBelievedAboutLogInsOnlyWhereTheConfigSaysSo) {
  const Configured shop(agent_section("trusted", "trust_log_ins = true\n") +
                        agent_section("other"));
  const auto policies = policies_of(shop.config().agents);
  ASSERT_EQ(policies.size(), 2U);
  EXPECT_TRUE(policies.at("trusted").trusts_log_ins);
  EXPECT_FALSE(policies.at("other").trusts_log_ins);
}

TEST(Callers, ThatOperateHaveTheRightsTheyWereGiven) {
  const Configured shop("[admin]\ntoken_sha256 = \"" + sha256_hex("root") +
                        "\"\n[[operators]]\nname = \"ada\"\ntoken_sha256 = [\"" +
                        sha256_hex("ada") + "\"]\nrights = [\"view\", \"refund\"]\n");
  const auto operators = operators_of(shop.config());
  using console::Right;
  const console::Operator* const single = operators->find("root");
  ASSERT_NE(single, nullptr);
  EXPECT_EQ(single->name, cli::kSingleOperator);
  for (const Right right : {Right::view, Right::fulfil, Right::refund, Right::configure}) {
    EXPECT_TRUE(single->may(right)) << console::right_name(right);
  }
  const console::Operator* const ada = operators->find("ada");
  ASSERT_NE(ada, nullptr);
  EXPECT_TRUE(ada->may(Right::view) && ada->may(Right::refund));
  EXPECT_FALSE(ada->may(Right::fulfil) || ada->may(Right::configure));
  EXPECT_EQ(operators->find("nobody"), nullptr);
}

}  // namespace
}  // namespace till::assembly

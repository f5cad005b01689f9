// [tax] of till.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"

namespace till::cli {
namespace {

using checkout::ExemptionPolicy;

Result<Config, std::string> with_tax(const std::string& tax) {
  return parse_config(
      "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n" + tax,
      "/nowhere/till.toml");
}

TEST(TaxConfig, SaysWhatACertificateIsWorth) {
  const struct {
    const char* text;
    ExemptionPolicy policy;
  } rows[] = {{"", ExemptionPolicy::approval},
              {"[tax]\nexemptions = \"approval\"\n", ExemptionPolicy::approval},
              {"[tax]\nexemptions = \"never\"\n", ExemptionPolicy::never},
              {"[tax]\nexemptions = \"believe\"\n", ExemptionPolicy::believe}};
  for (const auto& row : rows) {
    const auto config = with_tax(row.text);
    ASSERT_TRUE(config.has_value()) << config.error();
    EXPECT_EQ(config->tax.exemptions, row.policy) << row.text;
  }
  for (const char* text : {"[tax]\nexemptions = \"always\"\n", "[tax]\nexemptions = \"\"\n",
                           "[tax]\nexemption = \"never\"\n"}) {
    const auto config = with_tax(text);
    ASSERT_FALSE(config.has_value()) << text;
    EXPECT_THAT(config.error(), testing::HasSubstr("tax.exemption"));
  }
}

}  // namespace
}  // namespace till::cli

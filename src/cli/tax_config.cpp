// [tax] of till.toml.
#include "cli/config_sections.h"

namespace till::cli {

namespace {

// Who charges may reckon the taxes as well.
std::string read_tax_provider(const TomlSection& section, const Config& config,
                              const std::string& name) {
  const ChosenProvider* const chosen = config.payments.named(name);
  if (chosen == nullptr || !chosen->config->has_taxes()) {
    section.fail("provider",
                 "\"stripe\", with Stripe among the providers of [payments], or left out");
  }
  if (config.backend.is_named()) {
    section.fail("provider", "left out: the shop's [backend] tells the taxes with its prices");
  }
  return name;
}

}  // namespace

TaxConfig read_tax(TomlSection section, const Config& config) {
  TaxConfig tax;
  const std::string exemptions = section.text("exemptions").value_or("approval");
  if (exemptions == "never") {
    tax.exemptions = checkout::ExemptionPolicy::never;
  } else if (exemptions == "believe") {
    tax.exemptions = checkout::ExemptionPolicy::believe;
  } else if (exemptions != "approval") {
    section.fail("exemptions", "\"never\", \"approval\" or \"believe\"");
  }
  const auto provider = section.text("provider");
  if (provider) tax.provider = read_tax_provider(section, config, *provider);
  section.end();
  return tax;
}

}  // namespace till::cli

// [tax] of till.toml.
#include "cli/config_sections.h"

namespace till::cli {

TaxConfig read_tax(TomlSection section) {
  TaxConfig tax;
  const std::string exemptions = section.text("exemptions").value_or("approval");
  if (exemptions == "never") {
    tax.exemptions = checkout::ExemptionPolicy::never;
  } else if (exemptions == "believe") {
    tax.exemptions = checkout::ExemptionPolicy::believe;
  } else if (exemptions != "approval") {
    section.fail("exemptions", "\"never\", \"approval\" or \"believe\"");
  }
  section.end();
  return tax;
}

}  // namespace till::cli

// [payments] of till.toml, and the sections of the providers that it names.
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "cli/config_sections.h"
#include "cli/provider_section.h"
#include "payments/providers.h"

namespace till::cli {
namespace {

using payments::Mode;
using payments::ProviderRow;

const ProviderRow* row_named(std::string_view name) {
  for (const ProviderRow& row : payments::known_providers()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// "a" or "b".
std::string choices() {
  std::string text;
  std::size_t left = payments::known_providers().size();
  for (const ProviderRow& row : payments::known_providers()) {
    text += "\"" + std::string(row.name) + "\"";
    --left;
    if (left > 0) text += left == 1 ? " or " : ", ";
  }
  return text;
}

// The providers that the config names, each once.
struct Named {
  TomlSection& payments;
  std::set<std::string> seen = {};

  const ProviderRow* known(const char* key, const std::string& name, const std::string& wanted) {
    const ProviderRow* const row = row_named(name);
    if (row == nullptr) payments.fail(key, wanted + choices());
    if (!seen.insert(name).second) payments.fail(key, "without \"" + name + "\" a second time");
    return row;
  }
  std::vector<const ProviderRow*> list(const char* key, const std::vector<std::string>& names) {
    std::vector<const ProviderRow*> rows;
    rows.reserve(names.size());
    for (const std::string& name : names) {
      rows.push_back(known(key, name, "a list with each of its names once, out of "));
    }
    return rows;
  }
};

std::vector<const ProviderRow*> read_current(TomlSection& payments, Named& named) {
  const auto one = payments.text("provider");
  const auto several = payments.texts("providers");
  if (one && several) payments.fail("providers", "left out where there is a provider");
  if (!several) return {named.known("provider", one.value_or("sandbox"), "")};
  if (several->empty()) payments.fail("providers", "a list of at least one, the default first");
  return named.list("providers", *several);
}

ChosenProvider read_provider(const ProviderRow& row, TomlSection& root, SecretReading& secrets,
                             bool former) {
  TomlSection own = root.section(std::string(row.name).c_str());
  ProviderSection settings(own, secrets);
  ChosenProvider chosen{row.read(settings), former};
  own.end();
  return chosen;
}

}  // namespace

bool PaymentsConfig::takes_purchases(const ChosenProvider& one) const {
  const auto moves_none = [](const ChosenProvider& each) {
    return each.former || each.config->facts().mode == Mode::pretend;
  };
  if (one.former || !moves_none(one)) return !one.former;
  return std::all_of(providers.begin(), providers.end(), moves_none);
}

const ChosenProvider* PaymentsConfig::named(std::string_view name) const {
  for (const ChosenProvider& each : providers) {
    if (each.config->name() == name) return &each;
  }
  return nullptr;
}

PaymentsConfig read_payments(TomlSection payments, TomlSection& root, SecretReading& secrets) {
  PaymentsConfig config;
  Named named{payments};
  const auto current = read_current(payments, named);
  const auto former =
      named.list("former", payments.texts("former").value_or(std::vector<std::string>{}));
  const std::string capture = payments.text("capture").value_or("with_charge");
  if (capture != "with_charge" && capture != "on_shipment") {
    payments.fail("capture", "\"with_charge\" or \"on_shipment\"");
  }
  config.capture_on_shipment = capture == "on_shipment";
  config.most_declines = payments.whole("most_declines", {1, 100}).value_or(config.most_declines);
  payments.end();
  for (const ProviderRow* row : current) {
    config.providers.push_back(read_provider(*row, root, secrets, false));
  }
  for (const ProviderRow* row : former) {
    config.providers.push_back(read_provider(*row, root, secrets, true));
  }
  // What is written for a provider that is not named is left alone until it is.
  for (const ProviderRow& row : payments::known_providers())
    root.section(std::string(row.name).c_str());
  return config;
}

}  // namespace till::cli

// The payment providers there are: a row each.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "payments/provider_config.h"
#include "payments/settings.h"

namespace till::payments {

struct ProviderRow {
  std::string_view name;  // In [payments], of its section, and of its gateway.
  // Reads its section, which may be missing.
  std::shared_ptr<const ProviderConfig> (*read)(Settings& settings);
  // The keys of its section that a running shop takes over; secrets also as _file and _env.
  std::span<const std::string_view> live;
};

std::span<const ProviderRow> known_providers();

}  // namespace till::payments

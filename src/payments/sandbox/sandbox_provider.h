// The sandbox as a payment provider of a configuration.
#pragma once

#include <memory>

#include "payments/provider_config.h"
#include "payments/settings.h"

namespace till::payments {

// [sandbox]: `enabled = false` closes the vault of test cards.
std::shared_ptr<const ProviderConfig> read_sandbox(Settings& settings);

}  // namespace till::payments

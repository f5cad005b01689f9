// A payment provider that charges whatever it is given.
#pragma once

#include <memory>

#include "payments/provider_config.h"
#include "payments/settings.h"

namespace till::payments {

// [toy], which has nothing to set.
std::shared_ptr<const ProviderConfig> read_toy(Settings& settings);

}  // namespace till::payments

#include "payments/providers.h"

#include <array>

#include "payments/sandbox/sandbox_provider.h"
#include "payments/stripe/stripe_provider.h"

namespace till::payments {
namespace {

constexpr std::array kProviders{
    ProviderRow{"sandbox", read_sandbox, {}},
    ProviderRow{"stripe", stripe::read_provider, stripe::kLiveSettings},
};

}  // namespace

std::span<const ProviderRow> known_providers() { return kProviders; }

}  // namespace till::payments

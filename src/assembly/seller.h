// The seller, as every session and discovery show them.
#pragma once

#include <vector>

#include "assembly/backends.h"
#include "checkout/seller_profile.h"
#include "cli/config.h"

namespace till::assembly {

checkout::SellerProfile seller_profile(const cli::Config& config, const Offer& offer,
                                       std::vector<checkout::PaymentHandler> handlers);

}  // namespace till::assembly

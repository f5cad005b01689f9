// What `till payments` asks of a provider without a shop; see cli::Composition.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "payments/provider.h"

namespace till::assembly {

Result<std::vector<payments::CheckRow>, std::string> check_provider(
    const payments::ProviderConfig& config, bool taxes);
Result<std::string, std::string> make_test_token(const payments::ProviderConfig& config,
                                                 const payments::TestPayment& payment);

}  // namespace till::assembly

// Which refusals are the last word under their key (ID-15).
#include "checkout/finality.h"

#include <gtest/gtest.h>

namespace till::checkout {
namespace {

TEST(ARefusal, IsFinalWhenTheSameRequestWouldBeRefusedAgain) {
  for (const auto& [code, final] : {
           std::pair(RefusalCode::invalid, true),
           std::pair(RefusalCode::missing, true),
           std::pair(RefusalCode::not_found, true),
           std::pair(RefusalCode::session_over, true),
           std::pair(RefusalCode::not_ready_for_payment, true),
           std::pair(RefusalCode::too_many_declines, true),
           std::pair(RefusalCode::payment_in_progress, false),
           std::pair(RefusalCode::approval_pending, false),
           std::pair(RefusalCode::idempotency_in_flight, false),
           std::pair(RefusalCode::idempotency_conflict, false),
           std::pair(RefusalCode::too_many_open_sessions, false),
           std::pair(RefusalCode::unavailable, false),
           std::pair(RefusalCode::internal, false),
       }) {
    EXPECT_EQ(is_final(code), final) << static_cast<int>(code);
  }
}

}  // namespace
}  // namespace till::checkout

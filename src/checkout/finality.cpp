#include "checkout/finality.h"

namespace till::checkout {

bool is_final(RefusalCode code) {
  switch (code) {
    case RefusalCode::missing:
    case RefusalCode::invalid:
    case RefusalCode::not_found:
    case RefusalCode::session_over:
    case RefusalCode::not_ready_for_payment:
    case RefusalCode::unsupported_currency:
    case RefusalCode::item_not_found:
    case RefusalCode::amount_too_large:
    case RefusalCode::unsupported:
    case RefusalCode::invalid_card:
    case RefusalCode::invalid_type:
    case RefusalCode::personal_data:
    case RefusalCode::authentication_missing:
    case RefusalCode::too_many_declines:
    case RefusalCode::session_too_large:
    case RefusalCode::quote_not_found: return true;
    // About the unread body, the key itself or an operator's command, or a state that will pass.
    case RefusalCode::malformed_json:
    case RefusalCode::idempotency_conflict:
    case RefusalCode::idempotency_in_flight:
    case RefusalCode::payment_in_progress:
    case RefusalCode::approval_pending:
    case RefusalCode::approval_not_awaited:
    case RefusalCode::payment_not_in_doubt:
    case RefusalCode::provider_not_configured:
    case RefusalCode::too_many_open_sessions:
    case RefusalCode::total_changed:
    case RefusalCode::unavailable:
    case RefusalCode::internal: break;
  }
  return false;
}

}  // namespace till::checkout

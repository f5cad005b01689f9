#include "checkout/session.h"

namespace till::checkout {

bool is_over(Status status) {
  switch (status) {
    case Status::completed:
    case Status::canceled:
    case Status::expired: return true;
    case Status::incomplete:
    case Status::not_ready_for_payment:
    case Status::requires_escalation:
    case Status::authentication_required:
    case Status::ready_for_payment:
    case Status::pending_approval:
    case Status::complete_in_progress:
    case Status::in_progress: break;
  }
  return false;
}

}  // namespace till::checkout

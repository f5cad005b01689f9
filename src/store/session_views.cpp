#include "store/session_views.h"

#include <algorithm>

#include "checkout/erasure.h"

namespace till::store {

bool is_awaited(checkout::Status status) {
  using checkout::Status;
  return status == Status::pending_approval || status == Status::authentication_required;
}

bool fits(const checkout::Session& session, const app::SessionFilter& filter) {
  if (session.kind != checkout::SessionKind::checkout) return false;
  if (filter.status && session.status != *filter.status) return false;
  if (!filter.agent.empty() && session.agent != filter.agent) return false;
  if (filter.since && session.created_at < *filter.since) return false;
  if (filter.until && session.created_at >= *filter.until) return false;
  return filter.email.empty() || checkout::holds_email(session, filter.email);
}

SessionId first_before(const app::SessionFilter& filter) {
  SessionId first;
  first.bytes.fill(0xff);
  if (filter.until) {
    const Timestamp end = *filter.until + kIdSlack;
    auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(end.ms, 0));
    for (std::size_t i = 6; i-- > 0; ms >>= 8U) {
      first.bytes[i] = static_cast<std::uint8_t>(ms & 0xffU);
    }
  }
  return filter.before ? std::min(*filter.before, first) : first;
}

bool ends(const checkout::Session& session, const app::SessionFilter& filter) {
  return filter.since && session.created_at + kIdSlack < *filter.since;
}

}  // namespace till::store

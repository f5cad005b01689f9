#include "app/retention.h"

#include "checkout/erasure.h"

namespace till::app {

using checkout::Session;
using checkout::Status;

Fate fate_of(const Session& session, const Retention& retention, Timestamp now) {
  if (!checkout::is_over(session.status)) return Fate::kept;
  const Milliseconds age = now - session.updated_at;
  if (session.status == Status::completed) {
    const bool due = age > retention.completed_sessions;
    return due && checkout::without_buyer(session) != session ? Fate::loses_buyer : Fate::kept;
  }
  const Milliseconds ended =
      session.status == Status::expired ? retention.expired_sessions : retention.canceled_sessions;
  const bool cart = session.kind == checkout::SessionKind::cart;
  return age > (cart ? retention.carts : ended) ? Fate::dropped : Fate::kept;
}

}  // namespace till::app

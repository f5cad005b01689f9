// The next version of a session in which its order changed, and the commit of it. Private to app.
#pragma once

#include <memory>
#include <utility>

#include "app/use_case.h"

namespace till::app {

inline Changeset next_version(const checkout::Session& session, checkout::Order order,
                              Timestamp now) {
  checkout::Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.order = order;
  Changeset changeset;
  changeset.session = std::make_shared<const checkout::Session>(std::move(next));
  changeset.order = std::move(order);
  return changeset;
}

inline Decision commit_next(Changeset changeset) {
  SessionReply reply{changeset.session, Success::ok};
  return {std::move(reply), std::move(changeset)};
}

}  // namespace till::app

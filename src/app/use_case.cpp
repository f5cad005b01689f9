#include "app/use_case.h"

#include "base/ensure.h"

namespace till::app {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Refusal session_not_found() { return {RefusalCode::not_found, {}, TextId::session_unknown}; }

Refusal key_conflict() { return {RefusalCode::idempotency_conflict, {}, TextId::key_conflict}; }

Refusal key_in_flight() { return {RefusalCode::idempotency_in_flight, {}, TextId::key_in_flight}; }

checkout::SessionPtr visible_session(const Loaded& loaded, const std::string& agent) {
  const auto& session = loaded.session;
  const bool visible =
      session && session->agent == agent && session->kind == checkout::SessionKind::checkout;
  return visible ? session : nullptr;
}

Step UseCase::decide(const Loaded&, const Answers&, Timestamp) {
  TILL_ENSURE(false);  // It asks nothing.
  return nothing_to_do();
}

}  // namespace till::app

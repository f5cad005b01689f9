// Desk: what every transport does with a request it has admitted: decode, perform, render.
#pragma once

#include <optional>

#include "app/checkout_service.h"
#include "app/order_service.h"
#include "base/clock.h"
#include "base/task.h"
#include "json/body.h"
#include "wire/dialects.h"
#include "wire/rendered_sessions.h"

namespace till::wire {

struct DeskDependencies {
  app::CheckoutService& service;
  app::OrderService& orders;
  const Dialects& dialects;
  const Clock& clock;
};

// Any thread may call. The dependencies must outlive it and every call.
class Desk {
 public:
  explicit Desk(DeskDependencies dependencies);

  const Dialects& dialects() const { return dependencies_.dialects; }

  // In what a key is unique: agent, path and key (ID-03). Of `asked` only these are read. The same
  // whatever carries the request, so that a step begun over one transport is not done again over
  // another.
  static Digest key_scope(const Dialect& dialect, const Asked& asked);

  // Carries out what is asked in `dialect`, and answers in it; or, under a key that was answered
  // before, in the dialect of that answer. What only looks has no body. `dialect` and what `asked`
  // refers to must outlive the call.
  Task<Answer> serve(const Dialect& dialect, Asked asked, std::optional<json::Body> body,
                     Executor& executor);

 private:
  app::Decoded<app::Command> decode(const Dialect& dialect, const Asked& asked,
                                    const std::optional<json::Body>& body) const;
  // Waits for what was begun and renders it. Apart from serve(), so that what was decoded stays in
  // no coroutine but that of its use case.
  Task<Answer> answer(const Dialect& dialect, Asked asked, Task<app::Reply> begun);
  Task<Answer> answer(const Dialect& dialect, Asked asked, Task<app::OrderAnswer> begun);
  Answer render(const Dialect& asked_in, const Asked& asked, const app::Reply& reply);

  DeskDependencies dependencies_;
  RenderedSessions shown_sessions_;
};

}  // namespace till::wire

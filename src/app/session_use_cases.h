// Create, update, cancel, expire and end: what each asks and decides. Plain. Private to app.
#pragma once

#include <string>
#include <vector>

#include "app/checkout_service.h"
#include "app/pricing.h"
#include "app/use_case.h"

namespace till::app {

// Of each use case the dependencies must outlive it.
class Create final : public UseCase {
 public:
  Create(const CheckoutDependencies& dependencies, std::string agent,
         Decoded<checkout::CreateCommand>&& command);
  Step needs(const Loaded& loaded, Timestamp now) override;
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override;

 private:
  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<checkout::CreateCommand> command_;
  Pricing pricing_;
};

class Update final : public UseCase {
 public:
  Update(const CheckoutDependencies& dependencies, std::string agent,
         Decoded<checkout::UpdateCommand>&& command);
  Step needs(const Loaded& loaded, Timestamp now) override;
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override;
  bool follows() const override { return true; }

 private:
  checkout::Selections selections() const;
  const std::vector<checkout::RequestedLine>* requested() const;

  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<checkout::UpdateCommand> command_;
  Pricing pricing_;
};

class Cancel final : public UseCase {
 public:
  Cancel(const CheckoutDependencies& dependencies, std::string agent,
         Decoded<checkout::CancelCommand>&& command);
  Step needs(const Loaded& loaded, Timestamp now) override;

 private:
  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<checkout::CancelCommand> command_;
};

// Does what is due of a session; of one that is over, or never was, only its deadline is forgotten.
class Expire final : public UseCase {
 public:
  Expire(const CheckoutDependencies& dependencies, SessionId session)
      : dependencies_(dependencies), session_(session) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

 private:
  const CheckoutDependencies& dependencies_;
  SessionId session_;
};

// Calls a session or cart off, or lets it expire when its time has come.
class EndSession final : public UseCase {
 public:
  explicit EndSession(const CheckoutDependencies& dependencies) : dependencies_(dependencies) {}
  Step needs(const Loaded& loaded, Timestamp now) override;
  // Was it over when it was looked at last?
  bool was_over() const { return was_over_; }

 private:
  const CheckoutDependencies& dependencies_;
  bool was_over_ = false;
};

}  // namespace till::app

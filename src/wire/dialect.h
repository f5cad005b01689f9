// Dialect: a version of a protocol: how it is asked, and how it answers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/operation.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/language.h"
#include "checkout/dialect_id.h"
#include "checkout/seller_profile.h"
#include "json/body.h"
#include "wire/answer.h"
#include "wire/error_body.h"

namespace till::wire {

// A method and path of REST. Of static storage.
struct Route {
  std::string_view method;
  std::string_view before;  // The path up to {id}, or the whole path.
  bool has_id = false;
  std::string_view after;  // The path behind {id}.
  // Nothing: the document that says what there is, for anyone and in any version.
  std::optional<app::Operation> operation;
  std::string_view name;   // Method and pattern, for logs and metrics.
  std::string_view allow;  // All methods of this path.
  // The versions that ask for this dialect here, newest first.
  std::span<const std::string_view> versions = {};
  bool key_optional = false;  // Without a key it may be repeated as it is (ID-21).
};

// What a caller said beside the body, whatever carried it. Views into the request.
struct Asked {
  app::Operation operation = app::Operation::read;
  std::string_view agent;
  std::string_view id;               // Of what it is about; empty for what begins something.
  std::string_view key = {};         // Empty: there is none, and nothing is replayed.
  std::optional<Digest> scope = {};  // In which the key is unique; there with it.
  std::string_view root = "$";       // Where the caller's request holds the body.
  std::optional<Language> language = {};
  const app::GivenUp* given_up = nullptr;  // Null: whoever asked waits.
};

// What is said about a fault besides its own sentence.
struct FaultDetails {
  std::optional<app::Operation> operation;          // Nothing: it is not known what was asked.
  std::string_view sentence = {};                   // In the place of the fault's own.
  std::span<const std::string_view> versions = {};  // Those that would be spoken, newest first.
};

// Stateless once made, so that any thread may call. The seller's profile must outlive it.
class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual checkout::DialectId id() const = 0;
  // What callers name it by, newest first; never empty.
  virtual std::span<const std::string_view> versions() const = 0;
  virtual std::span<const Route> routes() const = 0;

  // What makes two bodies under one key the same request (ID-05).
  virtual Digest fingerprint(const json::Body& body, const Asked& asked) const = 0;
  // The command of an operation that changes something, or why its body is refused.
  virtual app::Decoded<app::Command> decode(const json::Body& body, const Asked& asked,
                                            Timestamp now) const = 0;

  // `root` as in Asked. A session's text depends on its version and status alone.
  virtual Answer render(app::Operation operation, const app::Reply& reply,
                        std::string_view root) const = 0;
  // What was refused before a use case was asked.
  virtual Answer fault(Fault fault, const FaultDetails& details) const = 0;

  // What whoever hears of an order is told: the body of an event.
  virtual std::string order_event(app::EventType type, const checkout::Order& order) const = 0;

  // What says what there is; empty when no route asks for it.
  virtual std::string discovery(const checkout::SellerProfile& profile) const = 0;
};

// The path of an operation over REST; empty when it has none.
std::string path_of(const Dialect& dialect, app::Operation operation, std::string_view id);

}  // namespace till::wire

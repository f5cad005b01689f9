// serve: the double as a process: HTTP, latency, faults and webhooks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/secret.h"

namespace till::stripe_double {

struct DoubleOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string tls_certificate;  // With its key; empty: plain HTTP.
  std::string tls_key;
  Secret secret_key{"sk_test_double"};
  std::string webhook_url;  // Empty: no events are sent.
  Secret webhook_secret{"whsec_double"};
  std::string webhook_ca_file;  // Empty: the system's authorities.
  std::uint64_t seed = 0;
  double faults = 0;            // The part of requests that meet one.
  std::int64_t latency_ms = 0;  // Of every request.
  double disorder = 0;          // The part of events that come late, and that come twice.
  std::optional<std::int64_t> authenticate_after_ms;  // What waits for its buyer succeeds then.
};

// Prints where it listens and serves until SIGTERM or SIGINT; the exit code. Faults to start are
// one line on stderr.
int serve(const DoubleOptions& options);

}  // namespace till::stripe_double

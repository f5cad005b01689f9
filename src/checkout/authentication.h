// 3-D Secure: what an agent needs to have a buyer authenticated, and what came of it (A15).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/secret.h"

namespace till::checkout {

enum class DirectoryServer { american_express, mastercard, visa };

// What the payment provider would like the issuer to do; the issuer decides (CO-10).
enum class AuthenticationFlow { challenge_mandated, challenge_preferred, frictionless_low_risk };

// What the payment provider asks for before it charges (CO-09).
struct AuthenticationRequest {
  std::string acquirer_bin;
  std::string acquirer_country;
  std::string acquirer_merchant_id;
  std::string merchant_name;
  std::optional<std::string> requestor_id;
  DirectoryServer directory_server = DirectoryServer::visa;
  std::optional<AuthenticationFlow> flow;
  bool operator==(const AuthenticationRequest&) const = default;
};

// CO-06, in the order in which the protocol lists them.
enum class AuthenticationOutcome {
  abandoned,
  attempt_acknowledged,
  authenticated,
  canceled,
  denied,
  informational,
  internal_error,
  not_supported,
  processing_error,
  rejected,
};

// What the issuer gave as proof; the payment provider checks it.
struct AuthenticationProof {
  Secret cryptogram;
  std::string indicator;  // The electronic commerce indicator: 01, 02, 05, 06 or 07.
  std::string transaction_id;
  std::string version;
  bool operator==(const AuthenticationProof&) const = default;
};

struct AuthenticationResult {
  AuthenticationOutcome outcome = AuthenticationOutcome::internal_error;
  std::optional<AuthenticationProof> proof;  // Always there when the outcome has one.
  bool operator==(const AuthenticationResult&) const = default;
};

// True for the outcomes that come with a proof, so that a charge may be tried (CO-07, CO-08).
bool has_proof(AuthenticationOutcome outcome);

}  // namespace till::checkout

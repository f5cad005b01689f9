// Errors as agents see them: the flat Error object and its HTTP status (ER-01 to ER-07).
#pragma once

#include <span>
#include <string_view>

#include "checkout/order_rules.h"
#include "checkout/refusal.h"
#include "wire/answer.h"

namespace till::wire {

// What the server refuses before a use case is asked. One enumerator a cause, in order of
// precedence of the checks.
enum class Fault {
  bad_request,               // 400 invalid_request: not HTTP
  request_timeout,           // 408
  headers_too_large,         // 431
  payload_too_large,         // 413
  unauthorized,              // 401
  forbidden,                 // 403: operators only
  rate_limited,              // 429
  path_not_found,            // 404 not_found
  method_not_allowed,        // 405
  missing_api_version,       // 400
  unsupported_api_version,   // 400
  unsupported_media_type,    // 415
  signature_missing,         // 401
  signature_invalid,         // 401
  signature_stale,           // 401
  signature_replayed,        // 401
  idempotency_key_required,  // 400
  idempotency_key_invalid,   // 400
  internal,                  // 500 processing_error
};

// Which closed list of codes the answer must keep to (C-14).
enum class CodeList { checkout, delegate_payment };

// `detail` replaces the fault's own sentence when not empty.
Answer render_fault(Fault fault, CodeList codes, std::string_view detail = {},
                    std::string_view param = {});
// The version faults carry the supported versions, newest first (VE-04).
Answer render_version_fault(Fault fault, CodeList codes,
                            std::span<const std::string_view> supported,
                            std::string_view sentence = {});
// `root` is where the request stands in what the agent sent, in the place of "$".
Answer render_refusal(const checkout::Refusal& refusal, CodeList codes,
                      std::string_view root = "$");
// What the operator is told.
Answer render_order_refusal(const checkout::OrderRefusal& refusal);

// HTTP status and code of a refusal or fault, as listed in docs/errors.md.
int status_of(checkout::RefusalCode code);
std::string_view code_of(checkout::RefusalCode code);
int status_of(Fault fault);
std::string_view code_of(Fault fault);

}  // namespace till::wire

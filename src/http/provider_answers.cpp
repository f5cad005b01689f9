#include "http/provider_answers.h"

#include <utility>

#include "http/answers.h"
#include "wire/error_body.h"
#include "wire/spelling.h"

namespace till::http {

using wire::CodeList;
using wire::Fault;

net::Response provider_answer(int status) {
  if (status == 200) return json_response(200, R"({"received":true})");
  if (status == 405) {
    return error_response(wire::render_fault(Fault::method_not_allowed, CodeList::checkout),
                          {{"Allow", "POST"}});
  }
  if (status == 413 || status == 429) {
    const Fault fault = status == 413 ? Fault::payload_too_large : Fault::rate_limited;
    net::Response response =
        error_response(wire::render_fault(fault, CodeList::checkout), {{"Retry-After", "1"}});
    response.close = true;
    return response;
  }
  const bool later = status == 503;
  const checkout::Refusal refusal = wire::refusal(
      later ? checkout::RefusalCode::unavailable : checkout::RefusalCode::invalid, "",
      later ? "The event cannot be taken now. Send it again."
            : "The event has no valid signature of this endpoint's secret, or is malformed.");
  return error_response(wire::render_refusal(refusal, CodeList::checkout));
}

}  // namespace till::http

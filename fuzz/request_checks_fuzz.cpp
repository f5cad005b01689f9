// Any method, path and headers through the checks before a body is read: only a known token gets
// past them, whatever gets past has a route, and each refusal is an Error that says why.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "base/limits.h"
#include "http/request_checks.h"
#include "wire/body.h"

namespace {

using namespace till;
using namespace till::http;

constexpr std::string_view kToken = "token-a";

std::string_view take(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view word = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return word;
}

// METHOD PATH, then a header a line, then an empty line and the body.
net::Request read(std::string_view rest) {
  net::Request request;
  std::string_view line = take(rest, '\n');
  request.method = take(line, ' ');
  request.path = line;
  while (!rest.empty()) {
    line = take(rest, '\n');
    if (line.empty()) break;
    const std::string_view name = take(line, ':');
    request.headers.push_back({std::string(name), std::string(line)});
  }
  request.body = rest;
  request.has_body = !rest.empty();
  return request;
}

void check_match(const net::Request& request, const Match& match) {
  TILL_ENSURE(match.route->name.starts_with(request.method + " /"));
  TILL_ENSURE(match.id.find('/') == std::string_view::npos);
  const bool has_id = match.route->name.find("{id}") != std::string_view::npos;
  TILL_ENSURE(has_id != match.id.empty());
  // The route with the id put in is the path.
  std::string path(match.route->name.substr(request.method.size() + 1));
  if (has_id) path.replace(path.find("{id}"), 4, match.id);
  TILL_ENSURE(path == request.path);
}

void check_rejection(const CheckOutcome& outcome) {
  const Rejection& rejection = *outcome.rejection;
  constexpr int kStatuses[] = {400, 401, 404, 405, 415};
  TILL_ENSURE(std::count(std::begin(kStatuses), std::end(kStatuses), rejection.answer.status) == 1);
  TILL_ENSURE(wire::parse_body(rejection.answer.body).has_value());
  const auto has = [&rejection](std::string_view name) {
    return std::any_of(rejection.headers.begin(), rejection.headers.end(),
                       [name](const net::Header& one) { return one.name == name; });
  };
  TILL_ENSURE(has("WWW-Authenticate") == (rejection.answer.status == 401));
  TILL_ENSURE(has("Allow") == (rejection.answer.status == 405));
}

void check_admitted(const net::Request& request, const CheckOutcome& outcome) {
  check_match(request, outcome.admitted.match);
  TILL_ENSURE(outcome.route == outcome.admitted.match.route->name);
  if (!outcome.admitted.match.route->operation) return;
  TILL_ENSURE(outcome.admitted.agent != nullptr && request.count("Authorization") == 1);
  TILL_ENSURE(request.header("Authorization")->ends_with(kToken));
  TILL_ENSURE(!request.header("API-Version").value_or("").empty());
  if (request.has_body) TILL_ENSURE(request.header("Content-Type").has_value());
}

void check_key(const net::Request& request) {
  const auto key = idempotency_key(request);
  if (!key) return;
  TILL_ENSURE(!key->empty() && key->size() <= limits::kIdempotencyKeyBytes);
  TILL_ENSURE(request.count("Idempotency-Key") == 1);
  TILL_ENSURE(key->find_first_of("\r\n") == std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Agents kAgents({{"agent-a", {sha256(kToken)}, {}}});
  const net::Request request = read({reinterpret_cast<const char*>(data), size});
  RateLimiter limiter({0, 0});
  static const checkout::SellerProfile kSeller;
  static const wire::Dialects kOpen(kSeller, {true});
  static const wire::Dialects kClosed(kSeller, {false});
  const wire::Dialects& dialects = size % 2 == 0 ? kOpen : kClosed;
  const auto outcome =
      check_request(request, {kAgents, limiter, Timestamp{1'795'514'400'000}, dialects});
  if (outcome.rejection) {
    check_rejection(outcome);
  } else {
    check_admitted(request, outcome);
  }
  check_key(request);
  return 0;
}

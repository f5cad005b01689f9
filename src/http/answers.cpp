#include "http/answers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/limits.h"
#include "net/cors.h"

namespace till::http {
namespace {

constexpr std::int64_t kLeastWaitSeconds = 1;
constexpr std::string_view kJson = "application/json";
constexpr std::size_t kEchoed = 2;  // Names of the request that are added to an answer.
constexpr std::string_view kKeyHeader = "Idempotency-Key";
constexpr std::string_view kRequestIdHeader = "Request-Id";

std::optional<std::string_view> sent_name(const net::Request& request, std::string_view header,
                                          std::size_t most) {
  const auto value = request.header(header);
  if (!value || value->empty() || value->size() > most) return std::nullopt;
  const bool printable =
      std::all_of(value->begin(), value->end(), [](char c) { return c >= ' ' && c < '\x7f'; });
  return printable ? value : std::nullopt;
}

}  // namespace

net::Response json_response(int status, std::string body, std::vector<net::Header> headers) {
  net::Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.headers.reserve(response.headers.size() + 2 + kEchoed);
  response.headers.push_back({"Content-Type", std::string(kJson)});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = std::move(body);
  return response;
}

net::Response public_document(std::string body) {
  net::Response response;
  response.headers = {{"Content-Type", std::string(kJson)},
                      {"Cache-Control", "public, max-age=3600"}};
  response.body = std::move(body);
  net::open_to_any_page(response);
  return response;
}

net::Response error_response(wire::Answer answer, std::vector<net::Header> headers) {
  const bool told = std::any_of(headers.begin(), headers.end(), [](const net::Header& header) {
    return header.name == "Retry-After";
  });
  if (!told && (answer.status == 409 || answer.status == 429 || answer.status == 503)) {
    const std::int64_t wait = std::max(answer.wait_seconds, kLeastWaitSeconds);
    headers.push_back({"Retry-After", std::to_string(wait)});
  }
  return json_response(answer.status, std::move(answer.body), std::move(headers));
}

net::Response response_of(wire::Answer answer) {
  std::vector<net::Header> headers;
  headers.reserve(4 + kEchoed);
  if (answer.replayed) headers.push_back({"Idempotent-Replayed", "true"});
  if (answer.status >= 400) return error_response(std::move(answer), std::move(headers));
  net::Response response = json_response(answer.status, std::move(answer.body), std::move(headers));
  response.shared_body = std::move(answer.shared_body);
  return response;
}

std::optional<std::string_view> sent_request_id(const net::Request& request) {
  return sent_name(request, kRequestIdHeader, limits::kRequestIdBytes);
}

void echo_names(const net::Request& request, net::Response& response) {
  if (const auto key = sent_name(request, kKeyHeader, limits::kIdempotencyKeyBytes)) {
    response.headers.push_back({std::string(kKeyHeader), std::string(*key)});
  }
  if (const auto id = sent_request_id(request)) {
    response.headers.push_back({std::string(kRequestIdHeader), std::string(*id)});
  }
}

}  // namespace till::http

#include "http/answers.h"

#include <algorithm>

#include <string_view>
#include <utility>

#include "net/cors.h"

namespace till::http {
namespace {

constexpr std::string_view kRetryAfterSeconds = "1";
constexpr std::string_view kJson = "application/json";
constexpr std::size_t kEchoed = 2;  // Names of the request that are added to an answer.

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

net::Response error_response(wire::ErrorAnswer answer, std::vector<net::Header> headers) {
  const bool told = std::any_of(headers.begin(), headers.end(), [](const net::Header& header) {
    return header.name == "Retry-After";
  });
  if (!told && (answer.status == 409 || answer.status == 429 || answer.status == 503)) {
    headers.push_back({"Retry-After", std::string(kRetryAfterSeconds)});
  }
  return json_response(answer.status, std::move(answer.body), std::move(headers));
}

}  // namespace till::http

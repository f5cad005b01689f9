// The answers of the API in JSON. Private to http.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_types.h"
#include "wire/error_body.h"

namespace till::http {

// Of one agent alone: nothing on the way may keep it.
net::Response json_response(int status, std::string body, std::vector<net::Header> headers = {});

// What anyone may read, pages of other origins included, and keep for a while.
net::Response public_document(std::string body);

// Any 409 and 503 says when to come again (ID-13, ER-04).
net::Response error_response(wire::Answer answer, std::vector<net::Header> headers = {});

// Either; says when it was given before (TR-09).
net::Response response_of(wire::Answer answer);

// What the agent calls its request, when that can stand in an answer and in a log.
std::optional<std::string_view> sent_request_id(const net::Request& request);

// Puts what the agent calls its request and its key on the answer (TR-07, TR-08).
void echo_names(const net::Request& request, net::Response& response);

}  // namespace till::http

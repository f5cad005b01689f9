// The headers and answers of Streamable HTTP that do not depend on a message.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/json_rpc.h"
#include "mcp/routing_headers.h"
#include "net/http_types.h"

namespace till::mcp {

net::Response json_response(int status, std::string body);
// An error that answers no message of a known id.
net::Response http_error(int status, const RpcError& error);
// What the transport refuses before a message is read. ACP's binding has one code for all of it,
// which the modern era keeps for that binding.
net::Response refusal_of(const net::Request& request, int status, RpcError error);
net::Response event_stream(std::shared_ptr<net::BodyStream> stream);

// The answer when content type or Accept are not what a POST may have.
std::optional<net::Response> check_post_headers(const net::Request& request);
// The answer when the protocol version is no legacy one.
std::optional<net::Response> check_version_header(const net::Request& request);
bool accepts_streams(const net::Request& request);
bool accepts_only_streams(const net::Request& request);

// What a browser is told before a page of another origin may call; it sends no token with it.
net::Response preflight_answer();
// Lets a page of this origin read the answer, and the headers that a client needs.
void allow_page(std::string_view origin, net::Response& response);

// RFC 9728: where tokens for this resource come from.
net::Response protected_resource(std::string_view resource, std::string_view name,
                                 const std::vector<std::string>& authorization_servers);

}  // namespace till::mcp

#include "golden/transcript.h"

namespace till::golden {
namespace {

// Bodies of requests that show a bound are long, and not what is kept.
constexpr std::size_t kShownBytes = 4096;

void write_headers(std::string& text, const std::vector<net::Header>& headers) {
  for (const net::Header& header : headers) {
    text.append(header.name).append(": ").append(header.value).append("\n");
  }
}

void write_request(std::string& text, std::string_view line,
                   const std::vector<net::Header>& headers, const std::string& body) {
  text.append("> ").append(line).append("\n");
  write_headers(text, headers);
  if (body.size() > kShownBytes) {
    text.append("(").append(std::to_string(body.size())).append(" bytes)\n");
  } else if (!body.empty()) {
    text.append(body).append("\n");
  }
}

void write_response(std::string& text, const net::Response& response) {
  text.append("< ").append(std::to_string(response.status)).append("\n");
  write_headers(text, response.headers);
  if (!response.body.empty()) text.append(response.body).append("\n");
  text.append("\n");
}

}  // namespace

void Transcript::add(const net::Request& request, const net::Response& response) {
  const std::string query = request.query.empty() ? "" : "?" + request.query;
  write_request(text_, std::string(request.sent_method()) + " " + request.path + query,
                request.headers, request.body);
  write_response(text_, response);
}

void Transcript::add(const net::ClientRequest& sent) {
  write_request(text_, sent.method + " " + sent.url, sent.headers, sent.body);
  text_.append("\n");
}

void Transcript::add(std::string_view what, const net::Response& response) {
  write_request(text_, what, {}, {});
  write_response(text_, response);
}

}  // namespace till::golden

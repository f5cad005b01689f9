// Transcript: what was asked and what was answered, as the text of one kept file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_client.h"
#include "net/http_types.h"

namespace till::golden {

class Transcript {
 public:
  // A request and its whole answer: method and path, status, headers, and the bytes of the body.
  void add(const net::Request& request, const net::Response& response);
  // What was sent to an agent's platform.
  void add(const net::ClientRequest& sent);
  // The answer to what is no request.
  void add(std::string_view what, const net::Response& response);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Plays a purchase and keeps what is to be looked at; `name` is that of its file.
struct Scenario {
  std::string name;
  std::function<void(Transcript& kept)> play;
};
using Scenarios = std::vector<Scenario>;

}  // namespace till::golden

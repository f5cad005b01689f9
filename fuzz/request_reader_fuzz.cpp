// Any bytes as the input of a connection: the same requests and the same fault come out however
// the bytes are cut into pieces, and what was read is read again the same in plain spelling.
// A malformed head may be found only at its end, so that every input is given one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "net/detail/request_reader.h"

namespace {

using till::net::Header;
using till::net::Request;
using till::net::detail::RequestReader;
using State = RequestReader::State;

constexpr std::size_t kHeader = 512;
constexpr std::size_t kBody = 64;
constexpr std::size_t kAllCuts = 160;  // Up to this length every cut is tried.

struct Reading {
  std::vector<Request> requests;
  State state = State::head;
  int fault = 0;
  bool old_client = false;
};

// Feeds one connection as the server does, until its input is used up or at fault.
class Feed {
 public:
  Feed() : reader_(kHeader, kBody) { reader_.begin(); }

  void give(std::string_view piece) {
    while (!piece.empty() && reading.state != State::faulty) {
      const auto space = reader_.space();
      TILL_ENSURE(space.size() > 0);
      const std::size_t count = std::min(piece.size(), space.size());
      std::memcpy(space.data(), piece.data(), count);
      reader_.received(count);
      piece.remove_prefix(count);
      advance();
    }
  }

  Reading reading;

 private:
  void advance() {
    reading.state = reader_.advance();
    while (reading.state == State::done) {
      reading.old_client = reader_.is_http10();
      reading.requests.push_back(reader_.take());
      reader_.begin();
      reading.state = reader_.advance();
    }
    if (reading.state == State::faulty) reading.fault = reader_.fault();
  }

  RequestReader reader_;
};

bool same(const Header& one, const Header& other) {
  return one.name == other.name && one.value == other.value;
}

bool same(const Request& one, const Request& other) {
  return one.method == other.method && one.path == other.path && one.query == other.query &&
         one.body == other.body && one.has_body == other.has_body &&
         std::equal(one.headers.begin(), one.headers.end(), other.headers.begin(),
                    other.headers.end(), [](const auto& a, const auto& b) { return same(a, b); });
}

void check_same(const Reading& one, const Reading& other) {
  TILL_ENSURE(one.state == other.state);
  // Of a head that is both malformed and too long, either may be found first.
  const bool too_long = one.fault == 431 || other.fault == 431;
  TILL_ENSURE(one.fault == other.fault || (too_long && one.state == State::faulty));
  TILL_ENSURE(one.requests.size() == other.requests.size());
  for (std::size_t i = 0; i < one.requests.size(); ++i) {
    TILL_ENSURE(same(one.requests[i], other.requests[i]));
  }
}

Reading read_in_steps(std::string_view text, std::size_t step) {
  Feed feed;
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) {
    feed.give(text.substr(0, step));
  }
  return feed.reading;
}

Reading read_cut(std::string_view text, std::size_t cut) {
  Feed feed;
  feed.give(text.substr(0, cut));
  feed.give(text.substr(cut));
  return feed.reading;
}

bool is_framing(const Header& header) {
  Request probe;
  probe.headers.push_back(header);
  return probe.header("Content-Length") || probe.header("Transfer-Encoding") ||
         probe.header("Trailer");
}

// The request with a plain length, whatever its framing was.
std::string plain_spelling(const Request& request) {
  std::string text = request.method + " " + request.path;
  if (!request.query.empty()) text += "?" + request.query;
  text += " HTTP/1.1\r\n";
  for (const Header& header : request.headers) {
    if (!is_framing(header)) text += header.name + ": " + header.value + "\r\n";
  }
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n";
  return text + request.body;
}

void check_request(const Request& request) {
  TILL_ENSURE(!request.method.empty() && !request.path.empty());
  TILL_ENSURE(request.path.find('?') == std::string::npos);
  TILL_ENSURE(request.body.size() <= kBody && request.has_body == !request.body.empty());
  for (const Header& header : request.headers) {
    TILL_ENSURE(!header.name.empty());
    TILL_ENSURE(header.name.find_first_of(" :\r\n") == std::string::npos);
    TILL_ENSURE(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
}

// Two readers in a row, a proxy's and ours, must see one and the same request.
void check_plain(const Request& request) {
  const std::string text = plain_spelling(request);
  if (request.count("Host") != 1 || text.size() - request.body.size() > kHeader) return;
  const Reading again = read_in_steps(text, text.size());
  TILL_ENSURE(again.state == State::head && again.requests.size() == 1);
  const Request& other = again.requests.front();
  TILL_ENSURE(other.method == request.method && other.path == request.path);
  TILL_ENSURE(other.query == request.query && other.body == request.body);
  TILL_ENSURE(plain_spelling(other) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = std::string(reinterpret_cast<const char*>(data), size) + "\r\n\r\n";
  const Reading whole = read_in_steps(text, text.size());
  if (whole.state == State::faulty) {
    constexpr int kFaults[] = {400, 413, 431, 501, 505};
    TILL_ENSURE(std::count(std::begin(kFaults), std::end(kFaults), whole.fault) == 1);
  }
  for (const Request& request : whole.requests) {
    check_request(request);
    check_plain(request);
    if (!whole.old_client) TILL_ENSURE(request.count("Host") <= 1);
  }
  check_same(whole, read_in_steps(text, 1));
  if (size > 0) check_same(whole, read_in_steps(text, 2 + data[size / 2] % 15));
  for (std::size_t cut = 1; cut < std::min(text.size(), kAllCuts); ++cut) {
    check_same(whole, read_cut(text, cut));
  }
  return 0;
}

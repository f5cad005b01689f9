// Any bytes as a server's answer: the same comes out however they are cut into pieces, within the
// bounds, and memory does not grow with what never ends.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/ensure.h"
#include "net/detail/answer_reader.h"

namespace {

using till::net::Header;
using till::net::Response;
using till::net::detail::AnswerReader;
using till::net::detail::Delivery;
using State = AnswerReader::State;

constexpr std::size_t kBody = 64;
constexpr std::size_t kAllCuts = 160;  // Up to this length every cut is tried.

// Reads until there is an answer; then, or at a fault, the rest is left.
class Feed {
 public:
  explicit Feed(bool head) : reader_(head, kBody) {}
  void give(std::string_view piece) {
    while (!piece.empty() && state_ == State::more) {
      const auto space = reader_.space();
      TILL_ENSURE(space.size() > 0);
      const std::size_t count = std::min(piece.size(), space.size());
      std::memcpy(space.data(), piece.data(), count);
      state_ = reader_.received(count);
      piece.remove_prefix(count);
    }
  }
  // The answer once the peer has closed; nothing when there is none.
  std::optional<Response> end() {
    if (state_ == State::more && reader_.any_byte()) state_ = reader_.ended();
    TILL_ENSURE((state_ == State::faulty) == static_cast<bool>(reader_.error()));
    if (state_ != State::done) return std::nullopt;
    return reader_.take();
  }

 private:
  AnswerReader reader_;
  State state_ = State::more;
};

std::optional<Response> read_in_steps(std::string_view text, bool head, std::size_t step) {
  Feed feed(head);
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) {
    feed.give(text.substr(0, step));
  }
  return feed.end();
}

std::optional<Response> read_cut(std::string_view text, bool head, std::size_t cut) {
  Feed feed(head);
  feed.give(text.substr(0, cut));
  feed.give(text.substr(cut));
  return feed.end();
}

// The answer as a sink gets it, put together again.
std::optional<Response> read_in_pieces(std::string_view text, bool head, std::size_t step) {
  AnswerReader reader(head, kBody, Delivery::in_pieces);
  std::optional<Response> answer;
  State state = State::more;
  while (!text.empty() && state == State::more) {
    const auto space = reader.space();
    const std::size_t count = std::min({text.size(), step, space.size()});
    std::memcpy(space.data(), text.data(), count);
    state = reader.received(count);
    text.remove_prefix(count);
    if (state == State::faulty) break;
    if (auto first = reader.take_head()) {
      TILL_ENSURE(!answer && first->body.empty());
      answer = std::move(first);
    }
    const std::string piece = reader.take_piece();
    TILL_ENSURE(piece.empty() || answer);
    if (answer) answer->body += piece;
  }
  return state == State::done ? answer : std::nullopt;
}

bool same(const std::optional<Response>& one, const std::optional<Response>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->status == other->status && one->body == other->body &&
         std::equal(one->headers.begin(), one->headers.end(), other->headers.begin(),
                    other->headers.end(), [](const Header& a, const Header& b) {
                      return a.name == b.name && a.value == b.value;
                    });
}

void check(const Response& response, bool head) {
  TILL_ENSURE(response.status >= 200 && response.status <= 999);
  TILL_ENSURE(response.body.size() <= kBody && (!head || response.body.empty()));
  for (const Header& header : response.headers) {
    TILL_ENSURE(!header.name.empty());
    TILL_ENSURE(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
}

}  // namespace

// The first byte tells whether the request was HEAD.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const bool head = data[0] % 2 == 1;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto whole = read_in_steps(text, head, text.size());
  if (whole) check(*whole, head);
  TILL_ENSURE(same(whole, read_in_steps(text, head, 1)));
  // What no length ends is whole only for who takes it as a whole, and so are fields behind chunks.
  for (const std::size_t step : {std::size_t{1}, text.size()}) {
    const auto pieces = read_in_pieces(text, head, step);
    if (!pieces) continue;
    TILL_ENSURE(whole && whole->status == pieces->status && whole->body == pieces->body);
  }
  TILL_ENSURE(same(whole, read_in_steps(text, head, 2 + data[size / 2] % 15)));
  for (std::size_t cut = 1; cut < std::min(text.size(), kAllCuts); ++cut) {
    TILL_ENSURE(same(whole, read_cut(text, head, cut)));
  }
  return 0;
}

// Whatever a client of MCP sends, over HTTP and over lines, in both eras and every version: what
// comes back is JSON-RPC, one answer for each request and with its id.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "json/large_integers.h"
#include "json/value.h"
#include "mcp/era.h"
#include "mcp/forwarded_line.h"
#include "mcp/line_server.h"
#include "mcp/listener.h"
#include "mcp/mcp_shop.h"

namespace {

using namespace till;
using mcp::Incoming;
using mcp::RpcMessage;
using mcp::Version;
using simdjson::dom::element;

constexpr std::size_t kLines = 8;   // Of one input; the rest is left.
constexpr int kInputsOfAShop = 64;  // Then another one is opened, or sessions fill the memory.
constexpr std::size_t kInput = 16'384;

// What is expected of one body or line.
struct Expected {
  bool readable = false;
  bool batch = false;
  std::vector<std::string> ids;  // Of what asks for an answer, in order.
  std::optional<Version> begins;
  mcp::SaidVersion said;            // By what is one message.
  mcp::Era era = mcp::Era::legacy;  // Of it, as a line.
  bool listens = false;
  bool answers = false;  // It is an answer itself.
};

// What is sent, read apart from how the program reads it: a byte order mark may stand before it,
// and integers that no 64 bits hold are marked texts here.
class Sent {
 public:
  explicit Sent(std::string_view text) {
    const std::string json(json::without_byte_order_mark(text));
    auto error = parser_.parse(json).get(root_);
    const auto readable = json::with_large_integers_as_texts(json);
    if (error == simdjson::NUMBER_ERROR && readable) {
      error = parser_.parse(*readable).get(root_);
      marked_ = true;
    }
    TILL_ENSURE(error == simdjson::SUCCESS);
  }

  element root() const { return root_; }

  bool is_text(element value) const {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return false;
    return !marked_ || !text.starts_with(json::kLargeIntegerMark);
  }

 private:
  simdjson::dom::parser parser_;
  element root_;
  bool marked_ = false;
};

// The id that an answer must have; empty for none.
std::string id_in(const Sent& sent, element message) {
  element id;
  if (message["id"].get(id) != simdjson::SUCCESS) return "";
  if (!sent.is_text(id) && !id.is_int64() && !id.is_uint64()) return "";
  std::string text = simdjson::minify(id);
  return text.size() <= Incoming::kIdBytes ? text : "";
}

Expected expect(const std::string& text) {
  Expected expected;
  const auto incoming = Incoming::parse(text);
  if (!incoming) {
    TILL_ENSURE(!incoming.error().message.empty());
    return expected;
  }
  expected.readable = true;
  expected.batch = incoming->is_batch();
  const Sent sent(text);
  TILL_ENSURE(sent.root().is_array() == expected.batch);
  TILL_ENSURE(incoming->size() >= 1 && incoming->size() <= Incoming::kBatch);
  for (std::size_t i = 0; i < incoming->size(); ++i) {
    const element entry = expected.batch ? sent.root().at(i).value() : sent.root();
    const auto message = incoming->message(i);
    if (!message) {
      TILL_ENSURE(message.error().id == id_in(sent, entry));
      expected.ids.push_back(message.error().id);
      continue;
    }
    TILL_ENSURE(message->kind == RpcMessage::Kind::response || entry["method"].is_string());
    if (!expected.batch) {
      expected.said = mcp::said_version(*message);
      expected.era = mcp::era_of_line(*message);
      expected.listens = message->method == "subscriptions/listen";
      expected.answers = message->kind == RpcMessage::Kind::response;
    }
    if (message->kind != RpcMessage::Kind::request) continue;
    TILL_ENSURE(message->id == id_in(sent, entry) && !message->id.empty());
    expected.ids.push_back(message->id);
    if (message->method == "initialize" && expected.era == mcp::Era::legacy) {
      expected.begins = mcp::McpServer::version_asked(*message);
    }
  }
  return expected;
}

// One answer: a result or an error that says something, and the id.
void check_answer(element answer, const std::string& id) {
  TILL_ENSURE(answer["jsonrpc"].get_string().value() == "2.0");
  element given;
  const bool named = answer["id"].get(given) == simdjson::SUCCESS;
  TILL_ENSURE(named ? simdjson::minify(given) == id : id.empty());
  TILL_ENSURE(answer["method"].error() == simdjson::NO_SUCH_FIELD);
  const bool result = answer["result"].error() == simdjson::SUCCESS;
  element error;
  const bool refused = answer["error"].get(error) == simdjson::SUCCESS;
  TILL_ENSURE(result != refused);
  if (result) {
    TILL_ENSURE(answer["result"].is_object());
    return;
  }
  std::int64_t code = 0;
  TILL_ENSURE(error["code"].get(code) == simdjson::SUCCESS && code <= -32000 && code >= -32768);
  TILL_ENSURE(code != -32603);  // Nothing that is sent makes the server fail.
  TILL_ENSURE(!error["message"].get_string().value().empty());
}

void check_notification(element said) {
  TILL_ENSURE(said["jsonrpc"].get_string().value() == "2.0");
  const std::string_view method = said["method"].get_string().value();
  TILL_ENSURE(method == "notifications/progress" ||
              method == "notifications/subscriptions/acknowledged");
  TILL_ENSURE(said["id"].error() == simdjson::NO_SUCH_FIELD);
}

// All that was said to one body or line, each on a line of its own.
void check_said(const std::vector<std::string>& said, const Expected& expected, bool allowed) {
  const bool read = expected.readable && allowed;
  if (read && expected.ids.empty()) return TILL_ENSURE(said.empty());
  TILL_ENSURE(!said.empty());
  for (std::size_t i = 0; i < said.size(); ++i) {
    TILL_ENSURE(said[i].find('\n') == std::string::npos);
    simdjson::dom::parser parser;
    const element root = parser.parse(said[i]).value();
    const bool last = i + 1 == said.size();
    if (!last) {
      check_notification(root);
    } else if (!read) {
      check_answer(root, "");
    } else if (!expected.batch) {
      check_answer(root, expected.ids.front());
    } else {
      TILL_ENSURE(root.get_array().size() == expected.ids.size());
      for (std::size_t at = 0; at < expected.ids.size(); ++at) {
        check_answer(root.at(at).value(), expected.ids[at]);
      }
    }
  }
}

void check_line(mcp::test::McpShop& shop, mcp::LineServer& lines, std::vector<std::string>& said,
                Version& version, const std::string& line) {
  const Expected expected = expect(line);
  const bool allowed = !expected.batch || mcp::has_batches(version);
  said.clear();
  int done = 0;
  lines.receive(line, [&done] { ++done; });
  shop.executor().run_all();
  TILL_ENSURE(done == 1);
  // What listens over lines is answered when it ends.
  if (expected.era == mcp::Era::modern && expected.listens) lines.end();
  check_said(said, expected, allowed);
  if (allowed) version = expected.begins.value_or(version);
}

std::vector<std::string> heard(mcp::test::McpShop& shop, const net::Response& response,
                               mcp::Era era, bool listens) {
  mcp::test::Listener listener(response.stream, shop.executor());
  if (listens) listener.close();
  TILL_ENSURE(listener.ended());
  std::string_view rest = listener.heard();
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    TILL_ENSURE(end != std::string_view::npos);
    const std::string_view line = rest.substr(0, end);
    TILL_ENSURE(line.empty() || (era == mcp::Era::legacy && line.starts_with("id: ")) ||
                line.starts_with("event: ") || line.starts_with("data: "));
    rest.remove_prefix(end + 1);
  }
  return mcp::test::messages_of(listener.heard());
}

// `session`: the request names one that lives.
void check_post(mcp::test::McpShop& shop, net::Request request, Version version,
                bool session = false) {
  const Expected expected = expect(request.body);
  const mcp::Era era = mcp::era_of_post(mcp::RoutingHeaders(request), expected.said, session);
  const bool modern = era == mcp::Era::modern;
  const bool allowed =
      modern ? !expected.batch && !expected.answers : !expected.batch || mcp::has_batches(version);
  const bool asks = !expected.readable || !allowed || !expected.ids.empty();
  const auto response = shop.send(std::move(request));
  TILL_ENSURE(shop.endpoint.idle());
  if (response.stream) {
    TILL_ENSURE(response.status == 200);
    const bool listens = modern && expected.listens;
    return check_said(heard(shop, response, era, listens), expected, allowed);
  }
  TILL_ENSURE(response.status == 200 || response.status == 202 || response.status == 400 ||
              (modern && response.status == 404));
  TILL_ENSURE((response.status == 202) == !asks);
  std::vector<std::string> said;
  if (!response.body.empty()) said.push_back(response.body);
  check_said(said, expected, allowed);
}

// A line of the modern era on its way over HTTP: what its headers say is what it says.
void check_forwarded(mcp::test::McpShop& shop, const std::string& line) {
  const auto headers = mcp::headers_to_post(line);
  if (!headers) return;
  net::Request request = mcp::test::post(line);
  for (const net::Header& header : *headers) {
    for (const char c : header.value) TILL_ENSURE(c >= ' ' && c <= '~');
    request.headers.push_back(header);
  }
  TILL_ENSURE(mcp::era_of_post(mcp::RoutingHeaders(request), expect(line).said, false) ==
              mcp::Era::modern);
  check_post(shop, std::move(request), mcp::kUnsaid);
}

struct Fixture {
  mcp::test::McpShop shop;
  std::vector<std::string> said;
  std::vector<std::pair<Version, std::string>> sessions;
  Fixture() {
    for (const Version version :
         {Version::v2025_03_26, Version::v2025_06_18, Version::v2025_11_25}) {
      sessions.emplace_back(version, shop.open(mcp::text_of(version)));
    }
  }
};

void check_line_by_line(Fixture& given, std::string_view text) {
  auto& shop = given.shop;
  mcp::LineServer lines({shop.server, shop.access, shop.rest.log, "agent-a", shop.executor(),
                         [&given](std::string_view line) { given.said.emplace_back(line); }});
  Version version = mcp::kUnsaid;
  for (std::size_t i = 0; i < kLines && !text.empty(); ++i) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    check_line(shop, lines, given.said, version, line);
    // Each version in turn: all of them for each line take too long.
    const auto& [spoken, session] = given.sessions[i % given.sessions.size()];
    check_post(shop, mcp::test::post(line, session), spoken, true);
    check_forwarded(shop, line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kInput) return -1;
  static std::unique_ptr<Fixture> given;
  static int inputs = 0;
  if (inputs++ % kInputsOfAShop == 0) given = std::make_unique<Fixture>();
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_post(given->shop, mcp::test::post(text), mcp::kUnsaid);
  net::Request streamed = mcp::test::post(text);
  http::test::set_header(streamed, "Accept", "text/event-stream");
  http::test::set_header(streamed, "MCP-Protocol-Version", "2025-06-18");
  check_post(given->shop, std::move(streamed), Version::v2025_06_18);
  check_line_by_line(*given, text);
  return 0;
}

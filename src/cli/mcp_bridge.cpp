#include "cli/mcp_bridge.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/json_writer.h"
#include "cli/json.h"
#include "cli/loop_thread.h"
#include "net/http_client.h"

namespace till::cli {
namespace {

constexpr std::chrono::milliseconds kPulse{1'000};
// Longer than a till takes for a request: what it answers late must not be lost.
constexpr std::chrono::milliseconds kPatience{120'000};
constexpr std::string_view kSessionHeader = "Mcp-Session-Id";
constexpr std::string_view kInitialized =
    R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

using Answer = Result<net::Response, net::ClientFailure>;

// What has to be known of a line to answer it when the till does not.
struct Envelope {
  std::string id = "null";  // As JSON; empty when the line asks for no answer.
  bool begins = false;      // It is the request that begins a session.
};

Envelope envelope_of(const std::string& line) {
  const Json message = Json::parse(line);
  const Json id = message.at("id");
  const Json method = message.at("method");
  if (!method.given()) return {id.given() ? id.json() : "null", false};
  return {id.given() ? id.json() : "", method.text() == "initialize"};
}

std::string error_line(const std::string& id, std::string_view error) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("jsonrpc", "2.0").key("id").raw(id).key("error").raw(error);
  json.end_object();
  return out;
}

std::string internal_error(const std::string& sentence) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("code", std::int64_t{-32603}).member("message", sentence);
  json.end_object();
  return out;
}

// Lines that go to a till and what comes back for them.
class Bridge {
 public:
  Bridge(const AgentEnv& env, net::HttpClient& client) : env_(env), client_(client) {}

  // What to write for the line; empty when that is nothing.
  std::string pass(const std::string& line) {
    const Envelope envelope = envelope_of(line);
    if (envelope.begins) session_.clear();
    Answer answer = send(line);
    if (is_over(answer) && begin_again()) answer = send(line);
    if (answer && envelope.begins) {
      initialize_ = line;
      take_session(*answer);
    }
    return written(answer, envelope);
  }

 private:
  Answer send(std::string_view line) {
    net::ClientRequest request{"POST", env_.url + "/mcp", {}, std::string(line), {}};
    request.headers = {{"Authorization", "Bearer " + env_.token.reveal()},
                       {"Content-Type", "application/json"},
                       {"Accept", "application/json"}};  // No streams: one line back for one line.
    if (!session_.empty()) request.headers.push_back({std::string(kSessionHeader), session_});
    return sync_wait(client_.send(std::move(request), loop_.executor()));
  }

  // A till that was started again knows none of the sessions of before, and the client behind these
  // lines knows nothing of sessions.
  bool is_over(const Answer& answer) const {
    return answer && answer->status == 404 && !session_.empty();
  }

  bool begin_again() {
    session_.clear();
    const Answer begun = send(initialize_);
    if (begun) take_session(*begun);
    if (session_.empty()) return false;
    const Answer told = send(kInitialized);
    return told && told->status < 400;
  }

  void take_session(const net::Response& answer) {
    if (const auto begun = answer.header(kSessionHeader)) session_ = *begun;
  }

  // What is refused before it is read names no message, but a client waits for the answer to its.
  std::string written(const Answer& answer, const Envelope& envelope) const {
    if (answer && answer->status < 400) return answer->body;
    if (envelope.id.empty()) return {};
    const Json error = answer ? Json::parse(answer->body).at("error") : Json();
    if (error.given()) return error_line(envelope.id, error.json());
    const std::string why =
        answer ? "status " + std::to_string(answer->status) : answer.error().detail;
    return error_line(envelope.id,
                      internal_error("The till at " + env_.url + " does not answer: " + why));
  }

  const AgentEnv& env_;
  net::HttpClient& client_;
  LoopThread loop_{kPulse};
  std::string session_;
  std::string initialize_;  // The line that began it.
};

}  // namespace

Result<void, Failure> bridge_mcp(const AgentEnv& env, LineInput& input,
                                 const std::function<void(std::string_view)>& write) {
  net::ClientOptions options;
  options.ca_file = env.ca_file;
  options.timeout = options.answer_timeout = kPatience;
  auto client = net::HttpClient::create(options);
  if (!client) return failed(client.error());
  Bridge bridge(env, **client);
  while (auto line = input.next()) {
    const std::string answer = bridge.pass(*line);
    if (!answer.empty()) write(answer);
  }
  return {};
}

}  // namespace till::cli

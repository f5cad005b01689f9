#include "cli/mcp_bridge.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/sync_wait.h"
#include "cli/bridged_answer.h"
#include "cli/event_reader.h"
#include "cli/json.h"
#include "cli/loop_thread.h"
#include "cli/modern_lines.h"
#include "net/http_client.h"

namespace till::cli {
namespace {

// Longer than a till takes for a request: what it answers late must not be lost.
constexpr std::chrono::milliseconds kPatience{120'000};
// A connection that listens is begun anew so often, or the end would have to wait for longer when
// the till does not answer.
constexpr std::chrono::milliseconds kListening{20'000};
constexpr std::chrono::milliseconds kPause{5'000};  // Before it is tried again in vain.
constexpr std::chrono::hours kNoLimit{24 * 365};
constexpr std::chrono::milliseconds kFarewell{2'000};
constexpr std::string_view kSessionHeader = "Mcp-Session-Id";
constexpr std::string_view kInitialized =
    R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

// What has to be known of a line to answer it when the till does not.
struct Envelope {
  std::string id;          // As JSON; empty when it has none.
  bool asks = true;        // For an answer.
  bool begins = false;     // It is the request that begins a session,
  bool has_begun = false;  // or says that the client is ready for what the till says.
};

Envelope envelope_of(const std::string& line) {
  const Json message = Json::parse(line);
  const Json id = message.at("id");
  const Json method = message.at("method");
  const std::string id_text = id.given() ? id.json() : std::string();
  if (!method.given()) return {id_text};
  const std::string name = method.text();
  return {id_text, id.given(), name == "initialize", name == "notifications/initialized"};
}

// Lines that go to a till and what comes back for them. pass() and end() on one thread, listen() on
// another.
class Bridge {
 public:
  Bridge(const AgentEnv& env, net::HttpClient& client, const WriteLine& write,
         const HeadersOf& headers_of)
      : env_(env),
        client_(client),
        write_(write),
        headers_of_(headers_of),
        modern_(env, client, loop_.executor(), [this](std::string_view line) { say(line); }) {}

  // Writes what comes back for the line: nothing, an answer, or what is told and then an answer.
  void pass(const std::string& line) {
    if (const auto headers = headers_of_(line)) return modern_.pass(line, *headers);
    if (cancels_modern(line)) return;
    const Envelope envelope = envelope_of(line);
    if (envelope.begins) session_.clear();
    answered_ = false;
    HttpAnswer answer = send(line, true);
    if (is_over(answer) && begin_again()) answer = send(line, true);
    if (answer && envelope.begins) {
      initialize_ = line;
      take_session(*answer);
    }
    if (!answered_) say(bridged_answer(answer, envelope.id, envelope.asks, env_.url));
    if (envelope.has_begun) listen_to(session_);
  }

  // Writes what the till says by itself, until end().
  void listen() {
    std::string session;
    EventReader events = reader();
    for (bool heard = false; wait_for_session(session, heard);) {
      if (auto next = heard_session(); next != session) {
        session = std::move(next);
        events = reader();
      }
      heard = hear(session, events);
    }
  }

  // Ends the session and listen().
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    modern_.end();
    if (session_.empty()) return;
    net::ClientRequest request{
        "DELETE", env_.url + "/mcp", headers("*/*", session_), {}, kFarewell};
    sync_wait(client_.send(std::move(request), loop_.executor()));
  }

 private:
  bool cancels_modern(const std::string& line) {
    const Json message = Json::parse(line);
    if (message.at("method").text() != "notifications/cancelled") return false;
    const Json id = message.at("params").at("requestId");
    return id.given() && modern_.cancel(id.json());
  }

  std::vector<net::Header> headers(std::string_view accept, const std::string& session) const {
    std::vector<net::Header> all{{"Authorization", "Bearer " + env_.token.reveal()},
                                 {"Accept", std::string(accept)}};
    if (!session.empty()) all.push_back({std::string(kSessionHeader), session});
    return all;
  }

  // The answer to a line; what comes as a stream is written at once when it is to be `passed` on.
  HttpAnswer send(std::string_view line, bool passed) {
    net::ClientRequest request{"POST",
                               env_.url + "/mcp",
                               headers("application/json, text/event-stream", session_),
                               std::string(line),
                               {}};
    request.headers.push_back({"Content-Type", "application/json"});
    EventReader events([this](std::string_view message) {
      answered_ = answered_ || !Json::parse(message).at("method").given();
      say(message);
    });
    if (passed) request.on_events = [&events](std::string_view piece) { events.feed(piece); };
    return sync_wait(client_.send(std::move(request), loop_.executor()));
  }

  EventReader reader() {
    return EventReader([this](std::string_view message) { say(message); });
  }

  // Listens for a while, from where it was; false when the till does not let it or is not there.
  bool hear(const std::string& session, EventReader& events) {
    net::ClientRequest request{
        "GET", env_.url + "/mcp", headers("text/event-stream", session), {}, kListening};
    if (!events.last_id().empty()) request.headers.push_back({"Last-Event-ID", events.last_id()});
    bool heard = false;
    request.on_events = [&](std::string_view piece) {
      heard = true;
      events.feed(piece);
    };
    events.begin_again();
    const HttpAnswer answer = sync_wait(client_.send(std::move(request), loop_.executor()));
    if (answer && answer->status >= 400) leave(session);
    return heard;
  }

  // Waits until there is a session to listen to; when the one before gave nothing, for a while at
  // least. False at the end.
  bool wait_for_session(const std::string& before, bool heard) {
    std::unique_lock lock(mutex_);
    const auto changes = [&] { return ended_ || (!heard_.empty() && heard_ != before); };
    if (!heard) changed_.wait_for(lock, kPause, changes);
    changed_.wait(lock, [&] { return ended_ || !heard_.empty(); });
    return !ended_;
  }
  std::string heard_session() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  void listen_to(const std::string& session) {
    {
      const std::lock_guard lock(mutex_);
      heard_ = session;
    }
    changed_.notify_all();
  }
  // The till does not know it any more.
  void leave(const std::string& session) {
    const std::lock_guard lock(mutex_);
    if (heard_ == session) heard_.clear();
  }

  // A till that was started again knows none of the sessions of before, and the client behind these
  // lines knows nothing of sessions.
  bool is_over(const HttpAnswer& answer) const {
    return answer && answer->status == 404 && !session_.empty();
  }

  bool begin_again() {
    session_.clear();
    const HttpAnswer begun = send(initialize_, false);
    if (begun) take_session(*begun);
    if (session_.empty()) return false;
    const HttpAnswer told = send(kInitialized, false);
    if (!told || told->status >= 400) return false;
    listen_to(session_);
    return true;
  }

  void take_session(const net::Response& answer) {
    if (const auto begun = answer.header(kSessionHeader)) session_ = *begun;
  }

  void say(std::string_view line) {
    if (line.empty()) return;
    const std::lock_guard lock(writing_);
    write_(line);
  }

  const AgentEnv& env_;
  net::HttpClient& client_;
  const WriteLine& write_;
  const HeadersOf& headers_of_;
  LoopThread loop_;
  std::string session_;
  std::string initialize_;  // The line that began it.
  bool answered_ = false;   // The line that is passed was answered by a stream.
  std::mutex writing_;
  std::mutex mutex_;  // Of what follows.
  std::condition_variable changed_;
  std::string heard_;  // The session to listen to; empty: none.
  bool ended_ = false;
  ModernLines modern_;
};

}  // namespace

Result<void, Failure> bridge_mcp(const AgentEnv& env, LineInput& input, const WriteLine& write,
                                 const HeadersOf& headers_of) {
  net::ClientOptions options;
  options.ca_file = env.ca_file;
  options.timeout = kPatience;
  options.answer_timeout = kNoLimit;  // Of the request it is a part of, which has one.
  auto client = net::HttpClient::create(options);
  if (!client) return failed(client.error());
  Bridge bridge(env, **client, write, headers_of);
  std::thread listener([&bridge] { bridge.listen(); });
  while (auto line = input.next()) bridge.pass(*line);
  bridge.end();
  listener.join();
  return {};
}

}  // namespace till::cli

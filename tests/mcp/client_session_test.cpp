#include "mcp/client_session.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "mcp/listener.h"

namespace till::mcp {
namespace {

using test::Listener;

constexpr Timestamp kNow{1'000'000};
constexpr Version kVersion = Version::v2025_06_18;

TEST(ClientSessions, AreFoundByTheirAgentOnly) {
  ClientSessions sessions;
  const auto opened = sessions.open("agent-a", "s1", kVersion, kNow);
  EXPECT_EQ(sessions.find("agent-a", "s1", kNow), opened);
  EXPECT_EQ(sessions.find("agent-b", "s1", kNow), nullptr);
  EXPECT_EQ(sessions.find("agent-a", "s2", kNow), nullptr);
  EXPECT_FALSE(sessions.end("agent-b", "s1"));
  EXPECT_EQ(sessions.find("agent-a", "s1", kNow), opened);
}

TEST(ClientSessions, AreOverOnceTheyEnd) {
  app::ManualExecutor executor;
  ClientSessions sessions;
  const auto opened = sessions.open("agent-a", "s1", kVersion, kNow);
  Listener listener(opened->own_stream()->read(0, false), executor);
  EXPECT_TRUE(sessions.end("agent-a", "s1"));
  executor.run_all();
  EXPECT_TRUE(listener.ended());
  EXPECT_EQ(sessions.find("agent-a", "s1", kNow), nullptr);
  EXPECT_FALSE(sessions.end("agent-a", "s1"));
  EXPECT_EQ(sessions.size(), 0U);
}

TEST(ClientSessions, HaveNoStreamThatStaysOpenOnceTheyAreOver) {
  app::ManualExecutor executor;
  ClientSessions sessions;
  const auto opened = sessions.open("agent-a", "s1", kVersion, kNow);
  sessions.end("agent-a", "s1");  // Just before a request that has found it listens.
  const Listener listener(opened->own_stream()->read(0, false), executor);
  EXPECT_TRUE(listener.ended());
}

TEST(ClientSessions, AreOverWhenUnusedForLong) {
  ClientSessions sessions({10, Milliseconds(100)});
  sessions.open("agent-a", "s1", kVersion, kNow);
  EXPECT_NE(sessions.find("agent-a", "s1", kNow + Milliseconds(99)), nullptr);
  EXPECT_NE(sessions.find("agent-a", "s1", kNow + Milliseconds(198)), nullptr) << "used meanwhile";
  EXPECT_EQ(sessions.find("agent-a", "s1", kNow + Milliseconds(298)), nullptr);
  sessions.open("agent-a", "s2", kVersion, kNow + Milliseconds(298));
  EXPECT_EQ(sessions.size(), 1U) << "what is over is swept";
}

TEST(ClientSessions, MakeRoomForAnotherByTheOneUnusedForLongest) {
  ClientSessions sessions({2, Milliseconds(1'000)});
  sessions.open("agent-a", "s1", kVersion, kNow);
  sessions.open("agent-a", "s2", kVersion, kNow);
  sessions.open("agent-b", "s1", kVersion, kNow);
  EXPECT_NE(sessions.find("agent-a", "s1", kNow), nullptr);
  sessions.open("agent-a", "s3", kVersion, kNow);
  EXPECT_NE(sessions.find("agent-a", "s1", kNow), nullptr);
  EXPECT_EQ(sessions.find("agent-a", "s2", kNow), nullptr);
  EXPECT_NE(sessions.find("agent-b", "s1", kNow), nullptr) << "others' sessions are not counted";
}

TEST(ClientSessions, AllHearWhatIsAnnounced) {
  app::ManualExecutor executor;
  ClientSessions sessions;
  Listener first(sessions.open("a", "s1", kVersion, kNow)->own_stream()->read(0, false), executor);
  Listener second(sessions.open("b", "s2", kVersion, kNow)->own_stream()->read(0, false), executor);
  sessions.announce("{}");
  executor.run_all();
  for (const Listener* listener : {&first, &second}) {
    EXPECT_EQ(listener->heard(), "id: 1-1\nevent: message\ndata: {}\n\n");
  }
}

TEST(ClientSession, FindsAStreamByAnEventThatItGave) {
  ClientSession session("s", kVersion);
  const auto stream = session.open_stream();
  stream->push("1");
  session.own_stream()->push("a");
  EXPECT_NE(stream->stream(), 1U);
  EXPECT_EQ(session.find_stream({stream->stream(), 0}), stream);
  EXPECT_EQ(session.find_stream({stream->stream(), 1}), stream);
  EXPECT_EQ(session.find_stream({stream->stream(), 2}), nullptr) << "never given";
  EXPECT_EQ(session.find_stream({1, 1}), session.own_stream());
  EXPECT_EQ(session.find_stream({1, 2}), nullptr);
  EXPECT_EQ(session.find_stream({99, 0}), nullptr);
}

TEST(ClientSession, KeepsTheLastStreamsThatAreFinished) {
  ClientSession session("s", kVersion);
  const auto under_way = session.open_stream();
  std::vector<std::shared_ptr<EventLog>> finished;
  for (std::size_t i = 0; i < ClientSession::kKeptStreams + 2; ++i) {
    finished.push_back(session.open_stream());
    finished.back()->finish();
  }
  const auto last = session.open_stream();
  const auto found = [&session](const auto& stream) {
    return session.find_stream({stream->stream(), 0}) == stream;
  };
  EXPECT_FALSE(found(finished[0]));
  EXPECT_FALSE(found(finished[1]));
  for (std::size_t i = 2; i < finished.size(); ++i) EXPECT_TRUE(found(finished[i])) << i;
  EXPECT_TRUE(found(under_way));
  EXPECT_TRUE(found(last));
}

TEST(ClientSession, OpensSoManyStreamsAtOnce) {
  ClientSession session("s", kVersion);
  const auto first = session.open_stream();
  for (std::size_t i = 1; i < ClientSession::kStreams; ++i) {
    EXPECT_NE(session.open_stream(), nullptr);
  }
  EXPECT_EQ(session.open_stream(), nullptr);
  first->finish();
  EXPECT_NE(session.open_stream(), nullptr);
}

TEST(ClientSession, RemembersWhatWasCancelledWhileItIsUnderWay) {
  ClientSession session("s", kVersion);
  session.cancel("1");
  EXPECT_TRUE(session.begin("1"));
  EXPECT_FALSE(session.begin("1")) << "under way already";
  EXPECT_TRUE(session.begin("\"1\"")) << "a text is another id than a number";
  session.cancel("1");
  EXPECT_TRUE(session.end("1"));
  EXPECT_FALSE(session.end("\"1\""));
  EXPECT_FALSE(session.end("1")) << "no longer under way";
  EXPECT_TRUE(session.begin("1"));
  EXPECT_FALSE(session.end("1")) << "a cancellation is of one request";
}

TEST(ClientSession, TracksSoManyRequestsAtOnce) {
  ClientSession session("s", kVersion);
  for (std::size_t i = 0; i < ClientSession::kRequests; ++i) {
    EXPECT_TRUE(session.begin(std::to_string(i)));
  }
  EXPECT_FALSE(session.begin("more"));
  session.end("0");
  EXPECT_TRUE(session.begin("more"));
}

// A token that counts no more must not go on reading.
TEST(ClientSessions, CutOffWhoReadsWhenATokenIsRevoked) {
  app::ManualExecutor executor;
  ClientSessions sessions;
  const auto opened = sessions.open("agent-a", "s1", kVersion, kNow);
  const auto other = sessions.open("agent-b", "s2", kVersion, kNow);
  const Listener own(opened->own_stream()->read(0, false), executor);
  const Listener call(opened->open_stream()->read(0, false), executor);
  const Listener others(other->own_stream()->read(0, false), executor);
  sessions.cut_off("agent-a", false);
  executor.run_all();
  EXPECT_TRUE(own.ended());
  EXPECT_TRUE(call.ended());
  EXPECT_FALSE(others.ended());
  EXPECT_NE(sessions.find("agent-a", "s1", kNow), nullptr) << "with another token it goes on";
  sessions.cut_off("agent-a", true);
  EXPECT_EQ(sessions.find("agent-a", "s1", kNow), nullptr) << "the agent is gone";
  EXPECT_NE(sessions.find("agent-b", "s2", kNow), nullptr);
}

}  // namespace
}  // namespace till::mcp

#include "mcp/event_log.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "mcp/listener.h"

namespace till::mcp {
namespace {

using test::Listener;

constexpr const char* kBeat = ": still here\n\n";

std::string event(int stream, std::uint64_t number, std::string_view data) {
  return "id: " + std::to_string(stream) + "-" + std::to_string(number) +
         "\nevent: message\ndata: " + std::string(data) + "\n\n";
}

struct Stream {
  app::ManualExecutor executor;
  std::shared_ptr<EventLog> log = std::make_shared<EventLog>(7);
};

TEST(EventLog, GivesWhatWasSaidAndWhatIsSaidLater) {
  Stream given;
  given.log->push("{\"a\":1}");
  Listener listener(given.log->read(0, false), given.executor);
  EXPECT_EQ(listener.heard(), event(7, 1, "{\"a\":1}"));
  EXPECT_FALSE(listener.ended());
  given.log->push("2");
  given.log->push("3");
  given.executor.run_all();
  EXPECT_EQ(listener.heard(), event(7, 1, "{\"a\":1}") + event(7, 2, "2") + event(7, 3, "3"));
  given.log->finish();
  given.executor.run_all();
  EXPECT_TRUE(listener.ended());
}

TEST(EventLog, IsReadAgainFromAnyEventOn) {
  Stream given;
  for (const char* text : {"1", "2", "3"}) given.log->push(text);
  given.log->finish();
  const struct {
    std::uint64_t after;
    std::string heard;
  } rows[] = {
      {0, event(7, 1, "1") + event(7, 2, "2") + event(7, 3, "3")},
      {1, event(7, 2, "2") + event(7, 3, "3")},
      {3, ""},
  };
  for (const auto& row : rows) {
    Listener listener(given.log->read(row.after, false), given.executor);
    EXPECT_EQ(listener.heard(), row.heard) << row.after;
    EXPECT_TRUE(listener.ended()) << row.after;
  }
}

TEST(EventLog, BeginsWithAnIdWhenPrimed) {
  Stream given;
  Listener listener(given.log->read(0, true), given.executor);
  EXPECT_EQ(listener.heard(), "id: 7-0\ndata: \n\n");
  given.log->push("1");
  given.executor.run_all();
  EXPECT_EQ(listener.heard(), "id: 7-0\ndata: \n\n" + event(7, 1, "1"));
}

TEST(EventLog, HasOneReaderTheLastToAsk) {
  Stream given;
  Listener first(given.log->read(0, false), given.executor);
  Listener second(given.log->read(0, false), given.executor);
  EXPECT_TRUE(first.ended());
  given.log->push("1");
  given.executor.run_all();
  EXPECT_EQ(first.heard(), "");
  EXPECT_EQ(second.heard(), event(7, 1, "1"));
}

TEST(EventLog, GoesOnWhenAReaderOfBeforeLeavesLate) {
  Stream given;
  auto first = std::make_unique<Listener>(given.log->read(0, false), given.executor);
  Listener second(given.log->read(0, false), given.executor);
  first.reset();
  given.log->push("1");
  given.executor.run_all();
  EXPECT_EQ(second.heard(), event(7, 1, "1"));
}

TEST(EventLog, KeepsSoManyEventsAndNoMore) {
  Stream given;
  for (std::size_t i = 0; i < EventLog::kKeptEvents + 2; ++i) given.log->push("x");
  EXPECT_EQ(given.log->last(), EventLog::kKeptEvents + 2);
  Listener listener(given.log->read(0, false), given.executor);
  std::string kept;
  for (std::size_t i = 3; i <= EventLog::kKeptEvents + 2; ++i) kept += event(7, i, "x");
  EXPECT_EQ(listener.heard(), kept);
}

TEST(EventLog, BeatsOnlyIntoSilence) {
  Stream given;
  Listener listener(given.log->read(0, false), given.executor);
  listener.beat();
  EXPECT_EQ(listener.heard(), kBeat);
  listener.beat();
  given.log->push("1");
  given.executor.run_all();
  EXPECT_EQ(listener.heard(), std::string(kBeat) + kBeat + event(7, 1, "1"));
  EXPECT_EQ(given.log->last(), 1U) << "a beat is no event";
}

TEST(EventLog, EndsForAClientThatIsGone) {
  Stream given;
  Listener listener(given.log->read(0, false), given.executor);
  listener.close();
  EXPECT_TRUE(listener.ended());
  given.log->push("1");
  listener.beat();
  EXPECT_EQ(listener.heard(), "");
  Listener next(given.log->read(0, false), given.executor);
  EXPECT_EQ(next.heard(), event(7, 1, "1")) << "what it missed is kept";
}

TEST(EventLog, TakesNothingOnceItIsFinished) {
  Stream given;
  given.log->finish();
  given.log->push("1");
  EXPECT_TRUE(given.log->finished());
  EXPECT_EQ(given.log->last(), 0U);
}

TEST(EventIds, NameAStreamAndANumber) {
  const auto place = parse_event_id("12-34");
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->stream, 12U);
  EXPECT_EQ(place->number, 34U);
  for (const char* text : {"", "-", "1", "1-", "-1", "a-1", "1-a", "1-2-3", " 1-2", "1-2 ", "+1-2",
                           "1--2", "1-18446744073709551616"}) {
    EXPECT_FALSE(parse_event_id(text).has_value()) << text;
  }
}

TEST(EventLog, KeepsSoManyBytesButAlwaysTheLastEvent) {
  Stream given;
  const std::string half(EventLog::kKeptBytes / 2, 'x');
  for (int i = 0; i < 3; ++i) given.log->push(half);
  given.log->finish();
  EXPECT_LE(Listener(given.log->read(0, false), given.executor).heard().size(),
            EventLog::kKeptBytes);
  Stream large;
  large.log->push(std::string(EventLog::kKeptBytes * 2, 'x'));
  EXPECT_GT(Listener(large.log->read(0, false), large.executor).heard().size(),
            EventLog::kKeptBytes * 2);
}

TEST(EventLog, ForgetsNothingThatItsReaderStillHasToGet) {
  Stream given;
  const auto reader = given.log->read(0, false);
  given.log->push("1");
  given.log->finish();
  given.log->forget();
  EXPECT_FALSE(given.log->keeps(0)) << "nobody comes back to it";
  EXPECT_EQ(Listener(reader, given.executor).heard(), event(7, 1, "1"));
  EXPECT_EQ(Listener(given.log->read(0, false), given.executor).heard(), "");
}

TEST(EventLog, EndsTheConnectionOfItsReaderAndGoesOn) {
  Stream given;
  const Listener cut_off(given.log->read(0, false), given.executor);
  given.log->end_reader();
  given.executor.run_all();
  EXPECT_TRUE(cut_off.ended());
  given.log->push("1");
  EXPECT_EQ(Listener(given.log->read(0, false), given.executor).heard(), event(7, 1, "1"));
}

TEST(KeptStreams, ForgetWhatEndedFirstWhenThereIsTooMuch) {
  const auto kept = std::make_shared<KeptStreams>(10'000);
  std::vector<std::shared_ptr<EventLog>> logs;
  for (std::uint64_t number = 1; number <= 3; ++number) {
    logs.push_back(std::make_shared<EventLog>(number, kept));
    logs.back()->push(std::string(4'000, 'x'));
    logs.back()->finish();
  }
  EXPECT_FALSE(logs[0]->keeps(0));
  EXPECT_TRUE(logs[1]->keeps(0));
  EXPECT_TRUE(logs[2]->keeps(0));
}

}  // namespace
}  // namespace till::mcp

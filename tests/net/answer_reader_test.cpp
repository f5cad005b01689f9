// An answer comes out of its bytes whole, whatever the pieces, and never without bounds.
#include "net/detail/answer_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace till::net::detail {
namespace {

using State = AnswerReader::State;
constexpr std::size_t kBody = 64;

State feed(AnswerReader& reader, std::string_view text, std::size_t step) {
  State state = State::more;
  while (!text.empty() && state == State::more) {
    const auto space = reader.space();
    const std::size_t count = std::min({text.size(), step, space.size()});
    std::memcpy(space.data(), text.data(), count);
    state = reader.received(count);
    text.remove_prefix(count);
  }
  return state;
}

struct AnswerRow {
  const char* name;
  std::string text;
  int status;
  const char* body;
  bool reusable;
};

const AnswerRow kWhole[] = {
    {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
    {"chunks",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
     200, "hello", true},
    {"no body", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", true},
    {"another answer before",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nA: b\r\n\r\n"
     "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
     503, "", true},
    {"the last one", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", 200,
     "ok", false},
};

TEST(AnswerReader, ReadsAnAnswerInPiecesOfAnySize) {
  for (const AnswerRow& row : kWhole) {
    for (std::size_t step = 1; step <= row.text.size(); ++step) {
      AnswerReader reader(false, kBody);
      ASSERT_EQ(feed(reader, row.text, step), State::done) << row.name << step;
      EXPECT_EQ(reader.reusable(), row.reusable) << row.name;
      const Response response = reader.take();
      EXPECT_EQ(response.status, row.status) << row.name;
      EXPECT_EQ(response.body, row.body) << row.name;
    }
  }
}

TEST(AnswerReader, TakesTheEndOfTheConnectionForTheEndOfABodyWithoutALength) {
  AnswerReader reader(false, kBody);
  ASSERT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\nhello", 3), State::more);
  ASSERT_EQ(reader.ended(), State::done);
  EXPECT_FALSE(reader.reusable());
  EXPECT_EQ(reader.take().body, "hello");
}

TEST(AnswerReader, GivesServerSentEventsAsTheyCome) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: ";
  AnswerReader events(false, kBody);
  EXPECT_EQ(events.take_events(), "");
  feed(events, head + "text/event-stream\r\n\r\n5\r\nhello\r\n", 7);
  EXPECT_EQ(events.take_events(), "hello");
  EXPECT_EQ(events.take_events(), "");
  EXPECT_EQ(feed(events, "2\r\nyo\r\n0\r\n\r\n", 7), State::done);
  EXPECT_EQ(events.take_events(), "yo");
  EXPECT_EQ(events.take().body, "");
  AnswerReader other(false, kBody);
  EXPECT_EQ(feed(other, head + "text/plain\r\n\r\n2\r\nhe\r\n0\r\n\r\n", 7), State::done);
  EXPECT_EQ(other.take_events(), "");
  EXPECT_EQ(other.take().body, "he");
}

TEST(AnswerReader, WaitsForNoBodyAfterHead) {
  AnswerReader reader(true, kBody);
  EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 100), State::done);
}

TEST(AnswerReader, TakesNoAnswerThatIsCutShort) {
  for (const AnswerRow& row : kWhole) {
    for (std::size_t size = 1; size < row.text.size(); ++size) {
      AnswerReader reader(false, kBody);
      ASSERT_EQ(feed(reader, row.text.substr(0, size), 7), State::more) << row.name << size;
      EXPECT_EQ(reader.ended(), State::faulty) << row.name << size;
    }
  }
}

TEST(AnswerReader, TakesNothingPassingForTheAnswer) {
  const std::string text = "HTTP/1.1 100 Continue\r\n\r\n";
  AnswerReader reader(false, kBody);
  ASSERT_EQ(feed(reader, text, text.size()), State::more);
  EXPECT_EQ(reader.ended(), State::faulty);
}

TEST(AnswerReader, TakesNoStatusBelowThoseThereAre) {
  for (const Delivery delivery : {Delivery::whole, Delivery::in_pieces}) {
    AnswerReader reader(false, kBody, delivery);
    EXPECT_EQ(feed(reader, "HTTP/1.1 099 X\r\n\r\nbody", 1), State::faulty);
  }
}

TEST(AnswerReader, UsesNoConnectionAgainThatSaidMoreThanItsAnswer) {
  AnswerReader reader(false, kBody);
  const std::string twice = kWhole[0].text + kWhole[0].text;
  EXPECT_EQ(feed(reader, twice, twice.size()), State::done);
  EXPECT_FALSE(reader.reusable());
}

TEST(AnswerReader, RefusesWhatIsNoAnswerOrTooLong) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string much(100'000, 'x');
  const std::pair<const char*, std::string> rows[] = {
      {"no status line", "nonsense\r\n\r\n"},
      {"a long body", head + "Content-Length: 65\r\n\r\n"},
      {"a long body without a length", head + "\r\n" + much},
      {"long chunks", chunked + "41\r\n" + much},
      {"a head without end", head + "X: " + much},
      {"a chunk extension without end", chunked + "1;" + much},
      {"trailers without end", chunked + "0\r\nX: " + much},
      {"a chunk without a size", chunked + "x\r\n\r\n"},
  };
  for (const auto& [name, text] : rows) {
    for (const std::size_t step : {std::size_t{1000}, text.size()}) {
      AnswerReader reader(false, kBody);
      EXPECT_EQ(feed(reader, text, step), State::faulty) << name;
      EXPECT_TRUE(reader.error()) << name;
    }
  }
}

TEST(AnswerReader, InPiecesGivesTheHeadOnceAndTheBodyAsItComes) {
  for (const AnswerRow& row : kWhole) {
    for (std::size_t step = 1; step <= row.text.size(); ++step) {
      AnswerReader reader(false, kBody, Delivery::in_pieces);
      std::string body;
      int heads = 0;
      std::string_view text = row.text;
      State state = State::more;
      while (!text.empty()) {
        const std::string_view piece = text.substr(0, step);
        state = feed(reader, piece, step);
        text.remove_prefix(piece.size());
        if (const auto head = reader.take_head()) {
          ++heads;
          EXPECT_EQ(head->status, row.status) << row.name;
          EXPECT_EQ(head->body, "");
        }
        body += reader.take_piece();
      }
      EXPECT_EQ(state, State::done) << row.name << step;
      EXPECT_EQ(heads, 1) << row.name << step;
      EXPECT_EQ(body, row.body) << row.name << step;
      EXPECT_EQ(reader.take().body, "") << row.name;
    }
  }
}

TEST(AnswerReader, InPiecesABodyWithoutALengthIsNeverWhole) {
  for (const Delivery delivery : {Delivery::whole, Delivery::in_pieces}) {
    AnswerReader reader(false, kBody, delivery);
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\nhello", 100), State::more);
    EXPECT_EQ(reader.ended(), delivery == Delivery::whole ? State::done : State::faulty);
  }
}

}  // namespace
}  // namespace till::net::detail

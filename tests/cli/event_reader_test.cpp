#include "cli/event_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace till::cli {
namespace {

using Data = std::vector<std::string>;

TEST(EventReader, GivesTheDataOfEachEventInPiecesOfAnySize) {
  const std::string body =
      "id: 1-0\ndata: \n\n: still here\n\nid: 1-1\nevent: message\ndata: {\"a\":1}\n\n"
      "data:{\"b\":2}\r\n\r\nid: 1-2\ndata: {\"c\":3}\n\ndata: {\"cut\":";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    Data data;
    EventReader reader([&data](std::string_view one) { data.emplace_back(one); });
    for (std::size_t at = 0; at < body.size(); at += step) {
      reader.feed(std::string_view(body).substr(at, step));
    }
    EXPECT_EQ(data, (Data{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"})) << step;
    EXPECT_EQ(reader.last_id(), "1-2") << step;
  }
}

TEST(EventReader, KnowsWhereToGoOnBeforeAnythingWasSaid) {
  EventReader reader([](std::string_view) { FAIL(); });
  EXPECT_EQ(reader.last_id(), "");
  reader.feed("id: 1-7\ndata: \n");
  EXPECT_EQ(reader.last_id(), "") << "not whole";
  reader.feed("\n");
  EXPECT_EQ(reader.last_id(), "1-7");
}

TEST(EventReader, ForgetsHalfAnEventWhenItBeginsAgain) {
  Data data;
  EventReader reader([&data](std::string_view one) { data.emplace_back(one); });
  reader.feed("id: 1-1\ndata: one\n\nid: 1-2\ndata: tw");
  reader.begin_again();
  reader.feed("id: 1-2\ndata: two\n\n");
  EXPECT_EQ(data, (Data{"one", "two"}));
  EXPECT_EQ(reader.last_id(), "1-2");
}

}  // namespace
}  // namespace till::cli

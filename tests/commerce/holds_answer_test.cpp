// What is read of a backend's answer to holds, and what is refused with its place.
#include "commerce/remote/holds_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/body.h"

namespace till::commerce::remote {
namespace {

using app::HoldRequest;
using app::Shortage;
using testing::ElementsAre;
using testing::IsEmpty;

HoldRequest mugs_and_posters() {
  return {SessionId{}, 3, Timestamp{1'796'120'100'000}, {{"mug-blue", 2}, {"poster-city", 3}}};
}

Result<std::vector<Shortage>, AnswerFault> read_held(
    const std::string& text, const HoldRequest& request = mugs_and_posters()) {
  const auto body = json::Body::parse(text);
  if (!body) return refused(AnswerFault{"$", body.error().why});
  return read_holds(body->root(), request);
}

std::vector<Shortage> lacking(const std::string& text) {
  auto read_out = read_held(text);
  EXPECT_TRUE(read_out.has_value()) << read_out.error().place << ": " << read_out.error().sentence;
  return read_out ? *read_out : std::vector<Shortage>{{"?", -1}};
}

TEST(HoldsQuestion, IsTheWholeSetWithItsVersionAndItsEnd) {
  EXPECT_EQ(holds_question(mugs_and_posters()),
            R"({"version":3,"until":"2026-12-01T10:15:00Z","lines":[)"
            R"({"item_id":"mug-blue","quantity":2},{"item_id":"poster-city","quantity":3}]})");
  EXPECT_EQ(holds_question({SessionId{}, 4, Timestamp{1'796'120'100'000}, {}}),
            R"({"version":4,"until":"2026-12-01T10:15:00Z","lines":[]})");
}

TEST(HoldsAnswer, SaysOfEachItemWhetherItIsHeldOrShort) {
  EXPECT_THAT(lacking(R"({"held":[{"item_id":"poster-city","quantity":3},)"
                      R"({"item_id":"mug-blue","quantity":2,"shelf":"A"}],"short":[],"x":1})"),
              IsEmpty());
  EXPECT_THAT(lacking(R"({"held":[{"item_id":"mug-blue","quantity":2}],)"
                      R"("short":[{"item_id":"poster-city","available":2}]})"),
              ElementsAre(Shortage{"poster-city", 2}));
  EXPECT_THAT(lacking(R"({"held":[],"short":[{"item_id":"mug-blue","available":0},)"
                      R"({"item_id":"poster-city","available":2}]})"),
              ElementsAre(Shortage{"mug-blue", 0}, Shortage{"poster-city", 2}));
  const HoldRequest nothing{SessionId{}, 4, Timestamp{}, {}};
  EXPECT_THAT(*read_held(R"({"held":[],"short":[]})", nothing), IsEmpty());
}

TEST(HoldsAnswer, ThatDoesNotFitTheQuestionIsRefusedByItsPlace) {
  const std::string mug = R"({"item_id":"mug-blue","quantity":2})";
  const std::string poster = R"({"item_id":"poster-city","quantity":3})";
  const auto held = [](const std::string& entries) {
    return R"({"held":[)" + entries + R"(],"short":[]})";
  };
  const auto lacks = [&](const std::string& entry) {
    return R"({"held":[)" + mug + R"(],"short":[)" + entry + "]}";
  };
  const struct {
    std::string answer;
    std::string place;
  } rows[] = {
      {"[]", "$"},
      {"{}", "$.held"},
      {R"({"held":[]})", "$.short"},
      {R"({"held":null,"short":[]})", "$.held"},
      {R"({"held":{},"short":[]})", "$.held"},
      {held(""), "$.held"},
      {held(mug), "$.held"},
      {held(mug + "," + mug), "$.held[1].item_id"},
      {held(mug + "," + poster + "," + mug), "$.held[2].item_id"},
      {held("7"), "$.held[0]"},
      {held(R"({"quantity":2})"), "$.held[0].item_id"},
      {held(R"({"item_id":"cap","quantity":2})"), "$.held[0].item_id"},
      {held(R"({"item_id":"mug-blue"})"), "$.held[0].quantity"},
      {held(R"({"item_id":"mug-blue","quantity":"2"})"), "$.held[0].quantity"},
      {held(R"({"item_id":"mug-blue","quantity":1})"), "$.held[0].quantity"},
      {held(R"({"item_id":"mug-blue","quantity":3})"), "$.held[0].quantity"},
      {held(R"({"item_id":"mug-blue","quantity":0})"), "$.held[0].quantity"},
      {lacks(R"({"item_id":"poster-city"})"), "$.short[0].available"},
      {lacks(R"({"item_id":"poster-city","available":-1})"), "$.short[0].available"},
      {lacks(R"({"item_id":"poster-city","available":3})"), "$.short[0].available"},
      {lacks(R"({"item_id":"mug-blue","available":1})"), "$.short[0].item_id"},
      {lacks(R"({"item_id":"cap","available":0})"), "$.short[0].item_id"},
  };
  for (const auto& row : rows) {
    const auto answer = read_held(row.answer);
    EXPECT_EQ(answer ? "(none)" : answer.error().place, row.place) << row.answer;
    EXPECT_TRUE(answer || !answer.error().sentence.empty()) << row.answer;
  }
}

}  // namespace
}  // namespace till::commerce::remote

// What an agent has of a product, and what it is told when a variant goes.
#include "products/listings/pushed_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"
#include "products/file/pushed_products.h"

namespace till::products {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kTwo =
    R"({"id":"tee","variants":[{"id":"s","title":"S"},{"id":"m","title":"M \"1\""}]})";
constexpr const char* kOne = R"({"id":"tee","variants":[{"id":"s","title":"S"}]})";

TEST(PushedLine, IsTheLineAndTheVariantsInIt) {
  const PushLine line = push_line(std::string(kTwo) + "\n", nullptr);
  EXPECT_EQ(line.json, kTwo);
  EXPECT_EQ(line.pushed.id, "tee");
  EXPECT_EQ(line.pushed.variants, R"([["s","S"],["m","M \"1\""]])");
}

TEST(PushedLine, KeepsAVariantThatWentAsGoneForGood) {
  const PushLine before = push_line(kTwo, nullptr);
  const PushLine after = push_line(kOne, &before.pushed);
  EXPECT_EQ(after.json,
            R"({"id":"tee","variants":[{"id":"s","title":"S"},{"id":"m","title":"M \"1\"",)"
            R"("availability":{"available":false,"status":"discontinued"}}]})");
  EXPECT_NE(after.pushed.print, before.pushed.print);
  EXPECT_EQ(push_line(kOne, &after.pushed), after) << "it is the same the next time";
  EXPECT_EQ(push_line(kTwo, &after.pushed).json, kTwo) << "it may come back";
}

TEST(PushedLine, OfAProductThatWentHasNothingButVariantsThatAreGone) {
  const PushLine gone = gone_line(push_line(kTwo, nullptr).pushed);
  EXPECT_THAT(gone.json, HasSubstr(R"({"id":"s","title":"S","availability":{"available":false,)"));
  EXPECT_THAT(gone.json, Not(HasSubstr("true")));
  EXPECT_EQ(gone_line(gone.pushed), gone) << "it is told once";
}

TEST(PushedLine, OfAnotherTextIsOfNoUseAndDoesNoHarm) {
  const PushedLine odd{"tee", 1, "no JSON"};
  for (const char* text : {"", "{", "[]", R"({"id":1,"variants":{}})"}) {
    EXPECT_EQ(push_line(text, &odd).pushed.id, "") << text;
  }
  EXPECT_EQ(gone_line(odd).json, R"({"id":"tee","variants":[]})");
}

class PushedStore : public testing::Test {
 protected:
  std::unique_ptr<PushedProducts> open() const {
    auto pushed = PushedProducts::open(path_);
    EXPECT_TRUE(pushed) << pushed.error();
    return pushed ? std::move(*pushed) : nullptr;
  }
  static std::vector<std::string> ids(PushedProducts& pushed) {
    std::vector<std::string> found;
    EXPECT_TRUE(pushed.each([&](const PushedLine& line) {
      found.push_back(line.id);
      return true;
    }));
    return found;
  }
  const cli::TemporaryFolder folder_;
  const std::string path_ = folder_.path("push.db");
};

TEST_F(PushedStore, RemembersWhatWasAccepted) {
  const PushedLine tee{"tee", 0xFFFF'FFFF'FFFF'FFFFU, "[]"}, mug{"mug", 1, "[]"};
  {
    const auto pushed = open();
    EXPECT_EQ(pushed->facts(), PushFacts{});
    ASSERT_TRUE(pushed->set({"https://a.example", "feed_1", "", "", {}}));
    const PushedLine both[] = {tee, mug};
    ASSERT_TRUE(pushed->accept(both, "upd_1", Timestamp{7}));
  }
  const auto pushed = open();
  EXPECT_EQ(pushed->facts(), (PushFacts{"https://a.example", "feed_1", "", "upd_1", {7}}));
  EXPECT_EQ(pushed->find("tee").value(), tee);
  EXPECT_EQ(pushed->find("cap").value(), std::nullopt);
  EXPECT_THAT(ids(*pushed), testing::ElementsAre("mug", "tee"));
}

TEST_F(PushedStore, ForgetsWhatAnotherFeedHeld) {
  const auto pushed = open();
  PushFacts facts{"https://a.example", "feed_1", "", "", {}};
  ASSERT_TRUE(pushed->set(facts));
  const PushedLine tee{"tee", 1, "[]"};
  ASSERT_TRUE(pushed->accept({&tee, 1}, "", Timestamp{7}));
  facts = pushed->facts();
  facts.update_id = "upd_2";
  ASSERT_TRUE(pushed->set(facts));
  EXPECT_THAT(ids(*pushed), testing::ElementsAre("tee")) << "it is the same feed";
  facts.feed_id = "feed_2";
  ASSERT_TRUE(pushed->set(facts));
  EXPECT_THAT(ids(*pushed), testing::IsEmpty());
}

TEST_F(PushedStore, IsOpenedByOneAtATime) {
  const auto pushed = open();
  ASSERT_TRUE(pushed->set({"https://a.example", "feed_1", "", "", {}}));
  EXPECT_FALSE(PushedProducts::open(path_));
}

TEST_F(PushedStore, IsRefusedWhenTheFileIsSomethingElse) {
  folder_.write("push.db", "this is no database, and long enough to be looked at as one");
  EXPECT_THAT(PushedProducts::open(path_).error(), HasSubstr("push.db"));
  EXPECT_FALSE(PushedProducts::open(folder_.path("none/push.db")));
}

}  // namespace
}  // namespace till::products

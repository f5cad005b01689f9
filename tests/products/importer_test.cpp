#include "products/file/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"
#include "products/feeds/till_jsonl.h"

namespace till::products {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Imports : public ::testing::Test {
 protected:
  static std::string row(const std::string& id, int price = 100) {
    return R"({"id": ")" + id + R"(", "title": "A mug", "unit_amount": )" + std::to_string(price) +
           "}\n";
  }
  ImportCounts import(const std::string& text, bool update = false, bool dry = false) {
    told_.clear();
    auto importer = Importer::begin({path(), update,
                                     [this](const Product& product) {
                                       return product.id == forbidden_
                                                  ? std::optional(FeedFault{0, "id", "Not here."})
                                                  : std::nullopt;
                                     },
                                     [this](const ImportFault& fault) { told_.push_back(fault); }});
    EXPECT_TRUE(importer) << importer.error();
    const auto reader = read_till_jsonl({"usd"}, (*importer)->sink("shop.jsonl"));
    EXPECT_TRUE(reader->take(text));
    EXPECT_TRUE(reader->finish());
    EXPECT_TRUE((*importer)->conclude());
    if (!dry) {
      EXPECT_TRUE((*importer)->put_in_place({1}, "shop.jsonl"));
    }
    return (*importer)->counts();
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    const auto file = ProductFile::open(path()).value();
    const auto found = file->list(0, 100).value();
    for (const FoundProduct& each : found) ids.push_back(each.id);
    return ids;
  }
  std::string path() const { return folder_.path("products.db"); }

  const cli::TemporaryFolder folder_;
  std::vector<ImportFault> told_;
  std::string forbidden_ = "none";
};

MATCHER_P5(CountsAre, came, changed, same, went, bad, "") {
  return arg.came == came && arg.changed == changed && arg.same == same && arg.went == went &&
         arg.bad == bad;
}

TEST_F(Imports, CountWhatCameChangedAndWent) {
  EXPECT_THAT(import(row("a") + row("b") + row("c")), CountsAre(3, 0, 0, 0, 0));
  EXPECT_THAT(import(row("b") + row("a", 200) + row("d")), CountsAre(1, 1, 1, 1, 0));
  EXPECT_THAT(ids(), ElementsAre("b", "a", "d"));
}

TEST_F(Imports, KeepTheOthersWhenTheyUpdate) {
  import(row("a") + row("b") + row("c"));
  const ImportCounts counts = import(row("b", 300) + row("d"), true);
  EXPECT_THAT(counts, CountsAre(1, 1, 0, 0, 0));
  EXPECT_EQ(counts.kept, 2);
  EXPECT_THAT(ids(), ElementsAre("b", "d", "a", "c"));
  EXPECT_EQ(ProductFile::open(path()).value()->find("b").value()->prices.at("usd").minor, 300);
}

TEST_F(Imports, TellABadRowWithItsLineAndGoOn) {
  forbidden_ = "b";
  EXPECT_THAT(import(row("a") + "{}\n" + row("b") + row("a", 5)), CountsAre(1, 0, 0, 0, 3));
  ASSERT_EQ(told_.size(), 3U);
  for (std::size_t i = 0; i < told_.size(); ++i) EXPECT_EQ(told_[i].fault.line, i + 2);
  EXPECT_EQ(told_[0].source, "shop.jsonl");
  EXPECT_EQ(told_[1].fault.sentence, "Not here.");
  EXPECT_THAT(told_[2].fault.sentence, HasSubstr("id a above"));
  EXPECT_EQ(ProductFile::open(path()).value()->find("a").value()->prices.at("usd").minor, 100);
}

TEST_F(Imports, ChangeNothingUntilTheFileIsPutInPlace) {
  import(row("a"));
  EXPECT_THAT(import(row("b"), false, true), CountsAre(1, 0, 0, 1, 0));
  EXPECT_THAT(ids(), ElementsAre("a"));
}

TEST_F(Imports, TakeNoProductThatCouldNotBeReadAgain) {
  auto importer = Importer::begin({path(), false, [](const Product&) { return std::nullopt; },
                                   [this](const ImportFault& fault) { told_.push_back(fault); }});
  Product product{"a", std::string(600, 'x')};
  product.prices = {{"usd", {1}}};
  (*importer)->sink("feed.csv").product(product, 7);
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_[0].fault.line, 7U);
  EXPECT_EQ(told_[0].fault.field, "title");
}

TEST_F(Imports, CountPiecesAtTheMomentThatTheSourceOrWhoImportsItSays) {
  constexpr Timestamp kTold{1'795'514'400'000}, kSaid{1'795'600'800'000};
  auto importer =
      Importer::begin({path(), false, [](const Product&) { return std::nullopt; },
                       [this](const ImportFault& fault) { told_.push_back(fault); }, kSaid});
  Product counted{"counted", "Lamp"};
  counted.prices = {{"usd", {1}}};
  counted.stock = 3;
  Product told = counted, endless = counted;
  told.id = "told";
  told.stock_counted_at = kTold;
  endless.id = "endless";
  endless.stock.reset();
  for (const Product& each : {counted, told, endless})
    (*importer)->sink("feed.csv").product(each, 2);
  ASSERT_TRUE((*importer)->conclude());
  ASSERT_TRUE((*importer)->put_in_place({1}, "feed.csv"));
  const auto file = ProductFile::open(path()).value();
  EXPECT_EQ(file->counted_at("counted").value(), kSaid);
  EXPECT_EQ(file->counted_at("told").value(), kTold);
  EXPECT_EQ(file->counted_at("endless").value(), std::nullopt);
  EXPECT_TRUE(file->find("endless").value());
}

TEST_F(Imports, LeaveWhatIsNoProductFileAlone) {
  { const auto made = ProductFileWriter::begin(path()); }
  FILE* const file = std::fopen(path().c_str(), "w");
  std::fputs("mine", file);
  std::fclose(file);
  const auto importer = Importer::begin({path()});
  ASSERT_FALSE(importer);
  EXPECT_THAT(importer.error(), HasSubstr("take it away"));
}

}  // namespace
}  // namespace till::products

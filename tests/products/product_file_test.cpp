#include "products/file/product_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/temporary_folder.h"
#include "products/file/product_file_writer.h"
#include "products/file/sqlite.h"
#include "products/file/word_beginnings.h"

namespace till::products {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Timestamp kNow{1'760'000'000'000};

class ProductFiles : public ::testing::Test {
 protected:
  void write(const std::vector<Product>& products, IdNumber number = number_of_id) {
    auto writer = ProductFileWriter::begin(path_, number);
    ASSERT_TRUE(writer) << writer.error();
    for (const Product& product : products) EXPECT_EQ((*writer)->add(product), Added::added);
    const auto put = (*writer)->put_in_place(kNow, "shop.jsonl");
    EXPECT_TRUE(put) << put.error();
  }
  std::shared_ptr<const ProductFile> open(IdNumber number = number_of_id) {
    const auto file = ProductFile::open(path_, number);
    EXPECT_TRUE(file) << file.error();
    return file.value_or(nullptr);
  }

  const cli::TemporaryFolder folder_;
  const std::string path_ = folder_.path("products.db");
};

Product product(std::string id, std::string title, std::int64_t price = 100) {
  Product made{std::move(id), std::move(title)};
  made.prices = {{"usd", {price}}};
  return made;
}

std::vector<std::string> ids_of(const std::vector<FoundProduct>& found) {
  std::vector<std::string> ids;
  for (const FoundProduct& each : found) ids.push_back(each.id);
  return ids;
}

std::vector<std::string> search(const ProductFile& file, std::string_view words,
                                const std::optional<PriceSpan>& price = std::nullopt) {
  const auto found = file.search(words, price);
  EXPECT_TRUE(found) << found.error();
  return found ? ids_of(found->products) : std::vector<std::string>();
}

TEST_F(ProductFiles, GiveBackWhatWasWritten) {
  Product mug = product("mug", "Blue mug", 1450);
  mug.prices["jpy"] = {2200};
  mug.stock = 5;
  mug.brand = "Claybird";
  Product gone = product("gone", "Plate");
  gone.availability = Availability::out_of_stock;
  write({mug, gone, product("book", "Book")});
  const auto file = open();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->facts(), (FileFacts{3, {"jpy", "usd"}, kNow, "shop.jsonl"}));
  EXPECT_EQ(file->find("mug").value(), mug);
  EXPECT_EQ(file->at(2).value(), gone);
  EXPECT_EQ(file->find("nothing").value(), std::nullopt);
  EXPECT_EQ(file->stated("mug").value(), 5);
  EXPECT_EQ(file->stated("gone").value(), 0);
  EXPECT_GT(file->stated("book").value(), 1'000'000) << "nobody counts it";
  EXPECT_EQ(file->stated("nothing").value(), std::nullopt);
  EXPECT_THAT(ids_of(file->list(1, 5).value()), ElementsAre("gone", "book"));
}

TEST_F(ProductFiles, TellIdsApartThatShareANumber) {
  const IdNumber same = [](std::string_view) { return std::uint64_t{7}; };
  write({product("a", "A", 1), product("b", "B", 2)}, same);
  const auto file = open(same);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->find("a").value()->title, "A");
  EXPECT_EQ(file->find("b").value()->title, "B");
  EXPECT_EQ(file->find("c").value(), std::nullopt);
}

// More than are remembered of those looked up last.
TEST_F(ProductFiles, TellThePiecesOfEachHoweverManyWereLookedUpMeanwhile) {
  constexpr std::int64_t kMany = 3'000;
  std::vector<Product> many;
  for (std::int64_t i = 0; i < kMany; ++i) {
    many.push_back(product("p" + std::to_string(i), "Mug"));
    many.back().stock = i;
  }
  write(many);
  const auto file = open();
  for (int round = 0; round < 2; ++round) {
    for (std::int64_t i = 0; i < kMany; ++i) {
      const std::string id = "p" + std::to_string(i);
      if (i % 3 == 0) ASSERT_EQ(file->find(id).value()->stock, i);
      ASSERT_EQ(file->stated(id).value(), i);
      ASSERT_EQ(file->stated(id).value(), i);
    }
  }
  EXPECT_EQ(file->stated("p3000").value(), std::nullopt);
  EXPECT_EQ(file->stated("").value(), std::nullopt);
}

TEST_F(ProductFiles, TakeAnIdOnce) {
  auto writer = ProductFileWriter::begin(path_).value();
  EXPECT_EQ(writer->add(product("a", "A")), Added::added);
  EXPECT_EQ(writer->add(product("a", "Other")), Added::twice);
  ASSERT_TRUE(writer->put_in_place(kNow, ""));
  EXPECT_EQ(open()->find("a").value()->title, "A");
}

TEST_F(ProductFiles, AreFoundByWordsInAnyForm) {
  Product plate = product("plate-1", "Plate");
  plate.description = "Fits the mugs";
  write({plate, product("mug-1", "Blue mug"), product("shirt", "T-shirt"), product("x", "Bowl")});
  const auto file = open();
  EXPECT_THAT(search(*file, "mug"), ElementsAre("mug-1", "plate-1")) << "the title counts more";
  EXPECT_THAT(search(*file, "mugs"), ::testing::UnorderedElementsAre("mug-1", "plate-1"));
  EXPECT_THAT(search(*file, "BLUE mug"), ElementsAre("mug-1"));
  EXPECT_THAT(search(*file, "tshirt"), ElementsAre("shirt"));
  EXPECT_THAT(search(*file, "plate-1"), ElementsAre("plate-1"));
  EXPECT_THAT(search(*file, "zebra"), IsEmpty());
  const auto some = file->search("blue mug bowl", std::nullopt).value();
  EXPECT_FALSE(some.all_words);
  EXPECT_THAT(ids_of(some.products), ElementsAre("mug-1", "x", "plate-1"));
  EXPECT_EQ(some.products.front().words, 2U);
}

TEST_F(ProductFiles, AreFoundByHowAWordBeginsUntilThereAreEnough) {
  std::vector<Product> all{product("mugwort", "Mugwort")};
  for (std::size_t i = 1; i < kEnoughFound; ++i) all.push_back(product(std::to_string(i), "Mug"));
  write(all);
  EXPECT_EQ(search(*open(), "mug").size(), kEnoughFound);
  all.push_back(product("last", "Mugs"));
  write(all);
  EXPECT_EQ(search(*open(), "mug").size(), kEnoughFound) << "without the wort";
  EXPECT_THAT(search(*open(), "mugw"), ElementsAre("mugwort"));
  EXPECT_THAT(search(*open(), "MÜGW"), ElementsAre("mugwort")) << "without case and accents";
}

TEST_F(ProductFiles, OfTheWordsThatBeginSoTheCommonestAreFound) {
  std::vector<Product> all{product("rare", "Mug99")};
  for (std::size_t i = 0; i < kMostBeginnings; ++i) {
    const std::string title = "Mug" + std::to_string(10 + i);
    for (const char* const copy : {"-1", "-2"}) all.push_back(product(title + copy, title));
  }
  write(all);
  EXPECT_EQ(search(*open(), "mug").size(), 2 * kMostBeginnings) << "all but the rare one";
  EXPECT_THAT(search(*open(), "mug9"), ElementsAre("rare"));
}

TEST_F(ProductFiles, BesideACommonWordWordsThatBeginSoAreNotFound) {
  std::vector<Product> all{product("wort", "Mugwort zebra"), product("stripes", "Mug zebrano")};
  for (std::size_t i = 0; i < kEnoughFound; ++i) all.push_back(product(std::to_string(i), "Mug"));
  write(all);
  EXPECT_THAT(search(*open(), "mug zebra"), ElementsAre("stripes"));
}

TEST_F(ProductFiles, OfWhatHoldsAWordTheShorterTextFitsBetter) {
  Product lamp = product("long", "Lamp");
  lamp.description = "Warm light for a reading corner, with a shade of linen and a foot of oak";
  write({lamp, product("short", "Lamp"), product("twice", "Lamp for a lamp shop")});
  EXPECT_THAT(search(*open(), "lamp"), ElementsAre("twice", "short", "long"));
}

TEST_F(ProductFiles, OfBeforeWordsWereListedAreFoundByWholeWords) {
  write({product("wort", "Mugwort")});
  ASSERT_TRUE(execute(open_to_write(path_).value(), "DROP TABLE terms"));
  EXPECT_THAT(search(*open(), "mug"), IsEmpty());
  EXPECT_THAT(search(*open(), "mugwort"), ElementsAre("wort"));
}

TEST_F(ProductFiles, AreFoundByPrice) {
  write({product("a", "Mug", 300), product("b", "Mug", 100), product("c", "Bowl", 200)});
  const auto file = open();
  EXPECT_THAT(search(*file, "", PriceSpan{"usd", 100, 200}), ElementsAre("b", "c"));
  EXPECT_THAT(search(*file, "mug", PriceSpan{"usd", 200, 400}), ElementsAre("a"));
  EXPECT_THAT(search(*file, "mug", PriceSpan{"eur", 0, 400}), IsEmpty());
  EXPECT_THAT(search(*file, ""), ElementsAre("a", "b", "c"));
}

Product on_sale(std::string id, std::int64_t price, std::int64_t reduced, std::int64_t from,
                std::int64_t until) {
  Product made = product(std::move(id), "Mug", price);
  made.sale = Sale{{{"usd", {reduced}}}, kNow + Milliseconds{from}, kNow + Milliseconds{until}};
  return made;
}

TEST_F(ProductFiles, AreFoundByWhatTheyCostAtThatMoment) {
  Product always = product("always", "Mug", 900);
  always.sale = Sale{{{"usd", {150}}}, {}, {}};
  write({on_sale("soon", 800, 100, 1'000, 2'000), product("plain", "Mug", 200), always,
         on_sale("over", 700, 120, -2'000, -1'000), on_sale("same", 300, 300, 0, 500)});
  const auto file = open();
  const struct {
    std::int64_t after, least, most;
    std::vector<std::string> found;
  } rows[] = {
      {0, 0, 400, {"always", "plain", "same"}},
      {0, 0, 1'000, {"always", "plain", "same", "over", "soon"}},
      {999, 0, 200, {"always", "plain"}},
      {1'000, 0, 200, {"soon", "always", "plain"}},
      {1'999, 800, 900, {}},
      {2'000, 700, 900, {"over", "soon"}},
  };
  for (const auto& row : rows) {
    const PriceSpan span{"usd", row.least, row.most, kNow + Milliseconds{row.after}};
    EXPECT_EQ(search(*file, "", span), row.found) << row.after;
    EXPECT_THAT(search(*file, "mug", span), testing::UnorderedElementsAreArray(row.found))
        << row.after;
  }
}

TEST_F(ProductFiles, OfBeforeSalesWereKnownAreFoundByTheirRegularPrice) {
  write({on_sale("a", 800, 100, 0, 1'000)});
  const auto database = open_to_write(path_).value();
  for (const char* const column : {"sale", "sale_from", "sale_until"}) {
    const std::string sql = std::string("ALTER TABLE products DROP COLUMN ") + column;
    ASSERT_TRUE(execute(database, sql.c_str()));
  }
  EXPECT_THAT(search(*open(), "", PriceSpan{"usd", 700, 900, kNow}), ElementsAre("a"));
  EXPECT_THAT(search(*open(), "mug", PriceSpan{"usd", 0, 200, kNow}), IsEmpty());
}

TEST_F(ProductFiles, StayOpenWhenAnotherIsPutInTheirPlace) {
  write({product("a", "Old")});
  const auto old = open();
  write({product("a", "New")});
  EXPECT_EQ(old->find("a").value()->title, "Old");
  EXPECT_THAT(search(*old, "old"), ElementsAre("a"));
  EXPECT_EQ(open()->find("a").value()->title, "New");
}

TEST_F(ProductFiles, AreLeftAloneByAnImportThatEndsEarly) {
  write({product("a", "Old")});
  {
    auto writer = ProductFileWriter::begin(path_).value();
    EXPECT_EQ(writer->add(product("a", "New")), Added::added);
    EXPECT_TRUE(fs::exists(path_ + ".new"));
  }
  EXPECT_FALSE(fs::exists(path_ + ".new"));
  EXPECT_EQ(open()->find("a").value()->title, "Old");
}

TEST_F(ProductFiles, AreWrittenAnewOverWhatAKilledImportLeft) {
  std::ofstream(path_ + ".new") << std::string(100'000, 'x');
  write({product("a", "New")});
  EXPECT_EQ(open()->find("a").value()->title, "New");
}

TEST_F(ProductFiles, AreWrittenByOneImportAtATime) {
  const auto first = ProductFileWriter::begin(path_);
  ASSERT_TRUE(first);
  const auto second = ProductFileWriter::begin(path_);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("another import"));
}

TEST_F(ProductFiles, AreRefusedWhenTheyAreNone) {
  EXPECT_FALSE(ProductFile::open(path_));
  std::ofstream(path_) << "no database";
  const auto file = ProductFile::open(path_);
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error(), HasSubstr("run till import again"));
}

TEST_F(ProductFiles, AreForTheirOwnerAlone) {
  write({product("a", "A")});
  const auto mode = fs::status(path_).permissions();
  EXPECT_EQ(mode & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

TEST_F(ProductFiles, CanBeEmpty) {
  write({});
  EXPECT_EQ(open()->facts().products, 0);
  EXPECT_THAT(search(*open(), "mug"), IsEmpty());
}

TEST_F(ProductFiles, KnowTheVariantsOfAGroupInTheirOrder) {
  Product red = product("red", "Tee red"), blue = product("blue", "Tee blue");
  red.group = blue.group = "tee";
  Product other = product("cap", "Cap");
  other.group = "cap";
  write({red, product("book", "Book"), other, blue});
  const auto file = open();
  EXPECT_EQ(file->of_group("tee", 9).value(), (std::vector<Product>{red, blue}));
  EXPECT_EQ(file->of_group("tee", 1).value(), std::vector<Product>{red});
  EXPECT_THAT(file->of_group("nothing", 9).value(), IsEmpty());
}

TEST_F(ProductFiles, KnowWhenPiecesWereCounted) {
  Product mug = product("mug", "Mug");
  mug.stock = 5;
  mug.stock_counted_at = kNow;
  write({mug, product("book", "Book about \\\"stock_counted_at\\\"")});
  const auto file = open();
  EXPECT_EQ(file->counted_at("mug").value(), kNow);
  EXPECT_EQ(file->counted_at("book").value(), std::nullopt);
  EXPECT_EQ(file->counted_at("nothing").value(), std::nullopt);
}

TEST_F(ProductFiles, SayOnceThatTheyBroke) {
  write({product("mug", "Mug")});
  const auto file = open();
  std::vector<std::string> told;
  file->when_broken([&told](const std::string& sentence) { told.push_back(sentence); });
  fs::resize_file(path_, 4096);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(file->search("mug", {}));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], HasSubstr("run till import again"));
}

}  // namespace
}  // namespace till::products

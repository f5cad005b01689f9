#include "assembly/import_round.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/fakes.h"
#include "assembly/configured.h"
#include "assembly/embedded_backend.h"
#include "assembly/import_keeper.h"
#include "net/event_loop.h"

namespace till::assembly {
namespace {

using products::ImportEnd;
using test::Configured;
using test::kPlain;
using ::testing::HasSubstr;

std::string source_section(const std::string& name, const std::string& more) {
  return "[[import.sources]]\nname = \"" + name + "\"\n" + more;
}

std::string row_of(const std::string& id, int price) {
  return "{\"id\": \"" + id + "\", \"title\": \"" + id +
         "\", \"unit_amount\": " + std::to_string(price) + "}\n";
}

// A shop whose products are in a.jsonl and b.jsonl, and its rounds.
struct TwoFiles {
  TwoFiles()
      : configured(kPlain + "[import]\nmax_drop = \"60%\"\n" +
                   source_section("a", "file = \"a.jsonl\"\n") +
                   source_section("b", "file = \"b.jsonl\"\n")),
        config(configured.config()),
        works(works_of(config.import)),
        catalog(*load_catalog(config.shop.catalog, commerce::OtherItems::imported,
                              commerce::TaxSource::catalogue)),
        fetcher(*FeedFetcher::create(config.import, *loop)) {
    put("a", row_of("lamp", 100));
    put("b", row_of("rug", 200));
  }
  // As a shop should do it: written beside, and renamed.
  void put(const std::string& name, const std::string& text) {
    const std::string beside = configured.folder.write("new", text);
    std::filesystem::rename(beside, configured.folder.path(name + ".jsonl"));
  }
  RoundResult round(const ImportMemory& known) {
    return run_round(works.front(), config.shop.products, known,
                     {*fetcher, catalog, clock, log, [this] { return wanted; }});
  }
  std::size_t products() const {
    const auto file = products::ProductFile::open(config.shop.products);
    return file ? static_cast<std::size_t>((*file)->facts().products) : 0;
  }

  Configured configured;
  cli::Config config;
  std::vector<ImportWork> works;
  commerce::Catalog catalog;
  std::unique_ptr<net::EventLoop> loop = net::EventLoop::create();
  std::unique_ptr<FeedFetcher> fetcher;
  SystemClock clock;
  NoLog log;
  bool wanted = true;
};

TEST(ImportRound, ReplacesTheShopOnceAnySourceChanged) {
  TwoFiles shop;
  const RoundResult first = shop.round({});
  EXPECT_EQ(first.end, ImportEnd::imported) << first.sentence;
  EXPECT_EQ(first.counts.came, 2);
  EXPECT_EQ(first.left, mark_of(shop.config.shop.products));
  const RoundResult same = shop.round(first.memory);
  EXPECT_EQ(same.end, ImportEnd::unchanged);
  EXPECT_EQ(same.left, std::nullopt) << "nothing was compared with the file";
  shop.put("b", row_of("rug", 250) + row_of("vase", 300));
  const RoundResult changed = shop.round(same.memory);
  EXPECT_EQ(changed.end, ImportEnd::imported) << changed.sentence;
  EXPECT_EQ(changed.counts.changed, 1);
  EXPECT_EQ(changed.counts.same, 1) << "the other source is a part of the shop";
  EXPECT_EQ(shop.products(), 3U);
}

TEST(ImportRound, LeavesAFileThatWouldSayTheSame) {
  TwoFiles shop;
  ASSERT_EQ(shop.round({}).end, ImportEnd::imported);
  const auto before = mark_of(shop.config.shop.products);
  const RoundResult again = shop.round({});
  EXPECT_EQ(again.end, ImportEnd::unchanged);
  EXPECT_EQ(again.left, before);
  EXPECT_EQ(mark_of(shop.config.shop.products), before);
}

TEST(ImportRound, TakesAllSourcesOrNone) {
  const struct {
    const char* what;
    std::function<void(TwoFiles&)> breaks;
    ImportEnd end;
    const char* sentence;
  } rows[] = {
      {"one is gone",
       [](TwoFiles& it) { std::filesystem::remove(it.configured.folder.path("b.jsonl")); },
       ImportEnd::failed, "cannot read"},
      {"one is cut off", [](TwoFiles& it) { it.put("b", row_of("rug", 1) + "{\"id\": \"va"); },
       ImportEnd::refused, "cut off"},
      {"one is of no format", [](TwoFiles& it) { it.put("b", "buy milk\n"); }, ImportEnd::refused,
       "cannot tell what b is written in; give its format"},
      {"too many rows are bad",
       [](TwoFiles& it) { it.put("b", row_of("rug", 1) + row_of("lamp", 1)); }, ImportEnd::refused,
       "max_bad allows 1%"},
      {"too much would go",
       [](TwoFiles& it) {
         it.put("a", row_of("sofa", 1));
         it.put("b", row_of("bed", 1));
       },
       ImportEnd::refused, "max_drop allows 60%"},
      {"the shop closes",
       [](TwoFiles& it) {
         it.put("a", row_of("lamp", 1));
         it.wanted = false;
       },
       ImportEnd::failed, "the shop closes"},
  };
  for (const auto& row : rows) {
    TwoFiles shop;
    const RoundResult first = shop.round({});
    const auto before = mark_of(shop.config.shop.products);
    row.breaks(shop);
    const RoundResult broken = shop.round(first.memory);
    EXPECT_EQ(broken.end, row.end) << row.what;
    EXPECT_THAT(broken.sentence, HasSubstr(row.sentence)) << row.what;
    EXPECT_EQ(mark_of(shop.config.shop.products), before) << row.what;
    EXPECT_EQ(broken.memory.size(), 2U) << "what is known of the sources stays: " << row.what;
  }
}

TEST(ImportWorks, AreTheShopAndEachThatComesOnTop) {
  const Configured configured(
      kPlain + "[import]\nevery_seconds = 100\nmax_bad = \"2%\"\n" +
      source_section("up", "file = \"u\"\nupdate = true\nevery_seconds = 7\nmax_bad = \"3%\"\n") +
      source_section("a", "file = \"a\"\n") +
      source_section("on", "file = \"o\"\nupdate = true\n") +
      source_section("b", "file = \"b\"\n"));
  const auto works = works_of(configured.config().import);
  const struct {
    const char* names;
    bool update;
    std::chrono::seconds every;
    std::int64_t most_bad;
  } rows[] = {{"a, b", false, std::chrono::seconds(100), 20'000},
              {"up", true, std::chrono::seconds(7), 30'000},
              {"on", true, std::chrono::seconds(100), 20'000}};
  ASSERT_EQ(works.size(), std::size(rows));
  for (std::size_t i = 0; i < works.size(); ++i) {
    EXPECT_EQ(works[i].names(), rows[i].names);
    EXPECT_EQ(works[i].job.update, rows[i].update) << rows[i].names;
    EXPECT_EQ(works[i].job.every, rows[i].every) << rows[i].names;
    EXPECT_EQ(works[i].limits.most_bad, rows[i].most_bad) << rows[i].names;
    EXPECT_EQ(works[i].limits.most_drop, 300'000);
  }
  EXPECT_TRUE(works_of({}).empty());
}

}  // namespace
}  // namespace till::assembly

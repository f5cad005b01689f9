// What feeds are told of the shop: each product once, as checkout would quote it.
#include "commerce/embedded/shop_listings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"
#include "products/file/product_file_writer.h"
#include "products/file/sqlite.h"

namespace till::commerce {
namespace {

using products::Listing;
using products::Product;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kListedShop = R"({
  "currency": "usd",
  "items": [
    {"id": "mug", "title": "Mug", "unit_amount": 1450, "stock": 3, "weight_grams": 9},
    {"id": "euro", "title": "Euro", "unit_amount": {"eur": 5}, "stock": 3, "weight_grams": 9},
    {"id": "book", "title": "Book", "unit_amount": 999, "digital": true}],
  "shipping": [
    {"id": "s", "title": "S", "countries": ["US"],
     "tariff": {"by": "weight", "steps": [{"up_to": "any", "amount": 500}]}}]
})";

Product listed(std::string id, const char* group = nullptr) {
  Product made{std::move(id), "A thing"};
  made.prices = {{"usd", {2000}}};
  made.weight_grams = 100;
  if (group != nullptr) made.group = group;
  return made;
}

class Listed : public ::testing::Test {
 public:
  struct Told {
    std::vector<std::string> products;  // "mug 1450 3", variants with a blank between.
    std::vector<std::string> unsold;
  };

 protected:
  ImportedFile write(const std::vector<Product>& all) const {
    const std::string path = folder_.path("products.db");
    auto writer = products::ProductFileWriter::begin(path).value();
    for (const Product& each : all) EXPECT_EQ(writer->add(each), products::Added::added);
    EXPECT_TRUE(writer->put_in_place({}, ""));
    return products::ProductFile::open(path).value();
  }

  static Result<std::vector<std::int64_t>, std::string> as_stated(std::span<const StatedItem> all) {
    std::vector<std::int64_t> pieces;
    for (const StatedItem& each : all) pieces.push_back(each.stated);
    return pieces;
  }

  static std::string text_of(const Listing& listing) {
    std::string text = listing.product.id + " " + std::to_string(listing.price.minor);
    if (listing.list_price) text += " of " + std::to_string(listing.list_price->minor);
    return text + (listing.for_sale ? "" : " sold out");
  }

  static Told tell(const ImportedFile& file, Timestamp now = {}, const FreePieces& free = as_stated,
                   std::size_t most = 1'000'000) {
    const auto catalog = std::make_shared<const Catalog>(*parse_catalog(kListedShop));
    return told_of(ShopListings(catalog, file), now, free, most);
  }

 public:
  static Told told_of(const ShopListings& listings, Timestamp now, const FreePieces& free,
                      std::size_t most = 1'000'000) {
    Told told;
    const ListingSink sink{[&](std::span<const Listing> variants, bool first) {
                             std::string text = first ? "" : "further";
                             for (const Listing& each : variants)
                               text += (text.empty() ? "" : ", ") + text_of(each);
                             told.products.push_back(text);
                             return told.products.size() < most;
                           },
                           [&](const products::ListingFault& fault) {
                             told.unsold.push_back(fault.product + " " + fault.field);
                           }};
    EXPECT_TRUE(listings.each(now, free, sink));
    return told;
  }

 protected:
  const cli::TemporaryFolder folder_;
};

TEST_F(Listed, AreTheItemsOfTheCatalogueThatTheCurrencyBuys) {
  const Told told = tell(nullptr);
  EXPECT_THAT(told.products, ElementsAre("mug 1450", "book 999"));
  EXPECT_THAT(told.unsold, ElementsAre("euro unit_amount"));
}

TEST_F(Listed, VariantsComeTogetherWhereTheFirstStands) {
  const Told told = tell(write({listed("a"), listed("t1", "tee"), listed("b"), listed("c1", "cap"),
                                listed("t2", "tee"), listed("t3", "tee")}));
  EXPECT_THAT(told.products, ElementsAre("mug 1450", "book 999", "a 2000",
                                         "t1 2000, t2 2000, t3 2000", "b 2000", "c1 2000"));
}

TEST_F(Listed, AProductThatIsCalledAsAGroupIsTold) {
  const Told told = tell(write({listed("tee"), listed("t1", "tee")}));
  EXPECT_THAT(told.products, ElementsAre("mug 1450", "book 999", "t1 2000"));
  EXPECT_THAT(told.unsold, ElementsAre("euro unit_amount", "tee id"));
}

TEST_F(Listed, CostWhatCheckoutAsksAtThatMoment) {
  Product lamp = listed("lamp");
  lamp.sale = products::Sale{{{"usd", {1500}}}, Timestamp{5'000}, Timestamp{9'000}};
  const auto file = write({lamp});
  for (const auto& [moment, text] :
       {std::pair(4'999, "lamp 2000"), std::pair(5'000, "lamp 1500 of 2000"),
        std::pair(8'999, "lamp 1500 of 2000"), std::pair(9'000, "lamp 2000")}) {
    EXPECT_EQ(tell(file, Timestamp{moment}).products.back(), text) << moment;
  }
}

TEST_F(Listed, AreSoldOutWhenNothingIsFreeUnlessTheyAreDigital) {
  Product none = listed("none");
  none.stock = 0;
  Product gone = listed("gone");
  gone.stock = 5;
  Product file = listed("file");
  file.digital = true;
  file.stock = 0;
  const FreePieces free = [](std::span<const StatedItem> all) {
    auto pieces = as_stated(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].id == "gone" || all[i].id == "mug") pieces->at(i) = 0;
    }
    return pieces;
  };
  EXPECT_THAT(tell(write({none, gone, file}), {}, free).products,
              ElementsAre("mug 1450 sold out", "book 999", "none 2000 sold out",
                          "gone 2000 sold out", "file 2000"));
}

TEST_F(Listed, WhatNothingBringsIsTold) {
  Product heavy = listed("heavy");
  heavy.weight_grams.reset();
  EXPECT_THAT(tell(write({heavy})).unsold, ElementsAre("euro unit_amount", "heavy fulfillment"));
}

TEST_F(Listed, EndWhenNobodyWantsMore) {
  EXPECT_THAT(tell(write({listed("a"), listed("b")}), {}, as_stated, 3).products,
              ElementsAre("mug 1450", "book 999", "a 2000"));
}

TEST_F(Listed, OfMoreThanOnePageAreAllTold) {
  std::vector<Product> many;
  for (int i = 0; i < 450; ++i) {
    many.push_back(listed("p" + std::to_string(i), i % 3 == 0 ? "g" : nullptr));
  }
  const Told told = tell(write(many));
  EXPECT_EQ(told.products.size(), 2U + 300U + 1U);
  EXPECT_EQ(std::count(told.products[2].begin(), told.products[2].end(), ','), 149);
}

TEST_F(Listed, OfAGroupOfMoreThanTwoThousandAreAllTold) {
  std::vector<Product> many{listed("a")};
  for (int i = 0; i < 4'500; ++i) many.push_back(listed("p" + std::to_string(i), "g"));
  many.push_back(listed("z"));
  const Told told = tell(write(many));
  ASSERT_EQ(told.products.size(), 2U + 1U + 3U + 1U);
  EXPECT_EQ(told.products[3].substr(0, 8), "p0 2000,");
  EXPECT_EQ(told.products[4].substr(0, 15), "further, p2000 ");
  EXPECT_EQ(told.products[5].substr(0, 15), "further, p4000 ");
  EXPECT_EQ(told.products[6], "z 2000");
  EXPECT_THAT(told.unsold, ElementsAre("euro unit_amount"));
}

TEST_F(Listed, VariantsComeTogetherFromAFileOfBeforeToo) {
  const std::vector<Product> all{listed("a"), listed("t1", "tee"), listed("b"), listed("t2", "tee"),
                                 listed("tee")};
  write(all);
  const std::string path = folder_.path("products.db");
  ASSERT_TRUE(execute(products::open_to_write(path).value(), "DROP TABLE variants"));
  const Told told = tell(products::ProductFile::open(path).value());
  EXPECT_THAT(told.products,
              ElementsAre("mug 1450", "book 999", "a 2000", "t1 2000, t2 2000", "b 2000"));
  EXPECT_THAT(told.unsold, ElementsAre("euro unit_amount", "tee id"));
}

TEST_F(Listed, TellHowFarTheyAre) {
  std::vector<Product> many;
  for (int i = 0; i < 200; ++i) many.push_back(listed("p" + std::to_string(i)));
  std::vector<std::string> seen;
  const auto catalog = std::make_shared<const Catalog>(*parse_catalog(kListedShop));
  const ListingSink sink{[](std::span<const Listing>, bool) { return true; },
                         [](const products::ListingFault&) {},
                         [&seen](std::int64_t done, std::int64_t whole) {
                           seen.push_back(std::to_string(done) + " of " + std::to_string(whole));
                         }};
  EXPECT_TRUE(ShopListings(catalog, write(many)).each({}, as_stated, sink));
  EXPECT_THAT(seen, ElementsAre("64 of 200", "128 of 200", "192 of 200"));
}

// What a backend sells, as it was read of it.
struct Theirs {
  std::vector<CatalogItem> items;
  CatalogItem& add(std::string id, std::int64_t stock, const char* group = nullptr) {
    CatalogItem& item = items.emplace_back();
    item.id = std::move(id);
    item.title = "A thing";
    item.unit_amount = Prices::of({{"usd", {2000}}});
    item.stock = stock;
    item.ships = true;
    checkout::ItemFacts facts;
    if (group != nullptr) facts.group = group;
    item.facts = checkout::SharedFacts(std::move(facts));
    return item;
  }
  Listed::Told tell(Timestamp now = {}) const {
    const ShopListings listings(std::make_shared<const std::vector<CatalogItem>>(items), "usd");
    EXPECT_TRUE(listings.state_pieces());
    return Listed::told_of(listings, now, pieces_as_stated);
  }
};

TEST_F(Listed, OfSomebodyElseAreWhatIsStated) {
  Theirs theirs;
  theirs.add("mug", 3);
  theirs.add("gone", 0);
  theirs.add("file", 0).digital = true;
  theirs.add("sold", 1).sale = ItemSale{Prices::of({{"usd", {1500}}}), Timestamp{5'000}, {}};
  theirs.add("euro", 1).unit_amount = Prices::of({{"eur", {5}}});
  const Told told = theirs.tell(Timestamp{5'000});
  EXPECT_THAT(told.products,
              ElementsAre("mug 2000", "gone 2000 sold out", "file 2000", "sold 1500 of 2000"));
  EXPECT_THAT(told.unsold, ElementsAre("euro unit_amount"));
}

TEST_F(Listed, OfSomebodyElseComeWithTheirVariantsToo) {
  Theirs theirs;
  theirs.add("t1", 1, "tee");
  theirs.add("mug", 1);
  theirs.add("t2", 1, "tee");
  theirs.add("tee", 1);
  const Told told = theirs.tell();
  EXPECT_THAT(told.products, ElementsAre("t1 2000, t2 2000", "mug 2000"));
  EXPECT_THAT(told.unsold, ElementsAre("tee id"));
}

TEST_F(Listed, OfSomebodyElseMoreThanTwoThousandVariantsAreAllTold) {
  Theirs theirs;
  for (std::size_t i = 0; i <= kMostVariantsListed; ++i) {
    theirs.add("t" + std::to_string(i), 1, "tee");
  }
  const Told told = theirs.tell();
  ASSERT_EQ(told.products.size(), 2U);
  EXPECT_EQ(told.products[1], "further, t2000 2000");
  EXPECT_TRUE(told.unsold.empty());
}

TEST_F(Listed, AreRefusedWhenThePiecesCannotBeRead) {
  const auto catalog = std::make_shared<const Catalog>(*parse_catalog(kListedShop));
  const FreePieces broken = [](std::span<const StatedItem>) {
    return Result<std::vector<std::int64_t>, std::string>(refused(std::string("the disk failed")));
  };
  const auto told = ShopListings(catalog, nullptr).each({}, broken, {});
  EXPECT_EQ(told.error(), "the disk failed");
}

}  // namespace
}  // namespace till::commerce

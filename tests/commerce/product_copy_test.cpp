// What one more reading makes of the products that were read before.
#include "commerce/remote/product_copy.h"

#include <gmock/gmock.h>

namespace till::commerce::remote {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RemoteProduct product(const std::string& id, const std::string& title = "A thing") {
  RemoteProduct made;
  made.item.id = id;
  made.item.title = title;
  made.bytes = 100;
  return made;
}

RemoteProduct gone(const std::string& id) {
  RemoteProduct made = product(id);
  made.removed = true;
  return made;
}

BadProduct bad(const std::string& id) { return {id, "$.products[0]", {"$.title", "Missing."}}; }

ProductCopy copy_of(const std::vector<std::string>& ids) {
  ProductCopy copy;
  for (const std::string& id : ids) copy.push_back(product(id));
  return copy;
}

std::vector<std::string> ids(const ProductCopy& copy) {
  std::vector<std::string> all;
  for (const RemoteProduct& each : copy) all.push_back(each.item.id);
  return all;
}

// A reading of these pages, which must all be taken.
ProductReading reading_of(std::vector<ProductPage> pages) {
  ProductReading reading;
  for (ProductPage& page : pages) EXPECT_TRUE(reading.add(std::move(page)).has_value());
  return reading;
}

TEST(ProductCopy, IsAllPagesInTheirOrder) {
  const auto reading =
      reading_of({{copy_of({"a", "b"}), {}, "2"}, {copy_of({"c"}), {}, std::nullopt}});
  EXPECT_THAT(ids(*reading.whole({}, false)), ElementsAre("a", "b", "c"));
  EXPECT_EQ(reading.pages(), 2U);
}

TEST(ProductCopy, TakesTheLaterOfAProductThatComesTwice) {
  const auto reading =
      reading_of({{copy_of({"a", "b"}), {}, "2"}, {{product("a", "New")}, {}, {}}});
  const auto copy = reading.whole({}, false);
  EXPECT_THAT(ids(*copy), ElementsAre("a", "b"));
  EXPECT_EQ(copy->front().item.title, "New");
}

TEST(ProductCopy, NoticesWhatIsGoneWhenEverythingIsRead) {
  const auto reading = reading_of({{{product("a"), product("c"), gone("b")}, {}, {}}});
  EXPECT_THAT(ids(*reading.whole(copy_of({"a", "b", "c"}), false)), ElementsAre("a", "c"));
}

TEST(ProductCopy, TakesOverWhatChanged) {
  const ProductCopy last = copy_of({"a", "b", "c"});
  const auto reading = reading_of({{{gone("a"), product("b", "New"), product("d")}, {}, {}}});
  const auto copy = reading.changes(last);
  ASSERT_TRUE(copy.has_value() && copy->has_value());
  EXPECT_THAT(ids(**copy), ElementsAre("b", "c", "d"));
  EXPECT_EQ((**copy)[0].item.title, "New");
}

TEST(ProductCopy, KnowsThatNothingChanged) {
  const ProductCopy last = copy_of({"a", "b"});
  for (const ProductPage& page : {ProductPage{}, ProductPage{copy_of({"b"}), {}, {}},
                                  ProductPage{{gone("z")}, {}, {}}, ProductPage{last, {}, {}}}) {
    const auto copy = reading_of({page}).changes(last);
    ASSERT_TRUE(copy.has_value());
    EXPECT_FALSE(copy->has_value());
  }
}

TEST(ProductCopy, LeavesOutWhatCannotBeReadAnyMore) {
  const ProductCopy last = copy_of({"a", "b", "c"});
  const auto whole = reading_of({{copy_of({"a", "c", "d", "e"}), {bad("b")}, {}}});
  EXPECT_THAT(ids(*whole.whole(last, false)), ElementsAre("a", "c", "d", "e"));
  const auto changed = reading_of({{{}, {bad("b"), bad("")}, {}}});
  EXPECT_EQ(changed.bad(), 2U);
  const auto once = reading_of({{{}, {bad("b")}, {}}}).changes(last);
  EXPECT_THAT(ids(**once), ElementsAre("a", "c"));
}

TEST(ProductCopy, BelievesNoReadingThatIsBadInLargePart) {
  const auto refuses = [](std::vector<std::string> good, std::size_t bad_ones) {
    ProductPage page{copy_of(good), {}, {}};
    for (std::size_t i = 0; i < bad_ones; ++i) page.bad.push_back(bad(""));
    return !reading_of({page}).whole({}, false).has_value();
  };
  EXPECT_FALSE(refuses({"a", "b"}, 1)) << "one may always be bad";
  EXPECT_FALSE(refuses({"a", "b", "c", "d", "e", "f", "g", "h"}, 2)) << "a fifth";
  EXPECT_TRUE(refuses({"a", "b", "c", "d", "e", "f", "g"}, 2)) << "more than a fifth";
  EXPECT_TRUE(refuses({}, 1)) << "all of them";
  const auto reading = reading_of({{copy_of({"a"}), {bad("b"), bad("c")}, {}}});
  EXPECT_THAT(reading.whole({}, false).error(), HasSubstr("2 of 3 products"));
  EXPECT_FALSE(reading.changes({}).has_value());
  ProductCopy many;
  for (int i = 0; i < 10; ++i) many.push_back(product(std::to_string(i)));
  EXPECT_TRUE(reading.changes(many).has_value()) << "few of all there are";
}

TEST(ProductCopy, BelievesOnlyTheSecondTimeThatMostIsGone) {
  const ProductCopy last = copy_of({"a", "b", "c", "d", "e"});
  const auto half = reading_of({{copy_of({"a", "b", "c"}), {}, {}}});
  EXPECT_TRUE(half.whole(last, false).has_value());
  const auto less = reading_of({{copy_of({"a", "b"}), {}, {}}});
  EXPECT_THAT(less.whole(last, false).error(), HasSubstr("only 2 products are left of 5"));
  EXPECT_TRUE(less.loses_too_much(last));
  EXPECT_THAT(ids(*less.whole(last, true)), ElementsAre("a", "b"));
  const auto nothing = reading_of({{}});
  EXPECT_FALSE(nothing.whole(last, false).has_value());
  EXPECT_THAT(*nothing.whole(last, true), IsEmpty());
  EXPECT_TRUE(nothing.whole({}, false).has_value()) << "a shop may have nothing to sell";
}

TEST(ProductCopy, EndsWithACursorThatComesAgain) {
  ProductReading reading;
  EXPECT_TRUE(reading.add({copy_of({"a"}), {}, "2"}).has_value());
  EXPECT_TRUE(reading.add({copy_of({"b"}), {}, "3"}).has_value());
  EXPECT_THAT(reading.add({copy_of({"c"}), {}, "2"}).error(), HasSubstr("cursor"));
}

TEST(ProductCopy, IsBoundedInPagesProductsAndBytes) {
  ProductReading pages;
  for (std::size_t i = 1; i < kMostProductPages; ++i) {
    ASSERT_TRUE(pages.add({{}, {}, std::to_string(i)}).has_value()) << i;
  }
  EXPECT_THAT(pages.add({{}, {}, "more"}).error(), HasSubstr("2000 pages"));
  ProductPage page;
  for (std::size_t i = 0; i < kMostProducts; ++i) page.products.push_back(product("one"));
  ProductReading products;
  EXPECT_TRUE(products.add(std::move(page)).has_value());
  EXPECT_THAT(products.add({{product("two")}, {}, {}}).error(), HasSubstr("100000 products"));
  ProductReading bytes;
  RemoteProduct heavy = product("heavy");
  heavy.bytes = kMostProductBytes;
  EXPECT_TRUE(bytes.add({{heavy}, {}, "2"}).has_value());
  EXPECT_THAT(bytes.add({{product("light")}, {}, {}}).error(), HasSubstr("256 MiB"));
  const auto changed = reading_of({{{product("light")}, {}, {}}}).changes({heavy});
  EXPECT_THAT(changed.error(), HasSubstr("256 MiB")) << "with what there is";
}

}  // namespace
}  // namespace till::commerce::remote

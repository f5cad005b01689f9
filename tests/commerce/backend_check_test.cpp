// Which rules of the contract a backend is found to keep.
#include "commerce/remote/check/check_backend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/fake_checked_shop.h"
#include "commerce/remote/check/rules.h"
#include "commerce/remote/check/signed_asker.h"

namespace till::commerce::remote::check {
namespace {

using test::FakeShop;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr Timestamp kNow{1'796'119'200'000};

Options with_orders() {
  Options options;
  options.catalog_items = {"mug", "book"};
  options.orders = true;
  options.now = kNow;
  options.session.bytes[0] = 1;
  options.unseen.bytes[0] = 2;
  return options;
}

std::vector<std::string> ids(const Report& report, Verdict verdict) {
  std::vector<std::string> found;
  for (const Row& row : report.rows()) {
    if (row.verdict == verdict) found.push_back(row.id);
  }
  return found;
}

Row row(const Report& report, const std::string& id) {
  for (const Row& each : report.rows()) {
    if (each.id == id) return each;
  }
  ADD_FAILURE() << "no row " << id;
  return {};
}

TEST(BackendCheck, FindsThatARightBackendKeepsEveryRule) {
  FakeShop shop;
  const Report report = check_backend(shop, with_orders());
  EXPECT_EQ(ids(report, Verdict::passed).size(), rules().size());
  EXPECT_THAT(ids(report, Verdict::failed), IsEmpty());
  EXPECT_THAT(ids(report, Verdict::skipped), IsEmpty());
}

TEST(BackendCheck, NamesTheOneRuleThatIsBroken) {
  for (const Rule& rule : rules()) {
    FakeShop shop{std::string(rule.id)};
    const Report report = check_backend(shop, with_orders());
    EXPECT_THAT(ids(report, Verdict::failed), ElementsAre(std::string(rule.id)));
    const Row broken = row(report, std::string(rule.id));
    EXPECT_FALSE(broken.expected.empty()) << rule.id;
    EXPECT_FALSE(broken.found.empty()) << rule.id;
    EXPECT_EQ(broken.cure, rule.cure) << rule.id;
  }
}

TEST(BackendCheck, FindsQuotesThatTakePiecesAway) {
  FakeShop shop;
  shop.leaks = true;
  shop.stock = 1'000;
  const Report report = check_backend(shop, with_orders());
  EXPECT_THAT(ids(report, Verdict::failed), ElementsAre("quote.repeatable"));
  EXPECT_THAT(row(report, "quote.repeatable").found, HasSubstr("takes pieces away"));
}

TEST(BackendCheck, SaysThePlaceOfWhatIsWrong) {
  FakeShop shop{"quote.answer"};
  const Row broken = row(check_backend(shop, with_orders()), "quote.answer");
  EXPECT_THAT(broken.found, StartsWith("$.lines[0].tax: "));
}

// Till itself goes on without it.
TEST(BackendCheck, SaysThePlaceOfALinkThatIsNone) {
  FakeShop shop;
  shop.more = R"(,"image_url":"https://shop.example/mug.jpg","url":"https://shop.example/mug")";
  EXPECT_THAT(ids(check_backend(shop, with_orders()), Verdict::failed), IsEmpty());
  shop.more = R"(,"image_url":"mug.jpg")";
  const Report report = check_backend(shop, with_orders());
  EXPECT_THAT(row(report, "quote.answer").found, StartsWith("$.lines[0].image_url: "));
  EXPECT_THAT(row(report, "products.page").found, StartsWith("$.products[1].image_url: "));
}

TEST(BackendCheck, SkipsWhatIsNotListed) {
  const std::pair<const char*, const char*> rows[] = {
      {"quote", R"(["holds","approval","orders","products"])"},
      {"holds", R"(["quote","approval","orders","products"])"},
      {"approval", R"(["quote","holds","orders","products"])"},
      {"orders", R"(["quote","holds","approval","products"])"},
      {"products", R"(["quote","holds","approval","orders"])"}};
  for (const auto& [name, listed] : rows) {
    FakeShop shop;
    shop.capabilities = listed;
    const Report report = check_backend(shop, with_orders());
    EXPECT_THAT(ids(report, Verdict::failed), IsEmpty()) << name;
    for (const Row& each : report.rows()) {
      const bool of_it = each.id.starts_with(std::string(name) + ".");
      const bool of_stock = each.id == "holds.short" && name == std::string("quote");
      EXPECT_EQ(each.verdict == Verdict::skipped, of_it || of_stock) << name << ": " << each.id;
      EXPECT_EQ(each.found == std::string(name) + " is not listed", of_it) << each.id;
    }
  }
}

TEST(BackendCheck, PlacesNoOrderUnlessItIsAskedTo) {
  FakeShop shop;
  Options options = with_orders();
  options.orders = false;
  const Report report = check_backend(shop, options);
  EXPECT_THAT(row(report, "orders.answer").found, HasSubstr("--orders"));
  for (const std::string& id : ids(report, Verdict::skipped))
    EXPECT_THAT(id, StartsWith("orders."));
  for (const Asked& each : shop.asked) EXPECT_FALSE(each.path.starts_with("/orders")) << each.path;
}

TEST(BackendCheck, MarksItsOrderAsATestAndCancelsIt) {
  FakeShop shop;
  check_backend(shop, with_orders());
  std::vector<Asked> orders;
  std::vector<Asked> events;
  for (const Asked& each : shop.asked) {
    if (each.path == "/orders") orders.push_back(each);
    if (each.path.starts_with("/orders/ord_till_check_cs_")) events.push_back(each);
  }
  ASSERT_EQ(orders.size(), 3U);
  EXPECT_THAT(orders[0].body, AllOf(HasSubstr(R"("id":"ord_till_check_cs_)"),
                                    HasSubstr(R"("order_notes":"A test by)")));
  EXPECT_EQ(orders[0].key, orders[1].key);
  EXPECT_NE(orders[0].key, orders[2].key);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_THAT(events[0].body, HasSubstr(R"("type":"canceled")"));
}

TEST(BackendCheck, TellsTheDeadlinesOfASale) {
  FakeShop shop;
  Options options = with_orders();
  options.quote_timeout = Milliseconds(800);
  check_backend(shop, options);
  for (const Asked& each : shop.asked) {
    if (each.signing != Signing::right) continue;
    const bool patient = each.path.starts_with("/orders") || each.path.starts_with("/products");
    const int wanted = each.path == "/approve" ? 2'000 : patient ? 10'000 : 800;
    EXPECT_EQ(each.deadline, Milliseconds(wanted)) << each.path;
  }
}

TEST(BackendCheck, LeavesNothingHeld) {
  for (const char* broken : {"", "holds.put", "holds.replaced", "holds.late_put", "holds.short"}) {
    FakeShop shop{broken};
    check_backend(shop, with_orders());
    EXPECT_THAT(shop.held, IsEmpty()) << broken;
  }
}

TEST(BackendCheck, AsksAboutNamedItemsThenAboutProductsThenAboutTheCatalogue) {
  struct Line {
    const char* capabilities;
    std::vector<std::string> named;
    std::vector<std::string> asked;
  };
  const Line lines[] = {
      {R"(["quote","products"])", {"book"}, {"book"}},
      {R"(["quote","products"])", {}, {"mug", "book"}},  // What has stock comes first.
      {R"(["quote"])", {}, {"book", "mug"}}};
  for (const Line& line : lines) {
    FakeShop shop;
    shop.capabilities = line.capabilities;
    Options options = with_orders();
    options.items = line.named;
    options.catalog_items = {"book", "mug"};
    check_backend(shop, options);
    const auto first = std::find_if(shop.asked.begin(), shop.asked.end(),
                                    [](const Asked& each) { return each.path == "/quote"; });
    ASSERT_NE(first, shop.asked.end());
    const auto body = json::Body::parse(first->body);
    std::vector<std::string> items;
    for (const json::Value each : body->root().at("lines").entries()) {
      items.emplace_back(each.at("item_id").text());
    }
    EXPECT_EQ(items, line.asked);
  }
}

TEST(BackendCheck, FailsWhereThereIsNothingToAskAbout) {
  FakeShop shop;
  shop.capabilities = R"(["quote","holds","approval","orders"])";
  Options options = with_orders();
  options.catalog_items.clear();
  const Report report = check_backend(shop, options);
  EXPECT_THAT(ids(report, Verdict::failed), ElementsAre("quote.answer"));
  EXPECT_THAT(row(report, "quote.answer").found, HasSubstr("--item"));
}

class SilentShop final : public Asker {
 public:
  Given ask(const Asked&) override { return refused(std::string("connection refused")); }
};

TEST(BackendCheck, SaysOfASilentBackendOneThing) {
  SilentShop shop;
  const Report report = check_backend(shop, with_orders());
  EXPECT_THAT(ids(report, Verdict::failed), ElementsAre("capabilities.answer"));
  EXPECT_EQ(row(report, "capabilities.answer").found, "no answer: connection refused");
}

TEST(BackendCheck, HasAnIdASentenceAndACureForEachRule) {
  std::vector<std::string> seen;
  for (const Rule& rule : rules()) {
    EXPECT_THAT(std::string(rule.id), ::testing::MatchesRegex("[a-z]+[.][a-z_0-9]+"));
    EXPECT_TRUE(rule.sentence.ends_with(".") && rule.cure.ends_with(".")) << rule.id;
    EXPECT_THAT(seen, ::testing::Not(::testing::Contains(std::string(rule.id))));
    seen.emplace_back(rule.id);
  }
}

// The digits of docs/backend/README.md.
TEST(BackendCheck, SignsRightAndInEveryWrongWay) {
  const Secret secret("a-secret-to-try");
  const std::string body = R"({"hello":"world"})";
  const std::string good =
      "t=1796119200,v1=209003425a8078f142b1c161ce083057f8a229e0dcbf3e6d15d1aea89682845f";
  const std::string digits = good.substr(good.find("v1="));
  const auto header = [&](Signing signing) {
    return signature_header(signing, body, kNow, secret);
  };
  EXPECT_EQ(header(Signing::right), good);
  EXPECT_EQ(header(Signing::missing), std::nullopt);
  EXPECT_EQ(header(Signing::with_more), "t=1796119200,v0=later," + digits);
  EXPECT_THAT(*header(Signing::second_of_two), ::testing::EndsWith("," + digits));
  EXPECT_EQ(header(Signing::second_of_two)->size(), good.size() + 1 + digits.size());
  EXPECT_THAT(*header(Signing::old), StartsWith("t=1796118899,v1="));
  EXPECT_THAT(*header(Signing::early), StartsWith("t=1796119560,v1="));
  for (const Signing wrong : {Signing::wrong, Signing::of_another_body}) {
    EXPECT_THAT(*header(wrong), StartsWith("t=1796119200,v1="));
    EXPECT_THAT(*header(wrong), ::testing::Not(HasSubstr(digits)));
  }
}

}  // namespace
}  // namespace till::commerce::remote::check

// Stripe Tax as the double plays it: calculations, transactions and reversals.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

constexpr const char* kCalculations = "/v1/tax/calculations";
constexpr const char* kRecord = "/v1/tax/transactions/create_from_calculation";
constexpr const char* kReverse = "/v1/tax/transactions/create_reversal";
constexpr const char* kCalifornia =
    "customer_details[address][country]=US&customer_details[address][postal_code]=94105"
    "&customer_details[address_source]=shipping";
constexpr const char* kMug = "currency=usd&line_items[0][amount]=1450&line_items[0][reference]=mug";

std::string at_country(const std::string& country) {
  return "customer_details[address][country]=" + country +
         "&customer_details[address_source]=shipping";
}

std::string with(const std::string& one, const std::string& other) { return one + "&" + other; }

struct CalculationRow {
  const char* name;
  std::string fields;
  const char* line_tax;
  const char* shipping_tax;  // "" without one.
  const char* total;
  const char* reason;
};

TEST(StripeDoubleTaxes, AreAddedToWhatExcludesThemAndFoundInWhatIncludesThem) {
  const std::string shipped = std::string(kMug) + "&shipping_cost[amount]=500";
  const std::string german =
      "currency=eur&line_items[0][amount]=999&line_items[0][tax_behavior]=inclusive";
  const std::string vat_number =
      "&customer_details[tax_ids][0][type]=eu_vat&customer_details[tax_ids][0][value]=";
  const std::vector<CalculationRow> rows{
      {"on top", with(kMug, kCalifornia), "105", "", "1555", "standard_rated"},
      {"California taxes no shipping", with(shipped, kCalifornia), "105", "0", "2055",
       "standard_rated"},
      {"Washington does",
       with(shipped, at_country("US") + "&customer_details[address][postal_code]=98101"), "94",
       "33", "2077", "standard_rated"},
      {"within the price", with(german, at_country("DE")), "160", "", "999", "standard_rated"},
      {"of a reduced product",
       with(german + "&line_items[0][tax_code]=txcd_10302000", at_country("DE")), "65", "", "999",
       "reduced_rated"},
      {"of no taxable product",
       with(german + "&line_items[0][tax_code]=txcd_00000000", at_country("DE")), "0", "", "999",
       "product_exempt"},
      {"where the shop is not registered", with(kMug, at_country("CH")), "0", "", "1450",
       "not_collecting"},
      {"of an exempt customer",
       with(kMug,
            std::string(kCalifornia) + "&customer_details[taxability_override]=customer_exempt"),
       "0", "", "1450", "customer_exempt"},
      {"owed by a business abroad", with(german, at_country("FR") + vat_number + "FR12345678901"),
       "0", "", "999", "reverse_charge"},
      {"not owed by one at home", with(german, at_country("DE") + vat_number + "DE123456789"),
       "160", "", "999", "standard_rated"},
  };
  for (const CalculationRow& row : rows) {
    Seller seller;
    const Answer answer = seller.post(kCalculations, row.fields + "&expand[]=line_items");
    ASSERT_EQ(answer.status, 200) << row.name << answer.body;
    EXPECT_EQ(at(answer, "/line_items/data/0/amount_tax"), row.line_tax) << row.name;
    EXPECT_EQ(at(answer, "/shipping_cost/amount_tax"), row.shipping_tax) << row.name;
    EXPECT_EQ(at(answer, "/amount_total"), row.total) << row.name;
    EXPECT_EQ(at(answer, "/tax_breakdown/0/taxability_reason"), row.reason) << row.name;
  }
}

struct RefusedRow {
  std::string fields;
  const char* code;
  const char* param;
};

TEST(StripeDoubleTaxes, RefuseWhatStripeRefuses) {
  const std::vector<RefusedRow> rows{
      {with("line_items[0][amount]=1", kCalifornia), "parameter_missing", "currency"},
      {with("currency=usd", kCalifornia), "parameter_missing", "line_items"},
      {kMug, "parameter_missing", "customer_details[address][country]"},
      {with(kMug, "customer_details[address][country]=DE"), "parameter_missing",
       "customer_details[address_source]"},
      {with(kMug, at_country("US")), "customer_tax_location_invalid", "customer_details[address]"},
      {with(kMug, at_country("CA")), "customer_tax_location_invalid", "customer_details[address]"},
      {with(kMug, at_country("DE") + "&customer_details[tax_ids][0][type]=eu_vat"
                                     "&customer_details[tax_ids][0][value]=DE 1"),
       "tax_id_invalid", "customer_details[tax_ids][0][value]"},
      {with("currency=usd&line_items[0][amount]=0", kCalifornia), "", "line_items[0][amount]"},
      {with("currency=usd&line_items[0][amount]=1.5", kCalifornia), "parameter_invalid_integer",
       "line_items[0][amount]"},
      {with("currency=kwd&line_items[0][amount]=1001", kCalifornia), "", "line_items[0][amount]"},
      {with(std::string(kMug) + "&line_items[1][amount]=2&line_items[1][reference]=mug",
            kCalifornia),
       "", "line_items[1][reference]"},
      {with(std::string(kMug) + "&line_items[0][tax_code]=books", kCalifornia), "resource_missing",
       "line_items[0][tax_code]"},
      {with(std::string(kMug) + "&line_items[0][planet]=mars", kCalifornia), "parameter_unknown",
       "line_items[0][planet]"},
  };
  for (const RefusedRow& row : rows) {
    Seller seller;
    const Answer answer = seller.post(kCalculations, row.fields);
    EXPECT_EQ(answer.status, 400) << row.fields;
    EXPECT_EQ(at(answer, "/error/code"), row.code) << row.fields << answer.body;
    EXPECT_EQ(at(answer, "/error/param"), row.param) << row.fields;
  }
}

class Sold : public ::testing::Test {
 protected:
  std::string calculation() {
    return at(seller.post(kCalculations,
                          with(std::string(kMug) + "&shipping_cost[amount]=500", kCalifornia)),
              "/id");
  }
  std::string sold() {
    return at(seller.post(kRecord, "reference=order-1&calculation=" + calculation()), "/id");
  }
  Answer reverse(const std::string& fields) {
    const std::string reference = "&reference=refund-" + std::to_string(++refunds);
    return seller.post(kReverse, "original_transaction=" + transaction + "&" + fields + reference);
  }
  Seller seller;
  std::string transaction = sold();
  int refunds = 0;
};

TEST_F(Sold, ATransactionHasAReferenceOfItsOwn) {
  const Answer again = seller.post(kRecord, "reference=order-1&calculation=" + calculation());
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(at(again, "/error/param"), "reference");
  EXPECT_EQ(at(seller.get("/v1/tax/transactions/" + transaction), "/reference"), "order-1");
}

TEST_F(Sold, ACalculationIsGoneAfterNinetyDays) {
  const std::string old = calculation();
  seller.now += 90LL * 24 * 60 * 60;
  const Answer answer = seller.post(kRecord, "reference=order-2&calculation=" + old);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(at(answer, "/error/code"), "resource_missing");
  EXPECT_EQ(at(answer, "/error/param"), "calculation");
}

struct ReversalRow {
  const char* name;
  std::vector<const char*> fields;  // One reversal each.
  int last;                         // Status of the last.
};

TEST_F(Sold, NoMoreIsReversedThanWasSold) {
  const std::vector<ReversalRow> rows{
      {"all of it", {"mode=full"}, 200},
      {"twice", {"mode=full", "mode=full"}, 400},
      {"a part", {"mode=partial&flat_amount=-1000"}, 200},
      {"all in parts", {"mode=partial&flat_amount=-1000", "mode=partial&flat_amount=-1055"}, 200},
      {"too much", {"mode=partial&flat_amount=-2056"}, 400},
      {"too much in parts",
       {"mode=partial&flat_amount=-1000", "mode=partial&flat_amount=-1056"},
       400},
      {"all after a part", {"mode=partial&flat_amount=-1", "mode=full"}, 400},
      {"a positive amount", {"mode=partial&flat_amount=10"}, 400},
      {"nothing named", {"mode=partial"}, 400},
      {"an amount of a full one", {"mode=full&flat_amount=-10"}, 400},
      {"the shipping",
       {"mode=partial&shipping_cost[amount]=-500&shipping_cost[amount_tax]=0"},
       200},
      {"more than the shipping",
       {"mode=partial&shipping_cost[amount]=-501&shipping_cost[amount_tax]=0"},
       400},
  };
  int order = 1;
  for (const ReversalRow& row : rows) {
    transaction = at(seller.post(kRecord, "reference=row-" + std::to_string(++order) +
                                              "&calculation=" + calculation()),
                     "/id");
    Answer answer;
    for (const char* fields : row.fields) answer = reverse(fields);
    EXPECT_EQ(answer.status, row.last) << row.name << answer.body;
  }
}

TEST_F(Sold, AFlatAmountIsSharedOutWithItsTax) {
  const Answer answer = reverse("mode=partial&flat_amount=-1000");
  EXPECT_EQ(at(answer, "/type"), "reversal");
  EXPECT_EQ(at(answer, "/reversal/original_transaction"), transaction);
  const Answer shown =
      seller.get("/v1/tax/transactions/" + at(answer, "/id"), "expand[]=line_items");
  // 1000 of 2055: 757 of the mug with its 105 of tax, 243 of the shipping without any.
  EXPECT_EQ(at(shown, "/line_items/data/0/amount"), "-706");
  EXPECT_EQ(at(shown, "/line_items/data/0/amount_tax"), "-51");
  EXPECT_EQ(at(shown, "/shipping_cost/amount"), "-243");
}

TEST_F(Sold, MoreThanTenLinesAreShownInPages) {
  std::string fields = "currency=usd";
  for (int i = 0; i < 12; ++i) {
    fields += "&line_items[" + std::to_string(i) + "][amount]=" + std::to_string(100 + i);
  }
  const Answer answer =
      seller.post(kCalculations, with(fields, kCalifornia) + "&expand[]=line_items");
  EXPECT_EQ(at(answer, "/line_items/has_more"), "true");
  const std::string last = at(answer, "/line_items/data/9/id");
  const Answer rest =
      seller.get(std::string(kCalculations) + "/" + at(answer, "/id") + "/line_items",
                 "limit=100&starting_after=" + last);
  EXPECT_EQ(at(rest, "/data/1/amount"), "111");
  EXPECT_EQ(at(rest, "/has_more"), "false");
}

}  // namespace
}  // namespace till::stripe_double

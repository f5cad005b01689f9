#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using LinesPatch = Patch<std::vector<RequestedLine>>;

std::vector<std::string> items_of(const Session& session) {
  std::vector<std::string> items;
  for (const LineItem& line : session.lines) {
    items.push_back(line.item_id + "*" + std::to_string(line.quantity));
  }
  return items;
}

TEST(BeginSession, StartsAtVersionOneAndExpiresAfterItsLifetime) {
  CountingIds ids;
  const Draft draft =
      begin_session(create_command({{"mug", 1}}), "agent-a", kLifetime, {kNow, ids});
  EXPECT_EQ(draft.version, 1U);
  EXPECT_EQ(draft.agent, "agent-a");
  EXPECT_EQ(draft.currency, "usd");
  EXPECT_EQ(draft.created_at, kNow);
  EXPECT_EQ(draft.updated_at, kNow);
  EXPECT_EQ(draft.expires_at, kDeadline);
}

TEST(BeginSession, KeepsLinesInOrderAndNeverMergesThem) {
  CountingIds ids;
  const Draft draft = begin_session(create_command({{"mug", 1}, {"tee", 2}, {"mug", 3}}), "agent-a",
                                    kLifetime, {kNow, ids});
  EXPECT_THAT(items_of(draft), ElementsAre("mug*1", "tee*2", "mug*3"));
  EXPECT_NE(draft.lines[0].id, draft.lines[2].id);
}

TEST(BeginSession, OffersOnlyWhatBothSidesCanDo) {
  CreateCommand command = create_command({{"mug", 1}});
  command.capabilities = {true, true, true, {"discount"}};
  CountingIds ids;
  const Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
  EXPECT_EQ(draft.capabilities, (Capabilities{false, false, false, {"discount"}}));
}

TEST(BeginSession, ShowsDiscountsWhenCodesOrTheExtensionAreThere) {
  struct Row {
    std::optional<std::vector<std::string>> codes;
    std::vector<std::string> extensions;
    bool requested;
  };
  const Row rows[] = {{std::nullopt, {}, false},
                      {std::vector<std::string>{}, {}, true},
                      {std::vector<std::string>{"SAVE10"}, {}, true},
                      {std::nullopt, {"discount"}, true}};
  for (const Row& row : rows) {
    CreateCommand command = create_command({{"mug", 1}});
    command.discount_codes = row.codes;
    command.capabilities.extensions = row.extensions;
    CountingIds ids;
    const Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
    EXPECT_EQ(draft.discounts_requested, row.requested);
    EXPECT_EQ(draft.discounts.codes, row.codes.value_or(std::vector<std::string>{}));
  }
}

TEST(BeginSession, TakesOverWhatTheAgentSaid) {
  CreateCommand command = create_command({{"mug", 1}});
  command.buyer = buyer("ann@example.com");
  command.groups = {FulfillmentGroup{"g1", {"mug"}, FulfillmentType::shipping, {}, {}, {}}};
  command.locale = "en-US";
  command.timezone = "America/New_York";
  command.metadata_json = R"({"a":1})";
  command.order_notes = "Ring twice";
  CountingIds ids;
  const Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
  EXPECT_EQ(draft.buyer, command.buyer);
  EXPECT_EQ(draft.fulfillment_details, command.fulfillment_details);
  EXPECT_EQ(draft.groups, command.groups);
  EXPECT_EQ(draft.locale, command.locale);
  EXPECT_EQ(draft.timezone, command.timezone);
  EXPECT_EQ(draft.metadata_json, command.metadata_json);
  EXPECT_EQ(draft.order_notes, command.order_notes);
}

struct LineRow {
  const char* rule;
  ItemCounts wanted;
  std::vector<int> same_as;  // Of each line, the old line whose id it has, or -1 for a new id.
};

TEST(ApplyUpdate, KeepsTheIdsOfLinesThatStay) {
  const LineRow rows[] = {
      {"another quantity", {{"mug", 9}, {"tee", 1}, {"mug", 2}}, {0, 1, 2}},
      {"another order", {{"tee", 1}, {"mug", 1}}, {1, 0}},
      {"one fewer", {{"mug", 1}}, {0}},
      {"one more", {{"mug", 1}, {"mug", 1}, {"mug", 1}}, {0, 2, -1}},
      {"another item", {{"cap", 1}}, {-1}},
  };
  for (const LineRow& row : rows) {
    CountingIds ids;
    const Draft before = begin_session(create_command({{"mug", 1}, {"tee", 1}, {"mug", 2}}),
                                       "agent-a", kLifetime, {kNow, ids});
    const Draft after = apply_update(before, update_lines(row.wanted), {kNow, ids}).value();
    ASSERT_EQ(after.lines.size(), row.wanted.size()) << row.rule;
    for (std::size_t i = 0; i < after.lines.size(); ++i) {
      EXPECT_EQ(after.lines[i].item_id, row.wanted[i].first) << row.rule;
      EXPECT_EQ(after.lines[i].quantity, row.wanted[i].second) << row.rule;
      for (std::size_t old = 0; old < before.lines.size(); ++old) {
        EXPECT_EQ(after.lines[i].id == before.lines[old].id,
                  row.same_as[i] == static_cast<int>(old))
            << row.rule << ", line " << i;
      }
    }
  }
}

TEST(ApplyUpdate, WritesTheNextVersionAndLeavesTheFirstInstantsAlone) {
  CountingIds ids;
  const Session before = ready_session();
  const Timestamp later = kNow + Milliseconds(1000);
  const Draft after = apply_update(before, UpdateCommand{}, {later, ids}).value();
  EXPECT_EQ(after.version, 2U);
  EXPECT_EQ(after.updated_at, later);
  EXPECT_EQ(after.created_at, before.created_at);
  EXPECT_EQ(after.expires_at, before.expires_at);
  EXPECT_EQ(after.id, before.id);
}

TEST(ApplyUpdate, LeavesWhatTheCommandLeavesOut) {
  CreateCommand command = create_command({{"mug", 2}});
  command.buyer = buyer("ann@example.com");
  command.discount_codes = {"SAVE10"};
  command.order_notes = "Ring twice";
  CountingIds ids;
  const Session before = open_session(command, simple_quote(), ids).value();
  const Draft after = apply_update(before, UpdateCommand{}, {kNow, ids}).value();
  EXPECT_EQ(after.lines, before.lines);
  EXPECT_EQ(after.buyer, before.buyer);
  EXPECT_EQ(after.fulfillment_details, before.fulfillment_details);
  EXPECT_EQ(after.discounts.codes, before.discounts.codes);
  EXPECT_EQ(after.order_notes, before.order_notes);
}

TEST(ApplyUpdate, ReplacesWholeValues) {
  CreateCommand command = create_command({{"mug", 2}});
  command.buyer = buyer("ann@example.com");
  command.buyer->first_name = "Ann";
  command.fulfillment_details->email = "ann@example.com";
  command.discount_codes = {"SAVE10"};
  UpdateCommand update;
  update.buyer = Patch<Buyer>::of(buyer("bob@example.com"));
  update.fulfillment_details = Patch<FulfillmentDetails>::of(to_address(address_in("NY")));
  update.discount_codes = Patch<std::vector<std::string>>::of({"TAKE5"});
  update.order_notes = Patch<std::string>::of("Ring once");
  CountingIds ids;
  const Session before = open_session(command, simple_quote(), ids).value();
  const Draft after = apply_update(before, update, {kNow, ids}).value();
  EXPECT_EQ(after.buyer, buyer("bob@example.com"));
  EXPECT_EQ(after.fulfillment_details, to_address(address_in("NY")));
  EXPECT_THAT(after.discounts.codes, ElementsAre("TAKE5"));
  EXPECT_TRUE(after.discounts_requested);
  EXPECT_EQ(after.order_notes, "Ring once");
}

TEST(ApplyUpdate, ClearsWhatIsNull) {
  CreateCommand command = create_command({{"mug", 2}});
  command.buyer = buyer("ann@example.com");
  command.groups = {FulfillmentGroup{"g1", {"mug"}, FulfillmentType::shipping, {}, {}, {}}};
  command.discount_codes = {"SAVE10"};
  command.order_notes = "Ring twice";
  UpdateCommand update;
  update.buyer = Patch<Buyer>::clear();
  update.fulfillment_details = Patch<FulfillmentDetails>::clear();
  update.groups = Patch<std::vector<FulfillmentGroup>>::clear();
  update.discount_codes = Patch<std::vector<std::string>>::clear();
  update.order_notes = Patch<std::string>::clear();
  CountingIds ids;
  const Session before = open_session(command, simple_quote(), ids).value();
  const Draft after = apply_update(before, update, {kNow, ids}).value();
  EXPECT_EQ(after.buyer, std::nullopt);
  EXPECT_EQ(after.fulfillment_details, std::nullopt);
  EXPECT_THAT(after.groups, IsEmpty());
  EXPECT_THAT(after.discounts.codes, IsEmpty());
  EXPECT_EQ(after.order_notes, std::nullopt);
}

TEST(ApplyUpdate, ForgetsAPaymentThatWasDeclined) {
  CountingIds ids;
  const Session declined = payment_failed(paying_session(), PaymentFailure::declined, kNow);
  EXPECT_THAT(updated(declined, UpdateCommand{}, simple_quote(), ids).messages, IsEmpty());
}

TEST(ApplyUpdate, EmptiesTheCartAndGivesEverythingBack) {
  for (const LinesPatch& lines : {LinesPatch::clear(), LinesPatch::of({})}) {
    CreateCommand command = create_command({{"mug", 2}});
    command.discount_codes = {"SAVE10", "save10"};
    CountingIds ids;
    Quote quote = simple_quote();
    quote.applied = {AppliedDiscount{"SAVE10", "10 %", 10, {}, {0}, 1, {}}};
    const Session before = open_session(command, quote, ids).value();
    ASSERT_FALSE(before.holds.empty());
    UpdateCommand update;
    update.lines = lines;
    const Session after = updated(before, update, Quote{}, ids);
    EXPECT_EQ(after.status, Status::incomplete);
    EXPECT_THAT(told_by(after),
                ElementsAre(Told{MessageType::error, MessageCode::missing, Member::lines}));
    EXPECT_THAT(after.lines, IsEmpty());
    EXPECT_THAT(after.holds, IsEmpty());
    EXPECT_THAT(after.options, IsEmpty());
    EXPECT_THAT(after.selected, IsEmpty());
    EXPECT_THAT(after.discounts.applied, IsEmpty());
    EXPECT_THAT(after.discounts.codes, ElementsAre("SAVE10", "save10"));
    EXPECT_EQ(after.totals, OrderTotals{});
  }
}

TEST(QuoteRequest, AsksForTheLinesTheAddressAndTheCodesAsSubmitted) {
  CreateCommand command = create_command({{"mug", 2}, {"tee", 1}});
  command.discount_codes = {"SAVE10", "save10"};
  CountingIds ids;
  const Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
  const QuoteRequest request = quote_request(draft, true, kDeadline);
  EXPECT_EQ(request.currency, "usd");
  ASSERT_EQ(request.lines.size(), 2U);
  EXPECT_EQ(request.lines[0].item_id, "mug");
  EXPECT_EQ(request.lines[0].quantity, 2);
  EXPECT_EQ(request.lines[1].item_id, "tee");
  EXPECT_EQ(request.ship_to, address_in());
  EXPECT_THAT(request.discount_codes, ElementsAre("SAVE10", "save10"));
  EXPECT_EQ(request.now, kDeadline);
}

TEST(QuoteRequest, NamesTheQuoteThatTheAgentHas) {
  Draft draft;
  EXPECT_FALSE(quote_request(draft, true, kNow).quote_id.has_value());
  draft.quote_id = "quote-1";
  EXPECT_EQ(quote_request(draft, true, kNow).quote_id, "quote-1");
}

TEST(QuoteRequest, SaysWhetherTheBuyerIsLoggedIn) {
  const std::pair<std::optional<AuthenticationStatus>, bool> rows[] = {
      {std::nullopt, false},
      {AuthenticationStatus::guest, false},
      {AuthenticationStatus::requires_signin, false},
      {AuthenticationStatus::authenticated, true}};
  for (const auto& [status, logged_in] : rows) {
    Draft draft;
    EXPECT_FALSE(quote_request(draft, true, kNow).buyer_logged_in);
    draft.buyer = buyer("ann@example.com");
    draft.buyer->authentication_status = status;
    EXPECT_EQ(quote_request(draft, true, kNow).buyer_logged_in, logged_in);
    EXPECT_FALSE(quote_request(draft, false, kNow).buyer_logged_in) << "of an agent nobody trusts";
  }
}

TEST(QuoteRequest, NamesTheAgentAndTheBuyersMailbox) {
  Draft draft;
  draft.agent = "agent-a";
  EXPECT_EQ(quote_request(draft, true, kNow).buyer, "");
  draft.buyer = buyer(" A.Nn+shop@GoogleMail.com");
  EXPECT_EQ(quote_request(draft, true, kNow).buyer, "ann@gmail.com");
  EXPECT_EQ(quote_request(draft, true, kNow).agent, "agent-a");
}

}  // namespace
}  // namespace till::checkout

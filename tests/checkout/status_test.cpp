// The status and the messages that a priced session derives (A7, A11).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

constexpr Member kAddress = Member::address;
constexpr Member kCountry = Member::country;

Told error(MessageCode code, Field field) { return {MessageType::error, code, std::move(field)}; }

constexpr Member kPostalCode = Member::postal_code;
constexpr Member kState = Member::state;

// The first line cannot be brought there.
Quote unserved(Quote quote, Unserved why = Unserved::country) {
  quote.lines[0].unserved = why;
  return quote;
}

// The last line cannot be taxed.
Quote taxed(Quote quote, TaxPlace place) {
  quote.lines.back().tax_place = place;
  return quote;
}

struct StatusRow {
  const char* rule;
  ItemCounts items;
  bool with_address;
  Quote quote;
  std::vector<Told> told;
  Status status;
};

std::vector<StatusRow> status_rows() {
  const auto file = [](std::size_t line) {
    return quoted_option(FulfillmentType::digital, "digital", 0, {line});
  };
  const auto stock = error(MessageCode::out_of_stock, Field(Member::line, 0));
  const auto address = error(MessageCode::missing, kAddress);
  return {
      {"ST-04 ready", {{"a", 1}}, true, simple_quote(), {}, Status::ready_for_payment},
      {"ST-02, FU-09 no address",
       {{"a", 1}},
       false,
       quote_of({physical_line(5)}),
       {address},
       Status::incomplete},
      {"FU-10 files need none",
       {{"a", 1}},
       false,
       quote_of({digital_line(5)}, {file(0)}),
       {},
       Status::ready_for_payment},
      {"a file beside goods",
       {{"a", 1}, {"b", 1}},
       false,
       quote_of({physical_line(5), digital_line(5)}, {file(1)}),
       {address},
       Status::incomplete},
      {"ST-03, CU-11 out of stock",
       {{"a", 1}},
       true,
       quote_of({physical_line(5, 0)}, {shipping("standard", 1, {0})}),
       {stock},
       Status::not_ready_for_payment},
      {"what blocks stands before what is missing",
       {{"a", 1}},
       false,
       quote_of({physical_line(5, 0)}),
       {stock, address},
       Status::not_ready_for_payment},
      {"FU-12 elsewhere",
       {{"a", 1}},
       true,
       unserved(quote_of({physical_line(5)})),
       {error(MessageCode::region_restricted, kCountry)},
       Status::not_ready_for_payment},
      {"FU-12 a file beside it",
       {{"a", 1}, {"b", 1}},
       true,
       unserved(quote_of({physical_line(5), digital_line(5)}, {file(1)})),
       {error(MessageCode::region_restricted, kCountry)},
       Status::not_ready_for_payment},
      {"FU-08 one line cannot be brought",
       {{"a", 1}, {"b", 1}},
       true,
       quote_of({physical_line(5), physical_line(5)}, {shipping("standard", 1, {0})}),
       {error(MessageCode::unsupported, Field(Member::line, 1))},
       Status::not_ready_for_payment},
      {"FU-08 a file without an option",
       {{"a", 1}},
       false,
       quote_of({digital_line(5)}),
       {error(MessageCode::unsupported, Field(Member::line, 0))},
       Status::not_ready_for_payment},
  };
}

// Where lines cannot be brought or taxed.
std::vector<StatusRow> place_rows() {
  const auto digital = quoted_option(FulfillmentType::digital, "digital", 0, {0});
  const auto beside = quoted_option(FulfillmentType::digital, "digital", 0, {1});
  const auto address = error(MessageCode::missing, kAddress);
  return {
      {"FU-12 the postal code is why",
       {{"a", 1}},
       true,
       unserved(quote_of({physical_line(5)}), Unserved::postal_code),
       {error(MessageCode::region_restricted, kPostalCode)},
       Status::not_ready_for_payment},
      {"FU-12 the postal code is why, and another line goes there",
       {{"a", 1}, {"b", 1}},
       true,
       unserved(quote_of({physical_line(5), physical_line(5)}, {shipping("standard", 1, {1})}),
                Unserved::postal_code),
       {error(MessageCode::unsupported, Field(Member::line, 0)),
        error(MessageCode::region_restricted, kPostalCode)},
       Status::not_ready_for_payment},
      {"FU-12 the state is why",
       {{"a", 1}},
       true,
       unserved(quote_of({physical_line(5)}), Unserved::state),
       {error(MessageCode::region_restricted, kState)},
       Status::not_ready_for_payment},
      {"LT-11 a file that is taxed somewhere",
       {{"a", 1}},
       false,
       taxed(quote_of({digital_line(5)}, {digital}), TaxPlace::address_missing),
       {address},
       Status::incomplete},
      {"LT-11 beside goods that want the address too",
       {{"a", 1}, {"b", 1}},
       false,
       taxed(quote_of({physical_line(5), digital_line(5)}, {beside}), TaxPlace::address_missing),
       {address},
       Status::incomplete},
      {"LT-11 no state where it decides on the tax",
       {{"a", 1}},
       true,
       taxed(simple_quote(), TaxPlace::state_missing),
       {error(MessageCode::missing, kState)},
       Status::incomplete},
      {"LT-11 a state that is none",
       {{"a", 1}, {"b", 1}},
       true,
       taxed(
           taxed(quote_of({physical_line(5), physical_line(5)}, {shipping("standard", 1, {0, 1})}),
                 TaxPlace::state_unknown),
           TaxPlace::state_unknown),
       {error(MessageCode::invalid, kState)},
       Status::not_ready_for_payment},
  };
}

std::vector<StatusRow> all_rows() {
  std::vector<StatusRow> rows = status_rows();
  for (StatusRow& row : place_rows()) rows.push_back(std::move(row));
  return rows;
}

TEST(Status, FollowsFromWhatIsMissingAndWhatBlocks) {
  for (const StatusRow& row : all_rows()) {
    const Session session = open_session(create_command(row.items, row.with_address), row.quote);
    EXPECT_EQ(session.status, row.status) << row.rule;
    EXPECT_EQ(told_by(session), row.told) << row.rule;
  }
}

TEST(Messages, OfErrorsAlwaysSayWhoCanMendIt) {
  for (const StatusRow& row : all_rows()) {
    const Session session = open_session(create_command(row.items, row.with_address), row.quote);
    for (const Message& message : session.messages) {
      EXPECT_TRUE(message.resolution.has_value()) << row.rule;  // ME-05
      EXPECT_FALSE(message.text.empty()) << row.rule;
      EXPECT_NE(message.field.member, Member::none) << row.rule;  // ME-06
    }
  }
}

TEST(Messages, OfAMissingAddressAskTheBuyer) {
  const Session session =
      open_session(create_command({{"a", 1}}, false), quote_of({physical_line(5)}));
  EXPECT_EQ(session.messages.front().resolution, Resolution::requires_buyer_input);
}

TEST(Messages, AreWrittenAnewWithEveryVersion) {
  CountingIds ids;
  const Session before =
      open_session(create_command({{"a", 1}}, false), quote_of({physical_line(1000)}), ids).value();
  ASSERT_EQ(before.status, Status::incomplete);
  UpdateCommand update;
  update.fulfillment_details = Patch<FulfillmentDetails>::of(to_address());
  const Session after = updated(before, update, simple_quote(), ids);
  EXPECT_EQ(after.status, Status::ready_for_payment);
  EXPECT_TRUE(after.messages.empty());
}

TEST(Status, IsOverWhenNothingCanChangeAnyMore) {
  const std::pair<Status, bool> rows[] = {{Status::incomplete, false},
                                          {Status::not_ready_for_payment, false},
                                          {Status::requires_escalation, false},
                                          {Status::authentication_required, false},
                                          {Status::ready_for_payment, false},
                                          {Status::pending_approval, false},
                                          {Status::complete_in_progress, false},
                                          {Status::completed, true},
                                          {Status::canceled, true},
                                          {Status::in_progress, false},
                                          {Status::expired, true}};
  for (const auto& [status, over] : rows) EXPECT_EQ(is_over(status), over);
}

}  // namespace
}  // namespace till::checkout

// What a session may take up, and by which member it is refused.
#include "checkout/session_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/limits.h"
#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::SizeIs;

Field refused_field(const Session& session) {
  const auto fits = check_size(session);
  return fits ? Field() : fits.error().field;
}

FulfillmentGroup group(std::string id) {
  FulfillmentGroup group;
  group.id = std::move(id);
  return group;
}

const std::string kLong(limits::kSessionBytes / 4 + 1, 'x');

TEST(SessionSize, IsRefusedByTheLargestMember) {
  EXPECT_EQ(refused_field(ready_session()), Field());
  const struct {
    Member member;
    std::function<void(Session&)> grow;
  } rows[] = {
      {Member::lines,
       [](Session& session) { session.lines.front().description = kLong + kLong + kLong + kLong; }},
      {Member::groups,
       [](Session& session) { session.groups = std::vector<FulfillmentGroup>(4, group(kLong)); }},
      {Member::buyer,
       [](Session& session) {
         session.buyer = buyer("ann@example.com");
         session.buyer->tax_exemption.emplace().exempt_regions = {kLong, kLong, kLong, kLong};
       }},
      {Member::metadata,
       [](Session& session) { session.metadata_json = kLong + kLong + kLong + kLong; }},
      {Member::attribution,
       [](Session& session) {
         session.record.first_touch.emplace().provider = kLong + kLong;
         session.record.last_touch.emplace().metadata_json = kLong + kLong;
       }},
  };
  for (const auto& row : rows) {
    Session session = ready_session();
    row.grow(session);
    EXPECT_EQ(refused_field(session), row.member);
    EXPECT_EQ(check_size(session).error().code, RefusalCode::session_too_large);
  }
}

TEST(SessionSize, OfManySmallPartsCountsToo) {
  Session session = ready_session();
  session.buyer = buyer("ann@example.com");
  session.buyer->full_name = kLong;
  session.metadata_json = kLong;
  session.order_notes = kLong;
  EXPECT_EQ(refused_field(session), Field());
  session.groups = std::vector<FulfillmentGroup>(400, group(std::string(256, 'g')));
  EXPECT_EQ(refused_field(session), Member::groups);
}

TEST(SessionSize, IsCheckedAsASessionIsPriced) {
  CreateCommand command = create_command({{"mug", 1}});
  command.metadata_json = kLong + kLong + kLong + kLong;
  CountingIds ids;
  EXPECT_EQ(open_session(command, simple_quote(), ids).error().field, Member::metadata);
}

// Selections by the hundred that name lines by the hundred which are not there.
TEST(Messages, AreOneForManyFaultsOfAKind) {
  CreateCommand command = create_command({{"mug", 1}});
  for (int i = 0; i < 20; ++i) {
    RequestedSelection selection{FulfillmentType::shipping, "standard", {}};
    for (int j = 0; j < 20; ++j) {
      selection.item_ids.push_back("x" + std::to_string(i * 20 + j));
    }
    command.selected.emplace(command.selected.value_or(std::vector<RequestedSelection>{}))
        .push_back(selection);
    command.groups.push_back(group(std::to_string(i)));
    command.groups.back().item_ids = {"y" + std::to_string(i)};
  }
  const Session session = open_session(command, simple_quote());
  const auto with = [&](Member member) {
    return std::count_if(session.messages.begin(), session.messages.end(),
                         [&](const auto& message) { return message.field.member == member; });
  };
  EXPECT_EQ(with(Member::selection_line), 1);
  EXPECT_EQ(with(Member::group_line), 1);
  EXPECT_EQ(session.messages.front().field, Field(Member::selection_line, 0, 0));
}

TEST(Messages, AreBoundedAndStillBlock) {
  ItemCounts items;
  std::vector<QuotedLine> lines;
  for (std::size_t i = 0; i < limits::kMessages + 50; ++i) {
    items.emplace_back("item-" + std::to_string(i), 2);
    lines.push_back(physical_line(100, 1));
  }
  const Session session = open_session(create_command(items, false), quote_of(lines));
  EXPECT_THAT(session.messages, SizeIs(limits::kMessages));
  EXPECT_EQ(session.status, Status::not_ready_for_payment);
  const Refusal refusal = check_completable(session, kNow).error();
  ASSERT_THAT(refusal.reasons, SizeIs(5));
  EXPECT_EQ(refusal.reasons.front(), session.messages.front().text) << "with its arguments";
}

}  // namespace
}  // namespace till::checkout

// Cancel, expiry and the checks that guard a change (A7, A16).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct GuardRow {
  const char* rule;
  Status status;
  Timestamp now;
  std::optional<RefusalCode> refusal;           // Of update and cancel.
  std::optional<RefusalCode> complete_refusal;  // Of complete.
};

std::vector<GuardRow> guard_rows() {
  const auto over = RefusalCode::session_over;
  const auto paying = RefusalCode::payment_in_progress;
  const auto not_ready = RefusalCode::not_ready_for_payment;
  const Timestamp last{kDeadline.ms - 1};
  return {
      {"ready", Status::ready_for_payment, kNow, {}, {}},
      {"until its deadline", Status::ready_for_payment, last, {}, {}},
      {"ST-15 at its deadline", Status::ready_for_payment, kDeadline, over, over},
      {"CO-03 incomplete", Status::incomplete, kNow, {}, not_ready},
      {"CO-04 asked for 3-D Secure", Status::authentication_required, kNow, {}, {}},
      {"CO-03 blocked", Status::not_ready_for_payment, kNow, {}, not_ready},
      {"over before not ready", Status::incomplete, kDeadline, over, over},
      {"CO-16 paying", Status::complete_in_progress, kNow, paying, paying},
      {"paying past its deadline", Status::complete_in_progress, kDeadline, paying, paying},
      {"ST-10 completed", Status::completed, kNow, over, over},
      {"ST-11 canceled", Status::canceled, kNow, over, over},
      {"ST-14 expired", Status::expired, kNow, over, over},
  };
}

template <class T>
std::optional<RefusalCode> refusal_of(const Result<T, Refusal>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

TEST(Changes, AreGuardedByTheStatusOfTheSession) {
  for (const GuardRow& row : guard_rows()) {
    CountingIds ids;
    const Session session = with_status(ready_session(), row.status);
    EXPECT_EQ(refusal_of(apply_update(session, UpdateCommand{}, {row.now, ids})), row.refusal)
        << row.rule;
    EXPECT_EQ(refusal_of(apply_cancel(session, {}, row.now)), row.refusal) << row.rule;
    EXPECT_EQ(refusal_of(check_completable(session, row.now)), row.complete_refusal) << row.rule;
  }
}

TEST(Changes, OfASessionThatIsOverAreToldWhy) {
  const std::pair<Status, TextId> rows[] = {{Status::completed, TextId::session_completed},
                                            {Status::canceled, TextId::session_canceled},
                                            {Status::expired, TextId::session_expired}};
  for (const auto& [status, text] : rows) {
    const auto canceled = apply_cancel(with_status(ready_session(), status), {}, kNow);
    EXPECT_EQ(canceled.error().text, text);
  }
  EXPECT_EQ(apply_cancel(ready_session(), {}, kDeadline).error().text, TextId::session_expired);
}

TEST(Complete, OfASessionThatIsNotReadyIsToldWhatIsMissing) {
  const Session session =
      open_session(create_command({{"mug", 2}}, false), quote_of({physical_line(100)}));
  const auto checked = check_completable(session, kNow);
  EXPECT_EQ(checked.error().reasons, std::vector<Text>{TextId::address_missing});
  Session warned = session;
  warned.messages.insert(warned.messages.begin(),
                         {MessageType::warning, MessageCode::price_change, Member::totals});
  EXPECT_EQ(check_completable(warned, kNow).error().reasons, checked.error().reasons)
      << "a warning keeps nobody from paying";
}

TEST(Cancel, GivesTheHoldBackAndKeepsTheRest) {
  const Timestamp later = kNow + Milliseconds(5);
  const Session before = price_changed(ready_session());
  ASSERT_FALSE(before.holds.empty());
  const Session after = apply_cancel(before, {}, later).value();
  EXPECT_EQ(after.status, Status::canceled);
  EXPECT_EQ(after.version, before.version + 1);
  EXPECT_EQ(after.updated_at, later);
  EXPECT_THAT(after.holds, IsEmpty());
  EXPECT_THAT(after.messages, IsEmpty());
  EXPECT_EQ(after.options, before.options);
  EXPECT_EQ(after.selected, before.selected);
  EXPECT_EQ(after.lines, before.lines);
  EXPECT_EQ(after.totals, before.totals);
}

TEST(Expiry, GivesTheHoldBack) {
  const Session before = price_changed(ready_session());
  const Session after = apply_expiry(before, kDeadline);
  EXPECT_EQ(after.status, Status::expired);
  EXPECT_EQ(after.version, before.version + 1);
  EXPECT_EQ(after.updated_at, kDeadline);
  EXPECT_THAT(after.holds, IsEmpty());
  EXPECT_THAT(after.messages, IsEmpty());
  EXPECT_EQ(after.lines, before.lines);
}

TEST(ExpiryDeathTest, IsNotForASessionThatIsStillOpen) {
  EXPECT_DEATH(apply_expiry(ready_session(), kNow), "broken invariant");
  EXPECT_DEATH(apply_expiry(paying_session(), kDeadline), "broken invariant");
}

TEST(AsSeen, ReadsExpiredOncePastTheDeadline) {
  struct Row {
    const char* what;
    Session session;
    Timestamp now;
    Status seen;
  };
  const Session ready = ready_session();
  const Row rows[] = {
      {"before", ready, {kDeadline.ms - 1}, Status::ready_for_payment},
      {"at the deadline", ready, kDeadline, Status::expired},
      {"paying", paying_session(), kDeadline, Status::complete_in_progress},
      {"canceled", apply_cancel(ready, {}, kNow).value(), kDeadline, Status::canceled},
      {"completed", with_status(ready, Status::completed), kDeadline, Status::completed},
  };
  for (const Row& row : rows) {
    const auto stored = std::make_shared<const Session>(row.session);
    const SessionPtr seen = as_seen(stored, row.now);
    EXPECT_EQ(seen->status, row.seen) << row.what;
    EXPECT_EQ(seen->version, stored->version) << row.what;
    EXPECT_EQ(seen == stored, row.seen == stored->status) << row.what;
    EXPECT_EQ(*stored, row.session) << row.what;
  }
}

}  // namespace
}  // namespace till::checkout

// What becomes of sessions that are over.
#include <gtest/gtest.h>

#include "app/retention.h"
#include "app/shop.h"
#include "checkout/erasure.h"

namespace till::app {
namespace {

using checkout::SessionKind;
using checkout::Status;

struct Over {
  Status status;
  SessionKind kind;
  Milliseconds age;
  Fate fate;
};

TEST(TheFate, OfASessionIsDecidedByItsStatusAndItsAge) {
  constexpr Milliseconds kMoment{1};
  const Retention kept;
  Shop shop;
  checkout::Session session = *shop.created(cart({{"mug-blue", 1}}));
  session.buyer.emplace();
  session.buyer->email = "ann@example.com";
  for (const Over& row : {
           Over{Status::ready_for_payment, SessionKind::checkout, 9'000 * kDay, Fate::kept},
           Over{Status::complete_in_progress, SessionKind::checkout, 9'000 * kDay, Fate::kept},
           Over{Status::expired, SessionKind::checkout, kept.expired_sessions, Fate::kept},
           Over{Status::expired, SessionKind::checkout, kept.expired_sessions + kMoment,
                Fate::dropped},
           Over{Status::canceled, SessionKind::checkout, kept.canceled_sessions, Fate::kept},
           Over{Status::canceled, SessionKind::checkout, kept.canceled_sessions + kMoment,
                Fate::dropped},
           Over{Status::canceled, SessionKind::cart, kept.carts, Fate::kept},
           Over{Status::canceled, SessionKind::cart, kept.carts + kMoment, Fate::dropped},
           Over{Status::completed, SessionKind::checkout, kept.completed_sessions, Fate::kept},
           Over{Status::completed, SessionKind::checkout, kept.completed_sessions + kMoment,
                Fate::loses_buyer},
       }) {
    session.status = row.status;
    session.kind = row.kind;
    EXPECT_EQ(fate_of(session, kept, session.updated_at + row.age), row.fate)
        << static_cast<int>(row.status) << " after " << row.age.count() << " ms";
  }
}

TEST(TheFate, OfACompletedSessionWithoutABuyerIsToStay) {
  const Retention kept;
  Shop shop;
  checkout::Session session = *shop.created(cart({{"ebook-acp", 1}}));
  session.status = Status::completed;
  session = checkout::without_buyer(session);
  EXPECT_EQ(fate_of(session, kept, session.updated_at + 9'000 * kDay), Fate::kept);
}

}  // namespace
}  // namespace till::app

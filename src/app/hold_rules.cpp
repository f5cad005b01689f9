#include "app/hold_rules.h"

#include <algorithm>
#include <utility>

namespace till::app {
namespace {

using checkout::Hold;
using checkout::Session;
using checkout::ShopState;
using checkout::Status;

// Clocks differ: what ended by itself has done so everywhere once it is over for so long.
bool is_over_everywhere(const HoldIntent& intent, Timestamp now) {
  return intent.until + kHoldGrace <= now;
}

// Sold, and the shop does not have the order yet: its pieces must stay where they are.
bool is_on_its_way(const Session& session) {
  if (session.status != Status::completed || !session.order) return false;
  const checkout::Order& order = *session.order;
  if (order.status == checkout::OrderStatus::canceled) return false;
  return order.shop.state == ShopState::told || order.shop.state == ShopState::refused;
}

// Sold, and the shop has the order, or reads it by itself: it turns the hold into a sale.
bool is_with_the_shop(const Session& session) {
  if (session.status != Status::completed || !session.order) return false;
  const checkout::Order& order = *session.order;
  // What it was told it puts back itself when it is told of the cancel.
  if (order.shop.state == ShopState::taken || order.shop.state == ShopState::told) return true;
  return order.status != checkout::OrderStatus::canceled && order.shop.state != ShopState::refused;
}

HoldStep end_of(const HoldIntent& intent, const Session* session, Timestamp now) {
  if (is_over_everywhere(intent, now)) return HoldStep::forget;
  const bool standing = intent.state == HoldState::standing;
  if (standing && intent.pieces.empty()) return HoldStep::forget;
  if (session == nullptr || !is_with_the_shop(*session)) return HoldStep::give_back;
  if (session->order->shop.state != ShopState::taken) {
    return standing ? HoldStep::wait : HoldStep::ask;
  }
  // A question on its way would hold again what was sold; one that was asked since the sale may
  // have come after the order.
  const bool asked_since = intent.until >= session->order->created_at + kPaidHold;
  return standing && !asked_since ? HoldStep::forget : HoldStep::give_back;
}

bool must_last(const Session& session) { return session.payment || is_on_its_way(session); }

}  // namespace

bool stands(const HoldIntent& intent, const std::vector<Hold>& pieces, Timestamp until) {
  if (intent.state != HoldState::standing || intent.pieces != pieces) return false;
  return pieces.empty() || intent.until >= until;
}

HoldIntent next_question(const HoldQuestion& question, const std::optional<HoldIntent>& stored,
                         Timestamp now) {
  HoldIntent next;
  next.session = question.session;
  next.version = stored ? stored->version + 1 : 1;
  next.state = HoldState::asked;
  // A question of nothing can hold nothing, whenever it gets through.
  const bool adds = !stored || !question.pieces.empty();
  next.until = stored ? stored->until : question.until;
  if (adds) next.until = std::max(next.until, question.until);
  next.pieces = question.pieces;
  next.due = now + kHoldLease;
  return next;
}

HoldIntent answered(HoldIntent intent, Timestamp until, const std::vector<Shortage>& lacking) {
  intent.state = HoldState::standing;
  intent.until = until;
  intent.due.reset();
  std::erase_if(intent.pieces, [&](const Hold& hold) {
    return std::any_of(lacking.begin(), lacking.end(),
                       [&](const Shortage& each) { return each.item_id == hold.item_id; });
  });
  return intent;
}

HoldQuestion question_of(const Session& session, const checkout::HoldPolicy& policy, bool to_charge,
                         Timestamp now) {
  HoldQuestion question;
  question.session = session.id;
  question.pieces = session.held_by_shop ? session.holds : std::vector<Hold>{};
  question.confirm = to_charge;
  if (to_charge || session.payment || session.status == Status::completed) {
    question.least = now + kLeastPaidHold;
    question.until = now + kPaidHold;
    return question;
  }
  question.least = checkout::next_due(session, policy);
  question.until = question.least + kHoldGrace;
  return question;
}

std::optional<Timestamp> due_of(const HoldIntent& intent, const Session& session,
                                const checkout::HoldPolicy& policy, Timestamp now) {
  // Nothing is held too short.
  if (must_last(session) && intent.pieces.empty()) return std::nullopt;
  if (must_last(session)) return intent.until + -kLeastPaidHold + Milliseconds(1);  // Too short.
  if (checkout::is_over(session.status)) return intent.until + kHoldGrace;
  const HoldQuestion wanted = question_of(session, policy, false, now);
  if (stands(intent, wanted.pieces, wanted.least)) return std::nullopt;
  return now;
}

bool unsettles(const Session* before, const Session& next) {
  if (before == nullptr) return false;
  // What is sold goes on to be held as it was to be charged. What Till held may have been asked for
  // at the shop earlier.
  if (next.status == Status::completed && before->status != next.status) {
    return !before->held_by_shop;
  }
  if (checkout::is_over(next.status) != checkout::is_over(before->status)) return true;
  if (next.order && before->order) {
    return next.order->status != before->order->status ||
           next.order->shop.state != before->order->shop.state;
  }
  if (!before->held_by_shop) return false;
  return !next.held_by_shop || next.holds != before->holds || next.expires_at != before->expires_at;
}

HoldStep step_of(const HoldIntent& intent, const Session* session,
                 const checkout::HoldPolicy& policy, Timestamp now) {
  if (session == nullptr) return end_of(intent, session, now);
  const bool over = checkout::is_over(session->status);
  // What Till sold of its own stock needs nothing of the shop.
  if (over && !session->held_by_shop) return end_of(intent, nullptr, now);
  if (over && !is_on_its_way(*session)) return end_of(intent, session, now);
  HoldQuestion wanted = question_of(*session, policy, false, now);
  if (over) wanted.pieces = intent.pieces;  // They moved from the session into its order.
  return stands(intent, wanted.pieces, wanted.least) ? HoldStep::wait : HoldStep::ask;
}

}  // namespace till::app

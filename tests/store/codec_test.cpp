// What is stored as bytes comes back as it was, and nothing else is taken for it.
#include "store/codec/codec.h"

#include <gtest/gtest.h>

#include "full_session.h"

namespace till::store::codec {
namespace {

// Round trips, and refuses every truncation and anything behind the end.
template <class T>
void expect_whole(const T& value, const std::string& bytes,
                  std::optional<T> (*decode)(std::string_view)) {
  const auto decoded = decode(bytes);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_TRUE(*decoded == value);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode(bytes + '\0').has_value());
}

TEST(Codec, GivesASessionBackAsItWas) {
  expect_whole(full_session(), encode(full_session()), decode_session);
  expect_whole(checkout::Session{}, encode(checkout::Session{}), decode_session);
}

TEST(Codec, GivesAnOrderBackAsItWas) {
  expect_whole(full_order(), encode(full_order()), decode_order);
  expect_whole(checkout::Order{}, encode(checkout::Order{}), decode_order);
}

TEST(Codec, GivesAnAttemptBackAsItWas) {
  const auto attempt = attempt_of(3, app::AttemptState::failed);
  expect_whole(attempt, encode(attempt), decode_attempt);
  expect_whole(app::PaymentAttempt{}, encode(app::PaymentAttempt{}), decode_attempt);
}

TEST(Codec, GivesATokenBackAsItWas) {
  expect_whole(token_of(3, "key"), encode(token_of(3, "key")), decode_token);
  expect_whole(app::VaultToken{}, encode(app::VaultToken{}), decode_token);
}

TEST(Codec, GivesEveryKindOfAnswerBackAsItWas) {
  using Answer = decltype(app::IdempotencyRecord::answer);
  const Answer answers[] = {
      app::SessionAnswer{id_of(1), UINT64_MAX, app::Success::created},
      app::TokenAnswer{id_of<TokenId>(4)},
      checkout::Refusal{checkout::RefusalCode::invalid_card, "$.card", "Use another card."}};
  for (const Answer& answer : answers) expect_whole(answer, encode_answer(answer), decode_answer);
}

TEST(Codec, KeepsTheSignAndTheRangeOfNumbers) {
  for (const std::int64_t number : {INT64_MIN, INT64_C(-1), INT64_C(0), INT64_C(63), INT64_MAX}) {
    checkout::Session session;
    session.totals.total.minor = number;
    EXPECT_EQ(decode_session(encode(session))->totals.total.minor, number);
  }
}

TEST(Codec, RefusesAFormatItDoesNotKnow) {
  std::string bytes = encode(full_session());
  bytes[0] = 4;
  EXPECT_FALSE(decode_session(bytes).has_value());
  bytes[0] = 0;
  EXPECT_FALSE(decode_session(bytes).has_value());
}

// Bytes that the third format appended to an order, a session and an attempt, when empty.
constexpr std::size_t kOrderOfThree = 1;
constexpr std::size_t kRecord = 5 + 3;  // Five of the seller's own and three of the business.
constexpr std::size_t kSessionOfThree = 2 + kRecord + 2;  // The quote last.
constexpr std::size_t kAttemptOfThree = 1;

// As the first format had it: without what was appended later, which is empty here.
std::string as_first_format(std::string bytes, std::size_t appended) {
  bytes[0] = 1;
  bytes.erase(bytes.size() - appended);
  return bytes;
}

TEST(Codec, ReadsWhatTheFirstFormatHad) {
  checkout::Order order = full_order();
  order.held = false;
  order.fulfillments.clear();
  order.adjustments.clear();
  order.notes.reset();
  constexpr std::size_t kHeldAndTwoLists = 3 + kOrderOfThree;
  const std::string old_order = as_first_format(encode(order), kHeldAndTwoLists);
  EXPECT_TRUE(decode_order(old_order) == order);

  checkout::Session session = full_session();
  session.order = order;
  session.selected_by_item = false;
  session.authentication.reset();
  session.approval.reset();
  session.record = {};
  session.quote_id.reset();
  session.quote_expires_at.reset();
  std::string old_session = encode(session);
  const std::string inside = encode(order).substr(1);
  const std::size_t place = old_session.find(inside);
  ASSERT_NE(place, std::string::npos);
  old_session.replace(place, inside.size(), old_order.substr(1));
  constexpr std::size_t kSelectedByItem = 1 + kSessionOfThree;
  old_session = as_first_format(std::move(old_session), kSelectedByItem);
  EXPECT_TRUE(decode_session(old_session) == session);

  app::PaymentAttempt attempt = attempt_of(3, app::AttemptState::failed);
  attempt.kind = app::PaymentKind::charge;
  attempt.adjustment = {};
  attempt.authentication.reset();
  constexpr std::size_t kKindAndAdjustment = 1 + sizeof(AdjustmentId::bytes) + kAttemptOfThree;
  EXPECT_TRUE(decode_attempt(as_first_format(encode(attempt), kKindAndAdjustment)) == attempt);
}

TEST(Codec, ReadsWhatTheSecondFormatHad) {
  checkout::Order order = full_order();
  order.notes.reset();
  std::string bytes = encode(order);
  bytes[0] = 2;
  bytes.erase(bytes.size() - kOrderOfThree);
  EXPECT_TRUE(decode_order(bytes) == order);
  checkout::Session session;
  session.selected_by_item = true;
  bytes = encode(session);
  bytes[0] = 2;
  bytes.erase(bytes.size() - kSessionOfThree);
  EXPECT_TRUE(decode_session(bytes) == session);
}

TEST(Codec, RefusesAnEnumeratorThatDoesNotExist) {
  // An answer of a session ends in its success, which counts from 1 to 2.
  std::string bytes = encode_answer(app::SessionAnswer{id_of(1), 1, app::Success::ok});
  for (const char unknown : {'\0', '\3', '\x7f'}) {
    bytes.back() = unknown;
    EXPECT_FALSE(decode_answer(bytes).has_value());
  }
}

TEST(Codec, TakesAnyByteInAnyPlaceWithoutHarm) {
  const std::string bytes = encode(full_session());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int byte : {0, 1, 0x7f, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(byte);
      const auto decoded = decode_session(changed);
      EXPECT_TRUE(!decoded || decode_session(encode(*decoded)) == decoded);
    }
  }
}

}  // namespace
}  // namespace till::store::codec

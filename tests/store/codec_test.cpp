// What is stored as bytes comes back as it was, and nothing else is taken for it.
#include "store/codec/codec.h"
#include "checkout/session_size.h"
#include "store/codec/fields.h"

#include <gtest/gtest.h>

#include <algorithm>

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
  const Answer answers[] = {app::SessionAnswer{id_of(1), UINT64_MAX, app::Success::created},
                            app::TokenAnswer{id_of<TokenId>(4)},
                            checkout::Refusal{checkout::RefusalCode::not_ready_for_payment,
                                              checkout::Member::lines,
                                              checkout::Text::spelled("Use another card."),
                                              {{checkout::TextId::item_gone, {"Mug"}}}},
                            app::StockAnswer{{{"mug", {-2, 5, 10, {{3, kNow}}, 7}}, {"tee", {}}}}};
  for (const Answer& answer : answers) expect_whole(answer, encode_answer(answer), decode_answer);
}

TEST(Codec, GivesTheStockOfABatchBackAsItWas) {
  const std::vector<LoggedLevel> levels{
      {{"mug", {-2, 5, 10, {{3, kNow}}, 7}}, {{"agent-a", 2}, {"agent-b", 3}}}, {{"tee", {}}, {}}};
  expect_whole(levels, encode(levels), decode_levels);
  expect_whole(std::vector<LoggedLevel>{}, encode(std::vector<LoggedLevel>{}), decode_levels);
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
  bytes[0] = static_cast<char>(kFormat + 1);
  EXPECT_FALSE(decode_session(bytes).has_value());
  bytes[0] = 0;
  EXPECT_FALSE(decode_session(bytes).has_value());
}

// As a Till of that format wrote it.
template <class T>
std::string encode_as(std::uint64_t format, const T& value) {
  Writer write(format);
  write(format, value);
  return write.take();
}

TEST(Codec, ReadsWhatOlderFormatsHadAndLeavesTheRestEmpty) {
  const auto order = full_order();
  const auto session = full_session();
  const auto attempt = attempt_of(3, app::AttemptState::failed);
  for (std::uint64_t format = 1; format <= kFormat; ++format) {
    const auto old_order = decode_order(encode_as(format, order));
    ASSERT_TRUE(old_order.has_value()) << format;
    EXPECT_EQ(encode_as(format, *old_order), encode_as(format, order)) << format;
    const auto old_session = decode_session(encode_as(format, session));
    ASSERT_TRUE(old_session.has_value()) << format;
    EXPECT_EQ(encode_as(format, *old_session), encode_as(format, session)) << format;
    const auto old_attempt = decode_attempt(encode_as(format, attempt));
    ASSERT_TRUE(old_attempt.has_value()) << format;
    EXPECT_EQ(encode_as(format, *old_attempt), encode_as(format, attempt)) << format;
  }
  EXPECT_TRUE(decode_order(encode_as(1, order))->adjustments.empty());
  EXPECT_TRUE(decode_session(encode_as(2, session))->discounts.uses.empty());
  // Payments under way were asked for in the only dialect there was.
  EXPECT_EQ(decode_session(encode_as(7, session))->payment->dialect,
            checkout::DialectId::acp_2026_04_17);
  EXPECT_EQ(decode_order(encode_as(7, order))->dialect, checkout::DialectId::acp_2026_04_17);
  EXPECT_EQ(decode_session(encode_as(8, session))->payment->dialect, checkout::DialectId{2});
  // Every tax was added to its price.
  EXPECT_EQ(decode_order(encode_as(9, order))->totals.included_tax, Amount{0});
  EXPECT_EQ(decode_session(encode_as(9, session))->totals.total, session.totals.total);
  EXPECT_EQ(decode_session(encode(session))->options[0].included_tax, Amount{4});
  EXPECT_FALSE(decode_session(encode_as(9, session))->held_by_shop) << "there was no such shop";
  EXPECT_EQ(decode_session(encode_as(10, session))->lines[0].links, checkout::WebLinks{});
  EXPECT_FALSE(decode_order(encode_as(10, order))->lines[0].image_url.has_value());
  EXPECT_FALSE(decode_session(encode_as(11, session))->lines[0].facts);
  EXPECT_EQ(decode_session(encode(session))->lines[0].facts->least_age, 18);
  EXPECT_TRUE(decode_order(encode_as(11, order))->lines[0].options.empty());
  EXPECT_FALSE(decode_session(encode_as(12, session))->lines[0].honored.has_value());
  EXPECT_EQ(decode_session(encode(session))->lines[0].honored, Amount{6});
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

TEST(Codec, MakesNoMoreOfASessionThanTheRulesCount) {
  checkout::Session session = full_session();
  session.order.reset();  // Made of what was counted when it was bought.
  EXPECT_LE(encode(session).size(), checkout::session_bytes(session));
  EXPECT_LE(encode(plain_session(1)).size(), checkout::session_bytes(plain_session(1)));
}

TEST(Codec, KeepsCounts) {
  const std::map<std::string, std::int64_t> counts{{"agent-a", 3}, {"agent-b", 1'000'000'000'000}};
  EXPECT_EQ(decode_counts(encode(counts)), counts);
  EXPECT_EQ(decode_counts(encode(std::map<std::string, std::int64_t>{}))->size(), 0U);
  EXPECT_FALSE(decode_counts("").has_value());
}

}  // namespace
}  // namespace till::store::codec

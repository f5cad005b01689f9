#include "store/sqlite/head_cache.h"

#include <gtest/gtest.h>

#include "samples.h"
#include "store/sqlite/session_weight.h"

namespace till::store {
namespace {

constexpr std::size_t kAmple = 64 * 1024 * 1024;

checkout::SessionPtr session(std::uint64_t number, std::uint64_t version = 1) {
  return shared(plain_session(number, version));
}

void put(HeadCache& cache, checkout::SessionPtr session) {
  const std::size_t weight = weight_of(*session);
  cache.put(std::move(session), weight);
}

TEST(HeadCache, HoldsTheVersionCommittedLast) {
  HeadCache cache(8, kAmple);
  put(cache, session(1, 1));
  put(cache, session(1, 2));
  EXPECT_EQ(cache.find(id_of(1))->version, 2U);
  EXPECT_EQ(cache.find(id_of(2)), nullptr);
}

TEST(HeadCache, HoldsWhatAReaderFound) {
  HeadCache cache(8, kAmple);
  const auto look = cache.look(id_of(1));
  cache.put_read(session(1, 2), look);
  EXPECT_EQ(cache.find(id_of(1))->version, 2U);
}

// Also when the newer version was driven out in the meantime.
TEST(HeadCache, HoldsNothingAReaderFoundBeforeACommit) {
  HeadCache cache(8, kAmple);
  const auto look = cache.look(id_of(1));
  put(cache, session(1, 2));
  cache.put_read(session(1, 1), look);
  EXPECT_EQ(cache.find(id_of(1))->version, 2U);
  for (std::uint64_t number = 2; number <= 9; ++number) put(cache, session(number));
  ASSERT_EQ(cache.find(id_of(1)), nullptr);
  cache.put_read(session(1, 1), look);
  EXPECT_EQ(cache.find(id_of(1)), nullptr);
}

TEST(HeadCache, DropsWhatWasUsedTheLongestTimeAgo) {
  HeadCache cache(8, kAmple);
  for (std::uint64_t number = 1; number <= 8; ++number) put(cache, session(number));
  EXPECT_NE(cache.find(id_of(1)), nullptr);
  put(cache, session(9));
  EXPECT_EQ(cache.find(id_of(2)), nullptr);
  for (const std::uint64_t number : {1, 3, 4, 5, 6, 7, 8, 9}) {
    EXPECT_NE(cache.find(id_of(number)), nullptr) << number;
  }
}

TEST(HeadCache, HoldsAboutAsManyAsAsked) {
  HeadCache cache(64, kAmple);
  // The byte that chooses the set differs, as it does among random ids.
  const auto number_of = [](std::uint64_t i) { return i << 56U | i; };
  for (std::uint64_t i = 1; i <= 1000; ++i) put(cache, session(number_of(i)));
  std::size_t held = 0;
  for (std::uint64_t i = 1; i <= 1000; ++i) held += cache.find(id_of(number_of(i))) ? 1 : 0;
  EXPECT_EQ(held, 64U);
}

checkout::SessionPtr heavy_session(std::uint64_t number, std::size_t bytes) {
  auto heavy = plain_session(number, 1);
  heavy.order_notes = std::string(bytes, 'n');
  return shared(heavy);
}

TEST(HeadCache, HoldsSoManyBytesAndThoseUsedLast) {
  HeadCache cache(8, 100'000);
  for (std::uint64_t number = 1; number <= 3; ++number) put(cache, heavy_session(number, 40'000));
  EXPECT_EQ(cache.find(id_of(1)), nullptr);
  EXPECT_NE(cache.find(id_of(2)), nullptr);
  EXPECT_NE(cache.find(id_of(3)), nullptr);
}

// Whatever member of a request it is that makes a session large.
TEST(HeadCache, CountsAllThatARequestMayBring) {
  const std::string text(1'000, 'x');
  const std::vector<std::string> texts(60, text);
  using Fill = void (*)(checkout::Session& session, const std::vector<std::string>& texts);
  const Fill fills[] = {
      [](auto& session, const auto& given) {
        session.buyer.emplace().tax_exemption.emplace().exempt_regions = given;
      },
      [](auto& session, const auto& given) {
        for (const auto& each : given) session.groups.emplace_back().instructions = each;
      },
      [](auto& session, const auto& given) {
        for (const auto& each : given) session.groups.emplace_back().item_ids = {each};
      },
      [](auto& session, const auto& given) {
        for (const auto& each : given) session.selected.emplace_back().option_id = each;
      },
      [](auto& session, const auto& given) {
        for (const auto& each : given) session.messages.emplace_back().text.words = each;
      },
      [](auto& session, const auto& given) {
        for (const auto& each : given) session.record.consents.emplace_back().channel = each;
      },
      [](auto& session, const auto& given) {
        session.record.first_touch.emplace().metadata_json = std::string(given.size() * 1'000, 'x');
      },
      [](auto& session, const auto& given) { session.discounts.codes = given; },
  };
  for (std::size_t at = 0; at < std::size(fills); ++at) {
    SCOPED_TRACE(at);
    HeadCache cache(8, 120'000);  // There is room for one, not for two.
    for (std::uint64_t number = 1; number <= 2; ++number) {
      auto large = plain_session(number, 1);
      fills[at](large, texts);
      put(cache, shared(large));
    }
    EXPECT_EQ(cache.find(id_of(1)), nullptr);
    EXPECT_NE(cache.find(id_of(2)), nullptr);
  }
}

TEST(HeadCache, DoesNotHoldOneThatIsTooLargeNorItsOlderVersion) {
  HeadCache cache(8, 100'000);
  put(cache, session(1));
  put(cache, session(2));
  put(cache, heavy_session(1, 200'000));
  EXPECT_EQ(cache.find(id_of(1)), nullptr);
  EXPECT_NE(cache.find(id_of(2)), nullptr) << "the others stay";
}

}  // namespace
}  // namespace till::store

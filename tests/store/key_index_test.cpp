#include "store/sqlite/key_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "samples.h"

namespace till::store {
namespace {

TEST(KeyIndex, KnowsWhatWasPutAndNotErased) {
  KeyIndex index;
  EXPECT_EQ(index.find(digest_of(1)), std::nullopt);
  index.put(digest_of(1), 7);
  index.put(digest_of(2), 8);
  EXPECT_EQ(index.find(digest_of(1)), 7);
  index.erase(digest_of(1));
  EXPECT_EQ(index.find(digest_of(1)), std::nullopt);
  EXPECT_EQ(index.find(digest_of(2)), 8);
  index.erase(digest_of(3));
  EXPECT_EQ(index.find(digest_of(2)), 8);
}

// Keys of one shard whose probing begins at few places, so that they push each other around.
Digest crowded(std::uint8_t number) {
  Digest digest{};
  digest[1] = number;
  digest[8] = static_cast<std::uint8_t>(number % 3 == 0 ? 15 : number % 3);
  return digest;
}

TEST(KeyIndex, AgreesWithAMapWhileKeysCrowdAndGo) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    std::mt19937 chance(seed);
    KeyIndex index;
    std::map<Digest, std::int64_t> model;
    for (std::int64_t step = 1; step <= 400; ++step) {
      const Digest digest = crowded(static_cast<std::uint8_t>(chance() % 40));
      if (model.contains(digest)) {
        index.erase(digest);
        model.erase(digest);
      } else {
        index.put(digest, step);
        model[digest] = step;
      }
      for (std::uint8_t number = 0; number < 40; ++number) {
        const auto known = model.find(crowded(number));
        const auto expected = known == model.end() ? std::nullopt : std::optional(known->second);
        ASSERT_EQ(index.find(crowded(number)), expected) << "seed " << seed << ", step " << step;
      }
    }
  }
}

TEST(KeyIndex, HoldsManyKeys) {
  KeyIndex index;
  for (std::int64_t row = 1; row <= 50'000; ++row) {
    index.put(digest_of(static_cast<std::uint64_t>(row)), row);
  }
  for (std::int64_t row = 1; row <= 50'000; ++row) {
    ASSERT_EQ(index.find(digest_of(static_cast<std::uint64_t>(row))), row);
  }
}

}  // namespace
}  // namespace till::store

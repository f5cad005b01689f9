#include "products/feeds/unpacked.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

// Keeps what it gets.
class KeepingReader final : public FeedReader {
 public:
  explicit KeepingReader(std::string& kept) : kept_(kept) {}
  bool take(std::string_view bytes) override {
    kept_.append(bytes);
    return true;
  }
  Result<void, FeedFault> finish() override { return {}; }

 private:
  std::string& kept_;
};

TEST(Unpacked, OfMoreThanItsBoundIsRefused) {
  const std::string source = gzipped(std::string(200'000, '\n'));
  for (const std::uint64_t most : {199'999U, 200'000U}) {
    std::string kept;
    const auto reader = unpacked(std::make_unique<KeepingReader>(kept), most);
    const bool fits = most == 200'000U;
    EXPECT_EQ(reader->take(source), fits);
    const auto end = reader->finish();
    EXPECT_EQ(end.has_value(), fits);
    if (fits) continue;
    EXPECT_NE(end.error().sentence.find("too large when it is unpacked"), std::string::npos);
    EXPECT_LE(kept.size(), most);
  }
}

TEST(Unpacked, DoesNotBoundWhatIsNotCompressed) {
  std::string kept;
  const auto reader = unpacked(std::make_unique<KeepingReader>(kept), 1);
  EXPECT_TRUE(reader->take("id,title\n"));
  EXPECT_TRUE(reader->finish().has_value());
  EXPECT_EQ(kept, "id,title\n");
}

}  // namespace
}  // namespace till::products

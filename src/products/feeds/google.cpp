#include "products/feeds/google.h"

#include <string>
#include <utility>

#include "products/feeds/flat_table.h"
#include "products/feeds/google_fields.h"
#include "products/feeds/google_xml.h"
#include "products/feeds/unpacked.h"

namespace till::products {
namespace {

constexpr std::size_t kMostBlanks = 1024;  // Before the first character that tells.

// XML or a table? The first character that is no blank and no byte order mark tells.
class Google final : public FeedReader {
 public:
  Google(FeedSettings settings, FeedSink sink)
      : settings_(std::move(settings)), sink_(std::move(sink)) {}

  bool take(std::string_view bytes) override {
    if (reader_) return reader_->take(bytes);
    head_.append(bytes);
    const std::size_t at = head_.find_first_not_of(kPassed);
    if (at == std::string::npos && head_.size() < kMostBlanks) return true;
    return begin();
  }

  Result<void, FeedFault> finish() override {
    if (!reader_) begin();
    return reader_->finish();
  }

 private:
  bool begin() {
    const std::size_t at = head_.find_first_not_of(kPassed);
    if (at != std::string::npos && head_[at] == '<') {
      reader_ = make_google_xml(std::move(settings_), std::move(sink_));
    } else {
      reader_ = as_utf8(std::make_unique<FlatTable>("Google Merchant feed", google_fields(),
                                                    std::move(settings_), std::move(sink_)));
    }
    return reader_->take(std::exchange(head_, {}));
  }

  // Blanks, marks of UTF-8 and UTF-16 and the zeros of the latter.
  static constexpr std::string_view kPassed{" \t\r\n\xEF\xBB\xBF\xFE\xFF\0", 10};
  FeedSettings settings_;
  FeedSink sink_;
  std::string head_;
  std::unique_ptr<FeedReader> reader_;
};

}  // namespace

std::unique_ptr<FeedReader> make_google(FeedSettings settings, FeedSink sink) {
  return unpacked(std::make_unique<Google>(std::move(settings), std::move(sink)));
}

}  // namespace till::products

#include "products/feeds/till_jsonl.h"

#include <utility>

#include "base/blanks.h"
#include "base/limits.h"
#include "json/canonical.h"
#include "json/fault.h"
#include "json/value.h"
#include "products/product_json.h"

namespace till::products {
namespace {

class TillJsonl final : public FeedReader {
 public:
  TillJsonl(FeedSettings settings, FeedSink sink)
      : settings_(std::move(settings)), sink_(std::move(sink)) {}

  bool take(std::string_view bytes) override {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      keep(bytes.substr(0, end));
      if (end == std::string_view::npos) return true;
      end_line();
      bytes.remove_prefix(end + 1);
    }
    return true;
  }

  Result<void, FeedFault> finish() override {
    if (row_.empty() && !passing_) return {};
    return refused(
        FeedFault{line_, "",
                  "The last line has no end, as if the source was cut off. Get it again, "
                  "or end the line if it is whole."});
  }

 private:
  void keep(std::string_view part) {
    if (passing_) return;
    if (row_.size() + part.size() > kMostRowBytes) {
      passing_ = true;
      row_.clear();
      return;
    }
    row_ += part;
  }

  void end_line() {
    if (passing_) {
      sink_.bad({line_, "", "The line is longer than a mebibyte. Shorten it."});
    } else if (!trimmed(row_).empty()) {
      read_row(line_ == 1 ? json::without_byte_order_mark(row_) : row_);
    }
    passing_ = false;
    row_.clear();
    ++line_;
  }

  void read_row(std::string_view text) {
    const auto root = document_.parse(text);
    if (!root) return tell_unreadable(text, root.error());
    std::string twice;
    if (!json::has_canonical(*root, twice, limits::kJsonDepth)) {
      return sink_.bad({line_, "", "The row cannot be taken: " + twice + "."});
    }
    ProductFaults faults;
    const json::Node node(*root, faults);
    Product product = read_product(node, settings_.currency);
    if (!faults.found()) return sink_.product(std::move(product), line_);
    FeedFault fault = faults.first();
    fault.line = line_;
    sink_.bad(std::move(fault));
  }

  void tell_unreadable(std::string_view text, const json::Unreadable& error) {
    const auto fault = json::find_syntax_fault(text);
    const std::string what =
        fault ? "at column " + std::to_string(fault->column) + " " + fault->what : error.why;
    sink_.bad({line_, "", "The line is no JSON: " + what + ". Write one product a line."});
  }

  const FeedSettings settings_;
  const FeedSink sink_;
  json::Document document_;
  std::string row_;
  std::size_t line_ = 1;
  bool passing_ = false;  // Over the rest of a line that is too long.
};

}  // namespace

std::unique_ptr<FeedReader> read_till_jsonl(FeedSettings settings, FeedSink sink) {
  return std::make_unique<TillJsonl>(std::move(settings), std::move(sink));
}

}  // namespace till::products

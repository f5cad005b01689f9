#include "products/feeds/json_lines.h"

#include <utility>

#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

constexpr std::size_t kMostAwaited = 4096;  // That is waited for to tell an array from lines.

}  // namespace

JsonLines::JsonLines(std::string what, FeedSink sink)
    : what_(std::move(what)), sink_(std::move(sink)) {}

bool JsonLines::take(std::string_view bytes) {
  if (refused_) return false;
  if (begun_) return take_plain(bytes);
  head_.append(bytes);
  if (head_.size() < kMostAwaited && !array_depth(head_)) return true;
  return begin();
}

bool JsonLines::begin() {
  begun_ = true;
  const std::size_t depth = array_depth(head_).value_or(0);
  if (depth > 0) {
    array_.emplace(depth, [this](std::string_view text, std::size_t line) {
      if (!take_object(text, line)) tell_bad(text, line);
    });
  }
  const std::string head = std::exchange(head_, {});
  return take_plain(head);
}

bool JsonLines::take_plain(std::string_view bytes) {
  if (array_) {
    const bool whole = array_->take(bytes, kMostRowBytes);
    return whole || refuse(array_->line(), "An object is longer than 1 MiB. Shorten it.");
  }
  const bool whole = lines_.take(
      bytes, kMostRowBytes,
      [this](std::string_view text, std::size_t line) { return take_line(text, line, false); });
  return whole ||
         refuse(lines_.number(), "The line is longer than 1 MiB. Write one object a line.");
}

Result<void, FeedFault> JsonLines::finish() {
  if (!begun_) begin();
  if (array_ && !array_->is_whole()) {
    refuse(array_->line(), "The source ends within its array. Send the whole source.");
  }
  if (!refused_) {
    lines_.finish(
        [this](std::string_view text, std::size_t line) { return take_line(text, line, true); });
  }
  if (!refused_ && !array_ && seen_ == 0) {
    refuse(1, "This is no " + what_ + ": no line is a JSON object. Write one object a line.");
  }
  if (refused_) return refused(*refused_);
  return {};
}

bool JsonLines::refuse(std::size_t line, Sentence sentence) {
  if (!refused_) refused_ = FeedFault{line, {}, std::move(sentence)};
  return false;
}

bool JsonLines::take_object(std::string_view text, std::size_t line) {
  if (!is_unicode(text)) return false;
  const auto value = document_.parse(text);
  if (!value || !value->is_object()) return false;
  ++seen_;
  read(line, *value);
  return true;
}

void JsonLines::tell_bad(std::string_view text, std::size_t line) {
  if (!sink_.bad) return;
  sink_.bad({line,
             {},
             is_unicode(text) ? "This is no JSON object. Write one object a line, in JSON."
                              : "This is no UTF-8. Save the file as UTF-8."});
}

// The first line tells whether it is JSON at all, the last whether it is whole.
bool JsonLines::take_line(std::string_view text, std::size_t line, bool last) {
  if (take_object(text, line)) return true;
  if (last) return refuse(line, "The source ends within this line. Send the whole source.");
  if (seen_ == 0) {
    return refuse(line, "This is no " + what_ +
                            ": the first line is no JSON object. Write one object a line.");
  }
  tell_bad(text, line);
  return true;
}

}  // namespace till::products

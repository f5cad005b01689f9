#include "products/feeds/json_lines.h"

#include <utility>

#include "products/feeds/feed_text.h"

namespace till::products {

JsonLines::JsonLines(std::string what, FeedSink sink)
    : what_(std::move(what)), sink_(std::move(sink)) {}

bool JsonLines::take(std::string_view bytes) {
  if (refused_) return false;
  const bool whole = lines_.take(
      bytes, kMostRowBytes,
      [this](std::string_view text, std::size_t line) { return take_line(text, line, false); });
  return whole ||
         refuse(lines_.number(), "The line is longer than 1 MiB. Write one object a line.");
}

Result<void, FeedFault> JsonLines::finish() {
  if (!refused_) {
    lines_.finish(
        [this](std::string_view text, std::size_t line) { return take_line(text, line, true); });
  }
  if (!refused_ && seen_ == 0) {
    refuse(1, "This is no " + what_ + ": no line is a JSON object. Write one object a line.");
  }
  if (refused_) return refused(*refused_);
  return {};
}

bool JsonLines::refuse(std::size_t line, Sentence sentence) {
  if (!refused_) refused_ = FeedFault{line, {}, std::move(sentence)};
  return false;
}

// The first line tells whether it is JSON at all, the last whether it is whole.
bool JsonLines::take_line(std::string_view text, std::size_t line, bool last) {
  const bool unicode = is_unicode(text);
  const auto value = document_.parse(unicode ? text : std::string_view());
  if (value && value->is_object()) {
    ++seen_;
    read(line, *value);
    return true;
  }
  if (last) return refuse(line, "The source ends within this line. Send the whole source.");
  if (seen_ == 0) {
    return refuse(line, "This is no " + what_ +
                            ": the first line is no JSON object. Write one object a line.");
  }
  if (sink_.bad) {
    sink_.bad({line,
               {},
               unicode ? "The line is no JSON object. Write one object a line, in JSON."
                       : "The line is no UTF-8. Save the file as UTF-8."});
  }
  return true;
}

}  // namespace till::products

// JsonLines: what the readers of JSON formats share. Each line is an object, or all are in an
// array.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"
#include "products/feeds/feed_reader.h"
#include "products/feeds/json_array.h"
#include "products/feeds/line_splitter.h"
#include "products/feeds/row_reader.h"

namespace till::products {

class JsonLines : public FeedReader {
 public:
  bool take(std::string_view bytes) final;
  Result<void, FeedFault> finish() final;

 protected:
  // `what` is the format as a sentence names it.
  JsonLines(std::string what, FeedSink sink);

  const FeedSink& sink() const { return sink_; }
  // An object; it lasts until the call is over.
  virtual void read(std::size_t line, json::Value object) = 0;

 private:
  bool begin();
  bool take_plain(std::string_view bytes);
  bool take_line(std::string_view text, std::size_t line, bool last);
  // False: it is no object.
  bool take_object(std::string_view text, std::size_t line);
  void tell_bad(std::string_view text, std::size_t line);
  bool refuse(std::size_t line, Sentence sentence);

  std::string what_;
  FeedSink sink_;
  std::string head_;
  bool begun_ = false;
  LineSplitter lines_;
  std::optional<JsonArray> array_;
  json::Document document_;
  std::size_t seen_ = 0;  // Objects.
  std::optional<FeedFault> refused_;
};

}  // namespace till::products

#include "products/feeds/openai.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "products/feeds/feed_text.h"
#include "products/feeds/field_table.h"
#include "products/feeds/flat_table.h"
#include "products/feeds/json_lines.h"
#include "products/feeds/unpacked.h"

namespace till::products {
namespace openai_feed {
namespace {

using Row = RowReader;
constexpr FieldRule kFields[] = {
    {"item_id", &Row::id},
    {"id", &Row::id},
    {"title", &Row::title},
    {"description", &Row::description},
    {"url", &Row::link},
    {"link", &Row::link},
    {"image_url", &Row::picture},
    {"image_link", &Row::picture},
    {"additional_image_urls", &Row::pictures},
    {"additional_image_link", &Row::pictures},
    {"additional_image_links", &Row::pictures},
    {"price", &Row::price},
    {"sale_price", &Row::sale_price},
    {"sale_price_effective_date", &Row::sale_dates},
    {"sale_price_start_date", &Row::sale_from},
    {"sale_price_end_date", &Row::sale_until},
    {"availability", &Row::availability},
    {"availability_date", &Row::available_at},
    {"inventory_quantity", &Row::stock},
    {"condition", &Row::condition},
    {"brand", &Row::brand},
    {"gtin", &Row::gtin},
    {"mpn", &Row::mpn},
    {"product_category", &Row::plain_category},
    {"group_id", &Row::group},
    {"item_group_id", &Row::group},
    {"color", &Row::color},
    {"size", &Row::size},
    {"material", &Row::material},
    {"gender", &Row::gender},
    {"age_group", &Row::age_group},
    {"weight", &Row::weight},
    {"item_weight_unit", &Row::weight_unit},
    {"dimensions", &Row::dimensions},
    {"length", &Row::length},
    {"width", &Row::width},
    {"height", &Row::height},
    {"dimensions_unit", &Row::size_unit},
    {"age_restriction", &Row::least_age},
    {"is_digital", &Row::digital},
};

// What JSON says as a text of a table: numbers as they are, lists with commas between.
std::string text_of(json::Value value) {
  if (value.is_text()) return std::string(value.text());
  if (value.is_boolean()) return value.flag() ? "true" : "false";
  if (!value.given()) return {};
  if (!value.is_list()) return value.json();
  std::string all;
  for (const json::Value entry : value.entries()) {
    if (entry.is_list() || entry.is_object()) continue;
    if (!all.empty()) all += ", ";
    all += text_of(entry);
  }
  return all;
}

class Lines final : public JsonLines {
 public:
  Lines(FeedSettings settings, FeedSink sink)
      : JsonLines("product feed of OpenAI", std::move(sink)), settings_(std::move(settings)) {}

 private:
  void read(std::size_t line, json::Value object) override {
    const bool now = object.at("item_id").given();
    RowReader row(settings_, line, {now ? "item_id" : "id", "title", "price"});
    for (const json::Member& member : object.members()) {
      const std::string name = column_name(member.name);
      if (name == "variant_dict") read_options(row, member.value);
      const ReadField reader = rule_of(kFields, name);
      if (reader == nullptr) continue;
      const std::string text = text_of(member.value);
      (row.*reader)({member.name, text});
    }
    row.tell(sink());
  }

  static void read_options(RowReader& row, json::Value options) {
    for (const json::Member& option : options.members()) {
      // "color" is Color, as where it is a member of its own.
      std::string name(option.name);
      if (!name.empty()) name.replace(0, 1, upper(name.substr(0, 1)));
      const std::string text = text_of(option.value);
      row.option(name, {"variant_dict", text});
    }
  }

  FeedSettings settings_;
};

// JSON or a table? The first character that is no blank tells.
class OpenAi final : public FeedReader {
 public:
  OpenAi(FeedSettings settings, FeedSink sink)
      : settings_(std::move(settings)), sink_(std::move(sink)) {}

  bool take(std::string_view bytes) override {
    if (reader_) return reader_->take(bytes);
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t"), bytes.size()));
    if (bytes.empty()) return true;
    begin(bytes.front());
    return reader_->take(bytes);
  }

  Result<void, FeedFault> finish() override {
    if (!reader_) begin('{');
    return reader_->finish();
  }

 private:
  void begin(char first) {
    if (first == '{' || first == '[' || first == '\n' || first == '\r') {
      reader_ = std::make_unique<Lines>(std::move(settings_), std::move(sink_));
    } else {
      reader_ = std::make_unique<FlatTable>("product feed of OpenAI", kFields, std::move(settings_),
                                            std::move(sink_));
    }
  }

  FeedSettings settings_;
  FeedSink sink_;
  std::unique_ptr<FeedReader> reader_;
};

}  // namespace
}  // namespace openai_feed

std::unique_ptr<FeedReader> make_openai(FeedSettings settings, FeedSink sink) {
  using openai_feed::OpenAi;
  return unpacked(as_utf8(std::make_unique<OpenAi>(std::move(settings), std::move(sink))));
}

}  // namespace till::products

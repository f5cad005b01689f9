#include "products/feeds/google_xml.h"

#include <expat.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "products/feeds/google_fields.h"

namespace till::products {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;
constexpr std::size_t kMostDepth = 64;
constexpr std::size_t kMostFields = 1'000;

struct ItemField {
  std::string name;  // As the source has it: g:price.
  std::string text;
};

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class GoogleXml final : public FeedReader {
 public:
  GoogleXml(FeedSettings settings, FeedSink sink)
      : settings_(std::move(settings)), sink_(std::move(sink)), parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &on_start, &on_end);
    XML_SetCharacterDataHandler(parser_, &on_text);
    XML_SetEntityDeclHandler(parser_, &on_entity);
  }
  ~GoogleXml() override { XML_ParserFree(parser_); }
  GoogleXml(const GoogleXml&) = delete;
  GoogleXml& operator=(const GoogleXml&) = delete;

  // Gathered to pieces of some size: expat begins anew within a long token for each of them.
  bool take(std::string_view bytes) override {
    while (!bytes.empty() && !fault_) {
      const std::string_view part = bytes.substr(0, kPieceBytes - piece_.size());
      bytes.remove_prefix(part.size());
      piece_.append(part);
      if (piece_.size() == kPieceBytes) parse(false);
    }
    return !fault_;
  }

  Result<void, FeedFault> finish() override {
    if (!fault_) parse(true);
    if (fault_) return refused(*fault_);
    if (!known_root_) {
      return refused(
          FeedFault{1, {}, "This is no Google Merchant feed: it is neither RSS nor Atom."});
    }
    return {};
  }

 private:
  static GoogleXml& self(void* data) { return *static_cast<GoogleXml*>(data); }
  static void XMLCALL on_start(void* data, const char* name, const char** attributes) {
    self(data).start(name, attributes);
  }
  static void XMLCALL on_end(void* data, const char*) { self(data).end(); }
  static void XMLCALL on_text(void* data, const char* text, int size) {
    self(data).add({text, static_cast<std::size_t>(size)});
  }
  static void XMLCALL on_entity(void* data, const char*, int, const char*, int, const char*,
                                const char*, const char*, const char*) {
    self(data).refuse("The source declares entities of its own. Write their text instead.");
  }

  std::size_t line() const { return XML_GetCurrentLineNumber(parser_); }

  void refuse(Sentence sentence) {
    if (fault_) return;
    fault_ = FeedFault{line(), {}, std::move(sentence)};
    XML_StopParser(parser_, XML_FALSE);
  }

  void parse(bool last) {
    seen_ += piece_.size();
    const auto state =
        XML_Parse(parser_, piece_.data(), static_cast<int>(piece_.size()), last ? 1 : 0);
    piece_.clear();
    if (state == XML_STATUS_ERROR) return refuse(sentence_of(XML_GetErrorCode(parser_)));
    const auto done = XML_GetCurrentByteIndex(parser_);
    if (done >= 0 && seen_ - static_cast<std::size_t>(done) > kMostRowBytes + kPieceBytes) {
      refuse("A tag or comment is longer than 1 MiB. Shorten it.");
    }
  }

  static Sentence sentence_of(XML_Error error) {
    switch (error) {
      case XML_ERROR_NO_ELEMENTS:
      case XML_ERROR_UNCLOSED_TOKEN:
      case XML_ERROR_PARTIAL_CHAR:
      case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return "The source is cut off here. Send the whole source.";
      case XML_ERROR_UNDEFINED_ENTITY:
        return "XML does not know this entity. Write the character itself, or &#160; for &nbsp;.";
      case XML_ERROR_UNKNOWN_ENCODING:
        return "The encoding is not known. Save the source as UTF-8.";
      case XML_ERROR_INVALID_TOKEN:
        return "This is no XML of the encoding that it names. Write &amp; for & and &lt; for <, "
               "and "
               "save the source as UTF-8.";
      default: return std::string("This is no XML: ") + XML_ErrorString(error) + ". Mend it.";
    }
  }

  void start(std::string_view name, const char** attributes) {
    ++depth_;
    if (depth_ > kMostDepth) return refuse("Elements are nested more than 64 deep.");
    const std::string_view local = local_name(name);
    if (depth_ == 1) known_root_ = local == "rss" || local == "feed" || local == "RDF";
    if (item_depth_ == 0) {
      if (local != "item" && local != "entry") return;
      item_depth_ = depth_;
      item_line_ = line();
      item_bytes_ = 0;
      return;
    }
    if (depth_ != item_depth_ + 1) return;
    if (fields_.size() == kMostFields) return refuse("An item has more than 1000 fields.");
    fields_.push_back({std::string(name), {}});
    for (; local == "link" && *attributes != nullptr; attributes += 2) {  // As Atom has it.
      if (std::string_view(attributes[0]) == "href") add(attributes[1]);
    }
  }

  void add(std::string_view text) {
    if (item_depth_ == 0 || depth_ != item_depth_ + 1) return;
    item_bytes_ += text.size();
    if (item_bytes_ > kMostRowBytes) return refuse("An item is longer than 1 MiB. Shorten it.");
    fields_.back().text.append(text);
  }

  void end() {
    if (depth_ == item_depth_) {
      tell();
      item_depth_ = 0;
      fields_.clear();
    }
    --depth_;
  }

  // Google's own attributes count before those of RSS and Atom of the same name.
  void tell() {
    RowReader row(settings_, item_line_);
    const auto own = [](const ItemField& field) { return field.name.starts_with("g:"); };
    std::stable_partition(fields_.begin(), fields_.end(), own);
    for (const ItemField& field : fields_) {
      std::string_view name = local_name(field.name);
      if (name == "summary" || name == "content") name = "description";
      const ReadField read = rule_of(google_fields(), name);
      if (read != nullptr) (row.*read)({field.name, field.text});
    }
    row.tell(sink_);
  }

  FeedSettings settings_;
  FeedSink sink_;
  XML_Parser parser_;
  std::string piece_;
  std::size_t seen_ = 0;
  std::size_t depth_ = 0;
  std::size_t item_depth_ = 0;  // 0: outside of items.
  std::size_t item_line_ = 0;
  std::size_t item_bytes_ = 0;
  std::vector<ItemField> fields_;
  bool known_root_ = false;
  std::optional<FeedFault> fault_;
};

}  // namespace

std::unique_ptr<FeedReader> make_google_xml(FeedSettings settings, FeedSink sink) {
  return std::make_unique<GoogleXml>(std::move(settings), std::move(sink));
}

}  // namespace till::products

#include "products/feeds/csv_rows.h"

#include <csv.h>

#include <algorithm>
#include <utility>

namespace till::products {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// Of the first line, outside of quotes.
char separator_of(std::string_view line) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {'\t', ';', ',', '|'}) {
    std::ptrdiff_t count = 0;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == candidate && !quoted) ++count;
    }
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

struct CsvRows::Parser {
  explicit Parser(OnRow told) : on_row(std::move(told)) {
    // Only without memory does it fail, which ends the program elsewhere.
    csv_init(&parser, 0);
    csv_set_blk_size(&parser, 4096);
  }
  ~Parser() { csv_free(&parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void take_field(void* bytes, std::size_t size, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    if (bytes != nullptr) parser.text.append(static_cast<const char*>(bytes), size);
    parser.ends.push_back(parser.text.size());
  }

  static void take_row(int, void* self) { static_cast<Parser*>(self)->tell(); }

  void tell() {
    row.fields.clear();
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      row.fields.push_back(std::string_view(text).substr(begin, end - begin));
      begin = end;
    }
    row.line = row_line;
    row.long_row = line > row_line;
    row.ended = !at_end;
    on_row(row);
    text.clear();
    ends.clear();
    begun = false;
    row_bytes = 0;
  }

  // A part of one line with its end, or the part of one that has come so far.
  void parse(std::string_view part) {
    if (!begun) {
      row_line = line;
      begun =
          std::any_of(part.begin(), part.end(), [](char c) { return c != ' ' && !is_line_end(c); });
    }
    row_bytes += part.size();
    csv_parse(&parser, part.data(), part.size(), take_field, take_row, this);
    if (!begun) row_bytes = 0;
  }

  bool take(std::string_view bytes) {
    while (!bytes.empty() && row_bytes <= kMostRowBytes) {
      const std::size_t end = bytes.find_first_of(std::string_view("\r\n"));
      const std::size_t size = end == std::string_view::npos ? bytes.size() : end + 1;
      const std::string_view part = bytes.substr(0, size);
      bytes.remove_prefix(size);
      // The second half of a Windows line end belongs to the line before.
      const bool half = after_return && part == "\n";
      parse(part);
      after_return = part.back() == '\r';
      if (is_line_end(part.back()) && !half) ++line;
    }
    return row_bytes <= kMostRowBytes;
  }

  // What comes before the separator is known.
  bool wait(std::string_view bytes) {
    head.append(bytes);
    const std::size_t from = head.find_first_not_of(std::string_view("\r\n "));
    const std::size_t end =
        from == std::string::npos ? from : head.find_first_of(std::string_view("\r\n"), from);
    if (end == std::string::npos && head.size() <= kMostRowBytes) return true;
    return start();
  }

  bool start() {
    const std::size_t from =
        std::min(head.find_first_not_of(std::string_view("\r\n ")), head.size());
    const std::string_view first = std::string_view(head).substr(from);
    csv_set_delim(&parser, static_cast<unsigned char>(separator_of(
                               first.substr(0, first.find_first_of(std::string_view("\r\n"))))));
    started = true;
    const std::string all = std::exchange(head, {});
    return take(all);
  }

  csv_parser parser{};
  OnRow on_row;
  std::string text;               // Of the fields so far.
  std::vector<std::size_t> ends;  // Of the fields in it.
  CsvRow row;
  std::string head;
  std::size_t line = 1;
  std::size_t row_line = 1;
  std::size_t row_bytes = 0;
  bool begun = false;
  bool started = false;
  bool after_return = false;
  bool at_end = false;
};

CsvRows::CsvRows(OnRow on_row) : parser_(std::make_unique<Parser>(std::move(on_row))) {}
CsvRows::~CsvRows() = default;

bool CsvRows::take(std::string_view bytes) {
  return parser_->started ? parser_->take(bytes) : parser_->wait(bytes);
}

Result<void, FeedFault> CsvRows::finish() {
  Parser& parser = *parser_;
  if (!parser.started) parser.start();
  if (parser.row_bytes > kMostRowBytes) {
    return refused(FeedFault{
        parser.row_line, {}, "The row is longer than 1 MiB. Close the quote that begins in it."});
  }
  parser.at_end = true;
  parser.parser.options |= CSV_STRICT | CSV_STRICT_FINI;
  if (csv_fini(&parser.parser, Parser::take_field, Parser::take_row, &parser) != 0) {
    return refused(FeedFault{parser.row_line,
                             {},
                             "The source ends within a quote of this row. Send the whole source, "
                             "or close the quote."});
  }
  return {};
}

}  // namespace till::products

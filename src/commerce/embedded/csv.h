// CSV as RFC 4180 has it: fields between commas, quoted where they hold commas, quotes or line
// ends. Private to the embedded catalogue.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace till::commerce {

struct CsvRow {
  std::vector<std::string> fields;  // At most CsvReader::kMostFields; more are counted.
  std::size_t count = 0;
  std::size_t line = 0;    // In which the row begins, from 1.
  bool broken = false;     // A quote is not closed, or something follows one.
  std::size_t column = 0;  // Of what is broken: the number of the field, from 1.
  bool blank() const { return count == 1 && fields.front().empty(); }
};

class CsvReader {
 public:
  static constexpr std::size_t kMostFields = 32;

  // `text` must outlive it.
  explicit CsvReader(std::string_view text) : text_(text) {}
  // False at the end. After a broken row there is nothing more to read.
  bool next(CsvRow& row);

 private:
  void read_field(CsvRow& row);
  // Behind the quote that closes it.
  void read_quoted(CsvRow& row, std::string& field);
  bool at_end_of_field() const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace till::commerce

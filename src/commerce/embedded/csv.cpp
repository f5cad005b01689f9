#include "commerce/embedded/csv.h"

#include <utility>

namespace till::commerce {

bool CsvReader::at_end_of_field() const {
  if (at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n') return true;
  return text_.substr(at_).starts_with("\r\n");
}

void CsvReader::read_quoted(CsvRow& row, std::string& field) {
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '\n') ++line_;
    if (c != '"') {
      field += c;
    } else if (at_ < text_.size() && text_[at_] == '"') {
      field += text_[at_++];
    } else {
      row.broken = !at_end_of_field();
      return;
    }
  }
  row.broken = true;
}

void CsvReader::read_field(CsvRow& row) {
  std::string field;
  if (at_ < text_.size() && text_[at_] == '"') {
    read_quoted(row, field);
  } else {
    while (!at_end_of_field()) field += text_[at_++];
  }
  ++row.count;
  if (row.broken) row.column = row.count;
  if (row.fields.size() < kMostFields) row.fields.push_back(std::move(field));
}

bool CsvReader::next(CsvRow& row) {
  if (at_ >= text_.size()) return false;
  row = {};
  row.line = line_;
  while (true) {
    read_field(row);
    if (row.broken) {
      at_ = text_.size();
      return true;
    }
    if (at_ == text_.size() || text_[at_] != ',') break;
    ++at_;
  }
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size()) ++at_;
  ++line_;
  return true;
}

}  // namespace till::commerce

// LineSplitter: the lines of a source that comes in pieces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace till::products {

// Calls `told(line, number)` for each line that is not blank, without its end, from 1 on. Holds
// one.
class LineSplitter {
 public:
  // False: a line is longer than `most` bytes.
  template <class Told>
  bool take(std::string_view bytes, std::size_t most, Told told) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      held_.append(bytes.substr(0, end));
      if (held_.size() > most) return false;
      if (end == std::string_view::npos) return true;
      bytes.remove_prefix(end + 1);
      if (!tell(told)) return false;
      ++number_;
    }
    return true;
  }

  // The line that no end closes. False as above.
  template <class Told>
  bool finish(Told told) {
    return tell(told);
  }
  std::size_t number() const { return number_; }

 private:
  template <class Told>
  bool tell(Told told) {
    const bool blank = held_.find_first_not_of(" \t\r") == std::string::npos;
    const bool goes_on = blank || told(std::string_view(held_), number_);
    held_.clear();
    return goes_on;
  }

  std::string held_;
  std::size_t number_ = 1;
};

}  // namespace till::products

// VisibleOutput: what commands print, without what a terminal would obey.
#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace till::cli {

// While it lives, what is written to the stream passes through visible(), lines and tabs aside: it
// holds texts of buyers, agents and receivers. In JSON the escapes mean the same characters.
class VisibleOutput final : public std::streambuf {
 public:
  explicit VisibleOutput(std::ostream& stream);
  ~VisibleOutput() override;
  VisibleOutput(const VisibleOutput&) = delete;
  VisibleOutput& operator=(const VisibleOutput&) = delete;

 protected:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

 private:
  bool pass_on();

  std::ostream& stream_;
  std::streambuf* const target_;
  std::string held_;  // Until a line is whole, so that no character is cut.
};

}  // namespace till::cli

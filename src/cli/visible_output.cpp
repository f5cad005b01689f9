#include "cli/visible_output.h"

#include "base/visible.h"

namespace till::cli {
namespace {

constexpr std::size_t kMostHeld = 64 * 1024;

}  // namespace

VisibleOutput::VisibleOutput(std::ostream& stream) : stream_(stream), target_(stream.rdbuf()) {
  stream_.rdbuf(this);
}

VisibleOutput::~VisibleOutput() {
  sync();
  stream_.rdbuf(target_);
}

VisibleOutput::int_type VisibleOutput::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  const char one = traits_type::to_char_type(c);
  return xsputn(&one, 1) == 1 ? c : traits_type::eof();
}

std::streamsize VisibleOutput::xsputn(const char* text, std::streamsize size) {
  held_.append(text, static_cast<std::size_t>(size));
  const bool full = held_.ends_with('\n') || held_.size() > kMostHeld;
  return !full || pass_on() ? size : 0;
}

int VisibleOutput::sync() { return pass_on() && target_->pubsync() == 0 ? 0 : -1; }

bool VisibleOutput::pass_on() {
  std::string shown;
  append_visible(shown, held_, "\n\t");
  held_.clear();
  const auto size = static_cast<std::streamsize>(shown.size());
  return target_->sputn(shown.data(), size) == size;
}

}  // namespace till::cli

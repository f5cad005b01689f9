#include "products/feeds/unpacked.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

constexpr std::string_view kGzip = "\x1F\x8B";
constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, and gzip around it.
constexpr std::size_t kStepBytes = 64 * 1024;

class Gunzip final : public FeedReader {
 public:
  Gunzip(std::unique_ptr<FeedReader> reader, std::uint64_t most)
      : reader_(std::move(reader)), most_(most) {}
  ~Gunzip() override {
    if (packed_ == true) inflateEnd(&stream_);
  }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  bool take(std::string_view bytes) override {
    if (stopped_) return false;
    if (packed_) return pass(bytes);
    head_.append(bytes);
    if (head_.size() < kGzip.size()) return true;
    return begin();
  }

  Result<void, FeedFault> finish() override {
    if (!packed_) begin();
    if (fault_) return refused(*fault_);
    if (packed_ == true && !ended_ && !stopped_) {
      return refused(FeedFault{0, {}, "The compressed source is cut off. Send the whole source."});
    }
    return reader_->finish();
  }

 private:
  bool begin() {
    packed_ = head_.starts_with(kGzip);
    if (*packed_ && inflateInit2(&stream_, kGzipWindow) != Z_OK) packed_ = false;
    const std::string head = std::exchange(head_, {});
    return pass(head);
  }

  bool pass(std::string_view bytes) {
    const bool passed = *packed_ ? inflate_all(bytes) : reader_->take(bytes);
    stopped_ = stopped_ || !passed;
    return passed;
  }

  bool inflate_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view step = bytes.substr(0, kStepBytes);
      bytes.remove_prefix(step.size());
      if (!inflate_step(step)) return false;
    }
    return true;
  }

  bool inflate_step(std::string_view step) {
    std::string in(step);  // zlib wants bytes that it could change.
    stream_.next_in = reinterpret_cast<Bytef*>(in.data());
    stream_.avail_in = static_cast<uInt>(in.size());
    do {
      if (ended_ && stream_.avail_in > 0) {  // Files joined to one are streams behind each other.
        inflateReset(&stream_);
        ended_ = false;
      }
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int state = inflate(&stream_, Z_NO_FLUSH);
      ended_ = state == Z_STREAM_END;
      const std::size_t size = out_.size() - stream_.avail_out;
      done_ += size;
      if (done_ > most_) {
        fault_ = {0, {}, "The source is too large when it is unpacked. Is it the right one?"};
        return false;
      }
      if (size > 0 && !reader_->take({out_.data(), size})) return false;
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
        fault_ = {0, {}, "The compressed source is broken. Compress it anew by gzip."};
        return false;
      }
    } while (stream_.avail_in > 0 || stream_.avail_out == 0);
    return true;
  }

  std::unique_ptr<FeedReader> reader_;
  const std::uint64_t most_;
  std::uint64_t done_ = 0;
  std::string head_;
  std::optional<bool> packed_;
  z_stream stream_{};
  std::array<char, kStepBytes> out_{};
  bool ended_ = false;
  bool stopped_ = false;
  std::optional<FeedFault> fault_;
};

class Utf8 final : public FeedReader {
 public:
  explicit Utf8(std::unique_ptr<FeedReader> reader) : reader_(std::move(reader)) {}

  bool take(std::string_view bytes) override {
    if (encoding_ == Encoding::utf8) return reader_->take(bytes);
    held_.append(bytes);
    if (encoding_ == Encoding::unknown) {
      if (held_.size() < 3) return true;
      begin();
    }
    const bool goes_on =
        encoding_ == Encoding::utf8 ? reader_->take(std::exchange(held_, {})) : convert();
    stopped_ = stopped_ || !goes_on;
    return goes_on;
  }

  Result<void, FeedFault> finish() override {
    if (encoding_ == Encoding::unknown) {
      begin();
      if (encoding_ == Encoding::utf8)
        reader_->take(std::exchange(held_, {}));
      else
        convert();
    }
    if (!held_.empty() && !stopped_) {
      return refused(
          FeedFault{0, {}, "The source ends within a character. Send the whole source."});
    }
    return reader_->finish();
  }

 private:
  enum class Encoding { unknown, utf8, little, big };

  void begin() {
    encoding_ = Encoding::utf8;
    if (held_.starts_with("\xFF\xFE")) encoding_ = Encoding::little;
    if (held_.starts_with("\xFE\xFF")) encoding_ = Encoding::big;
    if (encoding_ != Encoding::utf8)
      held_.erase(0, 2);
    else if (held_.starts_with("\xEF\xBB\xBF"))
      held_.erase(0, 3);
  }

  std::uint32_t unit(std::size_t at) const {
    const auto first = static_cast<unsigned char>(held_[at]);
    const auto second = static_cast<unsigned char>(held_[at + 1]);
    return encoding_ == Encoding::little ? first | static_cast<std::uint32_t>(second) << 8
                                         : static_cast<std::uint32_t>(first) << 8 | second;
  }

  bool convert() {
    std::string out;
    out.reserve(held_.size());
    std::size_t at = 0;
    while (at + 2 <= held_.size()) {
      const std::uint32_t code = unit(at);
      const bool leads = code >= 0xD800 && code <= 0xDBFF;
      if (leads && at + 4 > held_.size()) break;
      const std::uint32_t next = leads ? unit(at + 2) : 0;
      if (leads && next >= 0xDC00 && next <= 0xDFFF) {
        append_character(out, 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00));
        at += 4;
        continue;
      }
      // Half a character alone stays one that is no UTF-8, so that its row is told as bad.
      append_character(out, code);
      at += 2;
    }
    held_.erase(0, at);
    return out.empty() || reader_->take(out);
  }

  std::unique_ptr<FeedReader> reader_;
  Encoding encoding_ = Encoding::unknown;
  std::string held_;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<FeedReader> unpacked(std::unique_ptr<FeedReader> reader, std::uint64_t most) {
  return std::make_unique<Gunzip>(std::move(reader), most);
}

std::unique_ptr<FeedReader> as_utf8(std::unique_ptr<FeedReader> reader) {
  return std::make_unique<Utf8>(std::move(reader));
}

}  // namespace till::products

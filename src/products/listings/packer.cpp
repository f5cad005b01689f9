#include "products/listings/packer.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "base/ensure.h"

namespace till::products {
namespace {

constexpr int kGzipOut = 15 + 16;  // zlib: the largest window, and gzip around it.
constexpr int kLevel = 5;
constexpr int kMemory = 8;
constexpr std::size_t kPackedStep = 64 * 1024;

class Gzip final : public Packer {
 public:
  explicit Gzip(Take take) : take_(std::move(take)) {
    const int made =
        deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzipOut, kMemory, Z_DEFAULT_STRATEGY);
    TILL_ENSURE(made == Z_OK);  // Else there is no memory.
  }
  ~Gzip() override { deflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      std::string step(bytes.substr(0, kPackedStep));  // zlib wants bytes that it could change.
      bytes.remove_prefix(step.size());
      stream_.next_in = reinterpret_cast<Bytef*>(step.data());
      stream_.avail_in = static_cast<uInt>(step.size());
      run(Z_NO_FLUSH);
    }
  }
  void finish() override { run(Z_FINISH); }

 private:
  void run(int flush) {
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      deflate(&stream_, flush);
      const std::size_t size = out_.size() - stream_.avail_out;
      if (size > 0) take_({out_.data(), size});
    } while (stream_.avail_out == 0);
  }

  const Take take_;
  z_stream stream_{};
  std::array<char, kPackedStep> out_{};
};

}  // namespace

std::unique_ptr<Packer> make_gzip(Packer::Take take) {
  return std::make_unique<Gzip>(std::move(take));
}

}  // namespace till::products

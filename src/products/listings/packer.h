// Packer: gzip, piece by piece. The same bytes give the same bytes.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace till::products {

// One thread.
class Packer {
 public:
  using Take = std::function<void(std::string_view packed)>;
  virtual ~Packer() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void finish() = 0;  // Once, at the end.
};

std::unique_ptr<Packer> make_gzip(Packer::Take take);

}  // namespace till::products

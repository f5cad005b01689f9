#include "commerce/remote/trace.h"

#include "base/digest.h"

namespace till::commerce::remote {

std::string new_trace(Random& random) {
  Digest bytes{};
  random.fill(bytes);
  const std::string hex = to_hex(bytes);
  return "00-" + hex.substr(0, 32) + "-" + hex.substr(32, 16) + "-01";
}

}  // namespace till::commerce::remote

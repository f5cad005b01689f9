// Any bytes may be taken for a stored session: decoding ends well, and what it gives is stable.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/codec/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace codec = till::store::codec;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto session = codec::decode_session(bytes)) {
    if (codec::decode_session(codec::encode(*session)) != session) std::abort();
  }
  return 0;
}

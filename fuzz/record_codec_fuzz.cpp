// Any bytes may be taken for a stored order, attempt, token, hold, stock or answer: decoding ends
// well, and what it gives is stored and read again the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ensure.h"
#include "store/codec/codec.h"

namespace {

namespace codec = till::store::codec;

// `write` is only ever given what `read` gave.
template <class Read, class Write>
void check(std::string_view bytes, Read read, Write write) {
  const auto record = read(bytes);
  if (!record) return;
  const auto again = read(write(*record));
  TILL_ENSURE(again.has_value() && *again == *record);
}

}  // namespace

// The first byte chooses the kind of record.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto encode = [](const auto& record) { return codec::encode(record); };
  switch (data[0] % 6) {
    case 0: check(bytes, codec::decode_order, encode); break;
    case 1: check(bytes, codec::decode_attempt, encode); break;
    case 2: check(bytes, codec::decode_token, encode); break;
    case 4: check(bytes, codec::decode_hold, encode); break;
    case 5: check(bytes, codec::decode_levels, encode); break;
    default: check(bytes, codec::decode_answer, codec::encode_answer); break;
  }
  return 0;
}

// Ids, date-times, digests and JSON texts: any bytes are read without fault, and what is read is
// written back as the same value.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/ensure.h"
#include "base/id.h"
#include "json/writer.h"

namespace {

using namespace till;

void check_ids(std::string_view input) {
  if (const auto id = SessionId::parse(input)) TILL_ENSURE(id->text() == input);
  if (const auto bytes = decode_id("", input)) TILL_ENSURE(encode_id("", *bytes) == input);
  IdBytes bytes{};
  input.copy(reinterpret_cast<char*>(bytes.data()), bytes.size());
  TILL_ENSURE(OrderId::parse(OrderId{bytes}.text()) == OrderId{bytes});
}

void check_date_times(std::string_view input) {
  const auto time = parse_rfc3339(input);
  if (!time) return;
  const std::int64_t whole = time->ms - ((time->ms % 1000) + 1000) % 1000;
  const std::string text = format_rfc3339(*time);
  // An offset may carry a time out of the four-digit years, which no text of ours shows.
  if (text.size() == 20 && text[0] != '-') TILL_ENSURE(parse_rfc3339(text) == Timestamp{whole});
}

void check_digests(std::string_view input) {
  const auto digest = digest_from_hex(input);
  if (digest) TILL_ENSURE(digest_from_hex(to_hex(*digest)) == digest);
}

void check_escapes(std::string_view input) {
  std::string out;
  json::append_escaped(out, input);
  TILL_ENSURE(out.size() >= input.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    TILL_ENSURE(static_cast<unsigned char>(out[i]) >= 0x20 && out[i] != '"');
    if (out[i] == '\\') ++i;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_ids(input);
  check_date_times(input);
  check_digests(input);
  check_escapes(input);
  return 0;
}

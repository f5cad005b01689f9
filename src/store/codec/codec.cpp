#include "store/codec/codec.h"

#include "store/codec/fields.h"

namespace till::store::codec {
namespace {

constexpr std::uint64_t kOldestFormat = 1;
using Answer = decltype(app::IdempotencyRecord::answer);

template <class T>
std::string encode_value(const T& value) {
  Writer write;
  write(kFormat);
  write(value);
  return write.take();
}

template <class T>
std::optional<T> decode_value(std::string_view bytes) {
  Reader read(bytes);
  std::uint64_t format = 0;
  read(format);
  if (format < kOldestFormat || format > kFormat) return std::nullopt;
  read.set_format(format);
  std::optional<T> value(std::in_place);
  read(*value);
  if (!read.finished()) value.reset();
  return value;
}

template <class T>
std::optional<Answer> decode_alternative(std::string_view bytes) {
  auto value = decode_value<T>(bytes);
  if (!value) return std::nullopt;
  return Answer(std::move(*value));
}

}  // namespace

std::string encode(const checkout::Session& session) { return encode_value(session); }
std::string encode(const checkout::Order& order) { return encode_value(order); }
std::string encode(const app::PaymentAttempt& attempt) { return encode_value(attempt); }
std::string encode(const app::VaultToken& token) { return encode_value(token); }
std::string encode(const app::HoldIntent& intent) { return encode_value(intent); }

std::string encode(const std::map<std::string, std::int64_t>& counts) {
  return encode_value(counts);
}

std::string encode(const std::vector<LoggedLevel>& levels) { return encode_value(levels); }

// The alternative's index stands first.
std::string encode_answer(const Answer& answer) {
  std::string out(1, static_cast<char>(answer.index()));
  std::visit([&out](const auto& value) { out += encode_value(value); }, answer);
  return out;
}

std::optional<checkout::Session> decode_session(std::string_view bytes) {
  return decode_value<checkout::Session>(bytes);
}
std::optional<checkout::Order> decode_order(std::string_view bytes) {
  return decode_value<checkout::Order>(bytes);
}
std::optional<app::PaymentAttempt> decode_attempt(std::string_view bytes) {
  return decode_value<app::PaymentAttempt>(bytes);
}
std::optional<app::VaultToken> decode_token(std::string_view bytes) {
  return decode_value<app::VaultToken>(bytes);
}

std::optional<app::HoldIntent> decode_hold(std::string_view bytes) {
  return decode_value<app::HoldIntent>(bytes);
}

std::optional<std::map<std::string, std::int64_t>> decode_counts(std::string_view bytes) {
  return decode_value<std::map<std::string, std::int64_t>>(bytes);
}

std::optional<std::vector<LoggedLevel>> decode_levels(std::string_view bytes) {
  return decode_value<std::vector<LoggedLevel>>(bytes);
}

std::optional<Answer> decode_answer(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const std::string_view rest = bytes.substr(1);
  switch (bytes.front()) {
    case 0: return decode_alternative<app::SessionAnswer>(rest);
    case 1: return decode_alternative<app::TokenAnswer>(rest);
    case 2: return decode_alternative<checkout::Refusal>(rest);
    case 3: return decode_alternative<app::StockAnswer>(rest);
    default: return std::nullopt;
  }
}

}  // namespace till::store::codec

#include "payments/stripe/signature.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace till::payments::stripe {
namespace {

constexpr std::size_t kDigests = 16;
constexpr std::size_t kTimeDigits = 12;

std::optional<Timestamp> time_of(std::string_view digits) {
  const bool plain =
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || digits.size() > kTimeDigits || !plain) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  return Timestamp{seconds * 1000};
}

}  // namespace

std::optional<SignatureHeader> parse_signature(std::string_view header) {
  constexpr std::string_view kTime = "t=";
  constexpr std::string_view kDigest = "v1=";
  SignatureHeader parsed;
  bool has_time = false;
  while (!header.empty()) {
    const std::string_view part = header.substr(0, header.find(','));
    header.remove_prefix(std::min(part.size() + 1, header.size()));
    if (part.starts_with(kTime)) {
      const auto time = time_of(part.substr(kTime.size()));
      if (!time || has_time) return std::nullopt;
      has_time = true;
      parsed.time = part.substr(kTime.size());
      parsed.made_at = *time;
    } else if (part.starts_with(kDigest) && parsed.digests.size() < kDigests) {
      if (const auto digest = digest_from_hex(part.substr(kDigest.size()))) {
        parsed.digests.push_back(*digest);
      }
    }
  }
  if (!has_time || parsed.digests.empty()) return std::nullopt;
  return parsed;
}

bool is_signed(const SignatureHeader& header, std::string_view body,
               const std::vector<Secret>& secrets) {
  std::string text(header.time);
  text.append(1, '.').append(body);
  bool found = false;
  for (const Secret& secret : secrets) {
    if (secret.empty()) continue;  // Everyone could sign with it.
    const Digest right = hmac_sha256(secret.reveal(), text);
    for (const Digest& claimed : header.digests) {
      if (equal_in_constant_time(claimed, right)) found = true;
    }
  }
  return found;
}

}  // namespace till::payments::stripe

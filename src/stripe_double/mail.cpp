#include "stripe_double/mail.h"

#include "base/digest.h"
#include "json/writer.h"

namespace till::stripe_double {
namespace {

constexpr std::string_view kApiVersion = "2026-04-22.preview";
constexpr std::size_t kMostWaiting = 100'000;
constexpr int kMostTries = 60;
constexpr Milliseconds kPause{1'000};
constexpr double kLongestDelay = 3'000;  // Milliseconds.

}  // namespace

std::string signature_of(const Secret& secret, const std::string& body, Timestamp now) {
  const std::string time = std::to_string(now.ms / 1000);
  return "t=" + time + ",v1=" + to_hex(hmac_sha256(secret.reveal(), time + "." + body));
}

void Mail::post(const Event& event, Timestamp now) {
  const std::string id = "evt_" + run_ + std::to_string(++count_);
  Letter letter;
  json::Writer json(letter.body);
  json.begin_object().member("id", id).member("object", "event").member("type", event.type);
  json.member("api_version", kApiVersion).member("created", now.ms / 1000);
  json.key("livemode").boolean(false);
  json.key("data").begin_object().key("object").raw(event.object).end_object().end_object();
  const auto delayed = [&](const std::string& why) {
    const bool late = chances_.chance(why + id) < disorder_;
    const double ms = late ? chances_.chance("delay" + why + id) * kLongestDelay : 0;
    return now + Milliseconds(static_cast<std::int64_t>(ms));
  };
  if (chances_.chance("twice" + id) < disorder_) put(delayed("second"), letter);
  put(delayed("first"), std::move(letter));
}

void Mail::put(Timestamp due, Letter letter) {
  if (waiting_.size() >= kMostWaiting) waiting_.erase(waiting_.begin());
  waiting_.emplace(due, std::move(letter));
}

std::optional<Letter> Mail::next(Timestamp now) {
  const auto first = waiting_.begin();
  if (first == waiting_.end() || first->first > now) return std::nullopt;
  Letter letter = std::move(first->second);
  waiting_.erase(first);
  return letter;
}

void Mail::again(Letter letter, Timestamp now) {
  if (++letter.tries < kMostTries) put(now + kPause, std::move(letter));
}

}  // namespace till::stripe_double

// What is stored as bytes. Each encoding begins with its format number, so that a newer Till can
// read what an older one wrote. Decoding takes any bytes: nothing when they are not whole.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hold_intent.h"
#include "app/records.h"
#include "checkout/session.h"
#include "store/codec/logged_level.h"

namespace till::store::codec {

std::string encode(const checkout::Session& session);
std::string encode(const checkout::Order& order);
std::string encode(const app::PaymentAttempt& attempt);
std::string encode(const app::VaultToken& token);
std::string encode(const app::HoldIntent& intent);
std::string encode(const std::map<std::string, std::int64_t>& counts);
std::string encode(const std::vector<LoggedLevel>& levels);
std::string encode_answer(const decltype(app::IdempotencyRecord::answer)& answer);

std::optional<checkout::Session> decode_session(std::string_view bytes);
std::optional<checkout::Order> decode_order(std::string_view bytes);
std::optional<app::PaymentAttempt> decode_attempt(std::string_view bytes);
std::optional<app::VaultToken> decode_token(std::string_view bytes);
std::optional<app::HoldIntent> decode_hold(std::string_view bytes);
std::optional<std::map<std::string, std::int64_t>> decode_counts(std::string_view bytes);
std::optional<std::vector<LoggedLevel>> decode_levels(std::string_view bytes);
std::optional<decltype(app::IdempotencyRecord::answer)> decode_answer(std::string_view bytes);

}  // namespace till::store::codec

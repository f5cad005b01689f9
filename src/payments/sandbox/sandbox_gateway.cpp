#include "payments/sandbox/sandbox_gateway.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace till::payments {
namespace {

using app::ChargeApproved;
using app::ChargeInDoubt;
using app::ChargeOutcome;
using app::ChargeRefused;
using app::VaultToken;
using checkout::PaymentFailure;

struct TestCard {
  std::string_view number;
  VaultToken::Card card;
};

constexpr std::array kTestCards{
    TestCard{"4242424242424242", VaultToken::Card::approved},
    TestCard{"4000000000000002", VaultToken::Card::declined},
    TestCard{"4000000000009995", VaultToken::Card::insufficient_funds},
    TestCard{"4000000000003220", VaultToken::Card::needs_3ds},
    TestCard{"4000000000000119", VaultToken::Card::times_out},
};

// Why the token may not be used for the request; in the order a provider checks (PM-15).
std::optional<PaymentFailure> misuse(const VaultToken& token, const app::ChargeRequest& request,
                                     Timestamp now) {
  if (token.spent_by) return PaymentFailure::token_used;
  if (token.expires_at <= now) return PaymentFailure::token_expired;
  if (token.checkout_session_id != request.session.text()) {
    return PaymentFailure::token_other_session;
  }
  if (token.merchant_id != request.merchant_id) return PaymentFailure::token_other_merchant;
  if (token.currency != request.currency) return PaymentFailure::token_other_currency;
  if (token.max_amount < request.amount) return PaymentFailure::token_amount_too_small;
  return std::nullopt;
}

constexpr std::string_view kReference = "sandbox_";

std::string reference_of(const VaultToken& token) {
  return std::string(kReference) + token.id.text().substr(TokenTag::prefix.size());
}

// The token that a reference of ours names.
std::optional<TokenId> charged_token(std::string_view reference) {
  if (!reference.starts_with(kReference)) return std::nullopt;
  reference.remove_prefix(kReference.size());
  return TokenId::parse(std::string(TokenTag::prefix) + std::string(reference));
}

// What a spent token's charge came to.
ChargeOutcome outcome_of(const VaultToken& token, const app::ChargeRequest& request) {
  if (token.approved) return ChargeApproved{reference_of(token), !request.capture_later};
  switch (token.card) {
    case VaultToken::Card::insufficient_funds:
      return ChargeRefused{PaymentFailure::insufficient_funds};
    case VaultToken::Card::needs_3ds:
    case VaultToken::Card::approved:
    case VaultToken::Card::times_out:
    case VaultToken::Card::declined: break;
  }
  return ChargeRefused{PaymentFailure::declined};
}

// An indicator of 07 says that the issuer authenticated nobody.
bool is_authenticated(const std::optional<checkout::AuthenticationProof>& proof) {
  return proof && proof->indicator != "07";
}

bool approves(VaultToken::Card card, const app::ChargeRequest& request) {
  switch (card) {
    case VaultToken::Card::approved:
    case VaultToken::Card::times_out: return true;
    case VaultToken::Card::needs_3ds: return is_authenticated(request.authentication);
    case VaultToken::Card::declined:
    case VaultToken::Card::insufficient_funds: break;
  }
  return false;
}

// At most `most` bytes, not ending within a character.
std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  text.resize(most);
  return text;
}

// Every such card is a Visa of a made-up acquirer, whose issuer insists on a challenge.
app::ChargeNeedsAuthentication authentication_of(const app::ChargeRequest& request) {
  checkout::AuthenticationRequest wanted;
  wanted.acquirer_bin = "400000";
  wanted.acquirer_country = "US";
  wanted.acquirer_merchant_id = shortened(request.merchant_id, 35);
  wanted.merchant_name = shortened(request.merchant_name, 40);
  wanted.directory_server = checkout::DirectoryServer::visa;
  wanted.flow = checkout::AuthenticationFlow::challenge_mandated;
  return {std::move(wanted)};
}

}  // namespace

Result<VaultToken::Card, checkout::Refusal> SandboxGateway::card_of(const Secret& number) const {
  for (const TestCard& card : kTestCards) {
    if (card.number == number.reveal()) return card.card;
  }
  return refused(checkout::Refusal{checkout::RefusalCode::invalid_card,
                                   checkout::Member::card_number,
                                   checkout::TextId::card_not_of_sandbox});
}

Task<std::optional<PaymentFailure>> SandboxGateway::look(app::ChargeRequest request,
                                                         Executor& executor) {
  const auto id = TokenId::parse(request.token.reveal());
  if (!id) co_return PaymentFailure::token_unknown;
  const auto loaded = co_await tokens_.token(*id, executor);
  if (!loaded) co_return std::nullopt;
  if (!*loaded) co_return PaymentFailure::token_unknown;
  co_return misuse(**loaded, request, clock_.now());
}

Task<ChargeOutcome> SandboxGateway::charge(app::ChargeRequest request, Executor& executor) {
  const auto id = TokenId::parse(request.token.reveal());
  if (!id) co_return ChargeRefused{PaymentFailure::token_unknown};
  // The second round sees who spent the token in between: perhaps this very charge, asked twice.
  for (int round = 0; round < 2; ++round) {
    auto loaded = co_await tokens_.token(*id, executor);
    if (!loaded) co_return ChargeInDoubt{};
    if (!*loaded) co_return ChargeRefused{PaymentFailure::token_unknown};
    VaultToken token = std::move(**loaded);
    if (token.spent_by == request.gateway_key) co_return outcome_of(token, request);
    if (const auto failure = misuse(token, request, clock_.now())) {
      co_return ChargeRefused{*failure};
    }
    // The token stays good for the charge with the proof.
    const bool asked = token.card == VaultToken::Card::needs_3ds || request.authenticate;
    if (asked && !request.authentication) co_return authentication_of(request);
    token.spent_by = request.gateway_key;
    token.approved = approves(token.card, request);
    const auto committed = co_await tokens_.spend(token, executor);
    if (committed == app::CommitOutcome::token_spent) continue;
    if (committed != app::CommitOutcome::committed) co_return ChargeInDoubt{};
    if (token.card == VaultToken::Card::times_out) co_return ChargeInDoubt{};
    co_return outcome_of(token, request);
  }
  co_return ChargeInDoubt{};
}

bool SandboxGateway::is_first_time(const std::string& gateway_key) {
  const std::lock_guard lock(mutex_);
  return asked_.insert(gateway_key).second;
}

Task<app::StepOutcome> SandboxGateway::refund(app::ChargeStep request, Executor& executor) {
  const auto id = charged_token(request.charge);
  if (!id) co_return app::StepRefused{};
  auto token = co_await tokens_.token(*id, executor);
  if (!token) co_return app::StepInDoubt{};
  const bool charged = *token && (*token)->approved && (*token)->currency == request.currency &&
                       request.amount <= (*token)->max_amount;
  if (!charged) co_return app::StepRefused{};
  const bool times_out = (*token)->card == VaultToken::Card::times_out;
  if (times_out && is_first_time(request.gateway_key)) co_return app::StepInDoubt{};
  co_return app::StepDone{"refund_" + to_hex(sha256(request.gateway_key)).substr(0, 26)};
}

Task<app::StepOutcome> SandboxGateway::capture(app::ChargeStep step, Executor&) {
  if (!charged_token(step.charge)) co_return app::StepRefused{};
  co_return app::StepDone{step.charge};
}

Task<app::StepOutcome> SandboxGateway::cancel(app::ChargeStep step, Executor&) {
  if (!charged_token(step.charge)) co_return app::StepRefused{};
  co_return app::StepDone{step.charge};
}

Task<app::ChargeSearch> SandboxGateway::find(std::string charge, Executor& executor) {
  const auto id = charged_token(charge);
  if (!id) co_return app::ChargeUnknown{};
  auto token = co_await tokens_.token(*id, executor);
  if (!token) co_return app::ChargeInDoubt{};
  if (!*token) co_return app::ChargeUnknown{};
  const auto session = SessionId::parse((*token)->checkout_session_id);
  if (!session) co_return app::ChargeUnknown{};
  co_return app::ChargeOrigin{*session};
}

}  // namespace till::payments

#include "wire/error_codes.h"

#include <array>

#include "base/ensure.h"

namespace till::wire {
namespace {

using checkout::OrderRefusalCode;
using checkout::RefusalCode;

constexpr std::string_view kRequest = "invalid_request";
constexpr std::string_view kProcessing = "processing_error";
constexpr std::string_view kUnavailable = "service_unavailable";

template <class Cause>
struct Entry {
  Cause cause;
  ErrorRow row;
};

constexpr ErrorRow kInternal{500, kProcessing, "internal_error",
                             "The server failed. Retry with the same Idempotency-Key."};

// One row a cause, in the order of the enumeration.
constexpr std::array kFaults{
    Entry<Fault>{Fault::bad_request,
                 {400, kRequest, "bad_request", "Send a well-formed HTTP/1.1 request."}},
    Entry<Fault>{
        Fault::request_timeout,
        {408, kRequest, "request_timeout", "Send the whole request again, without pauses."}},
    Entry<Fault>{Fault::headers_too_large,
                 {431, kRequest, "headers_too_large",
                  "Send fewer or shorter headers, at most 16 KiB in total."}},
    Entry<Fault>{Fault::payload_too_large,
                 {413, kRequest, "payload_too_large", "Send a body of at most 1 MiB."}},
    Entry<Fault>{Fault::unauthorized,
                 {401, kRequest, "unauthorized",
                  "Send Authorization: Bearer with the token this seller gave you."}},
    Entry<Fault>{Fault::forbidden,
                 {403, kRequest, "forbidden", "Use a token that has the right to do this."}},
    Entry<Fault>{Fault::rate_limited,
                 {429, kRequest, "rate_limited",
                  "Send fewer requests. Retry after the seconds in Retry-After."}},
    Entry<Fault>{
        Fault::path_not_found,
        {404, kRequest, "not_found", "There is nothing at this path. See /.well-known/acp.json."}},
    Entry<Fault>{Fault::method_not_allowed,
                 {405, kRequest, "method_not_allowed", "Use a method from the Allow header."}},
    Entry<Fault>{Fault::missing_api_version,
                 {400, kRequest, "missing_api_version",
                  "Send an API-Version header with one of supported_versions."}},
    Entry<Fault>{Fault::unsupported_api_version,
                 {400, kRequest, "unsupported_api_version",
                  "Send an API-Version header with one of supported_versions."}},
    Entry<Fault>{Fault::unsupported_media_type,
                 {415, kRequest, "unsupported_media_type",
                  "Send the body as Content-Type: application/json."}},
    Entry<Fault>{Fault::signature_missing,
                 {401, kRequest, "signature_missing",
                  "Sign the request: send Signature and Timestamp headers."}},
    Entry<Fault>{Fault::signature_invalid,
                 {401, kRequest, "signature_invalid",
                  "Sign exactly the body you send, with the key this seller has on file."}},
    Entry<Fault>{Fault::signature_stale,
                 {401, kRequest, "signature_stale", "Send a Timestamp within 300 seconds of now."}},
    Entry<Fault>{
        Fault::signature_replayed,
        {401, kRequest, "signature_replayed",
         "This signature was used under another Idempotency-Key or path. Sign each request "
         "anew; when the body is the same as before, add a member of your own to it, such "
         "as a random \"nonce\"."}},
    Entry<Fault>{Fault::idempotency_key_required,
                 {400, kRequest, "idempotency_key_required",
                  "Send an Idempotency-Key header: a new key for each new request, the same key "
                  "for a retry."}},
    Entry<Fault>{Fault::idempotency_key_invalid,
                 {400, kRequest, "idempotency_key_invalid",
                  "Send one Idempotency-Key header of 1 to 255 printable characters."}},
    Entry<Fault>{Fault::internal, kInternal},
};

constexpr std::array kRefusals{
    Entry<RefusalCode>{RefusalCode::malformed_json,
                       {400, kRequest, "invalid_json", "Send one JSON object in UTF-8."}},
    Entry<RefusalCode>{RefusalCode::missing,
                       {400, kRequest, "missing", "Send the member that param names."}},
    Entry<RefusalCode>{RefusalCode::invalid,
                       {400, kRequest, "invalid", "Correct the member that param names."}},
    Entry<RefusalCode>{
        RefusalCode::idempotency_conflict,
        {422, kRequest, "idempotency_conflict",
         "This Idempotency-Key was used with another body. Use a new key for a new request."}},
    Entry<RefusalCode>{RefusalCode::idempotency_in_flight,
                       {409, kRequest, "idempotency_in_flight",
                        "The first request with this key is still running. Retry after the seconds "
                        "in Retry-After."}},
    Entry<RefusalCode>{RefusalCode::not_found,
                       {404, kRequest, "not_found", "Check the id or create a new session."}},
    Entry<RefusalCode>{RefusalCode::session_over,
                       {405, kRequest, "session_closed", "Create a new session."}},
    Entry<RefusalCode>{RefusalCode::payment_in_progress,
                       {409, kRequest, "payment_in_progress",
                        "A payment is under way. Get the session until it is settled."}},
    Entry<RefusalCode>{RefusalCode::not_ready_for_payment,
                       {409, kRequest, "not_ready_for_payment",
                        "Resolve the errors in the session's messages, then complete."}},
    Entry<RefusalCode>{RefusalCode::unsupported_currency,
                       {400, kRequest, "unsupported",
                        "Use one of the supported_currencies in /.well-known/acp.json."}},
    Entry<RefusalCode>{
        RefusalCode::item_not_found,
        {400, kRequest, "invalid_item_id", "Use an item id from the seller's catalogue."}},
    Entry<RefusalCode>{RefusalCode::amount_too_large,
                       {400, kRequest, "amount_too_large", "Ask for a smaller quantity."}},
    Entry<RefusalCode>{RefusalCode::unsupported,
                       {400, kRequest, "unsupported",
                        "This seller does not offer what param asks for. Leave it out."}},
    Entry<RefusalCode>{RefusalCode::invalid_card,
                       {400, kRequest, "invalid_card", "Correct the member that param names."}},
    Entry<RefusalCode>{RefusalCode::unavailable,
                       {503, kUnavailable, "service_unavailable",
                        "Retry with the same Idempotency-Key after the seconds in Retry-After."}},
    Entry<RefusalCode>{RefusalCode::internal, kInternal},
    Entry<RefusalCode>{RefusalCode::invalid_type,
                       {400, kRequest, "invalid_type", "Correct the member that param names."}},
    Entry<RefusalCode>{
        RefusalCode::personal_data,
        {400, kRequest, "pii_not_allowed", "Remove personal data from the attribution."}},
    Entry<RefusalCode>{
        RefusalCode::authentication_missing,
        {400, kRequest, "requires_3ds", "Authenticate the buyer and send authentication_result."}},
    Entry<RefusalCode>{RefusalCode::approval_pending,
                       {409, kRequest, "approval_pending",
                        "Wait for the seller's decision (get the session), or cancel it."}},
    Entry<RefusalCode>{
        RefusalCode::approval_not_awaited,
        {422, kRequest, "approval_not_awaited", "This purchase is not waiting for approval."}},
    Entry<RefusalCode>{RefusalCode::quote_not_found,
                       {400, kRequest, "not_found", "Leave quote_id out."}},
    Entry<RefusalCode>{
        RefusalCode::payment_not_in_doubt,
        {422, kRequest, "payment_not_in_doubt", "Settle only a payment that is in doubt."}},
    Entry<RefusalCode>{RefusalCode::too_many_declines,
                       {409, kRequest, "too_many_declines",
                        "Too many payments of this session failed. Create a new session."}},
    Entry<RefusalCode>{RefusalCode::provider_not_configured,
                       {422, kRequest, "provider_not_configured",
                        "Configure the payment provider of this payment again."}},
    Entry<RefusalCode>{RefusalCode::too_many_open_sessions,
                       {429, kRequest, "too_many_open_sessions",
                        "Complete or cancel open sessions, or wait until they expire."}},
    Entry<RefusalCode>{
        RefusalCode::session_too_large,
        {400, kRequest, "session_too_large", "Send less in the member that param names."}},
    Entry<RefusalCode>{
        RefusalCode::total_changed,
        {409, kRequest, "total_changed", "Approve with accept_total, or deny the purchase."}},
};

constexpr std::array kOrderRefusals{
    Entry<OrderRefusalCode>{
        OrderRefusalCode::order_canceled,
        {422, kRequest, "order_canceled", "The order is canceled and cannot be changed any more."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::order_on_hold,
                            {422, kRequest, "order_on_hold", "Approve the order first."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::order_not_on_hold,
                            {422, kRequest, "order_not_on_hold", "The order is not on hold."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::order_already_shipped,
                            {422, kRequest, "order_already_shipped",
                             "Something has shipped already. Refund the order instead."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::unknown_line,
                            {422, kRequest, "unknown_line",
                             "The order has no such line. Use an id from its line_items."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::unknown_fulfillment,
        {422, kRequest, "unknown_fulfillment",
         "The order has no such fulfillment. Use an id from its fulfillments."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::nothing_open,
        {422, kRequest, "nothing_open", "Everything has been fulfilled already."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::not_for_pickup,
        {422, kRequest, "not_for_pickup", "The buyer does not pick these goods up. Ship them."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::quantity_not_open,
        {422, kRequest, "quantity_not_open", "More pieces than are open. Ask for at most those."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::not_shipped_goods,
        {422, kRequest, "not_shipped_goods",
         "These goods are not shipped in a parcel. Leave carrier and tracking out."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::not_digital,
        {422, kRequest, "not_digital", "These goods are not digital. Leave link and key out."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::already_delivered,
                            {422, kRequest, "already_delivered", "This was delivered already."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::nothing_shipped,
        {422, kRequest, "nothing_shipped", "Nothing has shipped yet. Ship before you deliver."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::amount_invalid,
        {422, kRequest, "amount_invalid", "Refund at least one minor unit, such as a cent."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::nothing_to_refund,
                            {422, kRequest, "nothing_to_refund", "Nothing is left to refund."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::refund_too_large,
        {422, kRequest, "refund_too_large", "Refund at most what has not been refunded yet."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::refund_refused,
                            {422, kRequest, "refund_refused",
                             "The payment provider refused. Try again, or refund in another way."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::payment_pending,
        {409, kRequest, "payment_pending", "The payment is being settled. Try again in a moment."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::payment_not_captured,
                            {422, kRequest, "payment_not_captured", "Cancel the order instead."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::payment_lapsed,
                            {422, kRequest, "payment_lapsed", "Cancel the order."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::amount_not_payable,
                            {422, kRequest, "amount_not_payable",
                             "Name an amount that the payment provider can move."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::provider_not_configured,
                            {422, kRequest, "provider_not_configured",
                             "Configure the payment provider of this order again."}},
};

template <class Table>
constexpr bool in_order(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].cause) != i) return false;
  }
  return true;
}
static_assert(in_order(kFaults) && kFaults.size() == static_cast<std::size_t>(Fault::internal) + 1);
static_assert(in_order(kRefusals) &&
              kRefusals.size() == static_cast<std::size_t>(RefusalCode::total_changed) + 1);
static_assert(in_order(kOrderRefusals) &&
              kOrderRefusals.size() ==
                  static_cast<std::size_t>(OrderRefusalCode::provider_not_configured) + 1);

}  // namespace

std::size_t refusal_code_count() { return kRefusals.size(); }

const ErrorRow& error_row(Fault fault) {
  const auto index = static_cast<std::size_t>(fault);
  TILL_ENSURE(index < kFaults.size());
  return kFaults[index].row;
}

const ErrorRow& error_row(RefusalCode code) {
  const auto index = static_cast<std::size_t>(code);
  TILL_ENSURE(index < kRefusals.size());
  return kRefusals[index].row;
}

const ErrorRow& error_row(OrderRefusalCode code) {
  const auto index = static_cast<std::size_t>(code);
  TILL_ENSURE(index < kOrderRefusals.size());
  return kOrderRefusals[index].row;
}

}  // namespace till::wire

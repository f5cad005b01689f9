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
    Entry<Fault>{Fault::request_timeout,
                 {408, kRequest, "request_timeout", "Send the whole request without pauses."}},
    Entry<Fault>{
        Fault::headers_too_large,
        {431, kRequest, "headers_too_large", "Send fewer or shorter headers: 16 KiB in all."}},
    Entry<Fault>{Fault::payload_too_large,
                 {413, kRequest, "payload_too_large", "Send a body of at most 1 MiB."}},
    Entry<Fault>{Fault::unauthorized,
                 {401, kRequest, "unauthorized",
                  "Send Authorization: Bearer with a token this seller gave you."}},
    Entry<Fault>{Fault::rate_limited,
                 {429, kRequest, "rate_limited",
                  "Send fewer requests; retry after the seconds of Retry-After."}},
    Entry<Fault>{
        Fault::path_not_found,
        {404, kRequest, "not_found", "There is nothing at this path. See /.well-known/acp.json."}},
    Entry<Fault>{
        Fault::method_not_allowed,
        {405, kRequest, "method_not_allowed", "Use a method that the Allow header names."}},
    Entry<Fault>{Fault::missing_api_version,
                 {400, kRequest, "missing_api_version",
                  "Send an API-Version header with one of supported_versions."}},
    Entry<Fault>{Fault::unsupported_api_version,
                 {400, kRequest, "unsupported_api_version",
                  "Send an API-Version header with one of supported_versions."}},
    Entry<Fault>{Fault::unsupported_media_type,
                 {415, kRequest, "unsupported_media_type",
                  "Send the body as Content-Type: application/json."}},
    Entry<Fault>{
        Fault::signature_missing,
        {401, kRequest, "signature_missing", "Sign the request: send Signature and Timestamp."}},
    Entry<Fault>{Fault::signature_invalid,
                 {401, kRequest, "signature_invalid",
                  "Sign the body that is sent with the key this seller knows."}},
    Entry<Fault>{Fault::signature_stale,
                 {401, kRequest, "signature_stale", "Send a Timestamp within 300 seconds of now."}},
    Entry<Fault>{Fault::idempotency_key_required,
                 {400, kRequest, "idempotency_key_required",
                  "Send an Idempotency-Key header: a new one for each new request, the same one "
                  "when you retry."}},
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
                       {400, kRequest, "invalid", "Mend the member that param names."}},
    Entry<RefusalCode>{
        RefusalCode::idempotency_conflict,
        {422, kRequest, "idempotency_conflict", "Send a new Idempotency-Key for a new request."}},
    Entry<RefusalCode>{
        RefusalCode::idempotency_in_flight,
        {409, kRequest, "idempotency_in_flight", "Retry after the seconds of Retry-After."}},
    Entry<RefusalCode>{RefusalCode::not_found,
                       {404, kRequest, "not_found", "Check the id or create a new session."}},
    Entry<RefusalCode>{RefusalCode::session_over,
                       {405, kRequest, "session_closed", "Create a new session."}},
    Entry<RefusalCode>{
        RefusalCode::payment_in_progress,
        {409, kRequest, "payment_in_progress", "Get the session until its payment is settled."}},
    Entry<RefusalCode>{RefusalCode::not_ready_for_payment,
                       {409, kRequest, "not_ready_for_payment",
                        "Mend what the session's messages name, then complete."}},
    Entry<RefusalCode>{RefusalCode::unsupported_currency,
                       {400, kRequest, "unsupported",
                        "Use one of supported_currencies of /.well-known/acp.json."}},
    Entry<RefusalCode>{RefusalCode::item_not_found,
                       {400, kRequest, "invalid_item_id", "Use an id from the product feed."}},
    Entry<RefusalCode>{RefusalCode::amount_too_large,
                       {400, kRequest, "amount_too_large", "Ask for a smaller quantity."}},
    Entry<RefusalCode>{
        RefusalCode::unsupported,
        {400, kRequest, "unsupported", "Leave out what this seller does not offer."}},
    Entry<RefusalCode>{RefusalCode::invalid_card,
                       {400, kRequest, "invalid_card", "Mend the member that param names."}},
    Entry<RefusalCode>{RefusalCode::unavailable,
                       {503, kUnavailable, "service_unavailable",
                        "Retry with the same Idempotency-Key after the seconds of Retry-After."}},
    Entry<RefusalCode>{RefusalCode::internal, kInternal},
    Entry<RefusalCode>{RefusalCode::invalid_type,
                       {400, kRequest, "invalid_type", "Mend the member that param names."}},
    Entry<RefusalCode>{
        RefusalCode::personal_data,
        {400, kRequest, "pii_not_allowed", "Leave what names a person out of the attribution."}},
    Entry<RefusalCode>{
        RefusalCode::authentication_missing,
        {400, kRequest, "requires_3ds", "Authenticate the buyer and send authentication_result."}},
    Entry<RefusalCode>{RefusalCode::approval_pending,
                       {409, kRequest, "approval_pending",
                        "Get the session until the seller has decided, or cancel it."}},
    Entry<RefusalCode>{
        RefusalCode::approval_not_awaited,
        {422, kRequest, "approval_not_awaited", "Decide only on what waits for approval."}},
    Entry<RefusalCode>{RefusalCode::quote_not_found,
                       {400, kRequest, "not_found", "Leave quote_id out."}},
    Entry<RefusalCode>{
        RefusalCode::payment_not_in_doubt,
        {422, kRequest, "payment_not_in_doubt", "Settle only a payment that is in doubt."}},
};

constexpr std::array kOrderRefusals{
    Entry<OrderRefusalCode>{OrderRefusalCode::order_canceled,
                            {422, kRequest, "order_canceled", "Leave a canceled order as it is."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::order_on_hold,
                            {422, kRequest, "order_on_hold", "Approve the order first."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::order_not_on_hold,
                            {422, kRequest, "order_not_on_hold", "Approve only what is on hold."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::order_already_shipped,
        {422, kRequest, "order_already_shipped", "Refund what cannot be called back."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::unknown_line,
                            {422, kRequest, "unknown_line", "Name a line of the order."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::unknown_fulfillment,
        {422, kRequest, "unknown_fulfillment", "Name a fulfillment of the order."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::nothing_open,
                            {422, kRequest, "nothing_open", "Fulfil only what is open."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::not_for_pickup,
                            {422, kRequest, "not_for_pickup", "Ship what is not picked up."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::quantity_not_open,
                            {422, kRequest, "quantity_not_open", "Ask for at most what is open."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::not_shipped_goods,
                            {422, kRequest, "not_shipped_goods", "Leave the tracking out."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::not_digital,
                            {422, kRequest, "not_digital", "Leave the link and the key out."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::already_delivered,
        {422, kRequest, "already_delivered", "Deliver only what is on its way."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::nothing_shipped,
                            {422, kRequest, "nothing_shipped", "Ship before you deliver."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::amount_invalid,
        {422, kRequest, "amount_invalid", "Give back at least one minor unit."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::nothing_to_refund,
                            {422, kRequest, "nothing_to_refund", "Refund only what was charged."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::refund_too_large,
                            {422, kRequest, "refund_too_large", "Refund at most what is left."}},
    Entry<OrderRefusalCode>{
        OrderRefusalCode::refund_refused,
        {422, kRequest, "refund_refused", "Refund again or give it back another way."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::payment_pending,
                            {409, kRequest, "payment_pending", "Try again in a moment."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::payment_not_captured,
                            {422, kRequest, "payment_not_captured", "Cancel the order instead."}},
    Entry<OrderRefusalCode>{OrderRefusalCode::payment_lapsed,
                            {422, kRequest, "payment_lapsed", "Cancel the order."}},
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
              kRefusals.size() == static_cast<std::size_t>(RefusalCode::payment_not_in_doubt) + 1);
static_assert(in_order(kOrderRefusals) &&
              kOrderRefusals.size() ==
                  static_cast<std::size_t>(OrderRefusalCode::payment_lapsed) + 1);

}  // namespace

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

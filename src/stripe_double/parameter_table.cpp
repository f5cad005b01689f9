#include "stripe_double/parameter_table.h"

#include <algorithm>
#include <array>

namespace till::stripe_double {
namespace {

struct Object {
  std::string_view name;
  std::string_view members;  // "name", "name:object"; "name[]" and "name[]:object" are lists.
  std::string_view more = {};
};

constexpr std::string_view kOtherMethods =
    "acss_debit:anything affirm:anything afterpay_clearpay:anything alipay:anything alma:anything "
    "amazon_pay:anything au_becs_debit:anything bacs_debit:anything bancontact:anything "
    "billie:anything bizum:anything blik:anything boleto:anything cashapp:anything crypto:anything "
    "customer_balance:anything eps:anything fpx:anything giropay:anything gopay:anything "
    "grabpay:anything id_bank_transfer:anything ideal:anything interac_present:anything "
    "kakao_pay:anything klarna:anything konbini:anything kr_card:anything mb_way:anything "
    "mobilepay:anything multibanco:anything naver_pay:anything nz_bank_account:anything "
    "oxxo:anything p24:anything pay_by_bank:anything payco:anything paynow:anything "
    "paypal:anything paypay:anything payto:anything pix:anything promptpay:anything qris:anything "
    "rechnung:anything revolut_pay:anything samsung_pay:anything satispay:anything "
    "scalapay:anything sepa_debit:anything shopeepay:anything sofort:anything "
    "stripe_balance:anything sunbit:anything swish:anything twint:anything upi:anything "
    "us_bank_account:anything wechat_pay:anything zip:anything";

// What creating and confirming have in common.
constexpr std::string_view kCharging =
    "allowed_payment_method_types[] amount_details:amount_details application_fee_amount "
    "capture_method confirmation_token error_on_requires_action excluded_payment_method_types[] "
    "expand[] fx_quote hooks:hooks mandate mandate_data:mandate_data off_session "
    "payment_details:payment_details payment_method payment_method_data:method_data "
    "payment_method_options:method_options radar_options:radar receipt_email return_url "
    "setup_future_usage shared_payment_granted_token shipping:shipping use_stripe_sdk";

constexpr std::array kObjects{
    // The endpoints.
    Object{"create_intent",
           "amount automatic_payment_methods:automatic_methods confirm confirmation_method "
           "currency customer customer_account description metadata:map on_behalf_of "
           "payment_method_configuration secret_key_confirmation statement_descriptor "
           "statement_descriptor_suffix transfer_data:transfer transfer_group",
           kCharging},
    Object{"confirm_intent", "amount_to_confirm", kCharging},
    Object{"capture_intent",
           "amount_details:amount_details amount_to_capture application_fee_amount expand[] "
           "final_capture hooks:hooks metadata:map payment_details:payment_details "
           "statement_descriptor statement_descriptor_suffix transfer_data:transfer_amount"},
    Object{"cancel_intent", "cancellation_reason expand[]"},
    Object{"create_refund",
           "amount charge currency customer expand[] instructions_email metadata:map origin "
           "payment_intent reason refund_application_fee reverse_transfer"},
    Object{"issue_token",
           "expand[] payment_method return_url seller_details:seller setup_future_usage "
           "shared_metadata:map usage_limits:limits use_stripe_sdk"},
    Object{"grant_token",
           "customer expand[] payment_method shared_metadata:map usage_limits:limits"},
    Object{"expand", "expand[]"},
    Object{"search", "expand[] limit page query"},
    Object{"list_intents", "created:range customer ending_before expand[] limit starting_after"},
    Object{"range", "gt gte lt lte"},
    Object{"list_refunds", "charge ending_before expand[] limit payment_intent starting_after"},
    Object{"calculate_tax",
           "currency customer customer_details:tax_customer expand[] line_items[]:tax_line "
           "ship_from_details:ship_from shipping_cost:tax_shipping tax_date"},
    Object{"record_tax", "calculation expand[] metadata:map posted_at reference"},
    Object{"reverse_tax",
           "expand[] flat_amount line_items[]:reversed_line metadata:map mode "
           "original_transaction reference shipping_cost:reversed_shipping"},
    Object{"list_tax_lines", "ending_before expand[] limit starting_after"},
    Object{"method_types", "payment_method_types[]"},
    // What is in them.
    Object{"limits", "currency expires_at max_amount"},
    Object{"seller", "external_id network_business_profile"},
    Object{"automatic_methods", "allow_redirects enabled"},
    Object{"shipping", "address:address carrier name phone tracking_number"},
    Object{"address", "city country line1 line2 postal_code state"},
    Object{"tax_customer",
           "address:address address_source ip_address tax_ids[]:tax_id taxability_override"},
    Object{"tax_id", "type value"},
    Object{"tax_line", "amount metadata:map product quantity reference tax_behavior tax_code"},
    Object{"tax_shipping", "amount shipping_rate tax_behavior tax_code"},
    Object{"ship_from", "address:address"},
    Object{"reversed_line", "amount amount_tax metadata:map original_line_item quantity reference"},
    Object{"reversed_shipping", "amount amount_tax"},
    Object{"transfer", "amount description destination metadata:map payment_data:transfer_payment"},
    Object{"transfer_payment", "description metadata:map"},
    Object{"transfer_amount", "amount"},
    Object{"radar", "referrer session"},
    Object{"hooks", "inputs:hook_inputs"},
    Object{"hook_inputs", "tax:hook_tax"},
    Object{"hook_tax", "calculation"},
    Object{"mandate_data", "customer_acceptance:acceptance"},
    Object{"acceptance", "accepted_at offline:nothing online:online type"},
    Object{"online", "ip_address user_agent"},
    Object{"nothing", ""},
    Object{"amount_details",
           "discount_amount enforce_arithmetic_validation line_items[]:line_item "
           "shipping:shipping_amount surcharge:surcharge tax:total_tax"},
    Object{"shipping_amount", "amount from_postal_code to_postal_code"},
    Object{"surcharge", "amount enforce_validation"},
    Object{"total_tax", "total_tax_amount"},
    Object{"line_item",
           "discount_amount payment_method_options:line_options product_code product_name quantity "
           "tax:total_tax unit_cost unit_of_measure"},
    Object{"line_options", "card:line_card card_present:anything klarna:anything paypal:anything"},
    Object{"line_card", "commodity_code"},
    Object{"payment_details",
           "car_rental:anything car_rental_data[]:anything customer_reference "
           "event_details:anything flight:anything flight_data[]:anything lodging:anything "
           "lodging_data[]:anything order_reference subscription:anything"},
    Object{"method_data",
           "allow_redisplay billing_details:billing link:nothing metadata:map "
           "radar_options:radar_session shared_payment_granted_token type",
           kOtherMethods},
    Object{"billing", "address:address email name phone tax_id"},
    Object{"radar_session", "session"},
    Object{"method_options", "card:card card_present:anything link:link", kOtherMethods},
    Object{"link", "capture_method persistent_token setup_future_usage"},
    Object{"card",
           "capture_method cvc_token installments:installments mandate_options:card_mandate moto "
           "network request_decremental_authorization request_extended_authorization "
           "request_incremental_authorization request_multicapture request_overcapture "
           "request_partial_authorization request_three_d_secure require_cvc_recollection "
           "setup_future_usage statement_descriptor_suffix_kana statement_descriptor_suffix_kanji "
           "statement_details:statement three_d_secure:three_d_secure"},
    Object{"installments", "enabled plan:plan"},
    Object{"plan", "count interval type"},
    Object{"card_mandate",
           "amount amount_type description end_date interval interval_count reference start_date "
           "supported_types[]"},
    Object{"statement", "address:address phone"},
    Object{"three_d_secure",
           "ares_trans_status cryptogram electronic_commerce_indicator exemption_indicator "
           "network_options:network_options requestor_challenge_indicator transaction_id version"},
    Object{"network_options", "cartes_bancaires:cartes_bancaires"},
    Object{"cartes_bancaires", "cb_avalgo cb_exemption cb_score"},
};

Member member_of(std::string_view word) {
  const std::string_view name = word.substr(0, word.find_first_of("[:"));
  const std::size_t colon = word.find(':');
  const bool list = word.find('[') != std::string_view::npos;
  return {name, {colon == std::string_view::npos ? "" : word.substr(colon + 1), list}};
}

void read(std::string_view words, std::vector<Member>& members) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    members.push_back(member_of(words.substr(0, end)));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

// "[]" is one too: the next of the list.
bool is_index(std::string_view step) {
  return std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What stands behind the next step of a name; nothing when it is not listed.
std::optional<Held> below(const Held& held, std::string_view step) {
  if (held.list) return is_index(step) ? std::optional(Held{held.object}) : std::nullopt;
  if (held.object == kMap) return Held{};
  for (const Member& member : members_of(held.object)) {
    if (member.name == step) return member.held;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Member> members_of(std::string_view object) {
  std::vector<Member> members;
  for (const Object& each : kObjects) {
    if (each.name != object) continue;
    read(each.members, members);
    read(each.more, members);
  }
  return members;
}

std::optional<std::string_view> first_unlisted(std::string_view object, std::string_view name) {
  std::size_t end = std::min(name.find('['), name.size());
  std::string_view step = name.substr(0, end);
  Held at{object};
  while (true) {
    const auto next = below(at, step);
    if (!next) return name.substr(0, end);
    at = *next;
    if (end == name.size() || (at.object == kAnything && !at.list)) return std::nullopt;
    const std::size_t close = name.find(']', end);
    if (name[end] != '[' || close == std::string_view::npos) return name;
    step = name.substr(end + 1, close - end - 1);
    end = close + 1;
  }
}

}  // namespace till::stripe_double

#include "wire/spelling.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ensure.h"
#include "base/texts.h"
#include "wire/sentences.h"

namespace till::wire {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::Text;

struct Row {
  Member member;
  std::string_view path;  // The first "#" stands for the index, the second for the inner one.
};

// In the order of the enumeration.
constexpr std::array kPaths{
    Row{Member::none, ""},
    Row{Member::lines, "$.line_items"},
    Row{Member::line, "$.line_items[#]"},
    Row{Member::line_id, "$.line_items[#].id"},
    Row{Member::line_quantity, "$.line_items[#].quantity"},
    Row{Member::currency, "$.currency"},
    Row{Member::interventions, "$.capabilities.interventions.supported"},
    Row{Member::buyer, "$.buyer"},
    Row{Member::tax_exemption, "$.buyer.tax_exemption"},
    Row{Member::delivery, "$.fulfillment_details"},
    Row{Member::address, "$.fulfillment_details.address"},
    Row{Member::country, "$.fulfillment_details.address.country"},
    Row{Member::state, "$.fulfillment_details.address.state"},
    Row{Member::postal_code, "$.fulfillment_details.address.postal_code"},
    Row{Member::groups, "$.fulfillment_groups"},
    Row{Member::group_line, "$.fulfillment_groups[#].item_ids[#]"},
    Row{Member::group_place, "$.fulfillment_groups[#].location_id"},
    Row{Member::group_address, "$.fulfillment_groups[#].fulfillment_details.address"},
    Row{Member::group_country, "$.fulfillment_groups[#].fulfillment_details.address.country"},
    Row{Member::group_state, "$.fulfillment_groups[#].fulfillment_details.address.state"},
    Row{Member::group_postal_code,
        "$.fulfillment_groups[#].fulfillment_details.address.postal_code"},
    Row{Member::selections, "$.selected_fulfillment_options"},
    Row{Member::selection_option, "$.selected_fulfillment_options[#].option_id"},
    Row{Member::selection_lines, "$.selected_fulfillment_options[#].item_ids"},
    Row{Member::selection_line, "$.selected_fulfillment_options[#].item_ids[#]"},
    Row{Member::discount_codes, "$.discounts.codes"},
    Row{Member::discount_code, "$.discounts.codes[#]"},
    Row{Member::quote, "$.quote_id"},
    Row{Member::metadata, "$.metadata"},
    Row{Member::order_notes, "$.order_notes"},
    Row{Member::totals, "$.totals"},
    Row{Member::attribution, "$.affiliate_attribution"},
    Row{Member::intent_trace, "$.intent_trace"},
    Row{Member::risk_signals, "$.risk_signals"},
    Row{Member::consents, "$.marketing_consents"},
    Row{Member::payment, "$.payment_data"},
    Row{Member::handler, "$.payment_data.handler_id"},
    Row{Member::instrument_type, "$.payment_data.instrument.type"},
    Row{Member::credential_type, "$.payment_data.instrument.credential.type"},
    Row{Member::token, "$.payment_data.instrument.credential.token"},
    Row{Member::purchase_order_number, "$.payment_data.purchase_order_number"},
    Row{Member::approval_required, "$.payment_data.approval_required"},
    Row{Member::authentication_result, "$.authentication_result"},
    Row{Member::accepted_total, "$.accept_total"},
    Row{Member::charge, "$.charge"},
    Row{Member::token_session, "$.allowance.checkout_session_id"},
    Row{Member::card_number, "$.payment_method.number"},
    Row{Member::company_tax_id, "$.buyer.company.tax_id"},
};

// A path with both of its indices fits into Path.
constexpr bool is_complete() {
  for (std::size_t i = 0; i < kPaths.size(); ++i) {
    if (kPaths[i].member != Member(i) || kPaths[i].path.size() > 80) return false;
  }
  return kPaths.size() == static_cast<std::size_t>(checkout::kLastMember) + 1;
}
static_assert(is_complete());

}  // namespace

checkout::Refusal refusal(checkout::RefusalCode code, std::string place, std::string sentence) {
  return {code, Field::spelled(std::move(place)), Text::spelled(std::move(sentence))};
}

Path::Path(const Field& field) {
  const auto row = static_cast<std::size_t>(field.member);
  TILL_ENSURE(row < kPaths.size());
  if (field.member == Member::none) {
    text_ = field.place;
    return;
  }
  char* at = spelled_.data();
  char* const end = at + spelled_.size();
  std::uint64_t index = field.index;
  for (const char c : kPaths[row].path) {
    if (c != '#') {
      *at++ = c;
      continue;
    }
    at = std::to_chars(at, end, index).ptr;
    index = field.inner;
  }
  text_ = {spelled_.data(), static_cast<std::size_t>(at - spelled_.data())};
}

std::string path_of(const Field& field, std::string_view root) {
  const Path path(field);
  std::string text(path.text());
  if (text.starts_with('$')) text.replace(0, 1, root);
  return text;
}

std::string spell(const Text& text, Language language) {
  // What an earlier version stored in a session is translated as it was then.
  const std::string_view sentence = text.id == checkout::TextId::none
                                        ? translate(language, text.words)
                                        : sentence_of(text.id, language);
  return text.arguments.empty() ? std::string(sentence) : fill(sentence, text.arguments);
}

std::string detail_of(const checkout::Refusal& refusal) {
  std::string detail = spell(refusal.text);
  for (const Text& reason : refusal.reasons) detail.append(" ").append(spell(reason));
  return detail;
}

void write_text(json::Writer& json, std::string_view name, const Text& text) {
  if (!text.arguments.empty()) {
    json.member(name, spell(text, json.language()));
  } else if (text.id == checkout::TextId::none) {
    json.shown(name, text.words);
  } else {
    json.member(name, sentence_of(text.id, json.language()));
  }
}

}  // namespace till::wire

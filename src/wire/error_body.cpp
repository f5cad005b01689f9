#include "wire/error_body.h"

#include <optional>

#include "json/writer.h"
#include "wire/error_codes.h"
#include "wire/spelling.h"

namespace till::wire {
namespace {

struct Spelling {
  std::string_view type;
  std::string_view code;
};

// delegate_payment has codes of its own for the same causes (DL-16, C-14).
Spelling spelling(const ErrorRow& row, CodeList codes) {
  if (codes == CodeList::checkout) return {row.type, row.code};
  if (row.status == 429) return {"rate_limit_exceeded", "too_many_requests"};
  const bool field = row.code == "missing" || row.code == "invalid" || row.code == "invalid_json";
  return {row.type, field ? std::string_view("invalid_card") : row.code};
}

Answer render(const ErrorRow& row, CodeList codes, std::string_view detail, std::string_view param,
              std::span<const std::string_view> versions) {
  Answer answer{row.status, {}};
  const Spelling spelled = spelling(row, codes);
  json::Writer json(answer.body);
  json.begin_object().member("type", spelled.type).member("code", spelled.code);
  json.member("message", detail.empty() ? row.sentence : detail);
  if (!param.empty()) json.member("param", param);
  if (!versions.empty()) {
    json.key("supported_versions").begin_array();
    for (const std::string_view version : versions) json.text(version);
    json.end_array();
  }
  json.end_object();
  return answer;
}

}  // namespace

Answer render_fault(Fault fault, CodeList codes, std::string_view detail, std::string_view param) {
  return render(error_row(fault), codes, detail, param, {});
}

Answer render_version_fault(Fault fault, CodeList codes,
                            std::span<const std::string_view> supported,
                            std::string_view sentence) {
  return render(error_row(fault), codes, sentence, {}, supported);
}

Answer render_refusal(const checkout::Refusal& refusal, CodeList codes, std::string_view root) {
  return render(error_row(refusal.code), codes, detail_of(refusal), path_of(refusal.field, root),
                {});
}

Answer render_order_refusal(const checkout::OrderRefusal& refusal) {
  return render(error_row(refusal.code), CodeList::checkout, spell(refusal.text), {}, {});
}

int status_of(checkout::RefusalCode code) { return error_row(code).status; }
std::string_view code_of(checkout::RefusalCode code) { return error_row(code).code; }
int status_of(Fault fault) { return error_row(fault).status; }
std::string_view code_of(Fault fault) { return error_row(fault).code; }

}  // namespace till::wire

#include "http/page_html.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/html.h"
#include "base/texts.h"

namespace till::http {
namespace {

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem;padding:1rem;"
    "overflow-wrap:anywhere}"
    "h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}"
    "table{border-collapse:collapse;width:100%}"
    "td{border-top:1px solid #8886;padding:.5rem 0;vertical-align:top}"
    "td:last-child{padding-left:1rem;text-align:right;white-space:nowrap}"
    ".total td{font-weight:600}.status{font-size:1.1rem;font-weight:600}"
    ".small{font-size:.9rem;opacity:.8}ol{padding-left:1.2rem}"
    "input,button{box-sizing:border-box;font:inherit;padding:.7rem;width:100%}"
    "button{margin-top:.7rem}";

}  // namespace

std::string said(Language language, std::string_view english) {
  return escaped(translate(language, english));
}

std::string page_of(std::string_view merchant, Language language, const std::string& content) {
  return fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta name=\"robots\" content=\"noindex\"><title>{} · {}</title><style>{}</style></head>"
      "<body><header class=\"small\">{}</header><main>{}</main></body></html>",
      tag_of(language), said(language, "Your order"), escaped(merchant), kStyle, escaped(merchant),
      content);
}

std::string_view page_policy() {
  static const std::string policy =
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
      "style-src 'sha256-" +
      to_base64(sha256(kStyle)) + "'";
  return policy;
}

}  // namespace till::http

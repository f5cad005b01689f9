#include "http/order_pages.h"

#include <charconv>
#include <optional>
#include <utility>

#include "app/permalink.h"
#include "http/order_page.h"
#include "http/page_html.h"

namespace till::http {
namespace {

using app::BuyerAccess;
using net::Response;

Response html(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", std::string(page_policy())},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"}};
  response.body = std::move(body);
  return response;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* const digits = text.data() + i + 1;
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
    if (escape) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

// The `email` of a form; empty when it has none.
std::string email_of(std::string_view form) {
  constexpr std::string_view kName = "email=";
  while (!form.empty()) {
    const std::size_t end = form.find('&');
    const std::string_view pair = form.substr(0, end);
    if (pair.starts_with(kName)) return decoded(pair.substr(kName.size()));
    form = end == std::string_view::npos ? std::string_view() : form.substr(end + 1);
  }
  return {};
}

}  // namespace

bool OrderPages::takes_form(const net::Request& head) {
  constexpr std::size_t kFormBytes = 4096;
  const std::string_view length = head.header("Content-Length").value_or("");
  std::size_t bytes = 0;
  const char* const end = length.data() + length.size();
  const auto read = std::from_chars(length.data(), end, bytes);
  return read.ec == std::errc() && read.ptr == end && bytes <= kFormBytes;
}

bool OrderPages::serves(std::string_view path) {
  return path.starts_with(app::kOrderPages) && path.size() > app::kOrderPages.size();
}

Task<Response> OrderPages::handle(const net::Request& request, Executor& executor) {
  const std::string& merchant = profile_.merchant_name;
  const auto browsers = language_accepted(request.header("Accept-Language").value_or(""));
  const Language language = browsers.value_or(Language::en);
  const auto notice = [&](std::string_view sentence) {
    return render_notice_page(merchant, language, sentence);
  };
  const auto form = [&](std::string_view sentence) {
    return render_email_form(merchant, language, sentence);
  };
  const bool asked = request.method == "GET";
  if (!asked && request.method != "POST") {
    Response wrong = html(405, notice("Open this page with a browser."));
    wrong.headers.push_back({"Allow", "GET, HEAD, POST"});
    co_return wrong;
  }
  if (request.has_body && request.is_encoded()) {
    co_return html(415, notice("Open this page with a browser."));
  }
  const auto id = OrderId::parse(std::string_view(request.path).substr(app::kOrderPages.size()));
  const std::string email = asked ? std::string() : email_of(request.body);
  const std::string& peer = request.remote_address;
  const auto late = [&](std::int64_t seconds) {
    Response answer = html(429, form("Too many tries. Wait a moment."));
    answer.headers.push_back({"Retry-After", std::to_string(seconds)});
    return answer;
  };
  if (id && !email.empty()) {
    if (const auto wait = tries_.closed_for(*id, peer, clock_.now()); wait > 0)
      co_return late(wait);
  }
  auto view = co_await orders_.get_as_buyer(id.value_or(OrderId{}), email, executor);
  switch (view.access) {
    case BuyerAccess::shown:
      // English is also the language of an agent who named none: then the browser knows better.
      if (browsers && view.order->language == Language::en) view.order->language = *browsers;
      co_return html(200, render_order_page(*view.order, merchant));
    case BuyerAccess::email_needed: co_return html(200, form({}));
    case BuyerAccess::email_wrong: {
      if (const auto wait = tries_.wrong(*id, peer, clock_.now()); wait > 0) co_return late(wait);
      co_return html(403, form("That is not the address of this order."));
    }
    case BuyerAccess::unknown:
      co_return html(404, notice("There is no such order. Check the link."));
    case BuyerAccess::failed: break;
  }
  co_return html(500, notice("The shop cannot show this now. Try again."));
}

}  // namespace till::http

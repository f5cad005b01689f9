// Mails: whatever was typed into an order, a message is ASCII in short lines, has the headers of
// ours and no other, and its HTML has no tag that we did not write.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "mail/encoding.h"
#include "mail/mail_event.h"
#include "mail/message.h"
#include "mail/order_mail.h"
#include "mail/smtp_answer.h"

namespace {

using namespace till;

void check_lines(std::string_view text) {
  TILL_ENSURE(text.empty() || text.ends_with("\r\n"));
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find("\r\n"));
    TILL_ENSURE(line.size() <= 76 && !line.starts_with('.'));
    for (const char c : line) TILL_ENSURE(c >= ' ' && c <= '~');
    text.remove_prefix(line.size() + 2);
  }
}

int count(std::string_view text, std::string_view part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

void check_headers(std::string_view input) {
  const std::string line = mail::header_line("Subject", input);
  check_lines(line);
  // What goes on begins with a blank: it is one header.
  for (std::size_t at = line.find("\r\n"); at + 2 < line.size(); at = line.find("\r\n", at + 2)) {
    TILL_ENSURE(line[at + 2] == ' ');
  }
  check_lines(mail::quoted_printable(input));
}

checkout::Order order_of(const std::string& typed) {
  checkout::Order order;
  order.currency = "usd";
  order.permalink_url = typed;
  order.shop.number = typed;
  checkout::OrderLine line;
  line.title = typed;
  line.ordered = 1;
  order.lines = {line};
  order.destination = {typed, typed, typed, typed, typed, typed, typed};
  checkout::OrderFulfillment parcel;
  parcel.lines = {{line.id, 1}};
  parcel.carrier = parcel.tracking_number = parcel.tracking_url = typed;
  parcel.destination = order.destination;
  order.fulfillments = {parcel};
  return order;
}

void check_mail(const std::string& typed) {
  for (const checkout::BuyerNewsRow& kind : checkout::kBuyerNews) {
    const mail::Mail plain =
        mail::order_mail(order_of("x"), {kind.type, FulfillmentId{}, {}, Amount{1}}, "Shop");
    const mail::Mail made =
        mail::order_mail(order_of(typed), {kind.type, FulfillmentId{}, {}, Amount{1}}, "Shop");
    // Links are there only when they lead somewhere, and blank lines of addresses are left out.
    TILL_ENSURE(count(made.html, "<") <= count(plain.html, "<") + 12);
    TILL_ENSURE(count(made.html, "<script") == 0);
    TILL_ENSURE(made.subject.find_first_of("\r\n") == std::string::npos);
    const std::string message =
        mail::message_of(made, {{typed, "a@b.example"}, "", "c@d.example", {}, {}});
    check_lines(message);
    const std::string_view headers = std::string_view(message).substr(0, message.find("\r\n\r\n"));
    TILL_ENSURE(count(headers, "\r\nSubject: ") == 1 && count(headers, "\r\nBcc: ") == 0);
    TILL_ENSURE(headers.find("\r\nContent-Type: multipart/alternative") != std::string_view::npos);
    TILL_ENSURE(message.size() < 128 * 1024);
  }
}

void check_dialogue(std::string_view input) {
  mail::SmtpDialogue dialogue;
  while (!input.empty()) {
    const std::string_view line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(input.size(), line.size() + 1));
    if (line.starts_with('>')) dialogue.said(line.substr(1));
    if (!line.starts_with('>')) dialogue.heard(line);
  }
  TILL_ENSURE(mail::end_of(false, dialogue) != mail::SmtpEnd::taken);
  TILL_ENSURE(mail::detail_of(dialogue, "").size() < 60);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_headers(input);
  check_mail(std::string(input));
  check_dialogue(input);
  if (const auto news = mail::news_in(input)) {
    TILL_ENSURE(mail::news_in(mail::body_of(*news)) == news);
  }
  return 0;
}

#include "mail/message.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

#include "mail/encoding.h"

namespace till::mail {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_text(Timestamp time) {
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds(time.ms)};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(moment - day)};
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", kDays.at(weekday{day}.c_encoding()),
                     unsigned{date.day()}, kMonths.at(unsigned{date.month()} - 1), int{date.year()},
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string from_line(const Mailbox& from) {
  const std::string name = display_name(from.name);
  if (name.empty()) return "From: <" + from.address + ">\r\n";
  return "From: " + name + "\r\n <" + from.address + ">\r\n";
}

std::string part(std::string_view type, const std::string& boundary, const std::string& text) {
  return fmt::format(
      "--{}\r\nContent-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
      boundary, type, quoted_printable(text));
}

}  // namespace

std::string message_of(const Mail& mail, const Envelope& envelope) {
  const std::string id = envelope.id.text();
  const std::string& address = envelope.from.address;
  const std::string domain = address.substr(address.rfind('@') + 1);
  // No line of quoted-printable holds "=_".
  const std::string boundary = "=_" + id;
  std::string out = "Date: " + date_text(envelope.date) + "\r\n" + from_line(envelope.from);
  if (!envelope.reply_to.empty()) out += "Reply-To: <" + envelope.reply_to + ">\r\n";
  out += "To: <" + envelope.to + ">\r\n" + header_line("Subject", mail.subject);
  out += "Message-ID: <" + id + "@" + domain + ">\r\n";
  out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  out += fmt::format("Content-Language: {}\r\n", tag_of(envelope.language));
  out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  return out + part("text/plain", boundary, mail.text) + part("text/html", boundary, mail.html) +
         "--" + boundary + "--\r\n";
}

}  // namespace till::mail

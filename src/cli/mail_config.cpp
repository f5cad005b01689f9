// [mail] of till.toml.
#include <algorithm>
#include <chrono>

#include "base/email.h"
#include "base/visible.h"
#include "cli/config_sections.h"
#include "cli/endpoint.h"
#include "cli/files.h"
#include "net/address_rules.h"

namespace till::cli {
namespace {

constexpr Bounds kMailSeconds{1, 60};  // Of one mail; leases of the outbox are longer.
constexpr Bounds kPorts{1, 65'535};
constexpr std::size_t kHostBytes = 253;

bool is_host(const std::string& host) {
  if (net::plain_address(host)) return true;
  return host.size() <= kHostBytes && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

MailTls read_tls_mode(TomlSection& section, const std::string& host) {
  const std::string mode = section.text("tls").value_or("starttls");
  if (mode == "tls") return MailTls::tls;
  if (mode == "starttls") return MailTls::starttls;
  if (mode != "none") section.fail("tls", "\"starttls\", \"tls\" or \"none\"");
  if (!is_loopback(host)) {
    section.fail("tls", "\"starttls\" or \"tls\" unless mail.host is an address of this machine");
  }
  return MailTls::none;
}

std::uint16_t usual_port(MailTls tls) {
  switch (tls) {
    case MailTls::starttls: return 587;
    case MailTls::tls: return 465;
    case MailTls::none: break;
  }
  return 25;
}

std::string need_address(TomlSection& section, const char* key, const std::string& text) {
  if (!is_email(text)) section.fail(key, "an e-mail address like orders@shop.example.com");
  return text;
}

std::vector<checkout::BuyerNewsType> read_send(TomlSection& section) {
  std::vector<checkout::BuyerNewsType> send;
  const auto names = section.texts("send");
  for (const checkout::BuyerNewsRow& row : checkout::kBuyerNews) {
    const bool meant = !names || std::find(names->begin(), names->end(), row.name) != names->end();
    if (meant) send.push_back(row.type);
  }
  if (names && send.size() != names->size()) {
    section.fail("send",
                 "a list of \"confirmation\", \"shipped\", \"ready_for_pickup\", \"refunded\" and "
                 "\"canceled\", each once");
  }
  return send;
}

void read_login(TomlSection& section, SecretReading& secrets, MailConfig& mail) {
  mail.username = section.text("username").value_or("");
  if (!is_visible(mail.username)) section.fail("username", "printable");
  mail.password = read_secret(section, secrets, "password");
  if (mail.username.empty() != mail.password.empty()) {
    section.fail(mail.username.empty() ? "username" : "password_file",
                 "set where the other one of the two is");
  }
}

}  // namespace

MailConfig read_mail(TomlSection& root, SecretReading& secrets) {
  MailConfig mail;
  const bool named = root.has("mail");
  TomlSection section = root.section("mail");
  if (!named) return mail;
  mail.host = section.need_text("host");
  if (!is_host(mail.host)) section.fail("host", "the name or address of a mail server");
  mail.tls = read_tls_mode(section, mail.host);
  mail.port =
      static_cast<std::uint16_t>(section.whole("port", kPorts).value_or(usual_port(mail.tls)));
  read_login(section, secrets, mail);
  mail.from = need_address(section, "from", section.need_text("from"));
  mail.from_name = section.text("from_name").value_or("");
  if (const auto text = section.text("reply_to")) {
    mail.reply_to = need_address(section, "reply_to", *text);
  }
  if (const auto file = section.text("ca_file")) mail.ca_file = resolve(secrets.folder, *file);
  mail.send = read_send(section);
  if (const auto timeout = section.whole("timeout_seconds", kMailSeconds)) {
    mail.timeout = std::chrono::seconds(*timeout);
  }
  section.end();
  return mail;
}

}  // namespace till::cli

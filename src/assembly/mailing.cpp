#include "assembly/mailing.h"

#include <set>
#include <utility>

#include "assembly/agent_receivers.h"
#include "assembly/callers.h"
#include "mail/content.h"
#include "mail/message.h"

namespace till::assembly {
namespace {

using Client = std::unique_ptr<mail::SmtpClient>;

mail::TlsMode mode_of(cli::MailTls tls) {
  switch (tls) {
    case cli::MailTls::starttls: return mail::TlsMode::starttls;
    case cli::MailTls::tls: return mail::TlsMode::tls;
    case cli::MailTls::none: break;
  }
  return mail::TlsMode::none;
}

Result<Client, std::string> make_client(const cli::MailConfig& config) {
  mail::SmtpOptions options;
  options.host = config.host;
  options.port = config.port;
  options.tls = mode_of(config.tls);
  options.username = config.username;
  options.password = config.password;
  options.ca_file = config.ca_file;
  options.timeout = config.timeout;
  options.our_name = config.from.substr(config.from.rfind('@') + 1);
  auto client = mail::SmtpClient::create(std::move(options));
  if (!client) return refused("[mail]: " + client.error());
  return client;
}

mail::MailOptions options_of(const cli::Config& config) {
  const std::string& name =
      config.mail.from_name.empty() ? config.shop.merchant_name : config.mail.from_name;
  return {{name, config.mail.from},
          config.mail.reply_to,
          config.shop.merchant_name,
          std::set(config.mail.send.begin(), config.mail.send.end())};
}

}  // namespace

Result<std::unique_ptr<Mailing>, std::string> Mailing::make(const cli::Config& config,
                                                            const MailingParts& parts) {
  if (!config.mail.is_named()) return std::unique_ptr<Mailing>();
  auto client = make_client(config.mail);
  if (!client) return refused(client.error());
  return std::make_unique<Mailing>(config, std::move(*client), parts);
}

Mailing::Mailing(const cli::Config& config, Client client, const MailingParts& parts)
    : parts_(parts),
      schedule_(retry_schedule(config.webhooks)),
      client_(std::move(client)),
      mails_(options_of(config).sent, parts.ids),
      mailer_(options_of(config), *client_, parts.clock) {}

void Mailing::begin(app::Store& store, Executor& executor) {
  teller_.emplace(
      app::MailTellerDependencies{store, store, store, mailer_, parts_.clock, parts_.random,
                                  parts_.observer, parts_.log, schedule_},
      executor);
}

Result<void, std::string> check_mail(const cli::Config& config) {
  if (!config.mail.is_named()) return {};
  const auto client = make_client(config.mail);
  if (!client) return refused(client.error());
  return {};
}

Result<void, std::string> send_test_mail(const cli::Config& config, const std::string& address) {
  const auto client = make_client(config.mail);
  if (!client) return refused(client.error());
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  const mail::MailOptions options = options_of(config);
  mail::Content content{options.merchant, "A test of mail", {}};
  content.blocks.emplace_back(
      mail::Paragraph{"Till sent this to try out its mail server. Nothing was bought."});
  const mail::Envelope envelope{options.from, options.reply_to, address, ids.make<EventId>(),
                                clock.now()};
  const std::string message = mail::message_of(mail::mail_of(content, envelope.language), envelope);
  const auto answer = (*client)->send_here({options.from.address, address, message});
  if (answer.end == mail::SmtpEnd::taken) return {};
  return refused("the mail was not sent: " + answer.detail);
}

}  // namespace till::assembly

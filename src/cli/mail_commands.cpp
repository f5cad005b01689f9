#include "cli/mail_commands.h"

#include "base/email.h"
#include "json/writer.h"

namespace till::cli {

MailCommands::MailCommands(CLI::App& app) : app_(app) {
  CLI::App& command = *app.add_subcommand("mail", "Try out the mail server");
  command.require_subcommand(1);
  CLI::App& test = *command.add_subcommand("test", "Send a mail that says it is a test");
  test.add_option("--config", test_.config, "The shop's till.toml")->required();
  test.add_flag("--json", test_.json, "Print it as JSON");
  test.add_option("address", test_.address, "Whom to send it to")->required();
}

std::optional<TestMailOptions> MailCommands::chosen() const {
  if (!app_.got_subcommand("mail")) return std::nullopt;
  return test_;
}

Outcome test_mail(const TestMailOptions& options, const Composition& composition,
                  std::ostream& out) {
  if (!is_email(options.address)) return wrong_use("ADDRESS must be an e-mail address");
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  if (!config->mail.is_named()) {
    return wrong_use(options.config + " names no mail server; add [mail] with its host");
  }
  const auto sent = composition.send_test_mail(*config, options.address);
  if (!sent) return failed(sent.error());
  if (!options.json) {
    out << "sent a mail to " << options.address << "\n";
    return {};
  }
  std::string text;
  json::Writer json(text);
  json.begin_object().member("sent_to", options.address).end_object();
  out << text << "\n";
  return {};
}

}  // namespace till::cli

// `till check`.
#include "base/clock.h"
#include "cli/certificates.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/report.h"

namespace till::cli {
namespace {

std::string agent_text(const AgentConfig& agent) {
  const std::string tokens = std::to_string(agent.token_digests.size()) + " token(s)";
  if (agent.webhook_url.empty()) return agent.id + ", " + tokens + ", no webhooks";
  return agent.id + ", " + tokens + ", webhooks to " + agent.webhook_url + ", secret ***";
}

std::string mail_text(const MailConfig& mail) {
  const char* const tls = mail.tls == MailTls::starttls ? "STARTTLS"
                          : mail.tls == MailTls::tls    ? "TLS"
                                                        : "in the clear";
  return mail.host + ":" + std::to_string(mail.port) + ", " + tls + ", from " + mail.from;
}

std::string tax_text(const Config& config) {
  const payments::ProviderFacts facts = config.payments.named(config.tax.provider)->config->facts();
  const bool live = facts.mode == payments::Mode::live;
  return "reckoned by " + facts.title + (live ? ", live mode" : ", test mode");
}

// Looks at every part that a server needs and says so in a row each.
Result<Config, Failure> check_parts(const std::string& path, const Composition& composition,
                                    Timestamp now, Report& report) {
  auto config = load_config(path);
  if (!config) return failed(config.error());
  report.ok("config", path);
  for (const AgentConfig& agent : config->agents) {
    report.ok("agent", agent_text(agent));
  }
  if (config->listen.plaintext) {
    report.ok("certificate", "none, plain HTTP on " + config->listen.api.text());
  } else {
    const auto certificate = check_certificate(config->tls.certificate, config->tls.key, now);
    if (!certificate) return failed(certificate.error());
    report.ok("certificate", config->tls.certificate);
  }
  const auto shop = composition.check_shop(*config);
  if (!shop) return failed(shop.error());
  report.ok("catalogue", config->shop.catalog);
  report.ok("on offer", shop->catalogue);
  for (const std::string& warning : shop->warnings) report.warn("catalogue", warning);
  report.ok("store", (config->store.path.empty() ? config->store.scheme : config->store.path) +
                         (shop->served ? ", in use by a running till" : ""));
  if (config->tax.is_asked()) report.ok("taxes", tax_text(*config));
  if (config->mail.is_named()) report.ok("mail", mail_text(config->mail));
  return std::move(*config);
}

}  // namespace

Outcome check(const CheckOptions& options, const Composition& composition, std::ostream& out) {
  const SystemClock clock;
  Report report(options.json, out);
  const auto config = check_parts(options.config, composition, clock.now(), report);
  if (!config) {
    if (options.json) report.warn("fault", config.error().sentence);
    report.conclude("findings", "[]");
    return refused(config.error());
  }
  const auto findings =
      findings_of(*config, look_at_shop(*config, options.config, clock.now()),
                  options.production ? Purpose::production : Purpose::as_configured);
  for (const Finding& each : findings) report.warn(each.code, each.sentence + "; " + each.advice);
  report.conclude("findings", json_of(findings));
  if (!options.production || findings.empty()) return {};
  const std::string count = std::to_string(findings.size());
  return failed("the shop is not ready to be open to others; fix the " +
                (findings.size() == 1 ? "problem" : count + " problems") + " above");
}

}  // namespace till::cli

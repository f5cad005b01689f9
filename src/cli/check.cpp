// `till check`.
#include "base/clock.h"
#include "cli/certificates.h"
#include "cli/commands.h"
#include "cli/report.h"

namespace till::cli {
namespace {

std::string agent_text(const AgentConfig& agent) {
  const std::string tokens = std::to_string(agent.token_digests.size()) + " token(s)";
  if (agent.webhook_url.empty()) return agent.id + ", " + tokens + ", no webhooks";
  return agent.id + ", " + tokens + ", webhooks to " + agent.webhook_url + ", secret ***";
}

}  // namespace

Outcome check(const CheckOptions& options, const Composition& composition, std::ostream& out) {
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  Report report(options.json, out);
  report.ok("config", options.config);
  for (const AgentConfig& agent : config->agents) {
    report.ok("agent", agent_text(agent));
  }
  if (config->listen.plaintext) {
    report.ok("certificate", "none, plain HTTP on " + config->listen.api.text());
  } else {
    const SystemClock clock;
    const auto certificate =
        check_certificate(config->tls.certificate, config->tls.key, clock.now());
    if (!certificate) return failed(certificate.error());
    report.ok("certificate", config->tls.certificate);
  }
  const auto shop = composition.check_shop(*config);
  if (!shop) return failed(shop.error());
  report.ok("catalogue", config->shop.catalog);
  report.ok("on offer", shop->catalogue);
  report.ok("store", (config->store.memory ? "memory" : config->store.path) +
                         (shop->served ? ", in use by a running till" : ""));
  report.conclude();
  return {};
}

}  // namespace till::cli

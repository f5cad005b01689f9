// `till check`.
#include <sstream>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/certificates.h"
#include "cli/commands.h"
#include "cli/findings.h"

namespace till::cli {
namespace {

std::string agent_text(const AgentConfig& agent) {
  const std::string tokens = std::to_string(agent.token_digests.size()) + " token(s)";
  if (agent.webhook_url.empty()) return agent.id + ", " + tokens + ", no webhooks";
  return agent.id + ", " + tokens + ", webhooks to " + agent.webhook_url + ", secret ***";
}

// Looks at every part that a server needs and says so in a line each.
Result<Config, Failure> check_parts(const std::string& path, const Composition& composition,
                                    Timestamp now, std::ostream& out) {
  auto config = load_config(path);
  if (!config) return failed(config.error());
  out << "ok  config       " << path << "\n";
  for (const AgentConfig& agent : config->agents) {
    out << "ok  agent        " << agent_text(agent) << "\n";
  }
  if (config->listen.plaintext) {
    out << "ok  certificate  none, plain HTTP on " << config->listen.api.text() << "\n";
  } else {
    const auto certificate = check_certificate(config->tls.certificate, config->tls.key, now);
    if (!certificate) return failed(certificate.error());
    out << "ok  certificate  " << config->tls.certificate << "\n";
  }
  const auto shop = composition.check_shop(*config);
  if (!shop) return failed(shop.error());
  out << "ok  catalogue    " << config->shop.catalog << ": " << shop->catalogue << "\n";
  out << "ok  store        " << (config->store.memory ? "memory" : config->store.path)
      << (shop->served ? ", in use by a running till" : "") << "\n";
  return std::move(*config);
}

std::string report(const std::vector<Finding>& findings, const CheckOptions& options) {
  if (options.json) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("ok").boolean(!options.production || findings.empty());
    json.key("findings").raw(json_of(findings)).end_object();
    return text + "\n";
  }
  std::string lines;
  for (const Finding& each : findings) {
    lines += (options.production ? "not fit  " : "warning  ") + std::string(each.code) + ": " +
             each.sentence + "; " + each.advice + "\n";
  }
  return lines;
}

}  // namespace

Outcome check(const CheckOptions& options, const Composition& composition, std::ostream& out) {
  const SystemClock clock;
  std::ostringstream unsaid;
  const auto config = check_parts(options.config, composition, clock.now(),
                                  options.json ? static_cast<std::ostream&>(unsaid) : out);
  if (!config) return refused(config.error());
  const auto findings =
      findings_of(*config, look_at_shop(*config, options.config, clock.now()),
                  options.production ? Purpose::production : Purpose::as_configured);
  out << report(findings, options);
  if (!options.production || findings.empty()) return {};
  return failed("the shop is not fit to be open to the world; mend the " +
                std::to_string(findings.size()) + " things above");
}

}  // namespace till::cli

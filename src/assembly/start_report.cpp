#include "assembly/start_report.h"

#include "cli/findings.h"

namespace till::assembly {

void log_findings(const cli::Config& config, const std::string& config_path, Timestamp now,
                  Log& log) {
  const auto facts = cli::look_at_shop(config, config_path, now);
  for (const auto& each : cli::findings_of(config, facts, cli::Purpose::as_configured)) {
    log.write(LogLevel::warning, "not_fit_to_be_open",
              {{"code", each.code},
               {"what", std::string_view(each.sentence)},
               {"do", std::string_view(each.advice)}});
  }
}

std::optional<Timestamp> certificate_end(const cli::Config& config) {
  if (config.listen.plaintext) return std::nullopt;
  const auto facts = cli::look_at_certificate(config.tls.certificate, cli::public_host(config));
  return facts ? std::optional(facts->ends) : std::nullopt;
}

}  // namespace till::assembly

// [backend] of till.toml.
#include <chrono>

#include "cli/config_sections.h"
#include "cli/endpoint.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr Bounds kQuoteMilliseconds{50, 20'000};
constexpr Bounds kRequestsAtOnce{1, 1'024};
constexpr Bounds kProductsSeconds{1, 86'400};

// One of two words, of which the first one is meant when there is none: is it the other one?
bool read_choice(TomlSection& section, const char* name, const std::string& usual,
                 const std::string& other) {
  const std::string word = section.text(name).value_or(usual);
  if (word != usual && word != other) {
    section.fail(name, "\"" + usual + "\" or \"" + other + "\"");
  }
  return word == other;
}

}  // namespace

BackendConfig read_backend(TomlSection& root, SecretReading& secrets) {
  BackendConfig backend;
  const bool named = root.has("backend");
  TomlSection section = root.section("backend");
  if (!named) return backend;
  const std::string url = section.need_text("url");
  backend.url = read_base_url(section, "url", url);
  // Whoever reads along would read who buys what.
  if (!is_webhook_url(url)) section.fail("url", "an https URL, or an http URL of this machine");
  backend.secret = read_secret(section, secrets, "secret");
  if (backend.secret.empty()) section.fail("secret_file", "set: a file that holds the secret");
  backend.previous_secret = read_secret(section, secrets, "previous_secret");
  const auto ca_file = section.text("ca_file");
  if (ca_file) backend.ca_file = resolve(secrets.folder, *ca_file);
  const auto timeout = section.whole("timeout_ms", kQuoteMilliseconds);
  if (timeout) backend.timeout = std::chrono::milliseconds(*timeout);
  backend.silence_approves = read_choice(section, "on_silence", "decline", "approve");
  backend.refunds_refused = read_choice(section, "on_refused", "hold", "refund");
  backend.max_concurrent =
      section.whole("max_concurrent", kRequestsAtOnce).value_or(backend.max_concurrent);
  const auto every = section.whole("products_seconds", kProductsSeconds);
  if (every) backend.products_every = std::chrono::seconds(*every);
  section.end();
  return backend;
}

}  // namespace till::cli

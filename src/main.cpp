#include <csignal>

#include "assembly/backend_check.h"
#include "assembly/check.h"
#include "assembly/feed.h"
#include "assembly/import.h"
#include "assembly/mailing.h"
#include "assembly/payment_tools.h"
#include "assembly/serve_http.h"
#include "assembly/serve_lines.h"
#include "base/process.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "stripe_double/serve.h"

namespace {

int stripe_double(const till::cli::StripeDoubleOptions& given, const till::cli::Endpoint& listen) {
  till::stripe_double::DoubleOptions options;
  options.host = listen.host;
  options.port = listen.port;
  options.tls_certificate = given.tls_cert;
  options.tls_key = given.tls_key;
  options.secret_key = till::Secret(given.secret_key);
  options.webhook_url = given.webhook_url;
  options.webhook_secret = till::Secret(given.webhook_secret);
  options.webhook_ca_file = given.webhook_ca;
  options.seed = given.seed;
  options.faults = given.faults;
  options.latency_ms = given.latency_ms;
  options.disorder = given.disorder;
  options.authenticate_after_ms = given.authenticate_after_ms;
  return till::stripe_double::serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  till::keep_memory_private();
  // A write beyond the limit on the size of a file fails like one to a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  namespace assembly = till::assembly;
  const till::cli::Composition composition{TILL_VERSION,
                                           assembly::serve_http,
                                           assembly::serve_lines,
                                           assembly::check_shop,
                                           assembly::check_provider,
                                           assembly::make_test_token,
                                           stripe_double,
                                           assembly::check_backend,
                                           assembly::send_test_mail,
                                           assembly::import_products,
                                           assembly::write_feed};
  return till::cli::run(argc, argv, composition);
}

#include "cli/run.h"
#include "payment_provider.h"
#include "server.h"

int main(int argc, char** argv) {
  const till::cli::Composition composition{TILL_VERSION, till::serve, till::check_shop,
                                           till::check_stripe, till::make_test_token};
  return till::cli::run(argc, argv, composition);
}

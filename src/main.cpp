#include "cli/run.h"
#include "server.h"

int main(int argc, char** argv) {
  const till::cli::Composition composition{TILL_VERSION, till::serve, till::check_shop};
  return till::cli::run(argc, argv, composition);
}

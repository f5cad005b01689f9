#include "base/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace till {

void keep_memory_private() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  // The limit does not bind a handler that the kernel pipes cores into; this does.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace till

// A store that is opened in another way and keeps everything as the one in memory does.
#pragma once

#include <memory>

#include "store/memory/memory_store.h"

namespace till::store {

inline std::unique_ptr<MemoryStore> open_toy() { return std::make_unique<MemoryStore>(); }

}  // namespace till::store

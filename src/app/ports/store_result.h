// StoreResult: what a port of the store answers, and what holds for every port.
//
// Any thread may call any function. A Task goes on at `executor`, or at once on the calling thread
// when it need not wait. What is not there is a value (null, nothing, an empty list) and no
// failure. Times are milliseconds since 1970, amounts minor units, as their types say.
#pragma once

#include "base/result.h"
#include "base/task.h"

namespace till::app {

// A read that could not be made, or a write that may not stand: the disk failed.
enum class StoreFailure { failed };

template <class T>
using StoreResult = Result<T, StoreFailure>;

}  // namespace till::app

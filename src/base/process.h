// What a process asks of the system for itself.
#pragma once

namespace till {

// From now on no crash writes this process's memory to disk or to a crash handler, and no other
// process of the same user reads it: keys, tokens and buyers stand in it. Any thread; it cannot be
// taken back. Where the system refuses, things stay as they were.
void keep_memory_private();

}  // namespace till

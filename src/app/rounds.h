// How often one operation loads and decides.
#pragma once

namespace till::app {

// Each round after the first means that somebody else changed the same state in between; who loses
// this often is told to come again.
inline constexpr int kMaxDecisions = 64;

}  // namespace till::app

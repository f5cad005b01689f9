// RunningDigest: SHA-256 of bytes that come piece by piece.
#pragma once

#include <memory>
#include <string_view>

#include "base/digest.h"

namespace till {

// One thread at a time.
class RunningDigest {
 public:
  RunningDigest();
  ~RunningDigest();
  RunningDigest(const RunningDigest&) = delete;
  RunningDigest& operator=(const RunningDigest&) = delete;

  void add(std::string_view bytes);
  // Of all that was added; begins anew.
  Digest finish();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace till

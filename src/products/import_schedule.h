// When products are imported again while the shop is served. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"

namespace till::products {

// What became of one import.
enum class ImportEnd : std::uint8_t {
  imported,   // Other products are in their place.
  unchanged,  // Nothing differs from before.
  refused,    // Sources say what must not be taken over: it is of no use to ask again soon.
  failed,     // They could not be read, or nothing could be written: later it may work.
};

// Sources that are imported together.
struct ImportJob {
  Milliseconds every{0};
  bool update =
      false;  // On top of the shop; else they are the shop, of which there is one at most.
};

// How long to wait after that many failures in a row, at least one: from five seconds on the double
// each time, and never longer than until the next import anyway.
Milliseconds wait_after_failure(std::int64_t failures, Milliseconds every);

// Which job has its turn. Everything is due at the beginning.
class ImportSchedule {
 public:
  explicit ImportSchedule(std::vector<ImportJob> jobs);

  // The shop first, then what has waited the longest; nothing while none is due.
  std::optional<std::size_t> due(Timestamp now) const;
  // The catalogue that decides what may be imported is another one.
  void all_due(Timestamp now);
  // `asked_to_wait` is what a server that failed wants. Once the shop is replaced, all that comes
  // on top of it is due.
  void ended(std::size_t job, ImportEnd end, Timestamp now, Milliseconds asked_to_wait = {});
  // Did the last import of any job fail, or was it refused?
  bool failing() const;

 private:
  struct Turn {
    Timestamp due{};
    std::int64_t failures = 0;
    bool failing = false;
  };
  std::vector<ImportJob> jobs_;
  std::vector<Turn> turns_;
};

}  // namespace till::products

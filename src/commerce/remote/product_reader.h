// ProductReader: reads the shop's products at the start, at intervals and when it is told to, and
// puts them in the place of those read before, in one step.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "commerce/remote/backend_client.h"
#include "commerce/remote/beside.h"
#include "commerce/remote/capabilities.h"
#include "commerce/remote/product_pages.h"
#include "commerce/remote/remote_products.h"

namespace till::commerce::remote {

struct ReadingPlan {
  Milliseconds interval{300'000};  // From one reading to the next, a tenth more or less.
  Milliseconds again{30'000};      // After one that failed; never later than the next one.
  Milliseconds most{300'000};      // A reading that takes longer is broken off.
  std::int64_t whole_each = 12;    // So many readings, one of everything; the others of changes.
  std::string currency;            // Of a price range that names none.
};

// All but `hurry`, `idle` and `settled` are for the thread of one executor. All that is given must
// outlive it and every reading. `client` is of its own, so that a slow list stops no purchase.
class ProductReader {
 public:
  ProductReader(BackendClient& client, Capabilities& capabilities, RemoteProducts& products,
                Random& random, app::Observer& observer, ReadingPlan plan)
      : client_(client),
        capabilities_(capabilities),
        products_(products),
        random_(random),
        observer_(observer),
        plan_(std::move(plan)) {}

  // Called after other products took the place of those before, the catalogue's too. Set before
  // the first look().
  void when_changed(std::function<void()> tell) { tell_ = std::move(tell); }
  // Begins a reading if it is time for one. Called about every second.
  void look(Executor& executor);
  // The next look() begins a reading of everything.
  void hurry() { hurried_ = true; }
  // Breaks off a reading once its page is there, and begins none any more.
  void stop() { stopped_ = true; }
  bool idle() const { return !reading_; }
  // Nothing is under way, and nothing was asked for since the last reading.
  bool settled() const { return !hurried_ && !reading_; }

 private:
  // What came of a reading.
  enum class Ending { read, failed, not_listed, unknown };
  Task<Ending> read(bool whole, Executor& executor);
  Task<Ending> take_over(const ProductReading& reading, bool whole, Executor& executor);
  bool is_time(Timestamp now) const;
  void end(Ending ending, Timestamp begun, bool whole);
  // Tells when the catalogue takes the place of the shop's products or leaves it to them, and keeps
  // no copy meanwhile: nobody knows how old it is once they come back.
  void follow_capabilities();
  Milliseconds about(Milliseconds span);
  void measure(Timestamp now);
  TellLeftOut teller() const;
  void refuse(std::string_view why) const;

  BackendClient& client_;
  Capabilities& capabilities_;
  RemoteProducts& products_;
  Random& random_;
  app::Observer& observer_;
  const ReadingPlan plan_;
  std::function<void()> tell_;
  Beside beside_;
  std::atomic<bool> hurried_ = true;
  std::atomic<bool> reading_ = false;
  std::atomic<bool> stopped_ = false;
  const ProductPages pages_{client_, plan_.most, stopped_};
  std::optional<Timestamp> ended_;  // Of the last reading, whatever came of it.
  Milliseconds pause_{0};           // From there to the next.
  std::optional<Timestamp> fresh_;  // When the last reading that was taken over began.
  bool asked_ = false;              // The last reading got as far as the products.
  bool catalogue_ = false;          // The catalogue answered when it was looked last.
  std::int64_t of_changes_ = 0;     // Readings since the last whole one.
  bool needs_whole_ = true;
  bool confirmed_ = false;  // The last whole reading had lost too much to be believed.
};

}  // namespace till::commerce::remote

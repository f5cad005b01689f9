#include "commerce/remote/product_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace till::commerce::remote {
namespace {

constexpr std::size_t kMostTold = 10;           // Bad products of one reading.
constexpr Milliseconds kClocksDiffer{300'000};  // At most, or nothing that is signed would pass.

// What replaces the last copy; nothing when that is the same.
Result<std::optional<ProductCopy>, std::string> everything(const ProductReading& reading,
                                                           const ProductCopy& last,
                                                           bool confirmed) {
  auto copy = reading.whole(last, confirmed);
  if (!copy) return refused(std::move(copy.error()));
  if (*copy == last) return std::optional<ProductCopy>();
  return std::optional(std::move(*copy));
}

}  // namespace

// A tenth more or less, so that the readers of many shops do not ask all at once.
Milliseconds ProductReader::about(Milliseconds span) {
  std::array<std::uint8_t, 1> byte{};
  random_.fill(byte);
  return span * (231 + byte[0] % 52) / 256;
}

bool ProductReader::is_time(Timestamp now) const {
  if (hurried_ || !ended_) return true;
  // Somebody else has learned that there is something to read.
  if (!asked_ && products_.are_listed()) return true;
  // A clock that was set back makes nobody wait for it.
  return now < *ended_ || now - *ended_ >= pause_;
}

void ProductReader::look(Executor& executor) {
  const Timestamp now = client_.clock().now();
  if (!reading_) follow_capabilities();
  measure(now);
  if (reading_ || stopped_ || !is_time(now)) return;
  reading_ = true;
  const bool hurried = hurried_.exchange(false);
  const bool whole = hurried || needs_whole_ || of_changes_ >= plan_.whole_each - 1;
  spawn(read(whole, executor), [this, now, whole](Ending ending) { end(ending, now, whole); });
}

void ProductReader::end(Ending ending, Timestamp begun, bool whole) {
  ended_ = client_.clock().now();
  asked_ = ending == Ending::read || ending == Ending::failed;
  const bool was_told = ending == Ending::read || ending == Ending::not_listed;
  pause_ = about(std::min(was_told ? plan_.interval : plan_.again, plan_.interval));
  if (ending != Ending::read && whole) needs_whole_ = true;
  if (ending == Ending::read) {
    fresh_ = begun;
    of_changes_ = whole ? 0 : of_changes_ + 1;
    if (whole) needs_whole_ = false;
  }
  follow_capabilities();
  measure(*ended_);
  reading_ = false;
}

void ProductReader::follow_capabilities() {
  const bool catalogue = products_.asks_embedded();
  if (catalogue && products_.shown()) {
    products_.replace(nullptr);
    asked_ = confirmed_ = false;
    needs_whole_ = true;
    fresh_.reset();
    observer_.products_measured(0, Milliseconds(0));
  }
  if (std::exchange(catalogue_, catalogue) != catalogue && tell_) tell_();
}

void ProductReader::measure(Timestamp now) {
  const auto shown = products_.shown();
  if (!shown || !fresh_) return;
  observer_.products_measured(shown->copy.size(), std::max(now - *fresh_, Milliseconds(0)));
}

Task<ProductReader::Ending> ProductReader::read(bool whole, Executor& executor) {
  co_await resume_on(executor);
  const auto listed = co_await capabilities_.get(executor);
  if (!listed) co_return Ending::unknown;
  if (!listed->products) co_return Ending::not_listed;
  std::optional<Timestamp> since;
  if (!whole && fresh_) since = *fresh_ + -kClocksDiffer;
  TellLeftOut tell = teller();
  const auto reading = co_await pages_.read(since, std::move(tell), executor);
  if (!reading && !reading.error().empty()) refuse(reading.error());
  if (!reading) co_return Ending::failed;
  co_return co_await take_over(*reading, whole, executor);
}

// Of each kind the first few of a reading.
TellLeftOut ProductReader::teller() const {
  return [this, told = std::array<std::size_t, 2>{}](LeftOut what, const BadProduct& bad) mutable {
    const bool whole = what == LeftOut::product;
    if (++told[whole ? 0 : 1] > kMostTold) return;
    client_.log().write(LogLevel::warning, whole ? "product_left_out" : "part_left_out",
                        {{"id", std::string_view(bad.id.empty() ? bad.place : bad.id)},
                         {"place", std::string_view(bad.fault.place)},
                         {"detail", std::string_view(bad.fault.sentence)}});
  };
}

Task<ProductReader::Ending> ProductReader::take_over(const ProductReading& reading, bool whole,
                                                     Executor& executor) {
  const auto shown = products_.shown();
  std::shared_ptr<const RemoteProducts::Shown> next;
  std::string why;
  const ProductCopy none;
  const ProductCopy& last = shown ? shown->copy : none;
  const auto make = [&] {
    auto copy = whole ? everything(reading, last, confirmed_) : reading.changes(last);
    if (!copy) {
      why = copy.error();
    } else if (*copy || !shown) {
      next = std::make_shared<const RemoteProducts::Shown>(std::move(*copy).value_or(none),
                                                           plan_.currency);
    }
  };
  co_await beside_.run(make, executor);  // Comparing and indexing take time.
  // Only the loss itself is worth a second look: what was believed needs one of its own.
  if (whole) confirmed_ = !why.empty() && !reading.is_broken();
  if (!why.empty()) {
    refuse(why);
    co_return Ending::failed;
  }
  const auto count = std::ssize(next ? next->copy : shown->copy);
  if (next) products_.replace(next);
  if (next && tell_) tell_();
  client_.log().write(next ? LogLevel::info : LogLevel::debug, "products_read",
                      {{"products", count},
                       {"pages", static_cast<std::int64_t>(reading.pages())},
                       {"left_out", static_cast<std::int64_t>(reading.bad())},
                       {"whole", whole ? std::string_view("yes") : std::string_view("no")}});
  co_return Ending::read;
}

void ProductReader::refuse(std::string_view why) const {
  client_.log().write(LogLevel::warning, "products_refused", {{"why", why}});
}

}  // namespace till::commerce::remote

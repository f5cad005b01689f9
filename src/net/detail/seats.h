// Seats: who is connected to a server, so that no peer takes the places of all others.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace till::net::detail {

// The place of one connection, which says there how it stands. Any thread may call.
class Seat {
 public:
  using Clock = std::chrono::steady_clock;

  // Waits for its peer from now on: for a handshake, for more of a request, or for it to take more
  // of an answer.
  void waits(Clock::time_point now) {
    waiting_since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  }
  // A request is being carried out.
  void works() { waiting_since_.store(kWorks, std::memory_order_relaxed); }
  // By which its connection is found again.
  std::uint64_t number() const { return number_; }

 private:
  friend class Seats;
  static constexpr std::int64_t kWorks = INT64_MAX;
  std::int64_t waiting_since() const { return waiting_since_.load(std::memory_order_relaxed); }

  std::atomic<std::int64_t> waiting_since_ = kWorks;
  std::uint64_t number_ = 0;
  std::size_t loop_ = 0;
  std::string peer_;
  bool taken_ = true;  // Counted; not any more once it was told to leave.
  std::list<Seat*>::iterator place_;
};

// A proxy brings many others, so that what bounds one peer does not bound it.
enum class PeerKind { one, proxy };

struct SeatBounds {
  std::size_t in_all = 4096;
  std::size_t of_a_peer = 1024;
};

// Any thread may call.
class Seats {
 public:
  // `leave` asks the connection of that number, on that loop, to end; called by claim().
  Seats(SeatBounds bounds, std::function<void(std::size_t loop, std::uint64_t number)> leave)
      : bounds_(bounds), leave_(std::move(leave)) {}

  // A place for a connection that a loop is to serve. When there is none left, for this peer or at
  // all, the connection that has waited for its peer for the longest time has to leave; null when
  // none waits.
  std::shared_ptr<Seat> claim(std::string_view address, std::size_t loop,
                              PeerKind kind = PeerKind::one);
  // The connection has ended.
  void give_back(Seat& seat);

 private:
  using Peers = std::map<std::string, std::list<Seat*>>;
  Seat* longest_waiting(const Peers::iterator& own, bool of_own) const;
  void remove(Seat& seat);

  const SeatBounds bounds_;
  const std::function<void(std::size_t, std::uint64_t)> leave_;
  std::mutex mutex_;
  Peers peers_;
  std::size_t taken_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace till::net::detail

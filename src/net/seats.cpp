#include "net/detail/seats.h"

#include <optional>
#include <utility>

#include "net/address_rules.h"

namespace till::net::detail {

std::shared_ptr<Seat> Seats::claim(std::string_view address, std::size_t loop, PeerKind kind) {
  auto seat = std::make_shared<Seat>();
  seat->peer_ = peer_network(address);
  seat->loop_ = loop;
  seat->waits(Seat::Clock::now());
  std::optional<std::pair<std::size_t, std::uint64_t>> leaves;
  {
    const std::lock_guard lock(mutex_);
    const auto own = peers_.try_emplace(seat->peer_).first;
    const bool peer_full = kind == PeerKind::one && own->second.size() >= bounds_.of_a_peer;
    if (peer_full || taken_ >= bounds_.in_all) {
      Seat* const longest = longest_waiting(own, peer_full);
      if (longest == nullptr) {
        if (own->second.empty()) peers_.erase(own);
        return nullptr;
      }
      leaves = {longest->loop_, longest->number_};
      remove(*longest);
    }
    std::list<Seat*>& seats = peers_[seat->peer_];  // The last of them may just have left.
    seat->place_ = seats.insert(seats.end(), seat.get());
    seat->number_ = ++last_;
    ++taken_;
  }
  if (leaves) leave_(leaves->first, leaves->second);
  return seat;
}

// Of the peer's own, or of all; null when none waits.
Seat* Seats::longest_waiting(const Peers::iterator& own, bool of_own) const {
  Seat* longest = nullptr;
  std::int64_t since = Seat::kWorks;
  const auto look = [&](const std::list<Seat*>& seats) {
    for (Seat* const seat : seats) {
      if (seat->waiting_since() >= since) continue;
      longest = seat;
      since = seat->waiting_since();
    }
  };
  if (of_own) {
    look(own->second);
  } else {
    for (const auto& [peer, seats] : peers_) look(seats);
  }
  return longest;
}

void Seats::remove(Seat& seat) {
  seat.taken_ = false;
  const auto own = peers_.find(seat.peer_);
  own->second.erase(seat.place_);
  if (own->second.empty()) peers_.erase(own);
  --taken_;
}

void Seats::give_back(Seat& seat) {
  const std::lock_guard lock(mutex_);
  if (seat.taken_) remove(seat);
}

}  // namespace till::net::detail

// RenderedSessions: the answers to sessions that agents ask for again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "checkout/dialect_id.h"
#include "checkout/session.h"

namespace till::wire {

// A version of a session never changes, so neither does its answer in one dialect, but for one that
// is shown as expired before that is stored: so the status counts too. An answer has a place in one
// small set only, chosen by the session's id, and drives out of it whichever was asked for the
// longest time ago. Any thread may call.
class RenderedSessions {
 public:
  // Holds about `most` answers, of `bytes` in all at most; one that is much longer than others is
  // not held.
  RenderedSessions(std::size_t most, std::size_t bytes);

  // The answer in that dialect, which `make` gives as a text when it is not held. Never null.
  template <class Make>
  std::shared_ptr<const std::string> render(checkout::DialectId dialect,
                                            const checkout::Session& session, const Make& make) {
    if (auto held = find(dialect, session)) return held;
    auto answer = std::make_shared<const std::string>(make());
    hold(dialect, session, answer);
    return answer;
  }

 private:
  struct Entry {
    SessionId session;
    std::uint64_t version = 0;
    checkout::DialectId dialect = checkout::DialectId::acp_2026_04_17;
    checkout::Status status = checkout::Status::incomplete;
    std::shared_ptr<const std::string> answer;  // Null: free.
    bool answers(checkout::DialectId asked_in, const checkout::Session& asked) const;
  };
  struct Set {
    std::mutex mutex;
    std::array<Entry, 4> entries;  // Asked for last stands first.
  };
  Set& set_of(const SessionId& id);
  std::shared_ptr<const std::string> find(checkout::DialectId dialect,
                                          const checkout::Session& session);
  void hold(checkout::DialectId dialect, const checkout::Session& session,
            std::shared_ptr<const std::string> answer);

  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::wire

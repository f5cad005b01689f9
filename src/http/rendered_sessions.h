// RenderedSessions: the answers to sessions that agents ask for again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "checkout/session.h"
#include "wire/acp_response.h"

namespace till::http {

// A version of a session never changes, so neither does its answer, but for one that is shown as
// expired before that is stored: so the status counts too. An answer has a place in one small set
// only, chosen by the session's id, and drives out of it whichever was asked for the longest time
// ago. Any thread may call.
class RenderedSessions {
 public:
  // Holds about `most` answers, of `bytes` in all at most; one that is much longer than others is
  // not held. The renderer must outlive it.
  RenderedSessions(const wire::SessionRenderer& renderer, std::size_t most, std::size_t bytes);

  // Never null.
  std::shared_ptr<const std::string> render(const checkout::Session& session);

 private:
  struct Entry {
    SessionId session;
    std::uint64_t version = 0;
    checkout::Status status = checkout::Status::incomplete;
    std::shared_ptr<const std::string> answer;  // Null: free.
    bool answers(const checkout::Session& asked) const;
  };
  struct Set {
    std::mutex mutex;
    std::array<Entry, 4> entries;  // Asked for last stands first.
  };
  Set& set_of(const SessionId& id);
  static std::shared_ptr<const std::string> find(Set& set, const checkout::Session& session);
  void hold(Set& set, Entry entry) const;

  const wire::SessionRenderer& renderer_;
  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::http

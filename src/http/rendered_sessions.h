// RenderedSessions: the answers to sessions that agents ask for again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "checkout/session.h"
#include "wire/acp_response.h"

namespace till::http {

// A version of a session never changes, so neither does its answer, but for one that is shown as
// expired before that is stored: so the status counts too. A session has one place, which it may
// share with others: the last one asked for stays. Any thread may call.
class RenderedSessions {
 public:
  // The renderer must outlive it.
  RenderedSessions(const wire::SessionRenderer& renderer, std::size_t places);

  std::string render(const checkout::Session& session);

 private:
  struct Place {
    std::mutex mutex;
    SessionId session;
    std::uint64_t version = 0;  // 0: free.
    checkout::Status status = checkout::Status::incomplete;
    std::string answer;
  };
  const wire::SessionRenderer& renderer_;
  std::vector<Place> places_;
};

}  // namespace till::http

// RenderedSessions: the answers to sessions that agents ask for again and again.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "checkout/session.h"
#include "wire/acp_response.h"

namespace till::http {

// A session never changes, its next version is another one: so an answer is right as long as it is
// of the very same object. A session has one place, where the last one asked for stays. Any thread
// may call.
class RenderedSessions {
 public:
  // The renderer must outlive it.
  RenderedSessions(const wire::SessionRenderer& renderer, std::size_t places);

  std::string render(const checkout::SessionPtr& session);

 private:
  struct Place {
    std::mutex mutex;
    checkout::SessionPtr session;  // Null: free.
    std::string answer;
  };
  const wire::SessionRenderer& renderer_;
  std::vector<Place> places_;
};

}  // namespace till::http

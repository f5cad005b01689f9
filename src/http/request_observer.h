// RequestObserver: what the API reports to metrics. Cheap, and never fails.
#pragma once

#include <chrono>
#include <string_view>

namespace till::http {

// Any thread may call.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  // `route` is the pattern, of static storage: "POST /checkout_sessions/{id}".
  virtual void request_finished(std::string_view route, int status,
                                std::chrono::microseconds took) = 0;
};

}  // namespace till::http

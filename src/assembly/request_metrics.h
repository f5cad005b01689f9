// RequestMetrics: what doors report of requests, as metrics.
#pragma once

#include "http/request_observer.h"
#include "telemetry/metrics.h"

namespace till::assembly {

// Any thread may call. The metrics must outlive it.
class RequestMetrics final : public http::RequestObserver {
 public:
  explicit RequestMetrics(telemetry::Metrics& metrics) : metrics_(metrics) {}
  void request_finished(std::string_view route, int status,
                        std::chrono::microseconds took) override {
    metrics_.request_finished(route, status, took);
  }

 private:
  telemetry::Metrics& metrics_;
};

}  // namespace till::assembly

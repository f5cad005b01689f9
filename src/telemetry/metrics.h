// Metrics: what Till counts, in the text format of Prometheus.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "app/observer.h"
#include "app/ports/holdings.h"

namespace till::telemetry {

// Any thread may call any function. Labels hold only routes, statuses and results of ours and the
// ids of agents, never anything a client chose.
class Metrics final : public app::Observer {
 public:
  Metrics();
  ~Metrics() override;

  // A request was answered. `route` is a pattern of ours, not a path.
  void request_finished(std::string_view route, int status, std::chrono::microseconds took);
  void connections_open(std::size_t count);
  // How long the certificate is good; negative once it has ended. Never called for plain HTTP, so
  // that the metric is absent there.
  void certificate_ends_in(Milliseconds left);
  // What agents, which the configuration names, take up just now.
  void agents_measured(std::span<const app::AgentLoad> loads);
  // The wall clock leapt ahead, or did no longer; by how much it is not believed.
  void clock_leapt();
  void clock_ahead(Milliseconds ahead);

  // An import of products ended so; never called without sources of imports.
  void import_ended(std::string_view result);
  // Did the last one of any source fail, and when did one work last?
  void import_measured(bool failing, Milliseconds age);

  void batch_committed(std::size_t changesets, Milliseconds took) override;
  void payment_finished(app::PaymentResult result) override;
  void webhook_attempted(bool delivered) override;
  void outbox_measured(std::size_t depth, Milliseconds oldest) override;
  void disk_measured(std::uint64_t free_bytes, bool scarce) override;
  void receiver_failing(const std::string& agent, bool failing) override;
  void backend_asked(std::string_view call, app::BackendOutcome outcome,
                     Milliseconds took) override;
  void products_measured(std::size_t count, Milliseconds age) override;
  void shop_refused() override;
  void mail_attempted(app::MailResult result) override;
  void mail_measured(std::size_t depth, Milliseconds oldest) override;
  void mail_failing(bool failing) override;

  // Everything, as /metrics answers it.
  std::string expose() const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace till::telemetry

#include "telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace till::telemetry {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries kRequestSeconds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
const Histogram::BucketBoundaries kCommitSeconds{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                 0.05,  0.1,    0.25,  0.5,  1};
const Histogram::BucketBoundaries kBatchSizes{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

double seconds(Milliseconds span) { return static_cast<double>(span.count()) / 1000.0; }

// The series of finished requests, remembered: looking one up by its labels builds and hashes maps.
// The registry never drops a series.
class RequestSeries {
 public:
  struct Series {
    Counter* count = nullptr;
    Histogram* duration = nullptr;
  };

  explicit RequestSeries(prometheus::Registry& registry)
      : counts_(BuildCounter()
                    .Name("till_http_requests_total")
                    .Help("Requests answered.")
                    .Register(registry)),
        durations_(BuildHistogram()
                       .Name("till_http_request_duration_seconds")
                       .Help("Time from a request's last byte to its answer.")
                       .Register(registry)) {}

  Series find(std::string_view route, int status) {
    Shard& shard = shards_[std::hash<std::string_view>()(route) % shards_.size()];
    const std::pair<std::string_view, int> key(route, status);
    {
      const std::shared_lock lock(shard.mutex);
      const auto found = shard.series.find(key);
      if (found != shard.series.end()) return found->second;
    }
    return add(shard, route, status);
  }

 private:
  using Key = std::pair<std::string, int>;
  struct Less {
    using is_transparent = void;
    template <class Left, class Right>
    bool operator()(const Left& left, const Right& right) const {
      if (left.second != right.second) return left.second < right.second;
      return std::string_view(left.first) < std::string_view(right.first);
    }
  };
  struct Shard {
    std::shared_mutex mutex;
    std::map<Key, Series, Less> series;
  };

  Series add(Shard& shard, std::string_view route, int status) {
    const std::string name(route);
    Series made;
    made.count = &counts_.Add({{"route", name}, {"status", std::to_string(status)}});
    made.duration = &durations_.Add({{"route", name}}, kRequestSeconds);
    const std::unique_lock lock(shard.mutex);
    shard.series.emplace(Key(name, status), made);
    return made;
  }

  Family<Counter>& counts_;
  Family<Histogram>& durations_;
  std::array<Shard, 16> shards_;
};

const char* spelling_of(app::BackendOutcome outcome) {
  switch (outcome) {
    case app::BackendOutcome::accepted: return "accepted";
    case app::BackendOutcome::refused: return "refused";
    case app::BackendOutcome::not_asked: return "not_asked";
    case app::BackendOutcome::failed: break;
  }
  return "failed";
}

Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

Histogram& histogram(prometheus::Registry& registry, const char* name, const char* help,
                     const Histogram::BucketBoundaries& bounds) {
  return BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

// What was sent to buyers.
struct MailSeries {
  explicit MailSeries(prometheus::Registry& registry)
      : attempts(BuildCounter()
                     .Name("till_mail_attempts_total")
                     .Help("Attempts to send a mail to a buyer, by result.")
                     .Register(registry)),
        pending(gauge(registry, "till_mail_pending", "Mails to buyers not yet sent.")),
        oldest(gauge(registry, "till_mail_oldest_seconds", "Age of the oldest mail not yet sent.")),
        failing(gauge(registry, "till_mail_server_failing",
                      "1 while the mail server fails again and again.")) {}
  Family<Counter>& attempts;
  Gauge& pending;
  Gauge& oldest;
  Gauge& failing;
  Counter& sent = attempts.Add({{"result", "sent"}});
  Counter& refused = attempts.Add({{"result", "refused"}});
  Counter& failed = attempts.Add({{"result", "failed"}});
};

// What was imported; without a value where nothing is.
struct ImportSeries {
  explicit ImportSeries(prometheus::Registry& registry)
      : ended(BuildCounter()
                  .Name("till_imports_total")
                  .Help("Imports of products while the shop is served, by result.")
                  .Register(registry)),
        failing(BuildGauge()
                    .Name("till_import_failing")
                    .Help("1 while sources of products fail or are refused.")
                    .Register(registry)),
        age(BuildGauge()
                .Name("till_import_age_seconds")
                .Help("Time since sources of products were read last with success.")
                .Register(registry)) {}
  Family<Counter>& ended;
  Family<Gauge>& failing;
  Family<Gauge>& age;
};

struct PaymentSeries {
  explicit PaymentSeries(prometheus::Registry& registry)
      : all(BuildCounter()
                .Name("till_payments_total")
                .Help("Charges that ended, by result.")
                .Register(registry)) {}
  Family<Counter>& all;
  Counter& approved = all.Add({{"result", "approved"}});
  Counter& refused = all.Add({{"result", "refused"}});
  Counter& in_doubt = all.Add({{"result", "in_doubt"}});
};

// What the shop's backend was asked.
struct BackendSeries {
  explicit BackendSeries(prometheus::Registry& registry)
      : requests(BuildCounter()
                     .Name("till_backend_requests_total")
                     .Help("Questions to the shop's backend, by outcome.")
                     .Register(registry)),
        durations(BuildHistogram()
                      .Name("till_backend_request_seconds")
                      .Help("Time of a question to the shop's backend.")
                      .Register(registry)),
        refusals(BuildCounter()
                     .Name("till_shop_refusals_total")
                     .Help("Orders, and what happened to them, that the shop's backend refused.")
                     .Register(registry)
                     .Add({})) {}
  Family<Counter>& requests;
  Family<Histogram>& durations;
  Counter& refusals;
};

// What the shop's backend sells; without a value until it was read.
struct ProductSeries {
  explicit ProductSeries(prometheus::Registry& registry)
      : count(BuildGauge()
                  .Name("till_backend_products")
                  .Help("Products of the shop's backend in the copy that is shown.")
                  .Register(registry)),
        age(BuildGauge()
                .Name("till_backend_products_age_seconds")
                .Help("Time since the products were asked for last with success.")
                .Register(registry)) {}
  Family<Gauge>& count;
  Family<Gauge>& age;
};

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  RequestSeries requests{registry};
  Gauge& connections = gauge(registry, "till_connections_open", "Connections of agents now open.");
  Family<Gauge>& certificate = BuildGauge()
                                   .Name("till_certificate_days_left")
                                   .Help("Days until the certificate ends.")
                                   .Register(registry);
  Counter& commits = BuildCounter()
                         .Name("till_store_commits_total")
                         .Help("Transactions of the store.")
                         .Register(registry)
                         .Add({});
  Histogram& batches = histogram(registry, "till_store_batch_changesets",
                                 "Changesets of one transaction.", kBatchSizes);
  Histogram& commit_seconds =
      histogram(registry, "till_store_commit_seconds", "Time of one transaction.", kCommitSeconds);
  Gauge& outbox_pending =
      gauge(registry, "till_outbox_events_pending", "Webhook events not yet delivered.");
  Gauge& outbox_oldest = gauge(registry, "till_outbox_oldest_seconds",
                               "Age of the oldest webhook event not yet delivered.");
  Gauge& disk_free = gauge(registry, "till_store_disk_free_bytes", "Space left for the store.");
  Gauge& disk_scarce = gauge(registry, "till_store_disk_scarce",
                             "1 while the disk is below its reserve and no session begins.");
  Family<Gauge>& failing_receivers =
      BuildGauge()
          .Name("till_webhook_receiver_failing")
          .Help("1 while the receiver of an agent fails again and again.")
          .Register(registry);
  PaymentSeries payments{registry};
  Family<Counter>& webhooks = BuildCounter()
                                  .Name("till_webhook_attempts_total")
                                  .Help("Attempts to deliver a webhook event, by result.")
                                  .Register(registry);
  Counter& delivered = webhooks.Add({{"result", "delivered"}});
  Family<Gauge>& agent_sessions = BuildGauge()
                                      .Name("till_agent_open_sessions")
                                      .Help("Checkout sessions now open, by agent.")
                                      .Register(registry);
  Family<Gauge>& agent_pieces = BuildGauge()
                                    .Name("till_agent_pieces_held")
                                    .Help("Pieces of stock now held for sessions, by agent.")
                                    .Register(registry);
  Counter& leaps = BuildCounter()
                       .Name("till_clock_leaps_total")
                       .Help("Times the wall clock leapt ahead of the steady one.")
                       .Register(registry)
                       .Add({});
  Gauge& ahead = gauge(registry, "till_clock_ahead_seconds",
                       "How far the wall clock is ahead and not believed yet.");
  BackendSeries backend{registry};
  ProductSeries products{registry};
  ImportSeries imports{registry};
  MailSeries mail{registry};
  Counter& undelivered = webhooks.Add({{"result", "failed"}});
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::request_finished(std::string_view route, int status, std::chrono::microseconds took) {
  const RequestSeries::Series series = state_->requests.find(route, status);
  series.count->Increment();
  series.duration->Observe(static_cast<double>(took.count()) / 1e6);
}

void Metrics::connections_open(std::size_t count) {
  state_->connections.Set(static_cast<double>(count));
}

void Metrics::certificate_ends_in(Milliseconds left) {
  state_->certificate.Add({}).Set(seconds(left) / 86'400);
}

void Metrics::batch_committed(std::size_t changesets, Milliseconds took) {
  state_->commits.Increment();
  state_->batches.Observe(static_cast<double>(changesets));
  state_->commit_seconds.Observe(seconds(took));
}

void Metrics::payment_finished(app::PaymentResult result) {
  switch (result) {
    case app::PaymentResult::approved: return state_->payments.approved.Increment();
    case app::PaymentResult::refused: return state_->payments.refused.Increment();
    case app::PaymentResult::in_doubt: return state_->payments.in_doubt.Increment();
  }
}

void Metrics::webhook_attempted(bool delivered) {
  (delivered ? state_->delivered : state_->undelivered).Increment();
}

void Metrics::outbox_measured(std::size_t depth, Milliseconds oldest) {
  state_->outbox_pending.Set(static_cast<double>(depth));
  state_->outbox_oldest.Set(seconds(oldest));
}

void Metrics::disk_measured(std::uint64_t free_bytes, bool scarce) {
  state_->disk_free.Set(static_cast<double>(free_bytes));
  state_->disk_scarce.Set(scarce ? 1 : 0);
}

void Metrics::receiver_failing(const std::string& agent, bool failing) {
  state_->failing_receivers.Add({{"agent", agent}}).Set(failing ? 1 : 0);
}

void Metrics::backend_asked(std::string_view call, app::BackendOutcome outcome, Milliseconds took) {
  const prometheus::Labels labels{{"call", std::string(call)}};
  if (outcome != app::BackendOutcome::not_asked) {  // That takes no time of the backend's.
    state_->backend.durations.Add(labels, kRequestSeconds).Observe(seconds(took));
  }
  prometheus::Labels told = labels;
  told["outcome"] = spelling_of(outcome);
  state_->backend.requests.Add(told).Increment();
}

void Metrics::products_measured(std::size_t count, Milliseconds age) {
  state_->products.count.Add({}).Set(static_cast<double>(count));
  state_->products.age.Add({}).Set(seconds(age));
}

void Metrics::import_ended(std::string_view result) {
  state_->imports.ended.Add({{"result", std::string(result)}}).Increment();
}

void Metrics::import_measured(bool failing, Milliseconds age) {
  state_->imports.failing.Add({}).Set(failing ? 1 : 0);
  state_->imports.age.Add({}).Set(seconds(age));
}

void Metrics::shop_refused() { state_->backend.refusals.Increment(); }

void Metrics::mail_attempted(app::MailResult result) {
  switch (result) {
    case app::MailResult::sent: return state_->mail.sent.Increment();
    case app::MailResult::refused: return state_->mail.refused.Increment();
    case app::MailResult::failed: return state_->mail.failed.Increment();
  }
}

void Metrics::mail_measured(std::size_t depth, Milliseconds oldest) {
  state_->mail.pending.Set(static_cast<double>(depth));
  state_->mail.oldest.Set(seconds(oldest));
}

void Metrics::mail_failing(bool failing) { state_->mail.failing.Set(failing ? 1 : 0); }

void Metrics::agents_measured(std::span<const app::AgentLoad> loads) {
  for (const app::AgentLoad& load : loads) {
    const prometheus::Labels labels{{"agent", load.agent}};
    state_->agent_sessions.Add(labels).Set(static_cast<double>(load.open_sessions));
    state_->agent_pieces.Add(labels).Set(static_cast<double>(load.pieces));
  }
}

void Metrics::clock_leapt() { state_->leaps.Increment(); }

void Metrics::clock_ahead(Milliseconds ahead) { state_->ahead.Set(seconds(ahead)); }

std::string Metrics::expose() const {
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace till::telemetry

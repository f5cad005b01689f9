#include "telemetry/metrics.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace till::telemetry {
namespace {

using namespace std::chrono_literals;

bool shows(const Metrics& metrics, const std::string& line) {
  return ("\n" + metrics.expose()).find("\n" + line + "\n") != std::string::npos;
}

TEST(MetricsOfRequests, AreCountedByRouteAndStatus) {
  Metrics metrics;
  metrics.request_finished("/checkout_sessions", 201, 300us);
  metrics.request_finished("/checkout_sessions", 201, 700us);
  metrics.request_finished("/checkout_sessions", 400, 100us);
  metrics.request_finished("/checkout_sessions/{id}", 200, 20s);
  const std::string text = metrics.expose();
  for (const char* line : {
           R"(till_http_requests_total{route="/checkout_sessions",status="201"} 2)",
           R"(till_http_requests_total{route="/checkout_sessions",status="400"} 1)",
           R"(till_http_requests_total{route="/checkout_sessions/{id}",status="200"} 1)",
           R"(till_http_request_duration_seconds_count{route="/checkout_sessions"} 3)",
           R"(till_http_request_duration_seconds_bucket{route="/checkout_sessions",le="0.0005"} 2)",
           R"(till_http_request_duration_seconds_sum{route="/checkout_sessions/{id}"} 20)",
       }) {
    EXPECT_TRUE(shows(metrics, line)) << line << " in\n" << text;
  }
}

TEST(MetricsOfRequests, LoseNoneAcrossThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int n = 0; n < 5000; ++n) {
        metrics.request_finished("/a", 200 + n % 5, 1us);
        metrics.request_finished("/b", 200, 1us);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(shows(metrics, R"(till_http_requests_total{route="/b",status="200"} 20000)"));
  EXPECT_TRUE(shows(metrics, R"(till_http_requests_total{route="/a",status="204"} 4000)"));
}

TEST(MetricsOfTheStore, TellCommitsAndTheirSizes) {
  Metrics metrics;
  metrics.batch_committed(3, 5ms);
  metrics.batch_committed(40, 30ms);
  EXPECT_TRUE(shows(metrics, "till_store_commits_total 2"));
  EXPECT_TRUE(shows(metrics, "till_store_batch_changesets_sum 43"));
  EXPECT_TRUE(shows(metrics, R"(till_store_batch_changesets_bucket{le="4"} 1)"));
  EXPECT_TRUE(shows(metrics, R"(till_store_commit_seconds_bucket{le="0.01"} 1)"));
  EXPECT_TRUE(shows(metrics, "till_store_commit_seconds_count 2"));
}

TEST(MetricsOfTheCertificate, AreAbsentForPlainHttp) {
  Metrics metrics;
  EXPECT_EQ(metrics.expose().find("\ntill_certificate_days_left"), std::string::npos);
  metrics.certificate_ends_in(36h);
  EXPECT_TRUE(shows(metrics, "till_certificate_days_left 1.5"));
  metrics.certificate_ends_in(-24h);
  EXPECT_TRUE(shows(metrics, "till_certificate_days_left -1"));
}

TEST(MetricsOfTheOutbox, TellTheNewestMeasure) {
  Metrics metrics;
  metrics.outbox_measured(9, 2500ms);
  metrics.outbox_measured(7, 1500ms);
  EXPECT_TRUE(shows(metrics, "till_outbox_events_pending 7"));
  EXPECT_TRUE(shows(metrics, "till_outbox_oldest_seconds 1.5"));
}

TEST(MetricsOfResults, AreThereFromTheStart) {
  Metrics metrics;
  metrics.payment_finished(app::PaymentResult::approved);
  metrics.payment_finished(app::PaymentResult::in_doubt);
  metrics.webhook_attempted(false);
  metrics.connections_open(12);
  for (const char* line :
       {R"(till_payments_total{result="approved"} 1)", R"(till_payments_total{result="refused"} 0)",
        R"(till_payments_total{result="in_doubt"} 1)",
        R"(till_webhook_attempts_total{result="delivered"} 0)",
        R"(till_webhook_attempts_total{result="failed"} 1)", "till_connections_open 12"}) {
    EXPECT_TRUE(shows(metrics, line)) << line;
  }
}

TEST(MetricsOfAgents, ShowWhatEachTakesUp) {
  Metrics metrics;
  const app::AgentLoad loads[] = {{"agent-a", 3, 40}, {"agent-b", 0, 0}};
  metrics.agents_measured(loads);
  EXPECT_TRUE(shows(metrics, R"(till_agent_open_sessions{agent="agent-a"} 3)"));
  EXPECT_TRUE(shows(metrics, R"(till_agent_pieces_held{agent="agent-a"} 40)"));
  EXPECT_TRUE(shows(metrics, R"(till_agent_pieces_held{agent="agent-b"} 0)"));
  const app::AgentLoad fewer[] = {{"agent-a", 3, 1}};
  metrics.agents_measured(fewer);
  EXPECT_TRUE(shows(metrics, R"(till_agent_pieces_held{agent="agent-a"} 1)"));
}

TEST(MetricsOfTheClock, ShowALeap) {
  Metrics metrics;
  metrics.clock_leapt();
  metrics.clock_ahead(90s);
  EXPECT_TRUE(shows(metrics, "till_clock_leaps_total 1"));
  EXPECT_TRUE(shows(metrics, "till_clock_ahead_seconds 90"));
}

TEST(MetricsOfImports, AreAbsentWhereNothingIsImported) {
  Metrics metrics;
  EXPECT_EQ(metrics.expose().find("\ntill_import"), std::string::npos);
  metrics.import_ended("imported");
  metrics.import_ended("failed");
  metrics.import_ended("failed");
  metrics.import_measured(true, 90s);
  EXPECT_TRUE(shows(metrics, R"(till_imports_total{result="imported"} 1)"));
  EXPECT_TRUE(shows(metrics, R"(till_imports_total{result="failed"} 2)"));
  EXPECT_TRUE(shows(metrics, "till_import_failing 1"));
  EXPECT_TRUE(shows(metrics, "till_import_age_seconds 90"));
  metrics.import_measured(false, 0s);
  EXPECT_TRUE(shows(metrics, "till_import_failing 0"));
}

}  // namespace
}  // namespace till::telemetry

// Api: REST over HTTP: checks a request by the routes of its dialect, frames what a desk answers.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/order_service.h"
#include "base/log.h"
#include "http/agents.h"
#include "http/feed_pages.h"
#include "http/order_pages.h"
#include "http/rate_limiter.h"
#include "http/request_checks.h"
#include "http/request_observer.h"
#include "http/seen_signatures.h"
#include "net/http_types.h"
#include "wire/desk.h"

namespace till::http {

// Where a payment provider posts what it reports.
struct ProviderPath {
  std::string path;
  // Takes a report, whose signature it checks, and gives the status to answer: 200, 400, 413, 429
  // or 503; refused ones it logs itself.
  std::function<Task<int>(const net::Request& request, Executor& executor)> receive;
  // The status of such a post whose body is not worth reading, known by its head.
  std::function<std::optional<int>(const net::Request& head)> refuse_body;
  std::string route = "POST " + path;  // For logs and metrics.
};

struct ApiDependencies {
  wire::Desk& desk;
  app::OrderService& orders;  // For the pages of buyers.
  const checkout::SellerProfile& profile;
  const Clock& clock;
  IdSource& ids;
  Log& log;
  RequestObserver& observer;
  RateLimiter& limiter;
  std::vector<ProviderPath> provider_paths = {};
  // By which keys end, and so what is remembered of signatures; null: `clock`.
  const Clock* guarded_clock = nullptr;
  FeedPages* feeds = nullptr;  // Null: no feeds are served.
};

// Any thread may call. The dependencies must outlive it and every call.
class Api {
 public:
  Api(ApiDependencies dependencies, std::shared_ptr<const Agents> agents);

  // Always answers, in JSON but for the pages of buyers; never throws. The request must live until
  // the Task has ended.
  Task<net::Response> answer(const net::Request& request, Executor& executor);
  // The same for who lets go of the request.
  Task<net::Response> handle(net::Request request, Executor& executor);

  // The answer to a request whose body need not be read: nobody known sends it, or it is too long
  // for a page's form. Nothing when it is to be read and handled.
  std::optional<net::Response> refuse_body(const net::Request& head);

  // Whose body follows this head: the id of its agent, empty for everyone else.
  std::string sender_of(const net::Request& head) const;

  // The answer for what is no request: an HTTP status with its Error body.
  net::Response error(int status) const;

  // What was signed so far, over any transport.
  SeenSignatures& seen_signatures() { return seen_signatures_; }

  // Takes over another set of agents for requests to come.
  void set_agents(std::shared_ptr<const Agents> agents);

  // Those who may call now.
  std::shared_ptr<const Agents> agents() const;

  // What discovery says is sold in from now on.
  void set_currencies(const std::vector<std::string>& currencies);

 private:
  struct Call;
  struct Asking;
  // A page of a buyer, a feed or an event of a provider, which are nobody's dialect; else nothing.
  std::optional<Task<net::Response>> serve_others(const net::Request& request, Executor& executor,
                                                  Call& call);
  // Null for a path of nobody's.
  const ProviderPath* provider_path(std::string_view path) const;
  Task<net::Response> take_provider_event(const ProviderPath& from, const net::Request& request,
                                          Executor& executor, Call& call);
  // What is asked, or the answer to what goes no further.
  Result<Asking, net::Response> admit(const net::Request& request, Call& call);
  // The same of what changes something, once a key.
  Result<Asking, net::Response> admit_change(const net::Request& request, const Call& call,
                                             wire::Asked asked, Timestamp now);
  bool is_replayed(const net::Request& request, const Agent& agent, const Digest& scope);
  // One line in the log and one observation a request.
  void report(const net::Request& request, const Call& call, int status,
              std::chrono::microseconds took);
  std::string discovery(const wire::Dialect& dialect) const;

  ApiDependencies dependencies_;
  SeenSignatures seen_signatures_;
  OrderPages pages_;
  mutable std::mutex mutex_;  // Of what a reload changes.
  std::map<checkout::DialectId, std::string> discovery_;
  std::shared_ptr<const Agents> agents_;
};

}  // namespace till::http

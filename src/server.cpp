#include "server.h"

#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "base/visible.h"
#include "console/admin_api.h"
#include "http/api.h"
#include "mcp_door.h"
#include "net/http_server.h"
#include "provider_webhook.h"
#include "reloader.h"
#include "request_metrics.h"
#include "server_config.h"
#include "shop.h"
#include "start_report.h"
#include "store/sqlite/files.h"

namespace till {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kDrainGrace{8'000};

// A shop and what it listens on, in the order in which the parts need each other.
class Server {
 public:
  Server(const cli::Config& config, std::string config_path)
      : shop_(config),
        config_path_(std::move(config_path)),
        request_metrics_(shop_.metrics()),
        limiter_({config.limits.requests_per_second, config.limits.burst}) {}

  ~Server() {
    // The listeners use everything else.
    api_server_.reset();
    admin_server_.reset();
  }

  Result<void, std::string> open() {
    auto catalog = shop_.open();
    if (!catalog) return refused(catalog.error());
    log_findings(config(), config_path_, shop_.clock().now(), shop_.log());
    note_certificate(config());
    make_doors();
    reloader_.emplace(ReloaderDependencies{
                          shop_.loop(), shop_.store(), shop_.commerce(), shop_.log(),
                          config().shop.catalog, [this] { return take_over_config(); },
                          [this](const commerce::Catalog& changed) { take_over_catalog(changed); }},
                      *catalog);
    return listen();
  }

  int run() {
    net::EventLoop& loop = shop_.loop();
    loop.on_signals({SIGTERM, SIGINT}, [this](int) { begin_drain(); });
    loop.on_signals({SIGHUP}, [this](int) {
      if (!draining_) reloader_->reload();
    });
    shop_.begin_work([this] { end_when_drained(); });
    api_server_->start();
    admin_server_->start();
    std::printf("listening on %s\n", address(config().listen.api, *api_server_, tls()).c_str());
    std::fflush(stdout);
    const std::string_view url = shop_.profile().public_url;
    shop_.log().write(LogLevel::info, "started", {{"url", url}});
    loop.run();
    if (drainer_.joinable()) drainer_.join();
    shop_.log().write(LogLevel::info, "stopped", {});
    return 0;
  }

 private:
  const cli::Config& config() const { return shop_.config(); }
  bool tls() const { return !config().listen.plaintext; }

  void make_doors() {
    http::ApiDependencies api{shop_.service(),
                              shop_.orders(),
                              shop_.renderer(),
                              shop_.profile(),
                              shop_.clock(),
                              shop_.ids(),
                              shop_.log(),
                              request_metrics_,
                              limiter_,
                              config().sandbox,
                              {}};
    api.guarded_clock = &shop_.guarded_clock();
    webhook_.emplace(config(), shop_.provider_events(), shop_.clock(), shop_.log());
    if (webhook_->open()) {
      api.refuse_provider_body = [this](const net::Request& head) {
        return webhook_->refuse_body(head);
      };
      api.provider_webhook = [this](const net::Request& request, Executor& executor) {
        return webhook_->take(request, executor);
      };
    }
    api_.emplace(std::move(api), std::make_shared<const http::Agents>(agents_of(config())));
    if (config().mcp.enabled) {
      mcp_.emplace(shop_,
                   AgentAccess([this] { return api_->agents(); }, limiter_, api_->seen_signatures(),
                               shop_.clock(), {request_metrics_, shop_.log(), shop_.ids()}));
    }
    console::AdminDependencies admin{shop_.store(),
                                     shop_.store(),
                                     shop_.store(),
                                     shop_.store(),
                                     shop_.dispatcher(),
                                     shop_.loop(),
                                     [this] { return shop_.alive(); },
                                     [this] { return !draining_ && shop_.alive(); },
                                     [this] { return expose(); },
                                     shop_.orders(),
                                     shop_.service(),
                                     shop_.renderer(),
                                     shop_.audit(),
                                     shop_.clock(),
                                     shop_.ids(),
                                     shop_.log(),
                                     shop_.buyers()};
    admin_.emplace(std::move(admin), operators_of(config()));
  }

  std::string expose() {
    shop_.metrics().connections_open(api_server_->open_connections());
    const Timestamp end{certificate_end_ms_};
    if (end.ms != 0) shop_.metrics().certificate_ends_in(end - shop_.clock().now());
    shop_.metrics().agents_measured(shop_.store().agent_loads());
    return shop_.metrics().expose();
  }

  Task<net::Response> handle(net::Request request, Executor& executor) {
    if (mcp_ && mcp::Endpoint::serves(request.path)) {
      return mcp_->endpoint().handle(std::move(request), executor);
    }
    return api_->handle(std::move(request), executor);
  }

  std::optional<net::Response> refuse_body(const net::Request& head) {
    const bool to_mcp = mcp_ && mcp::Endpoint::serves(head.path);
    return to_mcp ? mcp_->endpoint().refuse_body(head) : api_->refuse_body(head);
  }

  Result<void, std::string> listen() {
    net::ServerOptions options = api_options(config());
    options.refuse_body = [this](const net::Request& head) { return refuse_body(head); };
    options.sender_of = [this](const net::Request& head) { return api_->sender_of(head); };
    auto api = net::HttpServer::listen(
        std::move(options),
        [this](net::Request request, Executor& executor) {
          return handle(std::move(request), executor);
        },
        [this](int status) { return api_->error(status); }, shop_.log());
    if (!api) return refused(api.error());
    api_server_ = std::move(*api);
    options = admin_options(config());
    options.refuse_body = [this](const net::Request& head) { return admin_->refuse_body(head); };
    auto admin = net::HttpServer::listen(
        std::move(options),
        [this](net::Request request, Executor& executor) {
          return admin_->handle(std::move(request), executor);
        },
        [this](int status) { return admin_->error(status); }, shop_.log());
    if (!admin) return refused(admin.error());
    admin_server_ = std::move(*admin);
    return {};
  }

  static std::string address(const cli::Endpoint& endpoint, const net::HttpServer& server,
                             bool tls) {
    return cli::Endpoint{endpoint.host, server.port()}.url(tls);
  }

  // A store that failed takes nothing any more, and what it took is safe. A new process reads
  // what is on the disk, so this one ends and does not wait for work whose outcome it cannot keep.
  void end_when_store_failed() {
    if (shop_.alive()) return;
    begin_drain();
    if (!drained_) return;
    std::fputs("till: the store failed; see the log, check the disk and start again\n", stderr);
    std::_Exit(1);
  }

  void end_when_drained() {
    end_when_store_failed();
    const bool idle = shop_.idle() && (!mcp_ || mcp_->endpoint().idle());
    if (drained_ && idle) shop_.loop().stop();
  }

  // Requests under way end first; then the loop ends once nothing is on its way any more.
  void begin_drain() {
    if (draining_.exchange(true)) return;
    shop_.log().write(LogLevel::info, "draining", {});
    shop_.stop_work();
    drainer_ = std::thread([this] {
      api_server_->drain(kDrainGrace);
      admin_server_->drain(milliseconds(500));
      drained_ = true;
    });
  }

  // Certificates, agents, operators and the secrets of the payment provider anew, or everything
  // stays as it was.
  Result<void, std::string> take_over_config() {
    auto config = cli::load_config(config_path_);
    if (!config) return refused(config.error());
    if (auto loaded = api_server_->reload_tls(); !loaded) return loaded;
    if (auto taken = shop_.take_over_agents(config->agents); !taken) return taken;
    note_certificate(*config);
    shop_.take_over_payment(*config);
    webhook_->take_over(*config);
    take_over_agents(agents_of(*config));
    admin_->set_operators(operators_of(*config));
    tell_what_needs_a_restart(shop_.log(), this->config(), *config);
    return {};
  }

  void note_certificate(const cli::Config& config) {
    certificate_end_ms_ = certificate_end(config).value_or(Timestamp{}).ms;
  }

  // Whose tokens are revoked is cut off at once.
  void take_over_agents(std::vector<http::Agent> changed) {
    const auto agents = std::make_shared<const http::Agents>(std::move(changed));
    const auto before = api_->agents();
    api_->set_agents(agents);
    if (!mcp_) return;
    for (const std::string& id : http::revoked(*before, *agents)) {
      mcp_->endpoint().cut_off(id, agents->find(id) == nullptr);
    }
  }

  void take_over_catalog(const commerce::Catalog& catalog) {
    api_->set_currencies(catalog.currencies());
    shop_.products().replace(catalog);
    if (mcp_) mcp_->endpoint().products_changed();
  }

  Shop shop_;
  std::string config_path_;
  RequestMetrics request_metrics_;
  http::RateLimiter limiter_;
  std::optional<ProviderWebhook> webhook_;
  std::optional<http::Api> api_;
  std::optional<McpDoor> mcp_;
  std::optional<console::AdminApi> admin_;
  std::unique_ptr<net::HttpServer> api_server_;
  std::unique_ptr<net::HttpServer> admin_server_;
  std::optional<Reloader> reloader_;
  std::thread drainer_;
  std::atomic<std::int64_t> certificate_end_ms_ = 0;  // 0 for plain HTTP.
  std::atomic<bool> draining_ = false;
  std::atomic<bool> drained_ = false;
};

}  // namespace

int serve(const cli::Config& config, const std::string& config_path) {
  ::umask(0077);  // The data names buyers and holds tokens until they are spent.
  Server server(config, config_path);
  if (auto opened = server.open(); !opened) {
    std::fprintf(stderr, "till: %s\n", visible(opened.error()).c_str());
    return 1;
  }
  return server.run();
}

Result<cli::CheckedShop, std::string> check_shop(const cli::Config& config) {
  auto catalog = load_catalog(config.shop.catalog);
  if (!catalog) return refused(catalog.error());
  cli::CheckedShop checked{text_of(counts_of(*catalog)), false};
  if (config.store.memory) return checked;
  const auto database = store::inspect(config.store.path);
  if (!database) return refused(database.error());
  checked.served = database->served;
  return checked;
}

}  // namespace till

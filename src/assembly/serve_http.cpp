#include "assembly/serve_http.h"

#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "app/store.h"
#include "assembly/doors.h"
#include "assembly/reload.h"
#include "assembly/shop.h"
#include "assembly/start_report.h"
#include "base/visible.h"

namespace till::assembly {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kDrainGrace{8'000};

// A shop and what it listens on, in the order in which the parts need each other.
class HttpShop {
 public:
  HttpShop(const cli::Config& config, std::string config_path)
      : shop_(config), config_path_(std::move(config_path)) {}

  Result<void, std::string> open() {
    const auto offer = shop_.open();
    if (!offer) return refused(offer.error());
    log_findings(config(), config_path_, shop_.clock().now(), shop_.log());
    note_certificate(config());
    public_door_.emplace(shop_);
    admin_door_.emplace(
        shop_, ServerState{[this] { return draining_.load(); }, [this] { return expose(); }});
    reload_.emplace(shop_, config_path_, *offer,
                    Follower{[this](const cli::Config&) { return public_server_->reload_tls(); },
                             [this](const cli::Config& changed) { take_over(changed); },
                             [this](const Offer& changed) {
                               shop_.offer_changed();
                               public_door_->offer_changed(changed);
                             }});
    return listen();
  }

  int run() {
    net::EventLoop& loop = shop_.loop();
    loop.on_signals({SIGTERM, SIGINT}, [this](int) { begin_drain(); });
    loop.on_signals({SIGHUP}, [this](int) {
      if (!draining_) reload_->begin();
    });
    shop_.backend().when_products_change([this] { public_door_->products_changed(); });
    shop_.when_imported([this] {
      if (!draining_) reload_->begin_products();
    });
    shop_.begin_work([this] { end_when_drained(); });
    public_server_->start();
    admin_server_->start();
    std::printf("listening on %s\n", address().c_str());
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

  std::string expose() {
    shop_.metrics().connections_open(public_server_->open_connections());
    const Timestamp end{certificate_end_ms_};
    if (end.ms != 0) shop_.metrics().certificate_ends_in(end - shop_.clock().now());
    shop_.metrics().agents_measured(shop_.store().agent_loads());
    return shop_.metrics().expose();
  }

  Result<void, std::string> listen() {
    auto agents = public_door_->listen();
    if (!agents) return refused(agents.error());
    public_server_ = std::move(*agents);
    auto operators = admin_door_->listen();
    if (!operators) return refused(operators.error());
    admin_server_ = std::move(*operators);
    return {};
  }

  std::string address() const {
    const cli::ListenConfig& listen = config().listen;
    return cli::Endpoint{listen.api.host, public_server_->port()}.url(!listen.plaintext);
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
    const bool idle = shop_.idle() && public_door_->idle();
    if (drained_ && idle) shop_.loop().stop();
  }

  // Requests under way end first; then the loop ends once nothing is on its way any more.
  void begin_drain() {
    if (draining_.exchange(true)) return;
    shop_.log().write(LogLevel::info, "draining", {});
    shop_.stop_work();
    drainer_ = std::thread([this] {
      public_server_->drain(kDrainGrace);
      admin_server_->drain(milliseconds(500));
      drained_ = true;
    });
  }

  void take_over(const cli::Config& changed) {
    note_certificate(changed);
    public_door_->take_over(changed);
    admin_door_->take_over(changed);
  }

  void note_certificate(const cli::Config& config) {
    certificate_end_ms_ = certificate_end(config).value_or(Timestamp{}).ms;
  }

  Shop shop_;
  std::string config_path_;
  std::optional<PublicDoor> public_door_;
  std::optional<AdminDoor> admin_door_;
  std::optional<Reload> reload_;
  std::thread drainer_;
  std::atomic<std::int64_t> certificate_end_ms_ = 0;  // 0 for plain HTTP.
  std::atomic<bool> draining_ = false;
  std::atomic<bool> drained_ = false;
  // They use everything else, so they go first.
  std::unique_ptr<net::HttpServer> admin_server_;
  std::unique_ptr<net::HttpServer> public_server_;
};

}  // namespace

int serve_http(const cli::Config& config, const std::string& config_path) {
  ::umask(0077);  // The data names buyers and holds tokens until they are spent.
  HttpShop server(config, config_path);
  if (auto opened = server.open(); !opened) {
    std::fprintf(stderr, "till: %s\n", visible(opened.error()).c_str());
    return 1;
  }
  return server.run();
}

}  // namespace till::assembly

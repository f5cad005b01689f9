// `till mcp`: the tools of a shop for a client on this machine.
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <semaphore>
#include <string_view>
#include <thread>
#include <utility>

#include "assembly/mcp_door.h"
#include "assembly/reloader.h"
#include "assembly/request_metrics.h"
#include "base/limits.h"
#include "base/visible.h"
#include "cli/agent_env.h"
#include "cli/files.h"
#include "cli/line_input.h"
#include "cli/mcp_bridge.h"
#include "mcp/line_server.h"
#include "store/sqlite/files.h"

namespace till {
namespace {

// Lines that are answered at the same time; the next one waits in the pipe.
constexpr std::ptrdiff_t kLinesUnderWay = 32;

int complain(const std::string& sentence) {
  std::fprintf(stderr, "till: %s\n", visible(sentence).c_str());
  return 1;
}

void write_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

// A shop of its own, spoken with by lines.
class StdioServer {
 public:
  StdioServer(Shop& shop, const commerce::Catalog& served, std::string config_path,
              std::string agent)
      : shop_(shop),
        config_path_(std::move(config_path)),
        request_metrics_(shop.metrics()),
        access_({request_metrics_, shop.log(), shop.ids()}),
        server_(mcp_dependencies(shop, access_)),
        lines_({server_, access_, shop.log(), std::move(agent), shop.loop(), write_line}),
        input_(STDIN_FILENO, limits::kBodyBytes),
        reloader_({shop.loop(), shop.store(), shop.commerce(), shop.log(),
                   shop.config().shop.catalog, [this] { return take_over_config(); },
                   [this](const commerce::Catalog& changed) { take_over_catalog(changed); }},
                  served) {}

  void run() {
    net::EventLoop& loop = shop_.loop();
    loop.on_signals({SIGTERM, SIGINT}, [this](int) { input_.stop(); });
    loop.on_signals({SIGHUP}, [this](int) {
      if (!ended_) reloader_.reload();
    });
    shop_.begin_work([this] { end_when_done(); });
    std::thread reader([this] { read(); });
    loop.run();
    reader.join();
  }

 private:
  void read() {
    while (auto line = input_.next()) {
      free_.acquire();
      ++under_way_;
      shop_.loop().call([this, line = std::move(*line)] {
        lines_.take(line, [this] {
          --under_way_;
          free_.release();
        });
      });
    }
    ended_ = true;
  }

  void end_when_done() {
    if (!shop_.alive()) {
      // Ends at once, as the server does: nothing that is under way can be kept.
      std::_Exit(complain("the store failed; see the log, check the disk and start again"));
    }
    if (!ended_ || under_way_ != 0) return;
    shop_.stop_work();
    if (shop_.idle()) shop_.loop().stop();
  }

  // The agents' receivers of orders; whose lines these are stays as it was.
  Result<void, std::string> take_over_config() {
    auto config = cli::load_config(config_path_);
    if (!config) return refused(config.error());
    return shop_.take_over_agents(config->agents);
  }

  void take_over_catalog(const commerce::Catalog& catalog) {
    shop_.products().replace(catalog);
    lines_.products_changed();
  }

  Shop& shop_;
  std::string config_path_;
  RequestMetrics request_metrics_;
  LocalAccess access_;
  mcp::McpServer server_;
  mcp::LineServer lines_;
  cli::LineInput input_;
  Reloader reloader_;
  std::counting_semaphore<kLinesUnderWay> free_{kLinesUnderWay};
  std::atomic<int> under_way_ = 0;
  std::atomic<bool> ended_ = false;
};

int bridge(const std::string& config_path) {
  std::signal(SIGHUP, SIG_IGN);  // It is the till that serves which has something to read anew.
  const auto env = cli::load_agent_env(cli::folder_of(config_path) + "/agent.env");
  if (!env) {
    return complain("a till serves this shop already, and to reach it: " + env.error().sentence);
  }
  cli::LineInput input(STDIN_FILENO, limits::kBodyBytes);
  const auto passed = cli::bridge_mcp(*env, input, write_line);
  return passed ? 0 : complain(passed.error().sentence);
}

}  // namespace

int serve_mcp(const cli::Config& config, const std::string& config_path) {
  ::umask(0077);  // The data names buyers and holds tokens until they are spent.
  if (config.agents.empty()) return complain("till.toml names no agent; add one under [[agents]]");
  const bool served = !config.store.memory && store::is_served(config.store.path);
  if (served) return bridge(config_path);
  Shop shop(config);
  const auto catalog = shop.open();
  if (!catalog) return complain(catalog.error());
  StdioServer(shop, *catalog, config_path, config.agents.front().id).run();
  return 0;
}

}  // namespace till

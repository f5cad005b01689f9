#include "assembly/serve_lines.h"

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
#include "assembly/reload.h"
#include "assembly/stores.h"
#include "base/limits.h"
#include "base/visible.h"
#include "cli/agent_env.h"
#include "cli/files.h"
#include "cli/line_input.h"
#include "cli/mcp_bridge.h"
#include "mcp/forwarded_line.h"
#include "mcp/line_server.h"

namespace till::assembly {
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
class LineShop {
 public:
  LineShop(Shop& shop, const Offer& served, std::string config_path, std::string agent)
      : shop_(shop),
        access_(reporting_of(shop)),
        server_(mcp_dependencies(shop, access_)),
        lines_({server_, access_, shop.log(), std::move(agent), shop.loop(), write_line}),
        input_(STDIN_FILENO, limits::kBodyBytes),
        // Whose lines these are stays as it was.
        reload_(shop, std::move(config_path), served,
                {[](const cli::Config&) { return Result<void, std::string>(); },
                 [](const cli::Config&) {},
                 [this](const Offer&) {
                   shop_.offer_changed();
                   lines_.products_changed();
                 }}) {}

  void run() {
    net::EventLoop& loop = shop_.loop();
    loop.on_signals({SIGTERM, SIGINT}, [this](int) { input_.stop(); });
    loop.on_signals({SIGHUP}, [this](int) {
      if (!ended_) reload_.begin();
    });
    shop_.backend().when_products_change([this] { lines_.products_changed(); });
    shop_.when_imported([this] {
      if (!ended_) reload_.begin_products();
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
        lines_.receive(line, [this] {
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
    lines_.end();
    shop_.stop_work();
    if (shop_.idle()) shop_.loop().stop();
  }

  Shop& shop_;
  LocalAccess access_;
  mcp::McpServer server_;
  mcp::LineServer lines_;
  cli::LineInput input_;
  Reload reload_;
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
  const auto passed = cli::bridge_mcp(*env, input, write_line, mcp::headers_to_post);
  return passed ? 0 : complain(passed.error().sentence);
}

}  // namespace

int serve_lines(const cli::Config& config, const std::string& config_path) {
  ::umask(0077);  // The data names buyers and holds tokens until they are spent.
  if (config.agents.empty()) return complain("till.toml names no agent; add one under [[agents]]");
  if (is_store_served(config)) return bridge(config_path);
  Shop shop(config);
  const auto offer = shop.open();
  if (!offer) return complain(offer.error());
  LineShop(shop, *offer, config_path, config.agents.front().id).run();
  return 0;
}

}  // namespace till::assembly

#include "assembly/backend_listings.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <variant>

#include "assembly/remote_backend.h"
#include "base/sync_wait.h"
#include "cli/loop_thread.h"
#include "commerce/remote/product_pages.h"

namespace till::assembly {
namespace {

namespace remote = commerce::remote;

constexpr Milliseconds kWholeReading{300'000};

// Keeps what the client tells of its last failure, for who waits at a terminal.
class LastFailure final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
    if (event != "backend_failed") return;
    std::string text;
    for (const LogField& field : fields) {
      const auto* const value = std::get_if<std::string_view>(&field.value);
      if (value == nullptr || value->empty() || field.name == "request_id") continue;
      text += (text.empty() ? "" : ", ") + std::string(field.name) + " " + std::string(*value);
    }
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

std::string field_of(const std::string& place) {
  return place.starts_with("$.") ? place.substr(2) : place;
}

// One question after the other, in a process that asks nothing else.
struct Asking {
  SystemClock clock;
  SystemRandom random;
  LastFailure failure;
  app::NoObserver observer;
  std::unique_ptr<remote::BackendClient> client;
  std::vector<products::ListingFault> faults;
  std::atomic<bool> stopped = false;

  std::string sentence() const {
    return "the shop's backend does not tell what it sells (" + failure.text() +
           "); try till backend check";
  }

  Task<Result<ListedBy, std::string>> capabilities(Executor& executor) const {
    remote::Capabilities capabilities(*client);
    const auto listed = co_await capabilities.get(executor);
    if (!listed) co_return refused(sentence());
    co_return listed_by(*listed);
  }

  Task<Result<remote::ProductCopy, std::string>> products(Executor& executor) {
    const remote::ProductPages pages(*client, kWholeReading, stopped);
    remote::TellLeftOut tell = [this](remote::LeftOut what, const remote::BadProduct& bad) {
      faults.push_back({bad.id.empty() ? bad.place : bad.id, field_of(bad.fault.place),
                        bad.fault.sentence, what == remote::LeftOut::part});
    };
    const auto reading = co_await pages.read(std::nullopt, std::move(tell), executor);
    if (!reading && reading.error().empty()) co_return refused(sentence());
    if (!reading) co_return refused("cannot use what the shop's backend lists: " + reading.error());
    auto copy = reading->whole({}, true);
    if (!copy) co_return refused("cannot use what the shop's backend lists: " + copy.error());
    co_return std::move(copy);
  }
};

}  // namespace

Result<ListedBy, std::string> listed_by(const remote::Listed& listed) {
  if (listed.products) return ListedBy::backend;
  if (!listed.quote) return ListedBy::catalogue;
  return refused(
      std::string("the shop's backend says what things cost but lists no products; let it answer "
                  "GET /products, or write the feed there"));
}

commerce::ShopListings listings_of(std::shared_ptr<const remote::RemoteProducts::Shown> shown,
                                   std::string currency) {
  const auto* const items = &shown->products.items();
  return {std::shared_ptr<const std::vector<commerce::CatalogItem>>(std::move(shown), items),
          std::move(currency)};
}

Result<AskedListings, std::string> ask_for_listings(const cli::Config& config,
                                                    const std::string& currency) {
  cli::LoopThread loop;
  Asking asking;
  auto client = remote::BackendClient::create(
      backend_options(config.backend), backend_secrets(config.backend),
      {asking.clock, asking.random, asking.failure, asking.observer});
  if (!client) return refused("[backend]: " + client.error());
  asking.client = std::move(*client);
  const auto by = sync_wait(asking.capabilities(loop.executor()));
  if (!by) return refused(by.error());
  if (*by == ListedBy::catalogue) return AskedListings{};
  auto copy = sync_wait(asking.products(loop.executor()));
  if (!copy) return refused(copy.error());
  auto items = std::make_shared<std::vector<commerce::CatalogItem>>();
  items->reserve(copy->size());
  for (remote::RemoteProduct& each : *copy) items->push_back(std::move(each.item));
  return AskedListings{commerce::ShopListings(std::move(items), currency),
                       std::move(asking.faults)};
}

}  // namespace till::assembly

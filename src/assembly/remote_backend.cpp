#include "assembly/remote_backend.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

#include "assembly/backend_listings.h"
#include "assembly/embedded_backend.h"
#include "commerce/remote/product_reader.h"
#include "commerce/remote/remote_commerce.h"
#include "commerce/remote/remote_holds.h"
#include "commerce/remote/remote_last_word.h"
#include "commerce/remote/remote_receiver.h"

namespace till::assembly {
namespace {

namespace remote = commerce::remote;

// What agents wait for, and the rest, each with few slots and a circuit of its own: a list that is
// slow, or holds that cannot be given back, must not keep others from being asked.
struct Clients {
  std::unique_ptr<remote::BackendClient> main;
  std::unique_ptr<remote::BackendClient> products;
  std::unique_ptr<remote::BackendClient> left_over;  // Holds.
};

constexpr std::size_t kMostLeftOver = 8;

Result<Clients, std::string> make_clients(const cli::BackendConfig& config,
                                          const BackendParts& parts) {
  const remote::BackendNeeds needs{parts.clock, parts.random, parts.log, parts.observer};
  remote::BackendOptions options = backend_options(config);
  const std::size_t all = options.max_concurrent;
  const auto with_slots = [&](std::size_t slots) {
    options.max_concurrent = slots;
    return remote::BackendClient::create(options, backend_secrets(config), needs);
  };
  auto main = with_slots(all);
  auto products = with_slots(1);
  auto left_over = with_slots(std::clamp<std::size_t>(all / 8, 1, kMostLeftOver));
  for (const auto* made : {&main, &products, &left_over}) {
    if (!*made) return refused(made->error());
  }
  // Together they ask no more at once than the config says.
  (*products)->share_slots_of(**main);
  (*left_over)->share_slots_of(**main);
  return Clients{std::move(*main), std::move(*products), std::move(*left_over)};
}

class RemoteBackend final : public Backend {
 public:
  RemoteBackend(const cli::Config& config, Clients clients, const BackendParts& parts)
      : embedded_(config.shop.catalog, {}, parts.clock, parts.log),
        clients_(std::move(clients)),
        products_every_(config.backend.products_every),
        parts_(parts) {}

  Result<Offer, std::string> read() override {
    auto offer = embedded_.read();
    if (!offer) return offer;
    offer->serve = [this, serve = std::move(offer->serve),
                    currency = offer->currencies.front()](app::Store& store) {
      serve(store);
      if (!commerce_) begin(store, currency);
    };
    return offer;
  }
  app::Commerce& commerce() override { return *commerce_; }
  app::ProductCatalog& products() override { return *products_; }
  Listings listings() const override {
    const auto listed = capabilities_.known();
    if (!listed || !reader_ || !reader_->settled()) return std::nullopt;
    const auto by = listed_by(*listed);
    if (!by) return refused(by.error());
    if (*by == ListedBy::catalogue) return embedded_.listings();
    auto shown = products_->shown();
    if (!shown) return std::nullopt;
    return listings_of(std::move(shown), currency_);
  }
  app::LastWord* last_word() override { return &last_word_; }
  app::ShopHolds* shop_holds() override { return &holds_; }
  app::ShopHolds* left_over_holds() override { return &left_over_holds_; }
  app::ShopReceiver* receiver() override { return &receiver_; }

  void take_over(const cli::Config& config, Executor& executor) override {
    // A section that was taken out counts from the next start on, as its URL does.
    if (config.backend.is_named()) {
      clients_.main->replace(backend_secrets(config.backend));
      clients_.products->replace(backend_secrets(config.backend));
      clients_.left_over->replace(backend_secrets(config.backend));
    }
    capabilities_.doubt();
    if (reader_) reader_->hurry();
    ++learning_;
    spawn(capabilities_.get(executor), [this](const auto&) { --learning_; });
  }
  void when_products_change(std::function<void()> tell) override {
    if (reader_) reader_->when_changed(std::move(tell));
  }
  void look(Executor& executor) override {
    if (reader_) reader_->look(executor);
  }
  void stop() override {
    if (reader_) reader_->stop();
  }
  bool idle() const override { return learning_ == 0 && (!reader_ || reader_->idle()); }

 private:
  void begin(app::Store& store, const std::string& currency) {
    commerce_.emplace(*clients_.main, capabilities_, embedded_.commerce(), store, store);
    products_.emplace(capabilities_, embedded_.products(), parts_.clock);
    remote::ReadingPlan plan;
    plan.interval = products_every_;
    plan.currency = currency_ = currency;
    reader_.emplace(*clients_.products, capabilities_, *products_, parts_.random, parts_.observer,
                    std::move(plan));
  }

  EmbeddedBackend embedded_;
  Clients clients_;
  const Milliseconds products_every_;
  const BackendParts parts_;
  remote::Capabilities capabilities_{*clients_.main};
  remote::RemoteLastWord last_word_{*clients_.main, capabilities_};
  remote::RemoteHolds holds_{*clients_.main, capabilities_};
  remote::RemoteHolds left_over_holds_{*clients_.left_over, capabilities_};
  remote::RemoteReceiver receiver_{*clients_.main, capabilities_};
  std::optional<remote::RemoteCommerce> commerce_;
  std::optional<remote::RemoteProducts> products_;
  std::optional<remote::ProductReader> reader_;  // These three once an offer was served.
  std::string currency_;                         // Of feeds.
  std::atomic<int> learning_ = 0;
};

}  // namespace

remote::BackendSecrets backend_secrets(const cli::BackendConfig& config) {
  return {config.secret, config.previous_secret};
}

remote::BackendOptions backend_options(const cli::BackendConfig& config) {
  remote::BackendOptions options;
  options.url = config.url;
  options.ca_file = config.ca_file;
  options.quote_timeout = options.hold_timeout = config.timeout;
  options.max_concurrent = static_cast<std::size_t>(config.max_concurrent);
  options.silence_approves = config.silence_approves;
  return options;
}

Result<std::unique_ptr<Backend>, std::string> make_remote_backend(const cli::Config& config,
                                                                  const BackendParts& parts) {
  auto clients = make_clients(config.backend, parts);
  if (!clients) return refused("[backend]: " + clients.error());
  return std::make_unique<RemoteBackend>(config, std::move(*clients), parts);
}

}  // namespace till::assembly

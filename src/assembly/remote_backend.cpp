#include "assembly/remote_backend.h"

#include <atomic>
#include <utility>

#include "assembly/embedded_backend.h"
#include "commerce/remote/remote_commerce.h"
#include "commerce/remote/remote_holds.h"
#include "commerce/remote/remote_last_word.h"
#include "commerce/remote/remote_receiver.h"

namespace till::assembly {
namespace {

namespace remote = commerce::remote;

remote::BackendSecrets secrets_of(const cli::BackendConfig& config) {
  return {config.secret, config.previous_secret};
}

remote::BackendOptions options_of(const cli::BackendConfig& config) {
  remote::BackendOptions options;
  options.url = config.url;
  options.ca_file = config.ca_file;
  options.quote_timeout = options.hold_timeout = config.timeout;
  options.max_concurrent = static_cast<std::size_t>(config.max_concurrent);
  options.silence_approves = config.silence_approves;
  return options;
}

class RemoteBackend final : public Backend {
 public:
  RemoteBackend(std::string catalog, std::unique_ptr<remote::BackendClient> client)
      : embedded_(std::move(catalog)), client_(std::move(client)) {}

  Result<Offer, std::string> read() override {
    auto offer = embedded_.read();
    if (!offer) return offer;
    offer->serve = [this, serve = std::move(offer->serve)](app::Store& store) {
      serve(store);
      if (!commerce_)
        commerce_.emplace(*client_, capabilities_, embedded_.commerce(), store, store);
    };
    return offer;
  }
  app::Commerce& commerce() override { return *commerce_; }
  app::ProductCatalog& products() override { return embedded_.products(); }
  app::LastWord* last_word() override { return &last_word_; }
  app::ShopHolds* shop_holds() override { return &holds_; }
  app::ShopReceiver* receiver() override { return &receiver_; }

  void take_over(const cli::Config& config, Executor& executor) override {
    // A section that was taken out counts from the next start on, as its URL does.
    if (config.backend.is_named()) client_->replace(secrets_of(config.backend));
    capabilities_.doubt();
    ++learning_;
    spawn(capabilities_.get(executor), [this](const auto&) { --learning_; });
  }
  bool idle() const override { return learning_ == 0; }

 private:
  EmbeddedBackend embedded_;
  std::unique_ptr<remote::BackendClient> client_;
  remote::Capabilities capabilities_{*client_};
  remote::RemoteLastWord last_word_{*client_, capabilities_};
  remote::RemoteHolds holds_{*client_, capabilities_};
  remote::RemoteReceiver receiver_{*client_, capabilities_};
  std::optional<remote::RemoteCommerce> commerce_;
  std::atomic<int> learning_ = 0;
};

}  // namespace

Result<std::unique_ptr<Backend>, std::string> make_remote_backend(const cli::Config& config,
                                                                  const BackendParts& parts) {
  auto client =
      remote::BackendClient::create(options_of(config.backend), secrets_of(config.backend),
                                    {parts.clock, parts.random, parts.log, parts.observer});
  if (!client) return refused("[backend]: " + client.error());
  return std::make_unique<RemoteBackend>(config.shop.catalog, std::move(*client));
}

}  // namespace till::assembly

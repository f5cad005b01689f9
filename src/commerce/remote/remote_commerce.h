// RemoteCommerce: quotes of the shop's own backend, with the stock that Till's store keeps.
#pragma once

#include "app/commerce.h"
#include "app/ports/holdings.h"
#include "app/ports/stock.h"
#include "commerce/remote/capabilities.h"

namespace till::commerce::remote {

// Any thread may call. All that is given must outlive it and every call.
class RemoteCommerce final : public app::Commerce {
 public:
  // `embedded` answers while the backend does not list quotes.
  RemoteCommerce(BackendClient& client, Capabilities& capabilities, app::Commerce& embedded,
                 app::Stock& stock, app::Holdings& holdings)
      : client_(client),
        capabilities_(capabilities),
        embedded_(embedded),
        stock_(stock),
        holdings_(holdings) {}

  Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                    Executor& executor) override;
  bool is_remote() const override { return true; }

 private:
  Task<checkout::QuoteResult> ask(const checkout::QuoteRequest& request, Executor& executor);
  // Unless the backend holds pieces itself: an item that needs stock has what Till keeps of it, or
  // less if the backend says so. Of what sessions hold here the backend knows nothing, so that it
  // counts against its number.
  void add_stock(const checkout::QuoteRequest& request, checkout::Quote& quote) const;

  BackendClient& client_;
  Capabilities& capabilities_;
  app::Commerce& embedded_;
  app::Stock& stock_;
  app::Holdings& holdings_;
};

}  // namespace till::commerce::remote

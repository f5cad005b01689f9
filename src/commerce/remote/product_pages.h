// ProductPages: asks the shop for its products, page by page, and puts them together. Private to
// commerce and to whoever reads them once.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/task.h"
#include "commerce/remote/backend_client.h"
#include "commerce/remote/product_copy.h"

namespace till::commerce::remote {

// What is told of a product: it cannot be read, or shown only without a part of it.
enum class LeftOut { product, part };
using TellLeftOut = std::function<void(LeftOut what, const BadProduct& product)>;

class ProductPages {
 public:
  // A reading that takes longer is broken off, as is one that is stopped. All of it must outlive
  // every reading.
  ProductPages(BackendClient& client, Milliseconds most, const std::atomic<bool>& stopped)
      : client_(client), most_(most), stopped_(stopped) {}

  // All pages; with `since` those of what changed since then. Refused with a sentence, or with an
  // empty one where the client has told what failed, or the reading was stopped.
  Task<Result<ProductReading, std::string>> read(std::optional<Timestamp> since, TellLeftOut tell,
                                                 Executor& executor) const;

 private:
  Task<std::optional<ProductPage>> read_page(const std::string& query, Executor& executor) const;

  BackendClient& client_;
  const Milliseconds most_;
  const std::atomic<bool>& stopped_;
};

}  // namespace till::commerce::remote

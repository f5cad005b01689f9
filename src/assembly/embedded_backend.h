// EmbeddedBackend: the catalogue in a file.
#pragma once

#include <optional>
#include <string>

#include "assembly/backends.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/embedded/embedded_products.h"

namespace till::assembly {

// Or what is wrong with the file, and what to do about it.
Result<commerce::Catalog, std::string> load_catalog(const std::string& path);

class EmbeddedBackend final : public Backend {
 public:
  explicit EmbeddedBackend(std::string path) : path_(std::move(path)) {}

  Result<Offer, std::string> read() override;
  app::Commerce& commerce() override { return *commerce_; }
  app::ProductCatalog& products() override { return *products_; }

 private:
  void serve(const commerce::Catalog& catalog, app::Store& store);

  std::string path_;
  std::optional<commerce::EmbeddedCommerce> commerce_;
  std::optional<commerce::EmbeddedProducts> products_;
};

}  // namespace till::assembly

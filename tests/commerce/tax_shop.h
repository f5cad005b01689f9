// A shop whose catalogue is given as text, asked for one line at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/shop.h"
#include "commerce/embedded/catalog.h"
#include "commerce/embedded/embedded_commerce.h"

namespace till::commerce {

inline checkout::Address address_at(std::string country, std::string state = "",
                                    std::string postal_code = "", std::string city = "") {
  checkout::Address address;
  address.country = std::move(country);
  address.state = std::move(state);
  address.postal_code = std::move(postal_code);
  address.city = std::move(city);
  return address;
}

// The files that lie beside a catalogue.
inline FilesBeside files_of(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& name) -> std::optional<std::string> {
    const auto found = files.find(name);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  };
}

struct TaxShop {
  explicit TaxShop(const std::string& json, const FilesBeside& files = {})
      : catalog(*parse_catalog(json, files)) {}

  checkout::Quote quote(checkout::QuoteRequest request) {
    if (request.currency.empty()) request.currency = catalog.currency;
    request.now = shop.clock.now();
    EmbeddedCommerce commerce(catalog, shop.memory);
    return *shop.run(commerce.quote(std::move(request), shop.executor));
  }
  checkout::Quote quote(const std::string& item, std::int64_t quantity,
                        std::optional<checkout::Address> to, std::string tax_id = "") {
    checkout::QuoteRequest request;
    request.lines = {{item, quantity}};
    request.ship_to = std::move(to);
    if (!tax_id.empty()) request.tax_id = std::move(tax_id);
    return quote(std::move(request));
  }

  app::Shop shop;
  Catalog catalog;
};

}  // namespace till::commerce

// What the tax service has of an order becomes part of it. Plain. Private to app.
#pragma once

#include <utility>
#include <variant>

#include "app/use_case.h"

namespace till::app {

// Appends it, unless somebody noted something since `known` was the order's.
class NoteTax final : public UseCase {
 public:
  using News = std::variant<checkout::TaxSale, checkout::TaxReversal>;
  NoteTax(checkout::AtTaxService known, News news)
      : known_(std::move(known)), news_(std::move(news)) {}
  Step needs(const Loaded& loaded, Timestamp now) override;

 private:
  const checkout::AtTaxService known_;
  const News news_;
};

}  // namespace till::app

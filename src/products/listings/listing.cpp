#include "products/listings/listing.h"

namespace till::products {

Availability availability_of(const Listing& listing) {
  if (!listing.for_sale) return Availability::out_of_stock;
  const Availability told = listing.product.availability.value_or(Availability::in_stock);
  const bool later = told == Availability::preorder || told == Availability::backorder;
  return later ? told : Availability::in_stock;
}

}  // namespace till::products

// Till's own form of a product: a JSON object, whose members mean what those of an item in
// catalog.json mean, and more of them.
#pragma once

#include <optional>
#include <string>

#include "json/node.h"
#include "products/feeds/feed_reader.h"
#include "products/product.h"

namespace till::products {

// The first thing that is wrong with one product, without a line.
class ProductFaults final : public json::FaultSink {
 public:
  ProductFaults() : FaultSink(json::Blanks::values) {}
  bool found() const override { return first_.has_value(); }
  void missing(std::string path, std::string sentence) override;
  void invalid(std::string path, std::string sentence) override;
  const FeedFault& first() const { return *first_; }

 private:
  std::optional<FeedFault> first_;
};

// Appends the product in one line: the same text for the same product.
void append_product(const Product& product, std::string& out);

// Reads what append_product() writes, or what a person wrote: strictly, a member that Till does not
// know is a fault. A plain number as a price is one in `currency`. Of no use once there is a fault.
Product read_product(const json::Node& node, const std::string& currency);

// What keeps a product from being read again once it is written: a text that is too long, a list
// with too much in it. Every product of a reader is looked at so.
std::optional<FeedFault> fault_of(const Product& product);

}  // namespace till::products

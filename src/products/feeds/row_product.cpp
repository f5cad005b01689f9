// What the fields of a row say together.
#include <algorithm>
#include <utility>

#include "products/feeds/feed_text.h"
#include "products/feeds/row_reader.h"

namespace till::products {

void RowReader::put_sale() {
  if (!sale_price_ || !price_) return;
  const char* fault = nullptr;
  if (sale_is_unclear_) {
    fault = "The sale is left out: its dates cannot be read.";
  } else if (sale_price_->currency != price_->currency) {
    fault = "The sale price has another currency than the price. Write both in one.";
  } else if (sale_price_->amount == Amount{0} || sale_price_->amount >= price_->amount) {
    // Shops keep the price in both when nothing is on sale.
    if (sale_price_->amount == price_->amount) return;
    fault = "A sale price is above 0 and below the price.";
  } else if (sale_from_ && sale_until_ && *sale_until_ <= *sale_from_) {
    fault = "The sale ends before it begins. Write the begin first.";
  }
  if (fault != nullptr) return leave_out(sale_field_, fault);
  product_.sale = Sale{{{sale_price_->currency, sale_price_->amount}}, sale_from_, sale_until_};
}

void RowReader::put_weight() {
  if (weight_.empty()) return;
  const auto grams = grams_of(weight_, weight_unit_);
  if (!grams) return leave_out(weight_field_, grams.error());
  if (*grams > 0) product_.weight_grams = *grams;  // Exports write 0 for what nobody weighed.
}

void RowReader::put_size() {
  const auto told = [this](std::size_t from) {
    return !sides_[from].empty() && !sides_[from + 1].empty() && !sides_[from + 2].empty();
  };
  const bool some = std::any_of(sides_.begin(), sides_.end(),
                                [](const std::string& side) { return !side.empty(); });
  if (!some) return;
  if (!told(0) && !told(3)) {
    return leave_out(size_field_, "A size has length, width and height. Write all three.");
  }
  std::int64_t lengths[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto length = millimetres_of(sides_[(told(3) ? 3 : 0) + i], size_unit_);
    if (!length) return leave_out(size_field_, length.error());
    lengths[i] = *length;
  }
  if (lengths[0] > 0 && lengths[1] > 0 && lengths[2] > 0) {
    product_.size = Size{lengths[0], lengths[1], lengths[2]};
  }
}

// Nobody counts what is delivered digitally.
void RowReader::put_stock() {
  if (!product_.digital || !product_.stock) return;
  if (*product_.stock == 0) product_.availability = Availability::out_of_stock;
  product_.stock.reset();
  leave_out(stock_field_,
            "What needs no shipping is sold without limit: its pieces are not counted.");
}

Result<Product, FeedFault> RowReader::product() {
  if (bad_) return refused(*bad_);
  if (product_.id.empty()) bad(names_.id, "The row has no id. Give each product one of its own.");
  if (product_.title.empty()) bad(names_.title, "The row has no title. Write what it is.");
  if (!price_) bad(names_.price, "The row has no price. Write one such as 15.00 USD.");
  if (bad_) return refused(*bad_);
  product_.prices[price_->currency] = price_->amount;
  put_sale();
  put_weight();
  put_size();
  put_stock();
  if (!product_.category) product_.category = std::move(plain_category_);
  return std::move(product_);
}

bool RowReader::tell(const FeedSink& sink) {
  auto whole = product();
  if (!whole) {
    if (sink.bad) sink.bad(whole.error());
    return false;
  }
  // It could not be kept from being sold.
  if (whole->digital && whole->availability == Availability::out_of_stock) {
    if (sink.passed_over) sink.passed_over(1);
    return true;
  }
  for (FeedFault& fault : left_out_) {
    if (sink.left_out) sink.left_out(std::move(fault));
  }
  if (sink.product) sink.product(std::move(*whole), line_);
  return true;
}

}  // namespace till::products

#include "products/feeds/woocommerce.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/url.h"
#include "products/feeds/table_reader.h"
#include "products/feeds/unpacked.h"
#include "products/feeds/woocommerce_row.h"

namespace till::products {
namespace woo_export {
namespace {

// The variable products that came, for variations that come yet: the newest ones.
class Parents {
 public:
  void add(Row row) {
    bytes_ += row.bytes();
    places_[row.id_name()] = first_ + rows_.size();
    if (!row.texts[sku].empty()) places_[row.texts[sku]] = first_ + rows_.size();
    rows_.push_back(std::move(row));
    while (bytes_ > kMostHeldBytes / 2 && rows_.size() > 1) drop();
  }

  const Row* find(const std::string& name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &rows_[found->second - first_];
  }

 private:
  void drop() {
    const Row& oldest = rows_.front();
    bytes_ -= oldest.bytes();
    for (const std::string& name : {oldest.id_name(), oldest.texts[sku]}) {
      const auto found = places_.find(name);
      if (found != places_.end() && found->second == first_) places_.erase(found);
    }
    rows_.pop_front();
    ++first_;
  }

  std::deque<Row> rows_;
  std::size_t first_ = 0;  // The number of the first of them.
  std::map<std::string, std::size_t> places_;
  std::size_t bytes_ = 0;
};

class WooCommerce final : public TableReader {
 public:
  WooCommerce(FeedSettings settings, FeedSink sink)
      : TableReader(std::move(sink)), settings_(std::move(settings)) {}

 private:
  std::optional<Sentence> begin() override { return layout_.find(columns()); }

  void read(std::size_t line, const std::vector<std::string_view>& texts) override {
    Row row(layout_, line, texts);
    if (row.has_variations()) return take_parent(std::move(row));
    if (row.is("variation")) return take_variation(std::move(row));
    if (!row.is_for_sale()) return pass_over();
    RowReader reader(settings_, line, layout_.names());
    read_own(reader, row, layout_);
    read_shared(reader, row, layout_);
    link(reader, row);
    reader.tell(sink());
  }

  void end() override {
    std::vector<std::size_t> lines;
    for (const auto& [parent_name, rows] : waiting_) {
      for (const Row& row : rows) lines.push_back(row.line);
    }
    std::sort(lines.begin(), lines.end());
    for (const std::size_t line : lines) refuse_orphan(line);
  }

  void take_parent(Row row) {
    for (const std::string& name : {row.id_name(), row.texts[sku]}) {
      const auto found = waiting_.find(name);
      if (found == waiting_.end()) continue;
      for (const Row& variation : found->second) {
        waiting_bytes_ -= variation.bytes();
        tell_variation(variation, row);
      }
      waiting_.erase(found);
    }
    parents_.add(std::move(row));
  }

  void take_variation(Row row) {
    if (const Row* const found = parents_.find(row.texts[parent])) {
      return tell_variation(row, *found);
    }
    waiting_bytes_ += row.bytes();
    if (waiting_bytes_ > kMostHeldBytes / 2) {
      waiting_bytes_ -= row.bytes();
      return refuse_orphan(row.line);
    }
    waiting_[row.texts[parent]].push_back(std::move(row));
  }

  void refuse_orphan(std::size_t line) {
    if (!sink().bad) return;
    sink().bad({line, std::string(layout_.name_of(parent)),
                "Its variable product is not in the file. Export all types of products."});
  }

  void pass_over() {
    if (sink().passed_over) sink().passed_over(1);
  }

  // The address that WordPress gives a product before it has a name, and leads from for ever.
  void link(RowReader& reader, const Row& row) const {
    if (settings_.shop_url.empty() || row.texts[id].empty()) return;
    const std::string page =
        settings_.shop_url + "/?post_type=product&p=" + escape_query(row.texts[id]);
    reader.link({layout_.name_of(id), page});
  }

  void tell_variation(const Row& row, const Row& of) {
    if (!row.is_for_sale() || !of.is_for_sale()) return pass_over();
    RowReader reader(settings_, row.line, layout_.names());
    read_own(reader, row, layout_);
    read_shared(reader, row, layout_);
    reader.move_to(of.line);
    read_shared(reader, of, layout_);
    link(reader, of);
    reader.move_to(row.line);
    reader.group({layout_.name_of(parent), of.own_id()});
    reader.tell(sink());
  }

  FeedSettings settings_;
  Layout layout_;
  Parents parents_;
  std::map<std::string, std::vector<Row>> waiting_;  // By the name of their parent.
  std::size_t waiting_bytes_ = 0;
};

}  // namespace
}  // namespace woo_export

std::unique_ptr<FeedReader> make_woocommerce(FeedSettings settings, FeedSink sink) {
  using woo_export::WooCommerce;
  return unpacked(as_utf8(std::make_unique<WooCommerce>(std::move(settings), std::move(sink))));
}

}  // namespace till::products

#include "commerce/embedded/options.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::FulfillmentType;
using checkout::QuoteGroup;
using checkout::QuoteRequest;
using checkout::Unserved;
using Lines = std::vector<std::size_t>;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

// Nothing when the rate goes there; else the first member of the address that keeps it away.
std::optional<Unserved> obstacle(const Catalog& catalog, const Rate& rate, const Address& to) {
  if (rate.zones.empty()) return obstacle(rate.area, to);
  std::optional<Unserved> nearest = Unserved::country;
  for (const std::size_t zone : rate.zones) {
    nearest = nearer(nearest, obstacle(catalog.zones[zone], to));
  }
  return nearest;
}

// The hours count from the start of the day, and of the next one once that time has come.
std::optional<checkout::TimeWindow> window_at(const std::optional<WindowHours>& hours,
                                              Timestamp now) {
  if (!hours) return std::nullopt;
  std::int64_t day = now.ms - now.ms % kDay;
  while (day + hours->from * kHour <= now.ms) day += kDay;
  return checkout::TimeWindow{{day + hours->from * kHour}, {day + hours->until * kHour}};
}

const Pickup* place_of(const Catalog& catalog, const QuoteGroup& group) {
  for (const Pickup& pickup : catalog.pickup) {
    if (!group.location_id || *group.location_id == pickup.id) return &pickup;
  }
  return nullptr;
}

const QuoteGroup* group_of(const QuoteRequest& request, std::size_t line) {
  const auto& group = request.lines[line].group;
  return group ? &request.groups[*group] : nullptr;
}

bool is_picked_up(const QuoteGroup* group) {
  return group != nullptr && group->type == FulfillmentType::pickup;
}

// Lines that go to one address together.
struct Shipment {
  const Address* to = nullptr;  // Null: not known yet.
  std::string suffix;           // Of the ids of its options: a group's own address sets them apart.
  Lines lines;
};

// How close to the address any rate gets for each line: the first obstacle, or all the way.
using Reach = std::vector<int>;

// What a line costs before taxes.
Amount taxable(const checkout::QuotedLine& line, std::int64_t quantity) {
  return {line.unit_amount.minor * quantity - line.items_discount.minor};
}

class Offer {
 public:
  Offer(const Catalog& catalog, const QuoteRequest& request,
        const std::vector<const CatalogItem*>& items, TaxView& taxes, checkout::Quote& quote)
      : catalog_(catalog), request_(request), items_(items), taxes_(taxes), quote_(quote) {}

  void add_digital() {
    Lines lines;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (items_[i] != nullptr && items_[i]->digital) lines.push_back(i);
    }
    if (lines.empty()) return;
    checkout::QuotedOption option;
    option.type = FulfillmentType::digital;
    option.id = "digital";
    option.title = "Digital delivery";
    option.covers = std::move(lines);
    quote_.options.push_back(std::move(option));
  }

  void add_shipments() {
    Shipment common{request_.ship_to ? &*request_.ship_to : nullptr, "", {}};
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const QuoteGroup* group = group_of(request_, i);
      const bool elsewhere = is_picked_up(group) || (group != nullptr && group->ship_to);
      if (!elsewhere && is_goods(i)) common.lines.push_back(i);
    }
    add_shipment(common);
    common_ = std::move(common);
    for (std::size_t g = 0; g < request_.groups.size(); ++g) add_group(g);
  }

  // In the shop: for lines whose address is in its country, and for groups that come there.
  void add_pickups() {
    for (const Pickup& pickup : catalog_.pickup) {
      Lines lines;
      for (std::size_t i = 0; i < items_.size(); ++i) {
        if (is_fetched_at(i, pickup) && may_come(i, pickup)) lines.push_back(i);
      }
      const auto amount = pickup.amount.in(request_.currency);
      if (lines.empty() || !amount) continue;
      checkout::QuotedOption option;
      option.type = FulfillmentType::pickup;
      option.id = pickup.id;
      option.title = pickup.title;
      option.description = pickup.description;
      option.location = pickup.location;
      option.pickup_type = pickup.type;
      option.window = window_at(pickup.window, request_.now);
      option.subtotal = *amount;
      const Address& place = pickup.location.address;
      if (pickup.taxed) tax_option(option, lines, place);
      for (const std::size_t line : lines) option.line_taxes.push_back(tax_at(line, place));
      option.covers = std::move(lines);
      quote_.options.push_back(std::move(option));
    }
  }

 private:
  // Something to bring or fetch, and still sold.
  bool is_goods(std::size_t line) const {
    return items_[line] != nullptr && !items_[line]->digital;
  }
  void add_group(std::size_t index) {
    const QuoteGroup& group = request_.groups[index];
    if (group.type == FulfillmentType::pickup || !group.ship_to) return;
    Shipment shipment{&*group.ship_to, "@" + group.id, {}};
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (request_.lines[i].group == index && is_goods(i)) shipment.lines.push_back(i);
    }
    add_shipment(shipment);
  }

  // What goes to one address, and what keeps the rest of its lines from going there.
  void add_shipment(const Shipment& shipment) {
    if (shipment.to == nullptr || shipment.lines.empty()) return;
    Reach reach(items_.size());
    for (const Rate& rate : catalog_.shipping) {
      add_rate(FulfillmentType::shipping, rate, shipment, &CatalogItem::ships, reach);
    }
    for (const Rate& rate : catalog_.local_delivery) {
      add_rate(FulfillmentType::local_delivery, rate, shipment, &CatalogItem::delivered_locally,
               reach);
    }
    for (const std::size_t line : shipment.lines) {
      const bool fetched = shipment.suffix.empty() && has_place_in(shipment.to->country, line);
      if (reach[line] == kArrives || fetched) continue;
      quote_.lines[line].unserved = static_cast<Unserved>(reach[line]);
    }
  }
  bool is_fetched_at(std::size_t line, const Pickup& pickup) const {
    return is_goods(line) && items_[line]->picked_up && carries(pickup.goods, class_of(line));
  }
  bool has_place_in(const std::string& country, std::size_t line) const {
    return std::any_of(catalog_.pickup.begin(), catalog_.pickup.end(), [&](const Pickup& pickup) {
      return pickup.location.address.country == country && is_fetched_at(line, pickup);
    });
  }
  // Its price is that of the catalogue until then.
  void tax_option(checkout::QuotedOption& option, const Lines& lines, const Address& at) {
    TaxedThing delivery{&at, {}, true, option.type == FulfillmentType::pickup};
    delivery.tax_class = class_of_delivery(lines, delivery);
    const TaxedPrice price = taxes_.price(option.subtotal, delivery);
    const checkout::LineTax tax = taxes_.on(price, delivery);
    option.subtotal = price.amount;
    option.tax = tax.tax;
    option.included_tax = tax.included_tax;
    option.exempted = tax.exempted && option.subtotal > Amount{0};
  }
  // What brings goods is taxed as they are: of several classes as those that are taxed most.
  std::string_view class_of_delivery(const Lines& lines, const TaxedThing& delivery) {
    std::optional<std::string_view> most;
    for (const std::size_t line : lines) {
      const CatalogItem& item = *items_[line];
      if (item.tax_exempt || most == item.tax_class) continue;
      if (!most || taxes_.is_more(delivery, item.tax_class, *most)) most = item.tax_class;
    }
    return most.value_or("");
  }
  // The line has its price already, with its tax or net, and keeps it where it is fetched.
  checkout::LineTax tax_at(std::size_t line, const Address& place) {
    const CatalogItem& item = *items_[line];
    if (item.tax_exempt) return {};
    Amount paid = taxable(quote_.lines[line], request_.lines[line].quantity);
    paid.minor -= taxes_.untaxed_share(line).minor;
    const bool holds_tax = taxes_.holds_tax(goods_of(catalog_, request_, line, item));
    return taxes_.on({paid, holds_tax}, {&place, item.tax_class, false, true});
  }

  void add_rate(FulfillmentType type, const Rate& rate, const Shipment& shipment,
                bool CatalogItem::*goes, Reach& reach) {
    const auto obstacle_there = obstacle(catalog_, rate, *shipment.to);
    checkout::QuotedOption option;
    for (const std::size_t line : shipment.lines) {
      if (!(items_[line]->*goes)) continue;
      reach[line] = std::max(reach[line], reach_before(obstacle_there));
      if (carries(rate.price, class_of(line))) option.covers.push_back(line);
    }
    if (obstacle_there || option.covers.empty()) return;
    const auto amount = is_flat(rate.price) ? rate.price.amount.in(request_.currency)
                                            : price_of(rate.price, load_of(option.covers));
    if (!amount || !set_window(rate, option)) return;
    option.type = type;
    option.id = rate.id + shipment.suffix;
    option.title = rate.title;
    option.description = rate.description;
    option.carrier = rate.carrier;
    option.service_area = rate.service_area;
    option.subtotal = *amount;
    if (rate.taxed) tax_option(option, option.covers, *shipment.to);
    quote_.options.push_back(std::move(option));
  }

  const std::string* class_of(std::size_t line) const {
    const auto& of_class = items_[line]->shipping_class;
    return of_class ? &*of_class : nullptr;
  }
  ShippingLoad load_of(const Lines& lines) const {
    ShippingLoad load;
    load.currency = request_.currency;
    for (const std::size_t line : lines) {
      const std::int64_t pieces = request_.lines[line].quantity;
      load.lines.push_back({pieces, items_[line]->weight_grams.value_or(0), class_of(line)});
      load.value.minor += taxable(quote_.lines[line], pieces).minor - taxes_.share(line).minor;
    }
    return load;
  }
  // False when nobody can say on which day the goods arrive, though the rate promises one.
  bool set_window(const Rate& rate, checkout::QuotedOption& option) const {
    if (!rate.delivery) {
      option.window = window_at(rate.window, request_.now);
      return true;
    }
    const auto& calendars = catalog_.calendars;
    if (!catalog_.dispatch) return false;
    option.window = arrival(*catalog_.dispatch, calendars[catalog_.dispatch->calendar],
                            *rate.delivery, calendars[rate.delivery->calendar], request_.now);
    return option.window.has_value();
  }

  bool may_come(std::size_t line, const Pickup& pickup) const {
    const QuoteGroup* group = group_of(request_, line);
    if (is_picked_up(group)) return !group->location_id || *group->location_id == pickup.id;
    const auto& common = common_.lines;
    return common_.to != nullptr && common_.to->country == pickup.location.address.country &&
           std::find(common.begin(), common.end(), line) != common.end();
  }

  const Catalog& catalog_;
  const QuoteRequest& request_;
  const std::vector<const CatalogItem*>& items_;
  TaxView& taxes_;
  checkout::Quote& quote_;
  Shipment common_;
};

}  // namespace

TaxedThing goods_of(const Catalog& catalog, const QuoteRequest& request, std::size_t line,
                    const CatalogItem& item) {
  const QuoteGroup* group = group_of(request, line);
  const bool fetched = is_picked_up(group) && !item.digital;
  const Pickup* place = fetched ? place_of(catalog, *group) : nullptr;
  TaxedThing goods{nullptr, item.tax_class, false, place != nullptr};
  if (place != nullptr) {
    goods.at = &place->location.address;
  } else if (group != nullptr && group->ship_to) {
    goods.at = &*group->ship_to;
  } else if (request.ship_to) {
    goods.at = &*request.ship_to;
  }
  return goods;
}

void add_options(const Catalog& catalog, const QuoteRequest& request,
                 const std::vector<const CatalogItem*>& items, TaxView& taxes,
                 checkout::Quote& quote) {
  Offer offer(catalog, request, items, taxes, quote);
  offer.add_digital();
  offer.add_shipments();
  offer.add_pickups();
}

}  // namespace till::commerce

#include "products/feeds/woocommerce_row.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/blanks.h"
#include "products/feeds/feed_text.h"

namespace till::products::woo_export {
namespace {

constexpr std::pair<std::string_view, Column> kNames[] = {{"id", id},
                                                          {"type", type},
                                                          {"sku", sku},
                                                          {"gtin_upc_ean_or_isbn", gtin},
                                                          {"name", name},
                                                          {"published", published},
                                                          {"visibility_in_catalog", visibility},
                                                          {"short_description", short_description},
                                                          {"description", description},
                                                          {"date_sale_price_starts", sale_starts},
                                                          {"date_sale_price_ends", sale_ends},
                                                          {"tax_status", tax_status},
                                                          {"tax_class", tax_class},
                                                          {"in_stock", in_stock},
                                                          {"stock", stock},
                                                          {"backorders_allowed", backorders},
                                                          {"sold_individually", sold_individually},
                                                          {"sale_price", sale_price},
                                                          {"regular_price", regular_price},
                                                          {"categories", categories},
                                                          {"shipping_class", shipping_class},
                                                          {"images", images},
                                                          {"parent", parent},
                                                          {"brands", brands}};
constexpr std::pair<std::string_view, Column> kMeasures[] = {
    {"weight_", weight}, {"length_", length}, {"width_", width}, {"height_", height}};

// What the export does to texts: line ends are written as \n and \n as \\n, and an apostrophe keeps
// spreadsheets from reading a formula.
std::string restored(std::string_view text) {
  text = trimmed(text);
  constexpr std::string_view kFormula = "=+-@";
  if (text.size() > 1 && text.front() == '\'' && kFormula.find(text[1]) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("\\\\n")) {
      out += "\\n";
      at += 2;
    } else if (text.substr(at).starts_with("\\n")) {
      out += '\n';
      ++at;
    } else {
      out += text[at];
    }
  }
  return out;
}

// The deepest path of a list; commas within a name follow a backslash.
std::string deepest_category(std::string_view list) {
  std::string best, path;
  const auto levels = [](const std::string& text) {
    return text.empty() ? -1 : std::count(text.begin(), text.end(), '>');
  };
  const auto close = [&] {
    std::string whole(trimmed(path));
    if (levels(whole) > levels(best)) best = std::move(whole);
    path.clear();
  };
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list[at] == '\\' && at + 1 < list.size() && list[at + 1] == ',')
      path += list[++at];
    else if (list[at] == ',')
      close();
    else
      path += list[at];
  }
  close();
  return best;
}

void read_stock(RowReader& reader, const Row& row, const Layout& layout) {
  const std::string& state = row.texts[in_stock];
  const std::string& more = row.texts[backorders];
  const bool goes_on = flag_of(more) == true || equal_ignoring_case(more, "notify");
  const std::string& pieces = row.texts[stock];
  if (equal_ignoring_case(pieces, "parent")) {
    reader.leave_out(layout.name_of(stock),
                     "All variations share these pieces. Count each for itself, or they are sold "
                     "without limit.");
  } else if (!goes_on) {
    reader.stock(row.field(layout, stock));
  }
  const bool none = flag_of(state) == false || (goes_on && whole_of(pieces).value_or(1) <= 0);
  if (equal_ignoring_case(state, "backorder") || (none && goes_on)) {
    reader.draft().availability = Availability::backorder;
  } else if (!state.empty()) {
    reader.draft().availability = none ? Availability::out_of_stock : Availability::in_stock;
  }
}

}  // namespace

std::string_view Layout::name_of(Column column) const { return names_[column]; }

void Layout::find_unit(const TableColumn& column, std::size_t place) {
  for (const auto& [prefix, kind] : kMeasures) {
    if (!column.canonical.starts_with(prefix)) continue;
    places_[kind] = place;
    names_[kind] = column.name;
    (kind == weight ? weight_unit_ : size_unit_) = column.canonical.substr(prefix.size());
  }
}

std::optional<Sentence> Layout::find(const std::vector<TableColumn>& columns) {
  const auto place_of = [&](const std::string& wanted) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const TableColumn& one) {
      return one.canonical == wanted;
    });
    return static_cast<std::size_t>(found - columns.begin());
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const auto& [known, kind] : kNames) {
      if (columns[i].canonical != known) continue;
      places_[kind] = i;
      names_[kind] = columns[i].name;
    }
    find_unit(columns[i], i);
  }
  for (std::size_t number = 1; number <= kMostColumns; ++number) {
    const std::string attribute = "attribute_" + std::to_string(number);
    const Attribute found{place_of(attribute + "_name"), place_of(attribute + "_value_s")};
    if (found.name == columns.size() || found.value == columns.size()) break;
    attributes_.push_back(found);
  }
  constexpr std::pair<Column, std::string_view> kNeeded[] = {
      {id, "ID"}, {type, "Type"}, {name, "Name"}, {regular_price, "Regular price"}};
  for (const auto& [column, title] : kNeeded) {
    if (has(column)) continue;
    return "This is no product export of WooCommerce: no column is called " + std::string(title) +
           ". Export all columns, in English.";
  }
  return std::nullopt;
}

Row::Row(const Layout& layout, std::size_t begin, const std::vector<std::string_view>& fields)
    : line(begin) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (layout.places_[i]) texts[i] = restored(fields[*layout.places_[i]]);
  }
  for (const Layout::Attribute& attribute : layout.attributes_) {
    std::string title = restored(fields[attribute.name]);
    std::string value = restored(fields[attribute.value]);
    if (!title.empty() && !value.empty()) options.push_back({std::move(title), std::move(value)});
  }
}

bool Row::is(std::string_view word) const {
  const auto words = parts_of(texts[type], ',');
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view one) { return equal_ignoring_case(one, word); });
}

bool Row::has_variations() const {
  const auto words = parts_of(texts[type], ',');
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return lower_text(word).starts_with("variable");  // Or variable-subscription.
  });
}

bool Row::is_for_sale() const {
  const bool shown = texts[published].empty() || texts[published] == "1";
  const auto words = parts_of(texts[type], ',');
  constexpr std::string_view kSold[] = {"simple", "variable", "variation", "virtual",
                                        "downloadable"};
  const bool known = std::all_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(std::begin(kSold), std::end(kSold), lower_text(word)) != std::end(kSold);
  });
  return shown && known && !equal_ignoring_case(texts[visibility], "hidden");
}

std::size_t Row::bytes() const {
  std::size_t sum = sizeof(Row);
  for (const std::string& text : texts) sum += text.size();
  for (const Option& option : options) sum += option.name.size() + option.value.size();
  return sum;
}

void read_shared(RowReader& reader, const Row& row, const Layout& layout) {
  reader.title(row.field(layout, name));
  reader.description(row.field(layout, description));
  reader.description(row.field(layout, short_description));
  reader.brand(row.field(layout, brands));
  const std::string category = deepest_category(row.texts[categories]);
  reader.plain_category({layout.name_of(categories), category});
  reader.shipping_class(row.field(layout, shipping_class));
  if (!equal_ignoring_case(row.texts[tax_class], "parent")) {
    reader.tax_class(row.field(layout, tax_class));
  }
  const std::string& taxed = row.texts[tax_status];
  const bool untaxed = equal_ignoring_case(taxed, "none") || equal_ignoring_case(taxed, "shipping");
  if (untaxed) reader.draft().tax_exempt = true;  // "shipping" taxes nothing but the delivery.
  reader.pictures(row.field(layout, images));
  reader.weight_unit({{}, layout.weight_unit()});
  reader.weight(row.field(layout, weight));
  reader.size_unit({{}, layout.size_unit()});
  reader.length(row.field(layout, length));
  reader.width(row.field(layout, width));
  reader.height(row.field(layout, height));
}

void read_own(RowReader& reader, const Row& row, const Layout& layout) {
  reader.id({layout.name_of(row.texts[sku].empty() ? id : sku), row.own_id()});
  reader.gtin(row.field(layout, gtin));
  reader.price(row.field(layout, regular_price));
  reader.sale_price(row.field(layout, sale_price));
  reader.sale_from(row.field(layout, sale_starts));
  reader.sale_until(row.field(layout, sale_ends));
  if (row.texts[sold_individually] == "1") reader.draft().max_per_order = 1;
  reader.draft().digital = row.is("virtual") || row.is("downloadable");
  if (row.is("variation")) {
    for (const Option& option : row.options)
      reader.option(option.name, {"Attribute", option.value});
  }
  read_stock(reader, row, layout);
}

}  // namespace till::products::woo_export

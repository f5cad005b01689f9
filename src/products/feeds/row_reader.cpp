#include "products/feeds/row_reader.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/url.h"
#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

bool is_told(FeedField field) { return !trimmed(field.text).empty(); }

// Words that stand for nothing: exports write them into empty cells.
bool is_nothing(std::string_view text) {
  for (const std::string_view word : {"n/a", "null", "none", "-"}) {
    if (equal_ignoring_case(text, word)) return true;
  }
  return false;
}

bool is_whole_number(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

void RowReader::bad(std::string_view field, Sentence sentence) {
  if (!bad_) bad_ = FeedFault{line_, std::string(field), std::move(sentence)};
}

void RowReader::leave_out(std::string_view field, Sentence sentence) {
  left_out_.push_back({line_, std::string(field), std::move(sentence)});
}

std::string RowReader::shortened(FeedField field, std::string text, std::size_t most) {
  const std::size_t kept = first_characters(text, most).size();
  if (kept == text.size()) return text;
  leave_out(field.name, "The text is cut off after " + std::to_string(most) +
                            " characters. Write a shorter one.");
  text.resize(kept);
  return std::string(trimmed(text));
}

void RowReader::words(FeedField field, std::size_t most, std::optional<std::string>& place) {
  if (place || !is_told(field)) return;
  std::string text = one_line(field.text);
  if (is_nothing(text)) return;
  place = shortened(field, std::move(text), most);
}

void RowReader::id(FeedField field) {
  if (!product_.id.empty() || !is_told(field)) return;
  product_.id = one_line(field.text);
  if (product_.id.size() > kMostIdBytes) {
    bad(field.name, "The id is longer than 100 bytes. Write a shorter one.");
  }
}

void RowReader::title(FeedField field) {
  if (!product_.title.empty() || !is_told(field)) return;
  const std::string plain = plain_text(field.text);
  product_.title = shortened(field, one_line(plain), kMostTitle);
}

void RowReader::description(FeedField field) {
  if (product_.description || !is_told(field)) return;
  std::string text = plain_text(field.text);
  text = shortened(field, std::string(trimmed(text)), kMostDescription);
  if (!text.empty()) product_.description = std::move(text);
}

void RowReader::link(FeedField field) {
  if (product_.link || !is_told(field)) return;
  const std::string_view url = trimmed(field.text);
  if (!is_web_link(url)) {
    return leave_out(field.name, "This is no address of a page. Write https://shop.example/mug.");
  }
  product_.link = std::string(url);
}

void RowReader::picture(FeedField field) {
  if (!is_told(field)) return;
  const std::string_view url = trimmed(field.text);
  if (!is_web_link(url)) {
    return leave_out(field.name,
                     "This is no address of a picture. Write https://shop.example/mug.jpg.");
  }
  auto& all = product_.pictures;
  if (std::find(all.begin(), all.end(), url) != all.end()) return;
  if (all.size() < kMostPictures) {
    all.emplace_back(url);
    return;
  }
  const bool said = !left_out_.empty() && left_out_.back().field == field.name;
  if (!said) leave_out(field.name, "There are more than 20 pictures. Keep the best ones.");
}

void RowReader::first_picture(FeedField field) {
  const auto others = std::exchange(product_.pictures, {});
  picture(field);
  for (const std::string& other : others) {
    const bool same = !product_.pictures.empty() && product_.pictures.front() == other;
    if (!same && product_.pictures.size() < kMostPictures) product_.pictures.push_back(other);
  }
}

void RowReader::pictures(FeedField field) {
  for (const std::string_view url : urls_of(field.text)) picture({field.name, url});
}

void RowReader::price(FeedField field) {
  if (price_ || !is_told(field)) return;
  const auto money = money_of(field.text, settings_.currency);
  if (!money) return bad(field.name, money.error());
  if (money->amount == Amount{0}) {
    return bad(field.name, "The price is 0, which would give it away. Write a price above 0.");
  }
  price_ = *money;
}

void RowReader::sale_price(FeedField field) {
  if (sale_price_ || !is_told(field)) return;
  const auto money = money_of(field.text, settings_.currency);
  if (!money) return leave_out(field.name, money.error());
  sale_price_ = *money;
  sale_field_ = std::string(field.name);
}

void RowReader::moment(FeedField field, Day day, std::optional<Timestamp>& place) {
  if (place || !is_told(field)) return;
  place = moment_of(field.text, day);
  if (place) return;
  leave_out(field.name, "This is no date. Write 2026-11-27T08:00:00Z or 2026-11-27.");
  sale_is_unclear_ = sale_is_unclear_ || &place != &product_.available_at;
}

void RowReader::sale_dates(FeedField field) {
  if (!is_told(field)) return;
  const std::size_t slash = field.text.find('/');
  if (slash == std::string_view::npos) {
    sale_is_unclear_ = true;
    return leave_out(field.name, "This is no span. Write 2026-11-27T00:00Z/2026-11-30T23:59Z.");
  }
  moment({field.name, field.text.substr(0, slash)}, Day::begin, sale_from_);
  moment({field.name, field.text.substr(slash + 1)}, Day::end, sale_until_);
}

void RowReader::sale_from(FeedField field) { moment(field, Day::begin, sale_from_); }
void RowReader::sale_until(FeedField field) { moment(field, Day::end, sale_until_); }
void RowReader::available_at(FeedField field) { moment(field, Day::begin, product_.available_at); }

void RowReader::availability(FeedField field) {
  if (product_.availability || !is_told(field)) return;
  std::string word;
  for (const char c : trimmed(field.text)) {
    if (c != ' ' && c != '_' && c != '-') word += lower(c);
  }
  constexpr std::pair<std::string_view, Availability> kWords[] = {
      {"instock", Availability::in_stock},
      {"available", Availability::in_stock},
      {"limitedstock", Availability::in_stock},
      {"limitedavailability", Availability::in_stock},
      {"availablefororder", Availability::in_stock},
      {"outofstock", Availability::out_of_stock},
      {"soldout", Availability::out_of_stock},
      {"discontinued", Availability::out_of_stock},
      {"preorder", Availability::preorder},
      {"backorder", Availability::backorder},
      {"onbackorder", Availability::backorder}};
  for (const auto& [known, value] : kWords) {
    if (known == word) product_.availability = value;
  }
  if (product_.availability || word == "unknown") return;
  leave_out(field.name, "Write in_stock, out_of_stock, preorder or backorder.");
}

void RowReader::stock(FeedField field) {
  if (product_.stock || !is_told(field)) return;
  const auto pieces = whole_of(field.text);
  if (!pieces || *pieces > kMostPieces) {
    return leave_out(field.name, "This is no number of pieces. Write a whole number such as 12.");
  }
  stock_field_ = std::string(field.name);
  product_.stock = std::max<std::int64_t>(*pieces, 0);  // Shops count what they owe below zero.
}

void RowReader::max_per_order(FeedField field) {
  if (product_.max_per_order || !is_told(field)) return;
  const auto pieces = whole_of(field.text);
  if (!pieces || *pieces < 1 || *pieces > kMostPieces) {
    return leave_out(field.name, "This is no number of pieces. Write a whole number such as 12.");
  }
  product_.max_per_order = *pieces;
}

void RowReader::condition(FeedField field) {
  if (product_.condition || !is_told(field)) return;
  const std::string_view text = trimmed(field.text);
  product_.condition = condition_of(text);
  if (equal_ignoring_case(text, "secondhand")) product_.condition = Condition::used;
  if (!product_.condition) leave_out(field.name, "Write new, refurbished or used.");
}

void RowReader::brand(FeedField field) { words(field, kMostWord, product_.brand); }
void RowReader::mpn(FeedField field) { words(field, kMostWord, product_.mpn); }
void RowReader::group(FeedField field) { words(field, kMostWord, product_.group); }
void RowReader::shipping_class(FeedField field) {
  words(field, kMostWord, product_.shipping_class);
}
void RowReader::tax_class(FeedField field) { words(field, kMostWord, product_.tax_class); }

void RowReader::gtin(FeedField field) {
  std::string_view text = trimmed(field.text);
  if (text.starts_with('\'')) text.remove_prefix(1);  // So that spreadsheets keep it a text.
  if (product_.gtin || text.empty() || is_nothing(text)) return;
  auto gtin = gtin_of(text);
  if (!gtin) return leave_out(field.name, gtin.error());
  product_.gtin = std::move(*gtin);
}

void RowReader::category(FeedField field) {
  if (is_whole_number(trimmed(field.text))) return;
  const std::string plain = plain_text(field.text);
  words({field.name, plain}, kMostCategory, product_.category);
}

void RowReader::plain_category(FeedField field) {
  if (!is_told(field)) return;
  const std::string plain = plain_text(field.text);
  words({field.name, plain}, kMostCategory, plain_category_);
}

void RowReader::option(std::string_view name, FeedField field) {
  if (!is_told(field)) return;
  for (const Option& one : product_.options) {
    if (one.name == name) return;
  }
  if (product_.options.size() == kMostOptions) {
    return leave_out(field.name, "There are more than 10 options. Leave some out.");
  }
  std::optional<std::string> value, title;
  words(field, kMostWord, value);
  words({field.name, name}, kMostWord, title);
  if (value && title) product_.options.push_back({std::move(*title), std::move(*value)});
}

void RowReader::weight(FeedField field) {
  if (!weight_.empty() || !is_told(field)) return;
  weight_ = std::string(trimmed(field.text));
  weight_field_ = std::string(field.name);
}

void RowReader::weight_unit(FeedField field) {
  if (weight_unit_.empty()) weight_unit_ = std::string(trimmed(field.text));
}

void RowReader::size_unit(FeedField field) {
  if (size_unit_.empty()) size_unit_ = std::string(trimmed(field.text));
}

void RowReader::side(std::size_t which, FeedField field) {
  if (!sides_[which].empty() || !is_told(field)) return;
  sides_[which] = std::string(trimmed(field.text));
  size_field_ = std::string(field.name);
}

void RowReader::dimensions(FeedField field) {
  const std::string text = lower_text(trimmed(field.text));
  const auto parts = parts_of(text, 'x');
  if (!is_told(field)) return;
  if (parts.size() != 3) return leave_out(field.name, "Write length, width, height as 12x8x5 in.");
  // The unit behind the last side is that of all.
  const std::size_t end = parts[2].find_last_of("0123456789");
  if (end != std::string_view::npos) size_unit({field.name, parts[2].substr(end + 1)});
  for (std::size_t i = 0; i < parts.size(); ++i) side(i, {field.name, parts[i]});
}

void RowReader::adult(FeedField field) {
  if (!product_.least_age && flag_of(field.text) == true) product_.least_age = 18;
}

void RowReader::least_age(FeedField field) {
  if (!is_told(field)) return;
  const auto years = whole_of(field.text);
  if (!years || *years < 0 || *years > 99) {
    return leave_out(field.name, "This is no age in years. Write a whole number such as 18.");
  }
  if (*years > 0) product_.least_age = *years;
}

void RowReader::digital(FeedField field) {
  product_.digital = product_.digital || flag_of(field.text) == true;
}

void RowReader::needs_shipping(FeedField field) {
  if (flag_of(field.text) == false) product_.digital = true;
}

void RowReader::taxable(FeedField field) {
  if (flag_of(field.text) == false) product_.tax_exempt = true;
}

RowReader RowReader::at_line(std::size_t line) const {
  RowReader further = *this;
  further.line_ = line;
  further.left_out_.clear();
  return further;
}

}  // namespace till::products

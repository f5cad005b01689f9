// The lines of a quote.
#include <map>
#include <string>
#include <utility>

#include "commerce/embedded/markdown.h"
#include "commerce/remote/quote_parts.h"
#include "commerce/remote/stated_facts.h"

namespace till::commerce::remote {
namespace {

// Is it known where the line is taxed? What is fetched is taxed by the option that it is fetched
// by.
bool has_tax_place(const Reading& reading, std::size_t index, bool physical) {
  if (physical && reading.is_fetched(index)) return false;
  return reading.has_own_address(index) || reading.request.ship_to.has_value();
}

void read_tax(const json::Node& node, Reading& reading, std::size_t index,
              checkout::QuotedLine& line) {
  const json::Node tax = node.member("tax");
  const bool included = read_flag(node, "tax_included", false);
  reading.tax_included[index] = included;
  if (tax.given()) {
    const Amount amount = read_amount(tax);
    (included ? line.included_tax : line.tax) = amount;
    line.exempted = reading.request.exemption && amount == Amount{0};
    return;
  }
  line.tax_place = checkout::TaxPlace::address_missing;
  if (!line.unserved && has_tax_place(reading, index, line.physical)) {
    tax.refuse("Send the tax: it is known where the line goes. Zero means none.");
  }
}

// What is told of the item; it decides nothing but how many may be ordered.
void read_shown(const json::Node& node, Reading& reading, checkout::QuotedLine& line) {
  line.title = node.need("title").text(kSomeText);
  line.description = read_optional_text(node, "description");
  line.links = read_links(node, reading.left_out);
  const json::Node most = node.member("max_per_order");
  if (!most.absent()) line.max_per_order = most.integer(1, kAmountMax);
  checkout::ItemFacts facts = read_item_facts(node, reading.left_out);
  facts.max_per_order = line.max_per_order;
  line.facts = checkout::facts_at(checkout::SharedFacts(std::move(facts)), reading.request.now);
}

// The regular price of what is on sale. One that is not above the price says that it is on none.
void read_list_amount(const json::Node& node, checkout::QuotedLine& line) {
  const json::Node list_amount = node.member("list_amount");
  if (list_amount.absent()) return;
  const Amount amount = read_amount(list_amount);
  if (amount > line.unit_amount) line.list_amount = amount;
}

void read_facts(const json::Node& node, Reading& reading, std::size_t index) {
  checkout::QuotedLine& line = reading.quote.lines[index];
  read_shown(node, reading, line);
  const json::Node unit_amount = node.need("unit_amount");
  line.unit_amount = read_amount(unit_amount);
  const auto base = checked_product(line.unit_amount, reading.request.lines[index].quantity);
  if (!base) {
    unit_amount.refuse("So many pieces at this price are more than an amount holds.");
  } else {
    reading.bases[index] = *base;
  }
  read_list_amount(node, line);
  line.physical = read_flag(node, "physical", true);
  const json::Node available = node.member("available");
  if (available.given()) line.available = available.integer(0, kAmountMax);
  const json::Node disclosures = node.member("disclosures");
  if (!disclosures.absent()) {
    for (const json::Node& each : disclosures.entries(limits::kListEntries)) {
      line.disclosures.push_back(read_disclosure(each));
    }
  }
  const bool to_session = line.physical && !reading.is_fetched(index) &&
                          !reading.has_own_address(index) && reading.request.ship_to;
  if (!reading.region_served && to_session) line.unserved = checkout::Unserved::country;
  read_tax(node, reading, index, line);
  reading.tax_known[index] = node.member("tax").given();
}

// Two lines may be of one item, of which there is one stock.
void check_twins(const json::Node& lines, const Reading& reading) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < reading.quote.lines.size(); ++i) {
    const auto known = first.try_emplace(reading.request.lines[i].item_id, i).first->second;
    const checkout::QuotedLine& one = reading.quote.lines[known];
    const checkout::QuotedLine& other = reading.quote.lines[i];
    if (one.sold == other.sold && one.available == other.available &&
        one.max_per_order == other.max_per_order) {
      continue;
    }
    return lines.refuse("Lines " + std::to_string(known) + " and " + std::to_string(i) +
                        " are of one item: say the same sold, available and max_per_order.");
  }
}

}  // namespace

checkout::Disclosure read_disclosure(const json::Node& node) {
  checkout::Disclosure disclosure;
  if (!node.expect_object()) return disclosure;
  const json::Node type = node.need("content_type");
  const std::string name = type.text({1, 16});
  if (name != "plain" && name != "markdown") type.invalid("plain or markdown");
  disclosure.markdown = name == "markdown";
  const json::Node content = node.need("content");
  disclosure.content = content.text(kSomeText);
  if (disclosure.markdown && holds_raw_html(disclosure.content)) {
    content.invalid("Markdown without raw HTML");
  }
  return disclosure;
}

void check_included_taxes(const json::Node& answer, const Reading& reading) {
  const json::Node lines = answer.need("lines");
  for (const json::Node& node : lines.entries(limits::kLineItems)) {
    const std::size_t index = read_index(node, reading).value_or(0);
    if (reading.quote.lines[index].included_tax <= reading.price_of(index)) continue;
    return node.member("tax").refuse(kIncludedTooLarge);
  }
}

void read_lines(const json::Node& answer, Reading& reading) {
  const std::size_t count = reading.request.lines.size();
  reading.quote.lines.resize(count);
  reading.bases.resize(count);
  reading.tax_known.resize(count, false);
  reading.tax_included.resize(count, false);
  std::vector<bool> seen(count, false);
  const json::Node lines = answer.need("lines");
  for (const json::Node& node : lines.entries(limits::kLineItems)) {
    if (!node.expect_object()) return;
    const auto index = read_index(node, reading);
    if (!index) return;
    if (seen[*index]) return node.member("index").refuse("Say of each line only once what it is.");
    seen[*index] = true;
    reading.quote.lines[*index].sold = read_flag(node, "sold", true);
    if (reading.quote.lines[*index].sold) read_facts(node, reading, *index);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!seen[i]) return lines.refuse("Nothing is said of line " + std::to_string(i) + ".");
  }
  check_twins(lines, reading);
}

}  // namespace till::commerce::remote

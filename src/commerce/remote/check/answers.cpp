#include "commerce/remote/check/answers.h"

#include <algorithm>

#include "base/amount.h"
#include "base/limits.h"
#include "base/url.h"

namespace till::commerce::remote::check {
namespace {

constexpr std::size_t kMostProducts = 10'000;  // Of a page, whatever was asked for.
constexpr json::TextBound kId{1, 255};
constexpr json::TextBound kText{1, limits::kStringBytes};

template <class Read>
Result<Read, AnswerFault> result_of(const AnswerFaults& faults, Read read) {
  if (faults.found()) return refused(*faults.first());
  return read;
}

bool is_web_address(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

void read_price(const json::Node& product, const std::string& currency, ListedProduct& read) {
  const json::Node price = product.need("unit_amount");
  if (!price.is_object()) {
    price.integer(0, kAmountMax);
    if (currency.empty()) price.refuse("A plain number needs the currency of the page.");
    read.currencies.push_back(currency);
    return;
  }
  for (const auto& [name, amount] : price.members()) {
    amount.integer(0, kAmountMax);
    read.currencies.emplace_back(name);
  }
  if (read.currencies.empty()) price.invalid("a price in one currency or more");
}

ListedProduct read_product(const json::Node& node, const std::string& currency) {
  ListedProduct product;
  if (!node.expect_object()) return product;
  product.id = node.need("id").text(kId);
  const json::Node removed = node.member("removed");
  product.removed = !removed.absent() && removed.boolean();
  if (product.removed) return product;
  node.need("title").text(kText);
  read_price(node, currency, product);
  const json::Node stock = node.member("stock");
  if (!stock.absent()) product.stock = stock.integer(0, kAmountMax);
  for (const std::string_view name : {"url", "image_url"}) {
    const json::Node link = node.member(name);
    if (!link.absent() && !is_web_link(link.value().text())) {
      link.invalid("an http or https URL of at most 2048 bytes");
    }
  }
  return product;
}

}  // namespace

std::string told(const Given& given) {
  if (!given) return "no answer: " + given.error();
  const std::string status = "status " + std::to_string(given->status);
  const auto refusal = refusal_of(given);
  return refusal ? status + ", refused: " + refusal->reason : status;
}

bool is_accepted(const Given& given) {
  return given && given->status >= 200 && given->status <= 299;
}

std::optional<Refusal> refusal_of(const Given& given) {
  if (!given || (given->status != 409 && given->status != 422)) return std::nullopt;
  const auto body = json::Body::parse(given->body);
  if (!body) return std::nullopt;
  AnswerFaults faults;
  const json::Node root(body->root(), faults);
  const json::Node node = root.need("refused");
  Refusal refusal{node.need("reason").text({1, 64}), {}};
  const json::Node index = node.member("index");
  if (!index.absent()) refusal.index = index.integer(0, kAmountMax);
  return faults.found() ? std::nullopt : std::optional(std::move(refusal));
}

bool are_the_same(const Given& one, const Given& other) {
  if (!one || !other || one->status != other->status) return false;
  if (one->body == other->body) return true;
  const auto first = json::Body::parse(one->body);
  const auto second = json::Body::parse(other->body);
  return first && second && first->fingerprint() == second->fingerprint();
}

bool Listed::has(std::string_view name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Result<Listed, AnswerFault> read_listed(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  Listed listed{root.need("version").text({1, 64}), {}};
  const json::Node names = root.need("capabilities");
  for (const json::Node& each : names.entries(limits::kListEntries)) {
    std::string name = each.text(kId);
    if (listed.has(name)) each.refuse("List each capability once.");
    listed.names.push_back(std::move(name));
  }
  return result_of(faults, std::move(listed));
}

Result<Holds, AnswerFault> read_holds(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  Holds holds;
  const json::Node held = root.need("held");
  for (const json::Node& each : held.entries(limits::kListEntries)) {
    const std::string item = each.need("item_id").text(kId);
    holds.held[item] += each.need("quantity").integer(1, limits::kQuantity);
  }
  const json::Node lacking = root.need("short");
  for (const json::Node& each : lacking.entries(limits::kListEntries)) {
    const std::string item = each.need("item_id").text(kId);
    holds.lacking[item] = each.need("available").integer(0, kAmountMax);
  }
  return result_of(faults, std::move(holds));
}

std::string text_of(const Holds& holds) {
  std::string text;
  for (const auto& [item, quantity] : holds.held) {
    text += (text.empty() ? "" : ", ") + std::to_string(quantity) + " of " + item + " held";
  }
  for (const auto& [item, available] : holds.lacking) {
    text +=
        (text.empty() ? "" : ", ") + item + " short, " + std::to_string(available) + " available";
  }
  return text.empty() ? "nothing held" : text;
}

Result<std::string, AnswerFault> read_number(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  std::string number = root.need("order_number").text(kId);
  const json::Node link = root.member("permalink_url");
  if (!link.absent() && !is_web_address(link.text(kText))) link.invalid("a URL of the web");
  return result_of(faults, std::move(number));
}

Result<Page, AnswerFault> read_page(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  const json::Node named = root.member("currency");
  const std::string currency = named.absent() ? "" : named.text({3, 3});
  Page page;
  const json::Node products = root.need("products");
  for (const json::Node& each : products.entries(kMostProducts)) {
    page.products.push_back(read_product(each, currency));
  }
  const json::Node next = root.member("next");
  if (!next.absent()) page.next = next.text(kText);
  return result_of(faults, std::move(page));
}

}  // namespace till::commerce::remote::check

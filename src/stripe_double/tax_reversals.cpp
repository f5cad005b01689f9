#include "stripe_double/tax_reversals.h"

#include <string>

namespace till::stripe_double {
namespace {

Answer irreversible(std::string_view message, std::string_view param) {
  return invalid({.message = message, .param = param});
}

std::string name_of(std::size_t line, std::string_view member) {
  return "line_items[" + std::to_string(line) + "][" + std::string(member) + "]";
}

// A part of what is left, in negative amounts.
TaxedPart reversed(TaxedPart& part, std::int64_t amount, std::int64_t tax) {
  TaxedPart back = part;
  back.original = part.id;
  back.id.insert(back.id.rfind('_') + 1, "r");
  back.amount = -amount;
  back.tax = -tax;
  part.left -= amount;
  part.tax_left -= tax;
  return back;
}

void take_all(TaxTransaction& original, TaxTransaction& reversal) {
  for (TaxedPart& line : original.taxed.lines) {
    reversal.taxed.lines.push_back(reversed(line, line.left, line.tax_left));
  }
  TaxedPart* const shipping = original.taxed.shipping ? &*original.taxed.shipping : nullptr;
  if (shipping) reversal.taxed.shipping = reversed(*shipping, shipping->left, shipping->tax_left);
}

// Of each part what it is of the whole, to the last unit; the tax by what is left of it.
std::optional<Answer> take_flat(std::int64_t flat, TaxTransaction& original,
                                TaxTransaction& reversal) {
  std::int64_t left = 0;
  for (const TaxedPart& line : original.taxed.lines) left += line.total_left();
  if (original.taxed.shipping) left += original.taxed.shipping->total_left();
  if (flat >= 0) return irreversible("The flat amount must be negative.", "flat_amount");
  if (-flat > left) {
    return irreversible("The flat amount is greater than what is left of the transaction.",
                        "flat_amount");
  }
  std::int64_t to_take = -flat;
  const auto take = [&](TaxedPart& part) {
    const std::int64_t total = part.total_left();
    const std::int64_t share = left == 0 ? 0 : (total * to_take + left / 2) / left;
    const std::int64_t tax = total == 0 ? 0 : (part.tax_left * share + total / 2) / total;
    left -= total;
    to_take -= share;
    return reversed(part, part.inclusive ? share : share - tax, tax);
  };
  for (TaxedPart& line : original.taxed.lines) reversal.taxed.lines.push_back(take(line));
  if (original.taxed.shipping) reversal.taxed.shipping = take(*original.taxed.shipping);
  return std::nullopt;
}

std::optional<Answer> objection_to(const TaxedPart& part, std::optional<std::int64_t> amount,
                                   std::optional<std::int64_t> tax, const std::string& param) {
  if (!amount || !tax) return irreversible("The amount and its tax are needed.", param);
  if (*amount > 0 || *tax > 0) return irreversible("Amounts of a reversal are negative.", param);
  if (-*amount > part.left || -*tax > part.tax_left) {
    return irreversible("More than is left of it cannot be reversed.", param);
  }
  return std::nullopt;
}

TaxedPart* line_of(TaxTransaction& original, const std::string& id) {
  for (TaxedPart& line : original.taxed.lines) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

std::optional<Answer> take_parts(const Form& form, TaxTransaction& original,
                                 TaxTransaction& reversal) {
  for (std::size_t i = 0; form.find(name_of(i, "original_line_item")); ++i) {
    TaxedPart* const line = line_of(original, form.text(name_of(i, "original_line_item")));
    if (line == nullptr) {
      return irreversible("No such line item in the original transaction.",
                          name_of(i, "original_line_item"));
    }
    if (form.text(name_of(i, "reference")).empty()) {
      return irreversible("Missing required param.", name_of(i, "reference"));
    }
    const auto amount = form.whole(name_of(i, "amount"));
    const auto tax = form.whole(name_of(i, "amount_tax"));
    if (auto no = objection_to(*line, amount, tax, name_of(i, "amount"))) return no;
    reversal.taxed.lines.push_back(reversed(*line, -*amount, -*tax));
    reversal.taxed.lines.back().reference = form.text(name_of(i, "reference"));
  }
  const auto amount = form.whole("shipping_cost[amount]");
  if (!amount) return std::nullopt;
  const auto tax = form.whole("shipping_cost[amount_tax]");
  if (!original.taxed.shipping) return irreversible("The transaction has none.", "shipping_cost");
  TaxedPart& shipping = *original.taxed.shipping;
  if (auto no = objection_to(shipping, amount, tax, "shipping_cost[amount]")) return no;
  reversal.taxed.shipping = reversed(shipping, -*amount, -*tax);
  return std::nullopt;
}

std::optional<Answer> take_some(const Form& form, TaxTransaction& original,
                                TaxTransaction& reversal) {
  const bool parts = form.find(name_of(0, "original_line_item")).has_value() ||
                     form.find("shipping_cost[amount]").has_value();
  const auto flat = form.whole("flat_amount");
  if (flat && parts) {
    return irreversible("Either a flat amount or the parts to reverse, not both.", "flat_amount");
  }
  if (!flat && !parts) {
    return irreversible("A partial reversal needs line_items, shipping_cost or flat_amount.",
                        "line_items");
  }
  return flat ? take_flat(*flat, original, reversal) : take_parts(form, original, reversal);
}

}  // namespace

std::optional<Answer> take_back(const Form& form, TaxTransaction& original,
                                TaxTransaction& reversal) {
  const std::string mode = form.text("mode");
  if (mode != "full" && mode != "partial") {
    return irreversible("Invalid mode: must be one of full or partial", "mode");
  }
  if (mode == "full") {
    const bool parts = form.find("flat_amount") || form.find(name_of(0, "original_line_item")) ||
                       form.find("shipping_cost[amount]");
    if (parts) return irreversible("A full reversal takes no amounts.", "mode");
    if (original.reversed) {
      return irreversible("The transaction was reversed before, so that it cannot be as a whole.",
                          "original_transaction");
    }
    take_all(original, reversal);
  } else {
    TaxTransaction changed = original;
    if (auto no = take_some(form, changed, reversal)) return no;
    original = std::move(changed);
  }
  original.reversed = true;
  return std::nullopt;
}

}  // namespace till::stripe_double

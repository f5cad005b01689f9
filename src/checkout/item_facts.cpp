#include "checkout/item_facts.h"

namespace till::checkout {

SharedFacts facts_at(const SharedFacts& facts, Timestamp now) {
  if (!facts || !facts->available_at || now < *facts->available_at) return facts;
  ItemFacts present = *facts;
  present.later.reset();
  present.available_at.reset();
  return SharedFacts(std::move(present));
}

std::string options_text(const std::vector<ItemOption>& options) {
  std::string text;
  for (const ItemOption& option : options) {
    if (!text.empty()) text += ", ";
    text += option.name + ": " + option.value;
  }
  return text;
}

std::string options_beside(const std::string& title, const std::vector<ItemOption>& options) {
  std::vector<ItemOption> untold;
  for (const ItemOption& option : options) {
    if (title.find(option.value) == std::string::npos) untold.push_back(option);
  }
  return options_text(untold);
}

SharedFacts needed_facts(const SharedFacts& facts) {
  if (!facts) return facts;
  ItemFacts needed;
  needed.least_age = facts->least_age;
  return SharedFacts(std::move(needed));
}

}  // namespace till::checkout

#include "wire/acp/included_tax.h"

#include <array>

#include "base/locale_text.h"
#include "base/texts.h"

namespace till::wire {

std::string included_tax_text(Amount included, const std::string& currency, Language language) {
  const std::array<std::string, 1> amount{money_text(included, currency, language)};
  return fill(translate(language, "The price includes {0} of tax."), amount);
}

}  // namespace till::wire

// How agents are told of a tax that is part of the prices. Private to this folder.
#pragma once

#include <string>

#include "base/amount.h"
#include "base/language.h"

namespace till::wire {

// "The price includes €3.80 of tax." in the buyer's language. It is the description of a total:
// the protocol has no member for such a tax, and adds every total of type tax (LT-09, LT-21).
std::string included_tax_text(Amount included, const std::string& currency, Language language);

}  // namespace till::wire

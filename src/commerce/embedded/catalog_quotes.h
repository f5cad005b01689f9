// Reading the quotes of catalog.json. Private to the embedded catalogue.
#pragma once

#include <string>
#include <string_view>

#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Could someone who was not told the id find it by trying? What looks like chance does not: enough
// letters and digits that take turns often.
bool is_guessable(std::string_view id);

// `items` are the ids that prices may be given for.
PriceQuote read_quote(const Place& place, const KnownItems& items, const std::string& currency);

}  // namespace till::commerce

// What agents will not show of a feed, as a file that a program reads.
#pragma once

#include <string>

#include "products/listings/listing.h"

namespace till::assembly {

// A line of JSON: {"product": …, "field": …, "what": …, "left_out": …}.
std::string report_line(const products::ListingFault& fault);

}  // namespace till::assembly

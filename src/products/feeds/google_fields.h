// The attributes of Google's product data specification that Till reads.
#pragma once

#include <span>

#include "products/feeds/field_table.h"

namespace till::products {

std::span<const FieldRule> google_fields();

}  // namespace till::products

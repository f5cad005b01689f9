// The OpenAPI document of the admin API: src/console/openapi.json, taken in when Till is built.
#pragma once

#include <string_view>

namespace till::console {

std::string_view openapi_document();

}  // namespace till::console

// Every error the server can answer, in one table; docs/errors.md explains each code.
#pragma once

#include <cstddef>
#include <string_view>

#include "wire/error_body.h"

namespace till::wire {

struct ErrorRow {
  int status;
  std::string_view type;
  std::string_view code;
  std::string_view sentence;  // What to do next; a refusal's own detail replaces it.
};

// How many values RefusalCode has.
std::size_t refusal_code_count();

const ErrorRow& error_row(Fault fault);
const ErrorRow& error_row(checkout::RefusalCode code);
const ErrorRow& error_row(checkout::OrderRefusalCode code);

}  // namespace till::wire

// Lists of the admin API that come by pages. Private to the command line.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "cli/admin_client.h"
#include "cli/commands.h"

namespace till::cli {

struct Listing {
  std::string path;
  std::string member;                                      // Of the answer: the list.
  std::vector<std::pair<std::string, std::string>> query;  // Empty values are left out.
  std::int64_t limit = 0;                                  // 0: all.
};

enum class PrintAs { lines, json };

// Prints entry after entry, page after page: one line each, or one JSON object with the list as its
// member. When there are more than `limit` a line on standard error says so.
Outcome print_pages(AdminClient& admin, const Listing& listing, PrintAs as,
                    const std::function<std::string(const Json&)>& line_of, std::ostream& out);

}  // namespace till::cli

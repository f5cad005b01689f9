#include "cli/pages.h"

#include <algorithm>
#include <iostream>

#include "base/url.h"

namespace till::cli {
namespace {

constexpr std::int64_t kPage = 200;

std::string path_of(const Listing& listing, std::int64_t most, const std::string& cursor) {
  std::string path = listing.path + "?limit=" + std::to_string(most);
  for (const auto& [name, value] : listing.query) {
    if (!value.empty()) path += "&" + name + "=" + escape_query(value);
  }
  if (!cursor.empty()) path += "&cursor=" + escape_query(cursor);
  return path;
}

void print_entry(const Json& entry, PrintAs as, bool first,
                 const std::function<std::string(const Json&)>& line_of, std::ostream& out) {
  if (as == PrintAs::lines) {
    out << line_of(entry) << "\n";
  } else {
    out << (first ? "" : ",") << entry.json();
  }
}

}  // namespace

Outcome print_pages(AdminClient& admin, const Listing& listing, PrintAs as,
                    const std::function<std::string(const Json&)>& line_of, std::ostream& out) {
  std::string cursor;
  std::int64_t printed = 0;
  do {
    const std::int64_t left = listing.limit > 0 ? listing.limit - printed : kPage;
    const auto page = admin.get(path_of(listing, std::min(left, kPage), cursor));
    if (!page) return refused(page.error());
    if (as == PrintAs::json && cursor.empty()) out << "{\"" << listing.member << "\":[";
    for (const Json& entry : page->body.at(listing.member).entries()) {
      print_entry(entry, as, printed == 0, line_of, out);
      ++printed;
    }
    cursor = page->body.at("next_cursor").text();
  } while (!cursor.empty() && (listing.limit == 0 || printed < listing.limit));
  if (as == PrintAs::json) out << "]}\n";
  out.flush();
  if (!cursor.empty()) {
    std::cerr << "there are more than these " << printed << "; raise --limit or leave it out\n";
  }
  return {};
}

}  // namespace till::cli

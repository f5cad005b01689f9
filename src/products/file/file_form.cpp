#include "products/file/file_form.h"

#include <utility>

#include "base/digest.h"

namespace till::products {
namespace {

bool put(Query& query, std::string_view name, std::int64_t value) {
  return query.bind(1, name).bind(2, value).run();
}

bool put(Query& query, std::string_view name, std::string_view value) {
  return query.bind(1, name).bind(2, value).run();
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

}  // namespace

std::uint64_t print_of_text(std::string_view text) {
  const Digest digest = sha256(text);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | digest[i];
  return number;
}

std::uint64_t number_of_id(std::string_view id) { return print_of_text(id); }

Result<FileFacts, std::string> read_facts(const DatabaseHandle& database) {
  Query all(database.get(), "SELECT name, value FROM facts");
  FileFacts facts;
  std::int64_t format = 0;
  bool whole = false;
  while (all.step()) {
    const std::string name(all.text(0));
    if (name == "format") format = all.integer(1);
    if (name == "products") facts.products = all.integer(1);
    if (name == "currencies") facts.currencies = split(all.text(1));
    if (name == "made_at") facts.made_at.ms = all.integer(1);
    if (name == "source") facts.source = all.text(1);
    whole = whole || name == "whole";
  }
  if (all.failed() || !whole || format < 1) {
    return refused(std::string("is no file of products; take it away and run till import again"));
  }
  if (format > kFileFormat) {
    return refused(std::string("was made by a newer till; use that one, or run till import again"));
  }
  return facts;
}

bool write_facts(const DatabaseHandle& database, const FileFacts& facts) {
  Query insert(database.get(), "INSERT INTO facts(name, value) VALUES (?1, ?2)");
  std::string currencies;
  for (const std::string& currency : facts.currencies) {
    currencies += (currencies.empty() ? "" : " ") + currency;
  }
  return put(insert, "format", kFileFormat) && put(insert, "products", facts.products) &&
         put(insert, "currencies", std::string_view(currencies)) &&
         put(insert, "made_at", facts.made_at.ms) &&
         put(insert, "source", std::string_view(facts.source)) &&
         put(insert, "whole", std::int64_t{1});
}

}  // namespace till::products

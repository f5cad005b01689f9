#include "cli/provider_section.h"

#include "cli/files.h"

namespace till::cli {

std::optional<std::string> ProviderSection::path(const char* key) {
  const auto file = section_.text(key);
  return file ? std::optional(resolve(secrets_.folder, *file)) : std::nullopt;
}

std::string ProviderSection::base_url(const char* key, const std::string& otherwise) {
  return read_base_url(section_, key, section_.text(key).value_or(otherwise));
}

}  // namespace till::cli

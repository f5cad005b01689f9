// ProviderSection: the section of a payment provider in till.toml, for the provider's own reader.
#pragma once

#include "cli/config_sections.h"
#include "payments/settings.h"

namespace till::cli {

// The section and the reading must outlive it. Every call throws a ConfigFault as TomlSection does.
class ProviderSection final : public payments::Settings {
 public:
  ProviderSection(TomlSection& section, SecretReading& secrets)
      : section_(section), secrets_(secrets) {}

  std::optional<std::string> text(const char* key) override { return section_.text(key); }
  std::optional<std::int64_t> whole(const char* key, std::int64_t least,
                                    std::int64_t most) override {
    return section_.whole(key, {least, most});
  }
  std::optional<bool> yes(const char* key) override { return section_.yes(key); }
  std::optional<std::vector<std::string>> texts(const char* key) override {
    return section_.texts(key);
  }
  std::string need_text(const char* key) override { return section_.need_text(key); }
  Secret secret(const char* key) override { return read_secret(section_, secrets_, key); }
  std::optional<std::string> path(const char* key) override;
  std::string base_url(const char* key, const std::string& otherwise) override;

 private:
  void refuse(const char* key, const std::string& wanted) const override {
    section_.fail(key, wanted);
  }

  TomlSection& section_;
  SecretReading& secrets_;
};

}  // namespace till::cli

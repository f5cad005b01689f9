// [feeds] of till.toml.
#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>

#include "base/places.h"
#include "cli/config_sections.h"
#include "cli/endpoint.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr Bounds kFeedSeconds{60, 604'800};
constexpr Bounds kHonoredSeconds{0, 604'800};
constexpr std::size_t kLeastFeedSecret = 32;  // Characters.
constexpr std::size_t kMostFeedSecret = 128;

bool is_path_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  });
}

void check_feed_secret(TomlSection& section, const Secret& secret) {
  const std::string& text = secret.reveal();
  if (text.empty()) return;
  if (text.size() < kLeastFeedSecret || text.size() > kMostFeedSecret || !is_path_word(text)) {
    section.fail("secret", "32 to 128 letters, digits, - and _");
  }
}

FeedPushConfig read_push(TomlSection section, SecretReading& secrets) {
  FeedPushConfig push;
  push.name = section.need_name("name");
  if (push.name.size() > 64 || !is_path_word(push.name)) {
    section.fail("name", "at most 64 letters, digits, - and _");
  }
  const std::string url = section.need_text("url");
  push.url = read_base_url(section, "url", url);
  // Whoever reads along would have the token.
  if (!is_webhook_url(url)) section.fail("url", "an https URL, or an http URL of this machine");
  push.token = read_secret(section, secrets, "token");
  if (push.token.empty()) section.fail("token_file", "set: a file that holds the token");
  const auto ca_file = section.text("ca_file");
  if (ca_file) push.ca_file = resolve(secrets.folder, *ca_file);
  section.end();
  return push;
}

}  // namespace

FeedsConfig read_feeds(TomlSection section, SecretReading& secrets) {
  FeedsConfig feeds;
  feeds.formats_place = section.place("formats");
  feeds.formats = section.texts("formats").value_or(std::vector<std::string>{});
  feeds.folder = resolve(secrets.folder, section.text("folder").value_or("feeds"));
  const auto every = section.whole("every_seconds", kFeedSeconds);
  if (every) feeds.every = std::chrono::seconds(*every);
  feeds.secret = read_secret(section, secrets, "secret");
  check_feed_secret(section, feeds.secret);
  feeds.brand = section.text("brand").value_or("");
  feeds.country = section.text("country").value_or("");
  if (!feeds.country.empty() && country_of(feeds.country) != feeds.country) {
    section.fail("country", "a country of ISO 3166-1 in capital letters, like US");
  }
  feeds.checkout = section.yes("checkout").value_or(false);
  const auto honored = section.whole("honor_prices_seconds", kHonoredSeconds);
  if (honored) feeds.honored = std::chrono::seconds(*honored);
  std::set<std::string> names;
  for (TomlSection& push : section.sections("push")) {
    feeds.pushes.push_back(read_push(push, secrets));
    if (!names.insert(feeds.pushes.back().name).second) push.fail("name", "unique");
  }
  if (feeds.honored.count() > 0 && !feeds.is_kept()) {
    section.fail("honor_prices_seconds",
                 "left out without formats or push: no feed states a price");
  }
  section.end();
  return feeds;
}

}  // namespace till::cli

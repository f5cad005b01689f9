// A shop's folder with a config of the test's own, and what is made of it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "app/fakes.h"
#include "app/shop.h"
#include "assembly/shop.h"
#include "base/digest.h"
#include "cli/config.h"
#include "cli/temporary_folder.h"

namespace till::assembly::test {

inline std::string sha256_hex(const std::string& text) { return to_hex(sha256(text)); }

// A section [[agents]]; the token is the id with "token-" before it.
inline std::string agent_section(const std::string& id, const std::string& more = "") {
  return "[[agents]]\nid = \"" + id + "\"\ntoken_sha256 = [\"" + sha256_hex("token-" + id) +
         "\"]\n" + more;
}

// In memory and over plain HTTP; sections are added to it.
class Configured {
 public:
  explicit Configured(const std::string& sections = "") {
    write_catalog(app::kShopCatalog);
    write(sections);
  }

  void write(const std::string& sections, const std::string& store = "memory:") {
    folder.write("till.toml",
                 "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"Mugs\"\n"
                 "url = \"https://shop.example\"\n[store]\nurl = \"" +
                     store + "\"\n" + sections);
  }
  void write_catalog(const std::string& text) { folder.write("catalog.json", text); }

  std::string path() const { return folder.path("till.toml"); }
  cli::Config config() const {
    auto config = cli::load_config(path());
    if (!config) ADD_FAILURE() << config.error();
    return config ? *config : cli::Config{};
  }

  cli::TemporaryFolder folder;
};

// Sections that most tests want: HTTP on any free port, and lines of warnings only.
inline const std::string kPlain =
    "[listen]\nplaintext = true\napi = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\n"
    "[log]\nlevel = \"error\"\n";

inline const std::string kStripe =
    "[payments]\nprovider = \"stripe\"\nmost_declines = 3\n[stripe]\nsecret_key = \"sk_test_1\"\n"
    "profile = \"profile_1\"\nwebhook_secret = \"whsec_1\"\ncard_brands = [\"visa\"]\n"
    "card_funding = [\"credit\"]\n";

inline net::Request request(std::string method, std::string path, const std::string& token = "") {
  net::Request made;
  made.method = std::move(method);
  made.path = std::move(path);
  made.headers = {{"API-Version", "2026-04-17"}};
  if (!token.empty()) made.headers.push_back({"Authorization", "Bearer " + token});
  return made;
}

// Sends through a door whose work is done at once.
template <class Door>
net::Response send(Door& door, net::Request request) {
  app::ManualExecutor executor;
  std::optional<net::Response> response;
  spawn(door.handle(std::move(request), executor),
        [&response](net::Response made) { response = std::move(made); });
  executor.run_all();
  EXPECT_TRUE(response.has_value());
  return response.value_or(net::Response{});
}

}  // namespace till::assembly::test

#include "cli/findings.h"

#include <algorithm>
#include <cctype>

#include "base/url.h"
#include "json/writer.h"

namespace till::cli {
namespace {

using payments::Mode;
using payments::ProviderFacts;
using std::chrono::days;

// A certificate ends soon in its last two weeks, or in the last third of a shorter life.
constexpr Milliseconds kSoon = days(14);
constexpr int kLifePart = 3;

bool is_secure(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed && parsed->tls;
}

// Does the URL lead no further than this machine?
bool is_local(const std::string& url) {
  const auto parsed = parse_url(url);
  if (!parsed) return true;
  std::string host = parsed->host;
  std::transform(host.begin(), host.end(), host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return is_loopback(host) || host.ends_with(".localhost") || host == "0.0.0.0" || host == "::";
}

std::string days_text(std::int64_t count) {
  return count == 0 ? "today" : "in " + std::to_string(count) + (count == 1 ? " day" : " days");
}

// Does anything of the shop reach beyond its machine?
bool is_public(const Config& config) {
  return !config.listen.api.loopback() || !is_local(config.listen.public_url);
}

// Collects what is found.
struct Findings {
  const Config& config;
  const ShopFacts& facts;
  std::vector<Finding> all = {};

  void add(std::string_view code, std::string sentence, std::string advice) {
    all.push_back({code, std::move(sentence), std::move(advice)});
  }

  void reach() {
    if (!is_public(config)) {
      add("not_public", "listen.api and listen.public_url can only be reached from this machine",
          "set public_url to the https URL that agents use");
    } else if (is_local(config.listen.public_url)) {
      add("public_url_local", "listen.public_url is not an address that others can reach",
          "set it to the https URL that agents use");
    } else if (!is_secure(config.listen.public_url)) {
      add("public_url_plain", "listen.public_url is http, so tokens and cards travel in the clear",
          "serve https and set public_url to it");
    }
  }

  void proxies() {
    for (const std::string& network : config.listen.trusted_proxies) {
      if (!network.ends_with("/0")) continue;
      add("anyone_is_proxy",
          "listen.trusted_proxies holds " + network +
              ", so that anyone may say whose address it is",
          "name your own proxies only");
    }
  }

  void payments() {
    for (const ChosenProvider& provider : config.payments.providers) {
      if (!config.payments.takes_purchases(provider)) continue;
      const ProviderFacts facts_of = provider.config->facts();
      if (facts_of.mode == Mode::pretend) {
        add("sandbox_payments",
            "payments.provider is \"" + std::string(provider.config->name()) +
                "\", which takes test cards and moves no money",
            "name a provider that charges and fill in its section (docs/payments.md)");
      } else if (facts_of.mode == Mode::test) {
        add("test_key", facts_of.key_setting + " is a key of the test mode, which moves no money",
            "use the live key");
      }
    }
  }

  void demo_data() {
    if (config.shop.merchant_id == "merchant_demo" ||
        config.shop.merchant_name == "Till demo shop") {
      add("demo_shop", "shop.merchant_id or merchant_name is that of the demo shop",
          "set your own");
    }
    if (config.shop.url == "https://shop.example.com") {
      add("demo_url", "shop.url is that of the demo shop", "set your shop's address");
    }
    if (facts.demo_catalog) {
      add("demo_catalog", config.shop.catalog + " is the demo shop's", "write your own catalogue");
    }
    if (config.store.is_in_memory()) {
      add("store_in_memory",
          "store.url is memory:, which forgets every order when the server stops",
          "set it to sqlite:FILE");
    }
  }

  void live_keys() {
    for (const ChosenProvider& provider : config.payments.providers) {
      const ProviderFacts facts_of = provider.config->facts();
      if (facts_of.mode == Mode::live) live_key("a live key of " + facts_of.title, facts_of);
    }
  }

  void live_key(const std::string& key, const ProviderFacts& facts_of) {
    if (config.listen.plaintext && !is_secure(config.listen.public_url)) {
      add("live_key_without_tls", key + " is used while the shop serves plain HTTP",
          "serve https, or put a proxy before it and set public_url to its https URL");
    }
    if (!facts_of.plain_setting.empty()) {
      add("live_key_without_tls",
          key + " is sent to " + facts_of.plain_setting + " over plain HTTP",
          "set it to an https URL");
    }
  }

  void secrets() {
    for (const std::string& file : facts.readable) {
      add("secret_readable", "others can read " + file, "run `chmod 600` on it");
    }
    if (!facts.config_readable) return;
    for (const SecretPlace& place : config.secrets) {
      if (!place.file.empty()) continue;
      add("secret_inline",
          place.key + " stands in " + facts.config_path + ", which others can read",
          "move it to a file with " + place.key + "_file, or run `chmod 600` on the config");
    }
  }

  void mail() {
    if (config.mail.is_named() && config.mail.tls == MailTls::none) {
      add("mail_plain", "mail.tls is \"none\", so mails name buyers in the clear",
          "set it to \"starttls\" or \"tls\"");
    }
  }

  void agents() {
    const bool anyone = std::any_of(config.agents.begin(), config.agents.end(),
                                    [](const auto& agent) { return !agent.token_digests.empty(); });
    if (!anyone) {
      add("no_agents", "no agent has a token, so nobody can buy", "run `till agents add`");
    }
  }

  void certificate(bool open) {
    if (!facts.certificate) return;
    const CertificateFacts& it = *facts.certificate;
    const std::string& file = config.tls.certificate;
    if (!it.for_host) {
      add("certificate_host", file + " is not for " + public_host(config),
          "get one for the host of public_url");
    } else if (open && it.local_authority) {
      add("certificate_local", file + " was issued by the local authority that `till init` made",
          "get one from an authority that agents trust");
    }
    if (it.ends <= facts.now) {
      add("certificate_ended", file + " has expired", "renew it and send SIGHUP");
    } else if (it.ends - facts.now < std::min(kSoon, (it.ends - it.begins) / kLifePart)) {
      const auto left = std::chrono::floor<days>(it.ends - facts.now).count();
      add("certificate_ends", file + " ends " + days_text(left), "renew it and send SIGHUP");
    }
  }
};

}  // namespace

std::vector<Finding> findings_of(const Config& config, const ShopFacts& facts, Purpose purpose) {
  const bool open = purpose == Purpose::production || is_public(config);
  Findings found{config, facts};
  if (open) {
    found.reach();
    found.proxies();
    found.payments();
    found.demo_data();
    found.mail();
  }
  found.live_keys();
  found.secrets();
  found.agents();
  found.certificate(open);
  return std::move(found.all);
}

std::string json_of(const std::vector<Finding>& findings) {
  std::string text;
  json::Writer json(text);
  json.begin_array();
  for (const Finding& each : findings) {
    json.begin_object().member("code", each.code).member("what", each.sentence);
    json.member("do", each.advice).end_object();
  }
  json.end_array();
  return text;
}

}  // namespace till::cli

#include "cli/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kToken(64, 'a');
const std::string kBareShop =
    "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n";

std::string agent(const std::string& lines, const std::string& id = "a",
                  const std::string& token = kToken) {
  return kBareShop + "[[agents]]\nid = \"" + id + "\"\ntoken_sha256 = [\"" + token + "\"]\n" +
         lines;
}

TEST(Config, FillsWhatTheFileLeavesOut) {
  const TemporaryFolder folder;
  const auto config = load_config(folder.write("till.toml", kBareShop));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen.api, (Endpoint{"127.0.0.1", 8443}));
  EXPECT_EQ(config->listen.admin, (Endpoint{"127.0.0.1", 9464}));
  EXPECT_FALSE(config->listen.plaintext);
  EXPECT_EQ(config->tls.certificate, folder.path("tls/cert.pem"));
  EXPECT_EQ(config->tls.key, folder.path("tls/key.pem"));
  EXPECT_TRUE(config->store.is_file());
  EXPECT_EQ(config->store.path, folder.path("till.db"));
  EXPECT_EQ(config->shop.catalog, folder.path("catalog.json"));
  EXPECT_EQ(config->shop.session_lifetime, std::chrono::hours(6));
  EXPECT_EQ(config->shop.cart_lifetime, std::chrono::hours(7 * 24));
  EXPECT_TRUE(config->agents.empty());
  EXPECT_FALSE(config->admin_token_digest.has_value());
  EXPECT_EQ(config->webhooks.timeout, std::chrono::seconds(10));
  EXPECT_EQ(config->webhooks.retry.size(), 10U);
  EXPECT_EQ(config->webhooks.retry.back(), std::chrono::hours(24));
  EXPECT_EQ(config->log.format, LogFormat::json);
  EXPECT_EQ(config->log.level, LogLevel::info);
}

TEST(Config, TakesEveryKey) {
  const TemporaryFolder folder;
  const auto config = load_config(folder.write(
      "till.toml",
      "[listen]\napi = \"[::1]:0\"\nadmin = \"localhost:0\"\nplaintext = true\n"
      "public_url = \"https://pay.example/\"\nthreads = 3\n"
      "[tls]\ncertificate = \"/c.pem\"\nkey = \"k.pem\"\n[store]\nurl = \"memory:\"\n" +
          agent("webhook_url = \"http://127.0.0.1:9/x\"\nwebhook_secret = \"s\"\n"
                "webhook_previous_secret = \"p\"\nwebhook_ca_file = \"ca.pem\"\n") +
          "[sandbox]\nenabled = false\n[admin]\ntoken_sha256 = \"" + std::string(64, 'b') +
          "\"\n[limits]\nrequests_per_second = 0\nburst = 7\nmax_connections = 8\n"
          "request_timeout_seconds = 9\n"
          "[webhooks]\nretry_seconds = [1, 2]\ntimeout_seconds = 3\n"
          "allow_networks = [\"10.0.0.0/8\", \"::1/128\"]\n"
          "[interventions]\nsupported = [\"3ds\", \"address_verification\"]\n"
          "required = [\"3ds\"]\nenforcement = \"always\"\n"
          "[log]\nformat = \"text\"\nlevel = \"warning\"\n"));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen.api, (Endpoint{"::1", 0}));
  EXPECT_TRUE(config->listen.plaintext);
  EXPECT_EQ(config->listen.public_url, "https://pay.example");
  EXPECT_EQ(config->listen.threads, 3);
  EXPECT_EQ(config->tls.certificate, "/c.pem");
  EXPECT_TRUE(config->store.is_in_memory());
  ASSERT_EQ(config->agents.size(), 1U);
  EXPECT_EQ(config->agents[0].id, "a");
  EXPECT_THAT(config->agents[0].token_digests, ElementsAre(*digest_from_hex(kToken)));
  EXPECT_EQ(config->agents[0].webhook_secret, Secret("s"));
  EXPECT_EQ(config->agents[0].webhook_previous_secret, Secret("p"));
  EXPECT_THAT(config->webhooks.allow_networks, ElementsAre("10.0.0.0/8", "::1/128"));
  EXPECT_EQ(config->agents[0].webhook_ca_file, folder.path("ca.pem"));
  EXPECT_EQ(config->admin_token_digest, digest_from_hex(std::string(64, 'b')));
  EXPECT_EQ(config->limits.requests_per_second, 0);
  EXPECT_EQ(config->limits.burst, 7);
  EXPECT_EQ(config->limits.max_connections, 8);
  EXPECT_EQ(config->limits.connections_per_peer(), 2) << "a quarter when it is not said";
  EXPECT_EQ(config->limits.request_timeout, std::chrono::seconds(9));
  EXPECT_THAT(config->webhooks.retry,
              ElementsAre(std::chrono::seconds(1), std::chrono::seconds(2)));
  EXPECT_EQ(config->webhooks.timeout, std::chrono::seconds(3));
  EXPECT_EQ(config->log.format, LogFormat::text);
  EXPECT_EQ(config->log.level, LogLevel::warning);
  checkout::Capabilities capabilities;
  capabilities.three_ds = capabilities.address_verification = true;
  capabilities.three_ds_required = true;
  capabilities.enforcement = checkout::Enforcement::always;
  EXPECT_EQ(config->capabilities, capabilities);
}

struct WrongConfig {
  std::string text;
  std::string sentence;
};

std::vector<WrongConfig> wrong_values() {
  return {
      {"[", "till.toml:1: is not TOML, column"},
      {"# A shop\r\n[shop]\nmerchant_id = m\n", "till.toml:3: is not TOML, column 15"},
      {kBareShop + "\n[lisen]\n", "till.toml:6: lisen is not a key"},
      {kBareShop + "[limits]\nbrust = 1\n", "till.toml:6: limits.brust is not a key"},
      {kBareShop + "[limits]\n# few\nburst = 0\n", "till.toml:7: limits.burst must be"},
      {kBareShop + "[[limits]]\nburst = 1\n", "limits must be a section: [limits]"},
      {"[shop]\nmerchant_id = \" \u00a0\"\n", "till.toml:2: shop.merchant_id must be a text"},
      {"", "shop.merchant_id must be set"},
      {kBareShop + "[listen]\nport = 1\n", "listen.port is not a key Till knows"},
      {kBareShop + "[lisen]\n", "lisen is not a key Till knows"},
      {"[shop]\nmerchant_id = 7\n", "shop.merchant_id must be a text in quotes"},
      {"[shop]\nmerchant_id = \"\"\n", "shop.merchant_id must be a text in quotes"},
      {"[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"shop\"\n",
       "shop.url must be a URL"},
      {kBareShop + "session_lifetime_seconds = 0\n",
       "shop.session_lifetime_seconds must be a whole number from 1 to 2592000"},
      {kBareShop + "cart_lifetime_seconds = 0\n",
       "shop.cart_lifetime_seconds must be a whole number from 1 to 2592000"},
      {kBareShop + "[listen]\napi = \"shop.example:443\"\n", "listen.api must be ADDRESS:PORT"},
      {kBareShop + "[listen]\napi = \"127.0.0.1:65536\"\n", "listen.api must be ADDRESS:PORT"},
      {kBareShop + "[listen]\napi = \"0.0.0.0:1\"\nplaintext = true\n",
       "listen.plaintext must be false unless"},
      {kBareShop + "[interventions]\nsupported = [\"pin\"]\n",
       "interventions.supported must be a list"},
      {kBareShop + "[interventions]\nsupported = []\nrequired = [\"3ds\"]\n",
       "interventions.required must be a list of \"3ds\" and \"biometric\", each supported too"},
      {kBareShop + "[interventions]\nenforcement = \"never\"\n",
       "interventions.enforcement must be \"always\""},
      {kBareShop + "[listen]\nplaintext = \"yes\"\n", "listen.plaintext must be true or false"},
      {kBareShop + "[listen]\nadmin = \"0.0.0.0:1\"\n",
       "listen.admin must be on a loopback address"},
      {kBareShop + "[listen]\nadmin = \"127.0.0.1:8443\"\n",
       "listen.admin must be another address"},
      {kBareShop + "[listen]\nadmin = \"localhost:8443\"\n",
       "listen.admin must be another address"},
      {kBareShop + "[listen]\napi = \"0.0.0.0:9464\"\n", "listen.admin must be another address"},
      {kBareShop + "[listen]\napi = \"[::]:9464\"\n", "listen.admin must be another address"},
      {kBareShop + "[listen]\npublic_url = \"https://x/?y\"\n", "listen.public_url must be a URL"},
      {kBareShop + "[listen]\nthreads = 257\n",
       "listen.threads must be a whole number from 0 to 256"},
      {kBareShop + "[sandbox]\nenabled = 1\n", "sandbox.enabled must be true or false"},
      {kBareShop + "[admin]\ntoken_sha256 = \"abc\"\n", "admin.token_sha256 must be the SHA-256"},
      {kBareShop + "[limits]\nrequests_per_second = -1\n", "limits.requests_per_second must be"},
      {kBareShop + "[limits]\nrequests_per_second = 1.5\n", "limits.requests_per_second must be"},
      {kBareShop + "[limits]\nburst = 0\n", "limits.burst must be a whole number from 1"},
      {kBareShop + "[limits]\nmax_connections = 0\n", "limits.max_connections must be"},
      {kBareShop + "[limits]\nmax_connections_per_address = -1\n",
       "limits.max_connections_per_address must be"},
      {kBareShop + "[limits]\nrequest_timeout_seconds = 3601\n",
       "limits.request_timeout_seconds must be"},
      {kBareShop + "[webhooks]\nretry_seconds = []\n", "webhooks.retry_seconds must be a list"},
      {kBareShop + "[webhooks]\nallow_networks = [\"10.0.0.0\"]\n",
       "webhooks.allow_networks must be a list of networks"},
      {kBareShop + "marketing_channels = [\"\"]\n",
       "shop.marketing_channels must be a list of texts"},
      {kBareShop + "[webhooks]\nretry_seconds = 1\n", "webhooks.retry_seconds must be a list"},
      {kBareShop + "[webhooks]\nretry_seconds = [0]\n", "webhooks.retry_seconds must be a list"},
      {kBareShop + "[webhooks]\ntimeout_seconds = 16\n", "webhooks.timeout_seconds must be"},
      {kBareShop + "[log]\nformat = \"xml\"\n", "log.format must be \"json\" or \"text\""},
      {kBareShop + "[log]\nlevel = \"loud\"\n", "log.level must be \"debug\""},
  };
}

std::vector<WrongConfig> wrong_agents() {
  return {
      {kBareShop + "[agents]\nid = \"a\"\n", "agents must be written as one [[agents]]"},
      {kBareShop + "[[agents]]\nid = \"a\"\n", "agents[0].token_sha256 must be a list of digests"},
      {agent("", " a"), "till.toml:6: agents[0].id must be a name without blanks"},
      {agent("", "a\\nb"), "agents[0].id must be a name without"},
      {agent("", "a\u202e"), "agents[0].id must be a name without"},
      {agent("", "a\u200b"), "agents[0].id must be a name without"},
      {agent("", "\u2003"), "agents[0].id must be a text in quotes"},
      {agent("webhook_secret = \"  \"\n"), "agents[0].webhook_secret must be a text in quotes"},
      {agent("", "a", "zz"), "agents[0].token_sha256 must be the SHA-256 of a token"},
      {agent("token = \"t\"\n"), "agents[0].token is not a key Till knows"},
      {agent("webhook_url = \"https://a.example/\"\n"), "agents[0].webhook_secret must be set"},
      {agent("webhook_url = \"http://a.example/\"\nwebhook_secret = \"s\"\n"),
       "agents[0].webhook_url must be an https URL"},
      {agent("webhook_secret = \"s\"\nwebhook_secret_env = \"E\"\n"),
       "agents[0].webhook_secret must be given once"},
      {agent("webhook_secret_env = \"TILL_TEST_NOT_SET\"\n"), "set TILL_TEST_NOT_SET"},
      {agent("webhook_secret_file = \"nothing\"\n"),
       "agents[0].webhook_secret_file must be a file that holds the secret"},
      {agent("signature_algorithm = \"ed25519\"\n"), "agents[0].signature_key_file must be set"},
      {agent("signature_key_file = \"x\"\n"), "agents[0].signature_algorithm must be set"},
      {agent("signature_key_file = \"x\"\nsignature_algorithm = \"md5\"\n"),
       "agents[0].signature_algorithm must be \"hmac-sha256\""},
      {agent("") + agent("", "a", std::string(64, 'b')).substr(kBareShop.size()),
       "agents[1].id must be unique"},
      {agent("") + agent("", "b").substr(kBareShop.size()),
       "agents[1].token_sha256 must be a token's that nobody else has; agents[0].token_sha256 has"},
      {agent("[admin]\ntoken_sha256 = \"" + kToken + "\"\n"),
       "admin.token_sha256 must be a token's that nobody else has; agents[0].token_sha256 has"},
      {agent("", "a", to_hex(sha256(""))),
       "agents[0].token_sha256 must be the SHA-256 of a token; this is the one of the empty text"},
      {kBareShop + "[admin]\ntoken_sha256 = \"" + to_hex(sha256("")) + "\"\n",
       "admin.token_sha256 must be the SHA-256 of a token; this is the one of the empty text"},
  };
}

std::vector<WrongConfig> wrong_operators() {
  const std::string digest(64, 'c');
  const std::string ada = "[[operators]]\nname = \"ada\"\ntoken_sha256 = [\"" + digest + "\"]\n";
  return {
      {kBareShop + "[[operators]]\n", "operators[0].name must be set"},
      {kBareShop + "[[operators]]\nname = \"ada\\t\"\n",
       "operators[0].name must be a name without"},
      {kBareShop + "[[operators]]\nname = \"ada\"\n", "operators[0].token_sha256 must be a list"},
      {kBareShop + ada, "operators[0].rights must be a list of"},
      {kBareShop + ada + "rights = []\n", "operators[0].rights must be a list of"},
      {kBareShop + ada + "rights = [\"all\"]\n", "operators[0].rights must be a list of"},
      {kBareShop + ada + "rights = [\"view\"]\n" + ada + "rights = [\"view\"]\n",
       "operators[1].token_sha256"},
      {kBareShop + "[[operators]]\nname = \"operator\"\ntoken_sha256 = [\"" + digest +
           "\"]\nrights = [\"view\"]\n",
       "operators[0].name must be unique"},
      {kBareShop + "[listen]\ntrusted_proxies = [\"proxy.example\"]\n",
       "listen.trusted_proxies must be a list of addresses or networks"},
  };
}

TEST(Config, TakesOperatorsWithTheirRights) {
  const TemporaryFolder folder;
  const auto config = load_config(folder.write(
      "till.toml", kBareShop + "[[operators]]\nname = \"ada\"\ntoken_sha256 = [\"" +
                       std::string(64, 'c') + "\"]\nrights = [\"view\", \"refund\"]\n" +
                       "[listen]\ntrusted_proxies = [\"10.0.0.1\", \"::1\", \"fd00::/8\"]\n"));
  ASSERT_TRUE(config.has_value()) << config.error();
  ASSERT_EQ(config->operators.size(), 1U);
  EXPECT_EQ(config->operators[0].name, "ada");
  EXPECT_THAT(config->operators[0].rights, ElementsAre("view", "refund"));
  EXPECT_THAT(config->listen.trusted_proxies, ElementsAre("10.0.0.1/32", "::1/128", "fd00::/8"));
}

void expect_refused(const std::vector<WrongConfig>& rows) {
  const TemporaryFolder folder;
  for (const WrongConfig& row : rows) {
    const std::string path = folder.write("till.toml", row.text);
    const auto config = load_config(path);
    ASSERT_FALSE(config.has_value()) << row.text;
    EXPECT_THAT(config.error(), HasSubstr(path));
    EXPECT_THAT(config.error(), HasSubstr(row.sentence));
    EXPECT_THAT(config.error(), Not(HasSubstr("\n")));
  }
}

TEST(Config, NamesFileAndKeyOfAWrongValue) { expect_refused(wrong_values()); }

TEST(Config, NamesTheOperatorOfAWrongValue) { expect_refused(wrong_operators()); }

TEST(Config, NamesTheAgentOfAWrongValue) { expect_refused(wrong_agents()); }

TEST(Config, ThatIsMissingSaysHowToMakeOne) {
  const auto config = load_config("/nothing/till.toml");
  ASSERT_FALSE(config.has_value());
  EXPECT_THAT(config.error(), HasSubstr("till init"));
}

TEST(Config, TakesASecretFromAFileAndFromTheEnvironment) {
  const TemporaryFolder folder;
  folder.write("secret", "from a file\n");
  auto config = load_config(folder.write("till.toml", agent("webhook_secret_file = \"secret\"\n")));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->agents[0].webhook_secret, Secret("from a file"));
  ASSERT_EQ(setenv("TILL_TEST_SECRET", "from outside", 1), 0);
  config =
      load_config(folder.write("till.toml", agent("webhook_secret_env = \"TILL_TEST_SECRET\"\n")));
  unsetenv("TILL_TEST_SECRET");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->agents[0].webhook_secret, Secret("from outside"));
}

TEST(Config, TakesNoSecretThatIsNotThere) {
  const TemporaryFolder folder;
  folder.write("empty", "\n");
  folder.write("huge", std::string(1024 * 1024 + 1, 's'));
  ASSERT_EQ(setenv("TILL_TEST_BLANK", " ", 1), 0);
  const struct {
    const char* setting;
    const char* sentence;
  } rows[] = {
      {"webhook_secret_env = \"TILL_TEST_UNSET\"\n", "set TILL_TEST_UNSET"},
      {"webhook_secret_env = \"TILL_TEST_BLANK\"\n", "set TILL_TEST_BLANK"},
      {"webhook_secret_file = \"empty\"\n", "is empty; write the secret into it"},
      {"webhook_secret_file = \"huge\"\n", "is larger than a mebibyte"},
      {"webhook_secret_file = \"missing\"\n", "cannot"},
  };
  for (const auto& row : rows) {
    const auto config = load_config(folder.write("till.toml", agent(row.setting)));
    ASSERT_FALSE(config.has_value()) << row.setting;
    EXPECT_THAT(config.error(), HasSubstr(row.sentence));
  }
  unsetenv("TILL_TEST_BLANK");
}

TEST(Config, TakesNoMomentOfCaptureThatItDoesNotKnow) {
  const TemporaryFolder folder;
  const auto config =
      load_config(folder.write("till.toml", kBareShop + "[payments]\ncapture = \"some_day\"\n"));
  ASSERT_FALSE(config.has_value());
  EXPECT_THAT(config.error(), HasSubstr("payments.capture must be"));
}

TEST(Config, TakesTheKeyOfASigningAgent) {
  const TemporaryFolder folder;
  folder.write("key.pem", "public key");
  const auto config = load_config(folder.write(
      "till.toml", agent("signature_algorithm = \"es256\"\nsignature_key_file = \"key.pem\"\n")));
  ASSERT_TRUE(config.has_value()) << config.error();
  ASSERT_TRUE(config->agents[0].signature.has_value());
  EXPECT_EQ(config->agents[0].signature->algorithm, SignatureAlgorithm::es256);
  EXPECT_EQ(config->agents[0].signature->key, Secret("public key"));
}

}  // namespace
}  // namespace till::cli

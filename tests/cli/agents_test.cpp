// `till agents` makes tokens and writes them into till.toml.
#include "cli/agents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <sstream>

#include "cli/config.h"
#include "cli/json.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kFirst = to_hex(sha256("first"));
const std::string kSecond = to_hex(sha256("second"));
const std::string kHead =
    "# My shop\n[shop]\nmerchant_id = \"m\"  # ours\nmerchant_name = \"Café\"\n"
    "url = \"https://shop.example\"\n\n[[agents]]\n# The good one\nid = \"a\"\n";

struct WrittenShop {
  explicit WrittenShop(const std::string& text) { folder.write("till.toml", text); }

  Result<void, Failure> add(const std::string& id, bool json = false) {
    return add_agent({path, id, json}, random, out);
  }
  Result<void, Failure> rotate(const std::string& id) {
    return rotate_agent({path, id, false}, random, out);
  }
  Result<void, Failure> revoke(const std::string& token, bool old, bool all) {
    return revoke_agent({path, "a", token, old, all, false}, out);
  }
  std::string text() const { return folder.read("till.toml"); }
  std::vector<AgentConfig> agents() const {
    const auto config = load_config(path);
    EXPECT_TRUE(config.has_value()) << config.error() << text();
    return config ? config->agents : std::vector<AgentConfig>();
  }
  // The token that was printed, and nothing after it.
  std::string token() const {
    const std::string printed = out.str();
    const std::size_t at = printed.find("token: ") + 7;
    return printed.substr(at, printed.find('\n', at) - at);
  }

  TemporaryFolder folder;
  std::string path = folder.path("till.toml");
  SystemRandom random;
  std::ostringstream out;
};

TEST(AgentsAdd, WritesTheDigestAndPrintsTheTokenOnce) {
  const std::string before = kHead + "token_sha256 = [\"" + kFirst + "\"]";  // No line break.
  WrittenShop shop(before);
  ASSERT_TRUE(shop.add("agent.b-2").has_value());
  const std::string token = shop.token();
  EXPECT_THAT(token, StartsWith("till_agent_"));
  EXPECT_EQ(shop.text(), before + "\n\n[[agents]]\nid = \"agent.b-2\"\ntoken_sha256 = [\"" +
                             to_hex(sha256(token)) + "\"]\n");
  EXPECT_THAT(shop.out.str(), HasSubstr("SIGHUP"));
  EXPECT_EQ(shop.out.str().find(token), shop.out.str().rfind(token));
  ASSERT_EQ(shop.agents().size(), 2U);
}

TEST(AgentsAdd, PrintsJsonWhenAsked) {
  WrittenShop shop(kHead + "token_sha256 = []\n");
  ASSERT_TRUE(shop.add("b", true).has_value());
  const Json printed = Json::parse(shop.out.str());
  EXPECT_EQ(printed.at("agent").text(), "b");
  EXPECT_EQ(printed.at("token_sha256").text(), to_hex(sha256(printed.at("token").text())));
  EXPECT_EQ(shop.agents()[1].token_digests[0], sha256(printed.at("token").text()));
}

struct Refused {
  std::string text;
  std::function<Result<void, Failure>(WrittenShop&)> change;
  int exit_code;
  const char* sentence;
};

TEST(Agents, RefuseWhatTheyCannotDoAndLeaveTheFileAsItWas) {
  const std::string sound = kHead + "token_sha256 = [\"" + kFirst + "\", \"" + kSecond + "\"]\n";
  const std::string inline_list = kHead.substr(0, kHead.find("[[agents]]"));
  const std::string inlined =
      "agents = [{id = \"a\", token_sha256 = [\"" + kFirst + "\"]}]\n" + inline_list;
  const auto add = [](const char* id) { return [id](WrittenShop& it) { return it.add(id); }; };
  const Refused rows[] = {
      {sound, add("a"), kWrongUse, "there is an agent a"},
      {sound, add("two words"), kWrongUse, "ID must be"},
      {sound, add("\"]\n[x]"), kWrongUse, "ID must be"},
      {sound, add(""), kWrongUse, "ID must be"},
      {sound, [](WrittenShop& it) { return it.rotate("nobody"); }, kWrongUse, "no agent nobody"},
      {sound, [](WrittenShop& it) { return it.revoke("", false, false); }, kWrongUse,
       "has 2 tokens"},
      {sound, [](WrittenShop& it) { return it.revoke("ab", false, false); }, kWrongUse,
       "at least 4"},
      {sound, [](WrittenShop& it) { return it.revoke("zzzz", false, false); }, kWrongUse,
       "no token"},
      {kHead + "token_sha256 = [\"" + kFirst + "\"]\n",
       [](WrittenShop& it) { return it.revoke("", true, false); }, kWrongUse, "no older token"},
      {kHead + "token_sha256 = []\n", [](WrittenShop& it) { return it.revoke("", false, true); },
       kWrongUse, "has no token"},
      {sound + "colour = 1\n", add("b"), kFailed, "colour is not a key"},
      {"[shop", add("b"), kFailed, "is not TOML"},
      {inlined, add("b"), kFailed, "left as it was"},
  };
  for (const Refused& row : rows) {
    WrittenShop shop(row.text);
    const auto outcome = row.change(shop);
    ASSERT_FALSE(outcome.has_value()) << row.sentence;
    EXPECT_EQ(outcome.error().exit_code, row.exit_code) << row.sentence;
    EXPECT_THAT(outcome.error().sentence, HasSubstr(row.sentence));
    EXPECT_EQ(shop.text(), row.text);
    EXPECT_THAT(shop.out.str(), IsEmpty());
  }
}

TEST(AgentsRotate, KeepsTheOldTokenUntilItIsRevoked) {
  WrittenShop shop(kHead + "token_sha256 = [\"" + kFirst + "\"]\n");
  ASSERT_TRUE(shop.rotate("a").has_value());
  const Digest made = sha256(shop.token());
  EXPECT_THAT(shop.agents()[0].token_digests, ElementsAre(sha256("first"), made));
  ASSERT_TRUE(shop.revoke("", true, false).has_value());
  EXPECT_THAT(shop.agents()[0].token_digests, ElementsAre(made));
  ASSERT_TRUE(shop.revoke("", false, false).has_value()) << "the only one needs no more words";
  EXPECT_THAT(shop.agents()[0].token_digests, IsEmpty());
  ASSERT_TRUE(shop.rotate("a").has_value());
  EXPECT_EQ(shop.agents()[0].token_digests.size(), 1U);
}

// How people write a list, and how it reads with a third token N behind, and without the first.
struct Layout {
  const char* list;
  const char* with_new;
  const char* without_first;
};

const Layout kLayouts[] = {
    {"[\"1\", \"2\"]  # both\n", "[\"1\", \"2\", \"N\"]  # both\n", "[\"2\"]  # both\n"},
    {"[ '1','2' ]\n", "[ '1','2', \"N\" ]\n", "[ '2' ]\n"},
    {"[\"1\", \"2\",]\n", "[\"1\", \"2\", \"N\",]\n", "[\"2\",]\n"},
    {"[\n  # May\n  \"1\",  # one\n  # June\n  \"2\"  # two\n]\n",
     "[\n  # May\n  \"1\",  # one\n  # June\n  \"2\",  # two\n  \"N\",\n]\n",
     "[\n  # May\n  # June\n  \"2\"  # two\n]\n"},
    {"[\r\n\t\"1\",\r\n\t\"2\",\r\n]\r\n", "[\r\n\t\"1\",\r\n\t\"2\",\r\n\t\"N\",\r\n]\r\n",
     "[\r\n\t\"2\",\r\n]\r\n"},
    {"[\"1\" # one\n  , \"2\"]\n", "[\"1\" # one\n  , \"2\", \"N\"]\n", "[# one\n   \"2\"]\n"},
    {"[\"1\",\n \"2\"\n]\n", "[\"1\",\n \"2\",\n \"N\",\n]\n", "[\n \"2\"\n]\n"},
};

std::string filled(std::string text, const std::string& made) {
  for (const auto& [sign, digest] : {std::pair("1", kFirst), {"2", kSecond}, {"N", made}}) {
    for (const char* quote : {"\"", "'"}) {
      const std::string place = quote + std::string(sign) + quote;
      const std::size_t at = text.find(place);
      if (at != std::string::npos) text.replace(at, place.size(), quote + digest + quote);
    }
  }
  return text;
}

TEST(Agents, LeaveEverythingElseAsItWasWritten) {
  const std::string tail =
      "webhook_url = \"https://a.example/\"  # é\nwebhook_secret = \"s\"\n# end\n";
  for (const Layout& row : kLayouts) {
    SCOPED_TRACE(row.list);
    const std::string head = kHead + "token_sha256 = ";
    WrittenShop rotated(head + filled(row.list, "") + tail);
    ASSERT_TRUE(rotated.rotate("a").has_value());
    EXPECT_EQ(rotated.text(), head + filled(row.with_new, to_hex(sha256(rotated.token()))) + tail);
    WrittenShop revoked(head + filled(row.list, "") + tail);
    ASSERT_TRUE(revoked.revoke(kFirst.substr(0, 8), false, false).has_value());
    EXPECT_EQ(revoked.text(), head + filled(row.without_first, "") + tail);
    ASSERT_TRUE(revoked.revoke("", false, true).has_value());
    EXPECT_THAT(revoked.agents()[0].token_digests, IsEmpty());
  }
}

TEST(AgentsRevoke, TakesTheLastOfSeveralWithItsComma) {
  WrittenShop shop(kHead + "token_sha256 = [\"" + kFirst + "\", \"" + kSecond + "\"]\n");
  std::string written = kSecond;  // As other programs write digests.
  std::transform(written.begin(), written.end(), written.begin(), ::toupper);
  ASSERT_TRUE(shop.revoke(written, false, false).has_value());
  EXPECT_EQ(shop.text(), kHead + "token_sha256 = [\"" + kFirst + "\"]\n");
}

TEST(AgentsList, ShowsNoTokenButHowItsDigestBegins) {
  WrittenShop shop(
      kHead + "token_sha256 = [\"" + kFirst + "\"]\n[[agents]]\nid = \"b\"\n" +
      "token_sha256 = []\nwebhook_url = \"https://b.example/\"\nwebhook_secret = \"s\"\n");
  ASSERT_TRUE(list_agents({shop.path, false}, shop.out).has_value());
  EXPECT_EQ(shop.out.str(), "a  token " + kFirst.substr(0, 12) +
                                "  no webhooks\n"
                                "b  no token, cannot call  webhooks to https://b.example/\n");
  std::ostringstream json;
  ASSERT_TRUE(list_agents({shop.path, true}, json).has_value());
  const auto agents = Json::parse(json.str()).at("agents").entries();
  ASSERT_EQ(agents.size(), 2U);
  EXPECT_EQ(agents[0].at("token_sha256").entries()[0].text(), kFirst);
  EXPECT_EQ(agents[1].at("webhook_url").text(), "https://b.example/");
}

TEST(Agents, KeepTheFilesModeAndTheLinkThatLeadsToIt) {
  WrittenShop shop(kHead + "token_sha256 = []\n");
  ASSERT_EQ(chmod(shop.path.c_str(), 0640), 0);
  std::filesystem::create_symlink(shop.path, shop.folder.path("link.toml"));
  ASSERT_TRUE(add_agent({shop.folder.path("link.toml"), "b", false}, shop.random, shop.out));
  EXPECT_TRUE(std::filesystem::is_symlink(shop.folder.path("link.toml")));
  struct stat seen {};
  ASSERT_EQ(stat(shop.path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07777, 0640U);
  EXPECT_EQ(shop.agents().size(), 2U);
  EXPECT_THAT(shop.text(), Not(HasSubstr(shop.token())));
  EXPECT_THAT(shop.text(), EndsWith("]\n"));
}

}  // namespace
}  // namespace till::cli

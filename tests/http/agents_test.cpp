// Who a bearer token belongs to.
#include "http/agents.h"

#include <gtest/gtest.h>

namespace till::http {
namespace {

Agents agents() {
  return Agents({{"agent-a", {sha256("old"), sha256("new")}, {}}, {"agent-b", {sha256("b")}, {}}});
}

TEST(AgentTokens, AreEachValidWhileOneReplacesAnother) {  // TR-04
  const Agents known = agents();
  const struct {
    const char* token;
    const char* agent;
  } rows[] = {{"old", "agent-a"}, {"new", "agent-a"}, {"b", "agent-b"}};
  for (const auto& row : rows) {
    const Agent* const agent = known.authenticate(row.token);
    ASSERT_NE(agent, nullptr) << row.token;
    EXPECT_EQ(agent->id, row.agent) << row.token;
  }
}

TEST(AgentTokens, MatchOnlyWhole) {
  const Agents known = agents();
  const std::string hash = to_hex(sha256("b"));
  for (const std::string& token : {std::string(), std::string("B"), std::string("b "),
                                   std::string("ne"), std::string("newer"), hash}) {
    EXPECT_EQ(known.authenticate(token), nullptr) << token;
  }
  EXPECT_EQ(Agents({}).authenticate("b"), nullptr);
}

TEST(AgentTokens, AreNeverAbsentOrEmptyWhateverHashIsKnown) {
  const Agents careless({{"agent", {sha256("")}, {}}});
  EXPECT_EQ(careless.authenticate(std::nullopt), nullptr);
  EXPECT_EQ(careless.authenticate(""), nullptr);
}

TEST(Agents, AreToldApartFromThoseOfWhomATokenWasTaken) {
  const Digest one = sha256("1");
  const Digest two = sha256("2");
  const Agents before({{"kept", {one}, {}},
                       {"grown", {one}, {}},
                       {"shrunk", {one, two}, {}},
                       {"changed", {one}, {}},
                       {"gone", {one}, {}}});
  const Agents after({{"kept", {one}, {}},
                      {"grown", {one, two}, {}},
                      {"shrunk", {two}, {}},
                      {"changed", {two}, {}},
                      {"new", {one}, {}}});
  EXPECT_EQ(revoked(before, after), (std::vector<std::string>{"shrunk", "changed", "gone"}));
}

}  // namespace
}  // namespace till::http

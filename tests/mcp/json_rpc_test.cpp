#include "mcp/json_rpc.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace till::mcp {
namespace {

using Kind = RpcMessage::Kind;

std::string repeated(std::string_view text, std::size_t times, std::string_view between = ",") {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    if (i > 0) all.append(between);
    all.append(text);
  }
  return all;
}

constexpr const char* kPingMessage = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";

TEST(JsonRpc, KnowsWhatKindOfMessageItReads) {  // MP-01
  const struct {
    const char* text;
    Kind kind;
    const char* id;
    const char* method;
  } rows[] = {
      {kPingMessage, Kind::request, "1", "ping"},
      {R"({"jsonrpc":"2.0","id":"a","method":"m","params":{}})", Kind::request, "\"a\"", "m"},
      {R"({"jsonrpc":"2.0","id":-7,"method":"m","params":null})", Kind::request, "-7", "m"},
      {R"({"jsonrpc":"2.0","id":"","method":"m"})", Kind::request, "\"\"", "m"},
      {R"({"jsonrpc":"2.0","id":18446744073709551615,"method":"m"})", Kind::request,
       "18446744073709551615", "m"},
      {R"({"jsonrpc":"2.0","id":"1","method":""})", Kind::request, "\"1\"", ""},
      {R"({"jsonrpc":"2.0","method":"notifications/initialized"})", Kind::notification, "",
       "notifications/initialized"},
      {R"({"jsonrpc":"2.0","id":1,"result":{}})", Kind::response, "", ""},
      {R"({"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"no"}})", Kind::response, "", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto incoming = Incoming::parse(row.text);
    ASSERT_TRUE(incoming.has_value());
    EXPECT_FALSE(incoming->is_batch());
    ASSERT_EQ(incoming->size(), 1U);
    const auto message = incoming->message(0);
    ASSERT_TRUE(message.has_value()) << message.error().error.message;
    EXPECT_EQ(message->kind, row.kind);
    EXPECT_EQ(message->id, row.id);
    EXPECT_EQ(message->method, row.method);
  }
}

TEST(JsonRpc, RefusesWhatIsNoMessageWithTheIdThatCanBeRead) {
  const std::string long_id = "\"" + std::string(Incoming::kIdBytes, 'a') + "\"";
  const struct {
    std::string text;
    RpcCode code;
    std::string id;
  } rows[] = {
      {"1", RpcCode::invalid_request, ""},
      {"null", RpcCode::invalid_request, ""},
      {"\"ping\"", RpcCode::invalid_request, ""},
      {"{}", RpcCode::invalid_request, ""},
      {R"({"id":3,"method":"ping"})", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":"1.0","id":3,"method":"ping"})", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":2.0,"id":3,"method":"ping"})", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":"2.0","id":3})", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":"2.0","id":3,"method":7})", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", RpcCode::invalid_request, ""},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", RpcCode::invalid_request, ""},
      {R"({"jsonrpc":"2.0","id":{},"method":"ping"})", RpcCode::invalid_request, ""},
      {R"({"jsonrpc":"2.0","method":"ping","id":)" + long_id + "}", RpcCode::invalid_request, ""},
      {R"([{"jsonrpc":"2.0","id":3,"method":"initialize"}])", RpcCode::invalid_request, "3"},
      {R"({"jsonrpc":"2.0","id":3,"method":"ping","params":[1]})", RpcCode::invalid_params, "3"},
      {R"({"jsonrpc":"2.0","id":3,"method":"ping","params":"x"})", RpcCode::invalid_params, "3"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto incoming = Incoming::parse(row.text);
    ASSERT_TRUE(incoming.has_value());
    const auto message = incoming->message(0);
    ASSERT_FALSE(message.has_value());
    EXPECT_EQ(message.error().error.code, row.code);
    EXPECT_EQ(message.error().id, row.id);
    EXPECT_FALSE(message.error().error.message.empty());
  }
}

TEST(JsonRpc, RefusesABodyThatHoldsNoMessageAtAll) {
  const struct {
    std::string text;
    RpcCode code;
  } rows[] = {
      {"", RpcCode::parse_error},
      {"{", RpcCode::parse_error},
      {"{} {}", RpcCode::parse_error},
      {R"({"jsonrpc":"2.0","jsonrpc":"2.0"})", RpcCode::parse_error},
      {"{\"jsonrpc\":\"\xFF\"}", RpcCode::parse_error},
      {repeated("[", 1'000, "") + repeated("]", 1'000, ""), RpcCode::parse_error},
      {"[]", RpcCode::invalid_request},
      {"[" + repeated(kPingMessage, Incoming::kBatch + 1) + "]", RpcCode::invalid_request},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text.substr(0, 60));
    const auto incoming = Incoming::parse(row.text);
    ASSERT_FALSE(incoming.has_value());
    EXPECT_EQ(incoming.error().code, row.code);
  }
}

TEST(JsonRpc, ReadsABatchMessageByMessage) {
  const auto whole = Incoming::parse("[" + repeated(kPingMessage, Incoming::kBatch) + "]");
  ASSERT_TRUE(whole.has_value());
  EXPECT_TRUE(whole->is_batch());
  EXPECT_EQ(whole->size(), Incoming::kBatch);
  const auto mixed = Incoming::parse("[1," + std::string(kPingMessage) + ",[]]");
  ASSERT_TRUE(mixed.has_value());
  EXPECT_FALSE(mixed->message(0).has_value());
  EXPECT_TRUE(mixed->message(1).has_value());
  EXPECT_FALSE(mixed->message(2).has_value());
}

TEST(JsonRpc, LeavesPayloadsAsDeepAsABodyOfTheirOwnMayBe) {
  const std::string payload =
      std::string(limits::kJsonDepth - 1, '[') + std::string(limits::kJsonDepth - 1, ']');
  const auto incoming = Incoming::parse(
      R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"arguments":{"payload":{"a":)" + payload +
      "}}}}");
  EXPECT_TRUE(incoming.has_value());
}

TEST(JsonRpc, WritesResultsErrorsAndNotifications) {
  EXPECT_EQ(render_result("\"a\"", R"({"x":1})"), R"({"jsonrpc":"2.0","id":"a","result":{"x":1}})");
  EXPECT_EQ(render_error({}, {RpcCode::parse_error, "say \"{}\"", {}}),
            R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"say \"{}\""}})")
      << "the schemas of MCP know no null as an id";
  EXPECT_EQ(render_error("1", {RpcCode::refused, "No.", R"({"type":"x"})"}),
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"No.",)"
            R"("data":{"type":"x"}}})");
  EXPECT_EQ(render_notification("m", {}), R"({"jsonrpc":"2.0","method":"m"})");
  EXPECT_EQ(render_notification("m", "{}"), R"({"jsonrpc":"2.0","method":"m","params":{}})");
}

// A model often sees nothing but the message (MP-10).
TEST(JsonRpc, SaysInTheMessageOfAnErrorWhatItsDataSays) {
  const checkout::Refusal refusal =
      wire::refusal(checkout::RefusalCode::missing, "$.payload.currency", "Add a currency.");
  const auto answer = wire::render_refusal(refusal, wire::CodeList::checkout);
  const RpcError error = acp_error(answer);
  EXPECT_EQ(error.code, RpcCode::refused);
  EXPECT_EQ(error.data, answer.body);
  EXPECT_EQ(error.status, answer.status);
  EXPECT_EQ(error.message, "Add a currency. [missing at $.payload.currency]");
  const auto fault = wire::render_fault(wire::Fault::unauthorized, wire::CodeList::checkout);
  EXPECT_EQ(acp_error(fault).message.find(" at "), std::string::npos);
  EXPECT_EQ(invalid_params(answer).code, RpcCode::invalid_params);
}

}  // namespace
}  // namespace till::mcp

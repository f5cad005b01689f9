#include "mcp/tool_arguments.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::text_at;

// Arguments and all they refer to.
struct Arguments {
  explicit Arguments(const std::string& text)
      : body(std::move(*wire::parse_document(text, limits::kJsonDepth + 4))),
        node(body.root(), faults) {}
  Result<ToolArguments, RpcError> read(std::string_view tool) const {
    return read_arguments(*find_tool(tool, {}), node, dialects);
  }
  checkout::SellerProfile seller;
  wire::Dialects dialects{seller, {}};
  json::Body body;
  wire::Faults faults;
  json::Node node;
};

constexpr const char* kMeta = R"("meta":{"api_version":"2026-04-17"})";
constexpr const char* kKeyed = R"("meta":{"api_version":"2026-04-17","idempotency_key":"k"})";

std::string with(const std::string& meta, const std::string& rest = {}) {
  return "{" + meta + (rest.empty() ? "" : "," + rest) + "}";
}

std::string keyed_by(const std::string& key_json) {
  return with(R"("meta":{"api_version":"2026-04-17","idempotency_key":)" + key_json + "}",
              R"("payload":{})");
}

TEST(ToolArguments, AreRefusedWithTheirPlaceWhenTheEnvelopeIsMalformed) {
  const std::string long_key = "\"" + std::string(256, 'k') + "\"";
  const struct {
    const char* rule;
    const char* tool;
    std::string text;
    const char* code;
    const char* param;
  } rows[] = {
      {"MP-11", "create_checkout_session", "[]", "invalid", "$"},
      {"MP-11", "get_checkout_session", "null", "invalid", "$"},
      {"MP-03", "create_checkout_session", R"({"payload":{}})", "missing", "$.meta"},
      {"MP-03", "get_checkout_session", R"({"id":"cs_1"})", "missing", "$.meta"},
      {"MP-03", "get_checkout_session", R"({"id":"cs_1","meta":null})", "invalid", "$.meta"},
      {"MP-03", "get_checkout_session", R"({"id":"cs_1","meta":"x"})", "invalid", "$.meta"},
      {"MP-05", "get_checkout_session", R"({"id":"cs_1","meta":{}})", "missing",
       "$.meta.api_version"},
      {"MP-05", "get_checkout_session", R"({"id":"cs_1","meta":{"api_version":20260417}})",
       "invalid", "$.meta.api_version"},
      {"MP-03", "get_checkout_session", with(kMeta), "missing", "$.id"},
      {"MP-03", "update_checkout_session", with(kKeyed, R"("payload":{})"), "missing", "$.id"},
      {"MP-03", "complete_checkout_session", with(kKeyed, R"("payload":{})"), "missing", "$.id"},
      {"MP-03", "cancel_checkout_session", with(kKeyed), "missing", "$.id"},
      {"MP-16", "get_checkout_session", with(kMeta, R"("id":7)"), "invalid", "$.id"},
      {"MP-03", "create_checkout_session", with(kKeyed), "missing", "$.payload"},
      {"MP-03", "create_checkout_session", with(kKeyed, R"("payload":null)"), "missing",
       "$.payload"},
      {"MP-03", "update_checkout_session", with(kKeyed, R"("id":"cs_1")"), "missing", "$.payload"},
      {"MP-11", "create_checkout_session", with(kKeyed, R"("payload":[])"), "invalid", "$.payload"},
      {"MP-11", "cancel_checkout_session", with(kKeyed, R"("id":"cs_1","payload":"{}")"), "invalid",
       "$.payload"},
      {"C-09", "create_checkout_session", with(kMeta, R"("payload":{})"),
       "idempotency_key_required", "$.meta.idempotency_key"},
      {"C-09", "create_checkout_session", keyed_by("null"), "idempotency_key_required",
       "$.meta.idempotency_key"},
      {"C-09", "create_checkout_session", keyed_by("7"), "idempotency_key_invalid",
       "$.meta.idempotency_key"},
      {"C-09", "create_checkout_session", keyed_by("\"\""), "idempotency_key_invalid",
       "$.meta.idempotency_key"},
      {"C-09", "create_checkout_session", keyed_by(long_key), "idempotency_key_invalid",
       "$.meta.idempotency_key"},
      {"C-09", "create_checkout_session", keyed_by(R"("a\nb")"), "idempotency_key_invalid",
       "$.meta.idempotency_key"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.rule) + " " + row.tool + " " + row.text.substr(0, 120));
    const Arguments arguments(row.text);
    const auto read = arguments.read(row.tool);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, RpcCode::invalid_params) << "MP-11";
    EXPECT_EQ(text_at(read.error().data, "/type"), "invalid_request");
    EXPECT_EQ(text_at(read.error().data, "/code"), row.code);
    EXPECT_EQ(text_at(read.error().data, "/param"), row.param) << "MP-16";
    EXPECT_FALSE(text_at(read.error().data, "/message").empty());
  }
}

TEST(ToolArguments, SayOfAKeyWhereItStandsOverMcp) {
  const Arguments arguments(keyed_by("7"));
  const auto read = arguments.read("create_checkout_session");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(text_at(read.error().data, "/message"),
            "Send \"idempotency_key\" in \"meta\" as a text of 1 to 255 printable characters.");
}

TEST(ToolArguments, NameTheVersionsThatAreSpokenForOneThatIsNot) {  // MP-05
  for (const char* version : {"2025-09-29", "2026-01-30", "2026-04-18", ""}) {
    const Arguments arguments(
        with(R"("meta":{"api_version":")" + std::string(version) + "\"}", R"("id":"cs_1")"));
    const auto read = arguments.read("get_checkout_session");
    ASSERT_FALSE(read.has_value()) << version;
    EXPECT_EQ(read.error().code, RpcCode::refused);
    EXPECT_EQ(text_at(read.error().data, "/code"), "unsupported_api_version");
    EXPECT_EQ(text_at(read.error().data, "/supported_versions/0"), "2026-04-17");
  }
}

TEST(ToolArguments, LeaveOutWhatMayBeLeftOut) {  // MP-03, MP-04, MP-05
  const struct {
    const char* tool;
    std::string text;
    bool payload;
  } rows[] = {
      {"create_checkout_session", with(kKeyed, R"("payload":{})"), true},
      {"get_checkout_session", with(kMeta, R"("id":"cs_1")"), false},
      {"get_checkout_session", with(kMeta, R"("id":"cs_1","payload":null)"), false},
      {"get_checkout_session", with(kMeta, R"("id":"cs_1","payload":{"a":1})"), false},
      {"cancel_checkout_session", with(kKeyed, R"("id":"cs_1")"), false},
      {"cancel_checkout_session", with(kKeyed, R"("id":"cs_1","payload":null)"), false},
      {"cancel_checkout_session", with(kKeyed, R"("id":"cs_1","payload":" ")"), false},
      {"cancel_checkout_session", with(kKeyed, R"("id":"cs_1","payload":{})"), true},
      {"cancel_cart", with(kKeyed, R"("id":"cart_1")"), false},
      {"get_checkout_session",
       with(R"("meta":{"api_version":"2026-04-17","color":"red","request_id":7})",
            R"("id":"cs_1","more":[])"),
       false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.tool) + row.text);
    const Arguments arguments(row.text);
    const auto read = arguments.read(row.tool);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->payload.has_value(), row.payload);
  }
}

TEST(ToolArguments, TakeAKeyOfAsManyBytesAsOverRest) {  // ID-02
  const std::string longest(limits::kIdempotencyKeyBytes, 'k');
  const Arguments arguments(keyed_by("\"" + longest + "\""));
  const auto read = arguments.read("create_checkout_session");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->idempotency_key, longest);
  const Arguments longer(keyed_by("\"k" + longest + "\""));
  EXPECT_FALSE(longer.read("create_checkout_session").has_value());
}

TEST(ToolArguments, CarryWhatHeadersCarryOverRest) {
  const Arguments arguments(with(
      R"("meta":{"api_version":"2026-04-17","idempotency_key":"k-1","request_id":"r-1",
          "accept_language":"de-CH,de;q=0.8","signature":"s","timestamp":"t","user_agent":"u"})",
      R"("id":"cs_1","payload":{"b":1,"a":2.0})"));
  const auto read = arguments.read("update_checkout_session");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->idempotency_key, "k-1");
  EXPECT_EQ(read->language, Language::de);
  EXPECT_EQ(read->signature, "s");
  EXPECT_EQ(read->timestamp, "t");
  EXPECT_EQ(read->id, "cs_1");
  ASSERT_TRUE(read->payload.has_value());
  EXPECT_EQ(read->payload->canonical_text(), R"({"a":2,"b":1})");
  EXPECT_EQ(request_id_of(arguments.node), "r-1");
}

TEST(ToolArguments, LogNoRequestIdThatCouldForgeALine) {
  for (const std::string& id : {std::string("\"a\\nb\""), "\"" + std::string(300, 'r') + "\"",
                                std::string("7"), std::string("null")}) {
    const Arguments arguments(R"({"meta":{"request_id":)" + id + "}}");
    EXPECT_EQ(request_id_of(arguments.node), "") << id;
  }
  EXPECT_EQ(request_id_of(Arguments("[]").node), "");
}

TEST(ToolArguments, TakeNoDeeperPayloadThanABody) {
  const auto nested = [](std::size_t arrays) {
    return with(kKeyed,
                R"("payload":{"a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}");
  };
  EXPECT_TRUE(Arguments(nested(limits::kJsonDepth - 1)).read("create_cart").has_value());
  const Arguments deep(nested(limits::kJsonDepth));
  const auto read = deep.read("create_cart");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, RpcCode::invalid_params);
  EXPECT_EQ(text_at(read.error().data, "/param"), "$.payload");
}

}  // namespace
}  // namespace till::mcp

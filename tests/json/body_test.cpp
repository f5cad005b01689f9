#include "json/body.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>

#include "base/limits.h"

namespace till::json {
namespace {

Digest fingerprint_of(std::string_view text) {
  const auto body = Body::parse(text);
  EXPECT_TRUE(body.has_value()) << text;
  return body ? body->fingerprint() : Digest{};
}

std::string nested(std::size_t arrays, std::string_view inside) {
  return R"({"a":)" + std::string(arrays, '[') + std::string(inside) + std::string(arrays, ']') +
         "}";
}

TEST(Body, RefusesWhatIsNoStrictJsonObject) {
  const struct {
    const char* why;
    std::string text;
  } rows[] = {
      {"TR-12 nothing", ""},
      {"TR-12 blanks", "  \n"},
      {"TR-12 no object", "[]"},
      {"TR-12 no object", "\"text\""},
      {"TR-12 no object", "null"},
      {"TR-12 cut off", R"({"a":1)"},
      {"TR-12 more after the end", "{} {}"},
      {"TR-12 more after the end", "{}x"},
      {"TR-12 a comma at the end", R"({"a":1,})"},
      {"TR-12 a comment", "{/**/}"},
      {"TR-12 single quotes", "{'a':1}"},
      {"TR-12 no number", R"({"a":NaN})"},
      {"TR-12 no number", R"({"a":01})"},
      {"TR-12 no number", R"({"a":+1})"},
      {"TR-12 beyond every number", R"({"a":1e400})"},
      {"TR-12 duplicate key", R"({"a":1,"a":1})"},
      {"TR-12 duplicate key, escaped", R"({"a":1,"\u0061":2})"},
      {"TR-12 duplicate key deep inside", R"({"x":[{"b":{"a":1,"c":0,"a":2}}]})"},
      {"TR-12 a control character", "{\"a\":\"\x01\"}"},
      {"TR-12 a NUL", std::string("{\"a\":\"\0\"}", 9)},
      {"TR-12 no UTF-8", "{\"a\":\"\xC0\xAF\"}"},
      {"TR-12 no UTF-8", "{\"a\":\"\xFF\"}"},
      {"TR-12 no UTF-8, a surrogate", "{\"a\":\"\xED\xA0\x80\"}"},
      {"TR-12 a lone high surrogate", R"({"a":"\ud800"})"},
      {"TR-12 a lone high surrogate before text", R"({"a":"\ud800x"})"},
      {"TR-12 two high surrogates", R"({"a":"\ud800\ud800"})"},
      {"TR-12 a lone low surrogate", R"({"a":"\udc00"})"},
      {"TR-12 a lone surrogate in a key", R"({"\udfff":1})"},
      {"TR-12 beside what stands for one", R"({"a":"\uFFFF1","b":99999999999999999999})"},
      {"TR-12 no number, however long", R"({"a":099999999999999999999})"},
      {"TR-12 no number, however long", R"({"a":9999999999999999999.})"},
      {"TR-12 an unknown escape", R"({"a":"\x41"})"},
      {"TR-12 too deep", nested(limits::kJsonDepth, "")},
      {"TR-12 far too deep", nested(100'000, "")},
  };
  for (const auto& row : rows) {
    const auto body = Body::parse(row.text);
    ASSERT_FALSE(body.has_value()) << row.why << ": " << row.text.substr(0, 80);
    EXPECT_FALSE(body.error().why.empty()) << row.why;
  }
}

TEST(Body, NamesALongKeyThatStandsTwiceByItsWholeFirstCharacters) {
  const std::string begin(99, 'k');
  const std::string key = begin + "\xC3\xA9\xC3\xA9";
  const auto body = Body::parse("{\"" + key + "\":1,\"" + key + "\":2}");
  ASSERT_FALSE(body.has_value());
  EXPECT_NE(body.error().why.find("\"" + begin + "\" stands twice"), std::string::npos);
}

TEST(Body, TakesEveryStrictObject) {
  const std::string rows[] = {
      "{}",
      " \t\r\n{ } \n",
      R"({"a":"\ud83d\ude00","\u00e9":null})",
      R"({"a":18446744073709551615,"b":-9223372036854775808})",
      R"({"a":{"k":1},"b":{"k":1}})",
      nested(limits::kJsonDepth - 1, "1"),
  };
  for (const auto& text : rows) EXPECT_TRUE(Body::parse(text).has_value()) << text;
}

TEST(Body, MayBeginWithAByteOrderMark) {  // RFC 8259 8.1
  const auto marked = Body::parse("\xEF\xBB\xBF{\"a\":1}");
  ASSERT_TRUE(marked.has_value());
  EXPECT_EQ(marked->fingerprint(), Body::parse("{\"a\":1}")->fingerprint());
  EXPECT_FALSE(Body::parse("\xEF\xBB\xBF").has_value());
  EXPECT_FALSE(Body::parse("\xEF\xBB\xBF\xEF\xBB\xBF{}").has_value()) << "one of them";
  EXPECT_FALSE(Body::parse("{\"a\":\xEF\xBB\xBF 1}").has_value()) << "nowhere else";
}

TEST(Body, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> rows[] = {
      {"[]", "it is not an object"},
      {R"({"a":1,"a":1})", "the key \"a\" stands twice"},
  };
  for (const auto& [text, why] : rows) EXPECT_EQ(Body::parse(text).error().why, why) << text;
  EXPECT_EQ(Body::parse(nested(limits::kJsonDepth, "")).error().why,
            "it is nested deeper than 32 levels");
}

TEST(Fingerprint, IsTheSameForOneValueInAnySpelling) {
  const struct {
    const char* rule;
    const char* left;
    const char* right;
  } rows[] = {
      {"ID-06 key order", R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3,"c":2},"a":1})"},
      {"ID-06 key order inside arrays", R"({"x":[{"a":1,"b":2}]})", R"({"x":[{"b":2,"a":1}]})"},
      {"ID-05 blanks", R"({"a":[1,2]})", "{ \"a\" :\n[ 1 , 2 ] }"},
      {"ID-05 escapes", R"({"a":"\u0041\/\u00e9"})", "{\"a\":\"A/\xC3\xA9\"}"},
      {"ID-05 escaped keys", R"({"\u0061":1})", R"({"a":1})"},
      {"ID-08 a fraction of zero", R"({"a":1.0})", R"({"a":1})"},
      {"ID-08 an exponent", R"({"a":1e0})", R"({"a":1})"},
      {"ID-08 an exponent", R"({"a":120e-1})", R"({"a":12})"},
      {"ID-08 minus nothing", R"({"a":-0.0})", R"({"a":0})"},
      {"ID-08 negative", R"({"a":-3.0})", R"({"a":-3})"},
      {"ID-08 beyond int64", R"({"a":1e19})", R"({"a":10000000000000000000})"},
      {"ID-08 least integer", R"({"a":-9223372036854775808.0})", R"({"a":-9223372036854775808})"},
      {"ID-08 fractions", R"({"a":0.10})", R"({"a":1e-1})"},
      {"ID-06 key order beside a large one", R"({"a":1,"b":99999999999999999999})",
       R"({"b":99999999999999999999,"a":1.0})"},
      {"ID-08 beyond 64 bits", R"({"a":100000000000000000000})", R"({"a":1e20})"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(fingerprint_of(row.left), fingerprint_of(row.right)) << row.rule;
  }
}

TEST(Fingerprint, DiffersForDifferentValues) {
  const struct {
    const char* rule;
    const char* left;
    const char* right;
  } rows[] = {
      {"ID-07 null is not absent", R"({"a":1,"b":null})", R"({"a":1})"},
      {"ID-07 null is not empty", R"({"b":null})", R"({"b":{}})"},
      {"ID-09 array order", R"({"a":[1,2]})", R"({"a":[2,1]})"},
      {"ID-09 array nesting", R"({"a":[[1],2]})", R"({"a":[[1,2]]})"},
      {"ID-17 an unknown member", R"({"a":1,"x_extension":1})", R"({"a":1})"},
      {"ID-08 a text is no number", R"({"a":"1"})", R"({"a":1})"},
      {"ID-08 true is no number", R"({"a":true})", R"({"a":1})"},
      {"ID-08 yes is not no", R"({"a":true})", R"({"a":false})"},
      {"ID-08 exact integers", R"({"a":9007199254740993})", R"({"a":9007199254740992})"},
      {"ID-08 exact integers", R"({"a":18446744073709551615})", R"({"a":18446744073709551614})"},
      {"ID-08 exact beyond 64 bits", R"({"a":123456789012345678901})",
       R"({"a":123456789012345678902})"},
      {"ID-08 a text is no number beyond 64 bits", R"({"a":123456789012345678901})",
       R"({"a":"123456789012345678901"})"},
      {"ID-08 nor by what stands for one", R"({"a":"\uffff1"})", R"({"a":1})"},
      {"ID-05 a name is no value", R"({"a":"b"})", R"({"b":"a"})"},
      {"ID-05 texts keep their quotes", R"({"a":"1\",\"b\":\"2"})", R"({"a":"1","b":"2"})"},
      {"ID-05 case", R"({"a":"USD"})", R"({"a":"usd"})"},
      {"ID-05 composed and decomposed", R"({"a":"\u00e9"})", R"({"a":"e\u0301"})"},
  };
  for (const auto& row : rows) {
    EXPECT_NE(fingerprint_of(row.left), fingerprint_of(row.right)) << row.rule;
  }
}

TEST(CanonicalText, IsWhatRfc8785Says) {
  const struct {
    const char* text;
    const char* canonical;
  } rows[] = {
      {R"({ "b" : [ true , null ], "a" : 1.50 })", R"({"a":1.5,"b":[true,null]})"},
      {R"({"a":1e21})", R"({"a":1e+21})"},
      {R"({"a":1e20})", R"({"a":100000000000000000000})"},
      {R"({"a":1e-6})", R"({"a":0.000001})"},
      {R"({"a":1e-7})", R"({"a":1e-7})"},
      {R"({"a":-1.5e-9})", R"({"a":-1.5e-9})"},
      {R"({"a":333333333.33333329})", R"({"a":333333333.3333333})"},
      {R"({"a":4.5e300})", R"({"a":4.5e+300})"},
      {R"({"a":123.456})", R"({"a":123.456})"},
      {R"({"a":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"})",
       "{\"a\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"},
      {R"({"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"1":4})",
       "{\"1\":4,\"\xE2\x82\xAC\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xAC\xB3\":1}"},
      {R"({"ab":1,"a":2,"":3})", R"({"":3,"a":2,"ab":1})"},
  };
  for (const auto& row : rows) {
    const auto body = Body::parse(row.text);
    ASSERT_TRUE(body.has_value()) << row.text;
    EXPECT_EQ(body->canonical_text(), row.canonical) << row.text;
  }
}

TEST(Body, StaysWholeWhileOthersOfItsThreadComeAndGo) {
  auto kept = Body::parse(R"({"a":"first"})");
  ASSERT_TRUE(kept.has_value());
  const std::string before(kept->canonical_text());
  for (int i = 0; i < 20; ++i) {
    auto other =
        Body::parse(R"({"b":")" + std::string(static_cast<std::size_t>(i) * 100, 'x') + "\"}");
    ASSERT_TRUE(other.has_value());
    EXPECT_FALSE(Body::parse("{").has_value());
  }
  EXPECT_EQ(kept->canonical_text(), before);
}

TEST(Body, MayEndOnAnotherThread) {
  auto body = Body::parse(R"({"a":1})");
  ASSERT_TRUE(body.has_value());
  std::string text;
  std::thread([moved = std::move(*body), &text] { text = moved.canonical_text(); }).join();
  EXPECT_EQ(text, R"({"a":1})");
}

}  // namespace
}  // namespace till::json

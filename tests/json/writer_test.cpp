#include "json/writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>

namespace till::json {
namespace {

TEST(JsonTexts, AreEscapedWhereJsonAsksForIt) {
  struct Row {
    std::string text, written;
  };
  const Row rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"\"", R"(\")"},
      {"\\", R"(\\)"},
      {"/", "/"},
      {"\b\f\n\r\t", R"(\b\f\n\r\t)"},
      {std::string("\0\x01\x1f", 3), R"(\u0000\u0001\u001f)"},
      {"a\nb", R"(a\nb)"},
      {"\x7f", "\x7f"},
      {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
  };
  for (const Row& row : rows) {
    std::string out;
    append_escaped(out, row.text);
    EXPECT_EQ(out, row.written);
  }
}

TEST(JsonTexts, AreEscapedWhereverTheByteStands) {
  for (const std::string hit : {"\"", "\\", "\n", "\x1f"}) {
    for (std::size_t before = 0; before < 20; ++before) {
      for (std::size_t after = 0; after < 20; ++after) {
        const std::string head(before, '\xff'), tail(after, ' ');
        std::string alone, out;
        append_escaped(alone, hit);
        append_escaped(out, head + hit + tail);
        EXPECT_EQ(out, head + alone + tail) << before << " bytes before, " << after << " after";
        std::string quoted;
        Writer(quoted).text(head + hit + tail);
        EXPECT_EQ(quoted, '"' + out + '"');
      }
    }
  }
}

TEST(JsonTexts, LeaveEveryOtherByteAlone) {
  for (int byte = 0x20; byte < 0x100; ++byte) {
    if (byte == '"' || byte == '\\') continue;
    const std::string text(9, static_cast<char>(byte));
    std::string out;
    append_escaped(out, text);
    EXPECT_EQ(out, text) << byte;
  }
}

// Bytes beside each other, of which one must not be taken for another's neighbour.
TEST(JsonTexts, AreEscapedAsIfByteByByteHoweverLong) {
  constexpr std::string_view kBytes("\"\\\0\x1f !#[]\x7f\x80\xff\na", 15);
  std::uint32_t state = 1;
  const auto drawn = [&state] { return (state = state * 1664525U + 1013904223U) >> 16U; };
  for (int round = 0; round < 2'000; ++round) {
    std::string text, expected;
    for (std::uint32_t left = drawn() % (round % 100 == 0 ? 2'000 : 40); left > 0; --left) {
      const char byte = kBytes[drawn() % kBytes.size()];
      text += byte;
      append_escaped(expected, std::string_view(&byte, 1));
    }
    std::string out = "before ";
    append_escaped(out, text);
    ASSERT_EQ(out, "before " + expected);
  }
}

TEST(JsonWriters, PlaceCommasAtEveryDepth) {
  std::string out;
  Writer json(out);
  json.begin_object().member("text", "a\"b").member("number", -7);
  json.key("empty").begin_object().end_object();
  json.key("list").begin_array().integer(1).text("x").boolean(true).boolean(false).null();
  json.begin_array().end_array().begin_object().member("n", 2).end_object();
  json.raw(R"({"r":[]})").end_array();
  json.escaped_key("a\nb").text("end").end_object();
  EXPECT_EQ(out, R"({"text":"a\"b","number":-7,"empty":{},"list":[1,"x",true,false,null,[],)"
                 R"({"n":2},{"r":[]}],"a\nb":"end"})");
}

// Short values are put together before they are appended.
TEST(JsonWriters, WriteNamesAndTextsOfAnyLength) {
  for (std::size_t size = 0; size < 600; ++size) {
    const std::string name(size % 50, 'n');
    const std::string plain(size, 'x');
    const std::string escaped = plain + '"';
    std::string out;
    Writer(out)
        .begin_object()
        .member(name, plain)
        .member(name, escaped)
        .member(name, INT64_MIN)
        .key(name)
        .text(plain)
        .escaped_key(plain)
        .text(escaped)
        .escaped_key(escaped)
        .raw(plain)
        .end_object();
    const std::string key = "\"" + name + "\":";
    EXPECT_EQ(out, "{" + key + "\"" + plain + "\"," + key + "\"" + plain + "\\\"\"," + key +
                       "-9223372036854775808," + key + "\"" + plain + "\",\"" + plain + "\":\"" +
                       plain + "\\\"\",\"" + plain + "\\\"\":" + plain + "}");
  }
}

TEST(JsonWriters, WriteIntegersInFull) {
  std::string out;
  Writer json(out);
  json.begin_array().integer(0).integer(9'007'199'254'740'991);
  json.integer(std::numeric_limits<std::int64_t>::min()).end_array();
  EXPECT_EQ(out, "[0,9007199254740991,-9223372036854775808]");
}

TEST(JsonWriters, GoOnBehindWhatIsThere) {
  std::string out = "data: ";
  Writer(out).begin_array().end_array();
  EXPECT_EQ(out, "data: []");
}

}  // namespace
}  // namespace till::json

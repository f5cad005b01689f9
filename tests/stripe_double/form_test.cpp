#include "stripe_double/form.h"

#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

using Fields = std::vector<Form::Field>;

struct ReadRow {
  const char* name;
  const char* text;
  Fields fields;
};

TEST(StripeDoubleForm, ReadsWhatFormsSay) {
  const std::vector<ReadRow> rows{
      {"nothing", "", {}},
      {"one", "a=b", {{"a", "b"}}},
      {"in their order, also twice", "b=1&a=2&b=3", {{"b", "1"}, {"a", "2"}, {"b", "3"}}},
      {"brackets", "a[b][c]=1&d%5B%5D=2", {{"a[b][c]", "1"}, {"d[]", "2"}}},
      {"escapes of both cases", "a=%3d%3D", {{"a", "=="}}},
      {"an escape at the end", "a=%41", {{"a", "A"}}},
      {"a plus", "a+b=c+d%2B", {{"a b", "c d+"}}},
      {"no value", "a=&b", {{"a", ""}, {"b", ""}}},
      {"more than one equals sign", "a=b=c", {{"a", "b=c"}}},
      {"empty fields", "&&a=1&", {{"a", "1"}}},
      {"a character of several bytes", "a=%C3%A9\xE2\x82\xAC", {{"a", "\xC3\xA9\xE2\x82\xAC"}}},
  };
  for (const ReadRow& row : rows) {
    const auto form = Form::parse(row.text);
    ASSERT_TRUE(form) << row.name;
    EXPECT_EQ(form->fields(), row.fields) << row.name;
  }
}

TEST(StripeDoubleForm, RefusesWhatIsNone) {
  for (const char* text : {"a=%", "a=%4", "a=%g0", "a=%0g", "%=a", "a=1&b=%zz", "a=%4&b=1", "a=%FF",
                           "a=%C3", "a=%ED%A0%80", "a=%C0%AF", "a=%F4%90%80%80", "\xE9=1"}) {
    EXPECT_FALSE(Form::parse(text)) << text;
  }
}

TEST(StripeDoubleForm, HoldsAtMost4096Fields) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += "&a=" + std::to_string(i);
  ASSERT_TRUE(Form::parse(text));
  EXPECT_EQ(Form::parse(text)->fields().size(), 4096u);
  EXPECT_FALSE(Form::parse(text + "&a=4096"));
}

TEST(StripeDoubleForm, FindsByTheFullName) {
  const Form form = *Form::parse("a=1&a=2&b[c]=3&t=true&f=True");
  EXPECT_EQ(form.find("a"), "1");
  EXPECT_EQ(form.find("b"), std::nullopt);
  EXPECT_EQ(form.find("b[c]"), "3");
  EXPECT_EQ(form.text("none"), "");
  EXPECT_TRUE(form.flag("t"));
  EXPECT_FALSE(form.flag("f"));
  EXPECT_FALSE(form.flag("none"));
}

TEST(StripeDoubleForm, ReadsWholeNumbersOnly) {
  const Form form = *Form::parse("a=12&b=-3&c=1.5&d=&e=1x&f=+1&g=9223372036854775808&h=%201");
  EXPECT_EQ(form.whole("a"), 12);
  EXPECT_EQ(form.whole("b"), -3);
  for (const char* name : {"c", "d", "e", "f", "g", "h", "none"}) {
    EXPECT_EQ(form.whole(name), std::nullopt) << name;
  }
}

TEST(StripeDoubleForm, GivesWhatStandsInside) {
  const Form form = *Form::parse("m[a]=1&m=2&m[]=3&mm[a]=4&m[b][c]=5&m[d=6&m[e]=");
  EXPECT_EQ(form.inside("m"), (Fields{{"a", "1"}, {"b][c", "5"}, {"e", ""}}));
}

}  // namespace
}  // namespace till::stripe_double

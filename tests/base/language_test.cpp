#include "base/language.h"

#include <gtest/gtest.h>

#include <string>

#include "base/texts.h"
#include "base/texts_table.h"

namespace till {
namespace {

constexpr Language kAll[] = {Language::en, Language::fr, Language::de, Language::es, Language::ja};

TEST(Languages, AreThoseOfATagsFirstPart) {
  struct Row {
    const char* tag;
    std::optional<Language> language;
  };
  const Row rows[] = {
      {"en", Language::en},      {"fr-CA", Language::fr}, {"DE_at", Language::de},
      {"es-419", Language::es},  {"ja-JP", Language::ja}, {"nl", std::nullopt},
      {"", std::nullopt},        {"e", std::nullopt},     {"eng", std::nullopt},
      {"zh-Hans", std::nullopt}, {"-en", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(language_of_tag(row.tag), row.language) << row.tag;
  for (const Language language : kAll) EXPECT_EQ(language_of_tag(tag_of(language)), language);
}

TEST(Languages, AreAcceptedByTheirQuality) {  // TR-10
  struct Row {
    const char* header;
    std::optional<Language> language;
  };
  const Row rows[] = {
      {"fr", Language::fr},
      {"fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Language::fr},
      {"en;q=0.2, de;q=0.7", Language::de},
      {"nl, ja ; q=0.1", Language::ja},
      {"es, de", Language::es},  // The first of equals.
      {"en;q=0", std::nullopt},
      {"en;q=1.5, de;q=0.001", Language::de},  // No quality at all.
      {"en;q=x", std::nullopt},
      {"nl", std::nullopt},
      {"*", std::nullopt},
      {"", std::nullopt},
      {",,;;=", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(language_accepted(row.header), row.language) << row.header;
}

TEST(Languages, BeyondTheThirtySecondChoiceAreNotLookedAt) {
  std::string header;
  for (int i = 0; i < 32; ++i) header += "nl,";
  EXPECT_EQ(language_accepted(header + "de"), std::nullopt);
}

TEST(Texts, HaveTheSameSentencesInEveryLanguage) {
  for (const Language language : kAll) {
    ASSERT_EQ(texts_table(language).size(), texts_table(Language::en).size());
    for (const Text& text : texts_table(Language::en)) {
      const auto translation = translate(language, text.english);
      EXPECT_FALSE(translation.empty()) << text.english;
      for (const char* place : {"{0}", "{1}", "{2}"}) {
        EXPECT_EQ(text.english.find(place) == std::string_view::npos,
                  translation.find(place) == std::string_view::npos)
            << tag_of(language) << ": " << text.english;
      }
    }
  }
}

TEST(Texts, OfEnglishAreTheSentencesThemselves) {
  for (const Text& text : texts_table(Language::en)) EXPECT_EQ(text.translation, text.english);
}

TEST(Texts, ThatNoFileHasStayEnglish) {
  EXPECT_EQ(translate(Language::de, "Blue mug"), "Blue mug");
  EXPECT_EQ(translate(Language::de, "Total"), "Gesamtbetrag");
}

TEST(Texts, TakeTheirArgumentsWhereTheyWantThem) {
  const std::string arguments[] = {"3", "Blue {1} mug"};
  EXPECT_EQ(fill("Only {0} of {1} are left.", arguments), "Only 3 of Blue {1} mug are left.");
  EXPECT_EQ(fill("Von {1} sind {0} da.", arguments), "Von Blue {1} mug sind 3 da.");
  EXPECT_EQ(fill("a {x} {0 {7} {", arguments), "a {x} {0  {");
}

}  // namespace
}  // namespace till

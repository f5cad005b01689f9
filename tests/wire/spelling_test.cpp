// How fields and texts are spelled: every one of them, and in every language.
#include "wire/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "checkout/discount_rules.h"
#include "wire/error_body.h"
#include "wire/session_sentences.h"

namespace till::wire {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::Text;

TEST(Paths, NameAMemberOfTheRequest) {  // ME-06
  struct Row {
    Field field;
    const char* path;
  };
  const Row rows[] = {
      {{}, ""},
      {Member::lines, "$.line_items"},
      {{Member::line, 0}, "$.line_items[0]"},
      {{Member::line_quantity, 99}, "$.line_items[99].quantity"},
      {Member::country, "$.fulfillment_details.address.country"},
      {{Member::group_postal_code, 3},
       "$.fulfillment_groups[3].fulfillment_details.address.postal_code"},
      {{Member::group_line, 3, 12}, "$.fulfillment_groups[3].item_ids[12]"},
      {{Member::selection_line, 7, 0}, "$.selected_fulfillment_options[7].item_ids[0]"},
      {{Member::selection_lines, 7}, "$.selected_fulfillment_options[7].item_ids"},
      {Member::discount_codes, "$.discounts.codes"},
      {{Member::discount_code, 1}, "$.discounts.codes[1]"},
      {Member::token, "$.payment_data.instrument.credential.token"},
      {Field::spelled("$.items[0].item.id"), "$.items[0].item.id"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Path(row.field).text(), row.path);
    EXPECT_EQ(path_of(row.field), row.path);
  }
}

TEST(Paths, OfEveryMemberBeginAtTheRootAndFitWhateverTheirIndices) {
  std::set<std::string> seen;
  for (int member = 1; member <= static_cast<int>(checkout::kLastMember); ++member) {
    const Field field(Member(member), SIZE_MAX, SIZE_MAX);
    const std::string path(Path(field).text());
    EXPECT_TRUE(path.starts_with("$.")) << path;
    EXPECT_TRUE(seen.insert(path).second) << path;
  }
}

TEST(Paths, StandBelowTheRootThatTheAgentSent) {  // MP-16
  EXPECT_EQ(path_of({Member::line, 2}, "$.payload"), "$.payload.line_items[2]");
  EXPECT_EQ(path_of(Field::spelled("$.items[2]"), "$.payload"), "$.payload.items[2]");
  EXPECT_EQ(path_of({}, "$.payload"), "");
}

std::size_t places_in(std::string_view sentence) {
  std::size_t places = 0;
  while (sentence.find('{' + std::to_string(places) + '}') != std::string_view::npos) ++places;
  return places;
}

TEST(Sentences, EndAndTakeTheSameArgumentsInEveryLanguage) {
  for (int id = 1; id <= static_cast<int>(checkout::kLastText); ++id) {
    const std::string_view english = sentence_of(TextId(id), Language::en);
    EXPECT_TRUE(english.ends_with('.')) << english;
    EXPECT_EQ(places_in(english), std::count(english.begin(), english.end(), '{')) << english;
    for (const Language language : {Language::fr, Language::de, Language::es, Language::ja}) {
      EXPECT_EQ(places_in(sentence_of(TextId(id), language)), places_in(english)) << english;
    }
  }
}

TEST(Sentences, OfSessionsAreTranslated) {  // TR-10
  for (const Sentence& each : kSessionSentences) {
    for (const Language language : {Language::fr, Language::de, Language::es, Language::ja}) {
      EXPECT_NE(sentence_of(each.id, language), each.english);
    }
  }
}

// What a retry cannot change is not asked to be retried.
TEST(Sentences, SayCompleteAgainOnlyWhereThatMayHelp) {
  const std::set<TextId> rows{TextId::price_changed,        TextId::delivery_changed,
                              TextId::authentication_asked, TextId::authentication_abandoned,
                              TextId::nothing_charged,      TextId::authentication_impossible};
  for (const Sentence& each : kSessionSentences) {
    const bool told = each.english.find("omplete again") != std::string_view::npos;
    EXPECT_EQ(told, rows.count(each.id) == 1) << each.english;
  }
}

TEST(Sentences, OfARejectedCodeStandInTheMessagesAndBesideTheCode) {
  for (int code = 1;
       code <= static_cast<int>(checkout::MessageCode::discount_code_usage_limit_reached); ++code) {
    const TextId text = checkout::text_of_rejection(checkout::MessageCode(code));
    EXPECT_FALSE(sentence_beside_code(text).empty());
    EXPECT_NE(sentence_beside_code(text), sentence_of(text, Language::en));
  }
}

TEST(Texts, AreFilledOnlyWhenTheyBringArguments) {
  EXPECT_EQ(spell({TextId::item_gone, {"A {1} \"mug\""}}),
            "A {1} \"mug\" is no longer sold. Take the line out.");
  EXPECT_EQ(spell(Text::spelled("Send {0} instead.")), "Send {0} instead.");
  EXPECT_EQ(spell({}), "");
}

TEST(Refusals, SayTheirReasonsAfterTheirText) {
  checkout::Refusal refusal{
      checkout::RefusalCode::not_ready_for_payment, {}, TextId::not_ready_for_payment};
  refusal.reasons = {TextId::cart_empty, {TextId::item_gone, {"Mug"}}};
  EXPECT_EQ(detail_of(refusal),
            "This checkout session is not ready for payment. The cart is empty. Send line_items. "
            "Mug is no longer sold. Take the line out.");
  EXPECT_EQ(detail_of({}), "") << "Then the row of its code has a sentence";
}

}  // namespace
}  // namespace till::wire

#include "wire/sentences.h"

#include <array>
#include <cstddef>
#include <utility>

#include "base/ensure.h"
#include "base/texts.h"
#include "wire/refusal_sentences.h"
#include "wire/session_sentences.h"

namespace till::wire {
namespace {

constexpr std::size_t kTexts = static_cast<std::size_t>(checkout::kLastText) + 1;
using Sentences = std::array<std::string_view, kTexts>;

// By their ids. A text without a sentence, or with two, does not compile.
consteval Sentences in_english() {
  Sentences all{};
  const auto add = [&all](const Sentence& each) {
    std::string_view& place = all[static_cast<std::size_t>(each.id)];
    if (!place.empty()) throw "two sentences of one text";
    place = each.english;
  };
  for (const Sentence& each : kSessionSentences) add(each);
  for (const Sentence& each : kRefusalSentences) add(each);
  for (std::size_t i = 1; i < kTexts; ++i) {
    if (all[i].empty()) throw "a text without a sentence";
  }
  return all;
}
constexpr Sentences kEnglish = in_english();

Sentences translated(Language language) {
  Sentences all = kEnglish;
  for (const Sentence& each : kSessionSentences) {
    all[static_cast<std::size_t>(each.id)] = translate(language, each.english);
  }
  return all;
}

// Looked up once: a session is rendered more often than anything else.
const Sentences& sentences(Language language) {
  static const std::array<Sentences, 5> all{translated(Language::en), translated(Language::fr),
                                            translated(Language::de), translated(Language::es),
                                            translated(Language::ja)};
  return all[static_cast<std::size_t>(language)];
}

}  // namespace

std::string_view sentence_of(TextId id, Language language) {
  const auto index = static_cast<std::size_t>(id);
  TILL_ENSURE(index < kTexts);
  return sentences(language)[index];
}

std::string_view sentence_beside_code(TextId rejection) {
  for (const Sentence& each : kRejectionSentences) {
    if (each.id == rejection) return each.english;
  }
  TILL_ENSURE(false);
  return {};
}

}  // namespace till::wire

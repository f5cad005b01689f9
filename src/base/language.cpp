#include "base/language.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"

namespace till {
namespace {

constexpr std::array<std::pair<std::string_view, Language>, 5> kTags{{
    {"en", Language::en},
    {"fr", Language::fr},
    {"de", Language::de},
    {"es", Language::es},
    {"ja", Language::ja},
}};
// Choices beyond these are not looked at.
constexpr int kMostChoices = 32;

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What stands before the mark; the text keeps what stands behind it.
std::string_view cut(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return without_blanks(part);
}

// A quality in thousandths: "q=0.8" is 800; nothing when it is none.
std::optional<int> quality(std::string_view text) {
  if (text.size() < 3 || lower(text[0]) != 'q' || text[1] != '=') return std::nullopt;
  text.remove_prefix(2);
  if (text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int value = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = 100;
  for (std::size_t at = 2; at < text.size(); ++at, weight /= 10) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value += (text[at] - '0') * weight;
  }
  return value <= 1000 ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<Language> language_of_tag(std::string_view tag) {
  const std::string_view first = tag.substr(0, tag.find_first_of("-_"));
  const auto same = [first](const auto& known) { return equal_ignoring_case(first, known.first); };
  const auto found = std::find_if(kTags.begin(), kTags.end(), same);
  return found == kTags.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Language> language_accepted(std::string_view header) {
  std::optional<Language> best;
  int best_quality = 0;
  for (int choice = 0; choice < kMostChoices && !header.empty(); ++choice) {
    std::string_view rest = cut(header, ',');
    const auto language = language_of_tag(cut(rest, ';'));
    const auto wanted = rest.empty() ? 1000 : quality(without_blanks(rest)).value_or(0);
    if (!language || wanted <= best_quality) continue;
    best = language;
    best_quality = wanted;
  }
  return best;
}

std::string_view tag_of(Language language) {
  return kTags[static_cast<std::size_t>(language)].first;
}

}  // namespace till

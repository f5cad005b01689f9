#include "base/texts.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/texts_table.h"

namespace till {
namespace {

bool stands_before(const Text& text, std::string_view key) { return text.english < key; }

std::vector<Text> sorted(Language language) {
  const auto table = texts_table(language);
  std::vector<Text> texts(table.begin(), table.end());
  std::sort(texts.begin(), texts.end(),
            [](const Text& left, const Text& right) { return stands_before(left, right.english); });
  return texts;
}

const std::vector<Text>& texts_of(Language language) {
  static const std::array<std::vector<Text>, 5> all{sorted(Language::en), sorted(Language::fr),
                                                    sorted(Language::de), sorted(Language::es),
                                                    sorted(Language::ja)};
  return all[static_cast<std::size_t>(language)];
}

// Whether "{0}" or another place for an argument begins here.
bool is_place(std::string_view text) {
  return text.size() >= 3 && text[0] == '{' && text[1] >= '0' && text[1] <= '9' && text[2] == '}';
}

}  // namespace

std::string_view translate(Language language, std::string_view english) {
  const auto& texts = texts_of(language);
  const auto found = std::lower_bound(texts.begin(), texts.end(), english, stands_before);
  return found != texts.end() && found->english == english ? found->translation : english;
}

std::string fill(std::string_view text, std::span<const std::string> arguments) {
  std::size_t size = text.size();
  for (const std::string& argument : arguments) size += argument.size();
  std::string_view rest = text;
  std::string filled;
  filled.reserve(size);
  for (std::size_t at = rest.find('{'); at != std::string_view::npos; at = rest.find('{', at)) {
    if (!is_place(rest.substr(at))) {
      ++at;
      continue;
    }
    const auto number = static_cast<std::size_t>(rest[at + 1] - '0');
    filled.append(rest.substr(0, at));
    if (number < arguments.size()) filled.append(arguments[number]);
    rest.remove_prefix(at + 3);
    at = 0;
  }
  return filled.append(rest);
}

}  // namespace till

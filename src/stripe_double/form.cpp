#include "stripe_double/form.h"

#include <algorithm>
#include <charconv>

#include "base/url.h"
#include "base/utf8.h"

namespace till::stripe_double {
namespace {

constexpr std::size_t kMostFields = 4096;

std::optional<std::string> decoded(std::string_view text) {
  std::string escaped(text);
  std::replace(escaped.begin(), escaped.end(), '+', ' ');
  return unescape(escaped);
}

}  // namespace

std::optional<Form> Form::parse(std::string_view text) {
  Form form;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (field.empty()) continue;
    if (form.fields_.size() == kMostFields) return std::nullopt;
    const std::size_t equals = std::min(field.find('='), field.size());
    auto name = decoded(field.substr(0, equals));
    auto value = decoded(field.substr(std::min(equals + 1, field.size())));
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
    form.fields_.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.first == name) return field.second;
  }
  return std::nullopt;
}

std::string Form::text(std::string_view name) const { return std::string(find(name).value_or("")); }

std::optional<std::int64_t> Form::whole(std::string_view name) const {
  const auto text = find(name);
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool clean = parsed.ec == std::errc() && parsed.ptr == text->data() + text->size();
  return clean ? std::optional(value) : std::nullopt;
}

bool Form::expands(std::string_view object) const {
  return std::any_of(fields_.begin(), fields_.end(), [object](const Field& field) {
    return field.first.starts_with("expand[") && field.second == object;
  });
}

std::vector<Form::Field> Form::inside(std::string_view name) const {
  std::vector<Field> found;
  for (const Field& field : fields_) {
    const std::string_view full = field.first;
    const bool fits = full.size() > name.size() + 2 && full.starts_with(name) &&
                      full[name.size()] == '[' && full.ends_with(']');
    if (!fits) continue;
    found.emplace_back(full.substr(name.size() + 1, full.size() - name.size() - 2), field.second);
  }
  return found;
}

}  // namespace till::stripe_double

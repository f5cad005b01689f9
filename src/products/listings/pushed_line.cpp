#include "products/listings/pushed_line.h"

#include <set>
#include <utility>
#include <vector>

#include "base/blanks.h"
#include "json/value.h"
#include "json/writer.h"
#include "products/file/product_file.h"

namespace till::products {
namespace {

constexpr std::string_view kLineEnd = "]}";

struct KnownVariant {
  std::string id;
  std::string title;
};

// Nothing of a text that is none of ours.
std::vector<KnownVariant> known_variants(std::string_view json) {
  json::Document document;
  const auto root = document.parse(json);
  std::vector<KnownVariant> known;
  if (!root) return known;
  for (const json::Value entry : root->entries()) {
    std::vector<std::string> parts;
    for (const json::Value part : entry.entries()) parts.emplace_back(part.text());
    if (parts.size() == 2) known.push_back({std::move(parts[0]), std::move(parts[1])});
  }
  return known;
}

void write_gone(const KnownVariant& variant, std::string& out) {
  json::Writer json(out);
  json.begin_object().member("id", std::string_view(variant.id));
  json.member("title", std::string_view(variant.title));
  json.key("availability").begin_object().key("available").boolean(false);
  json.member("status", std::string_view("discontinued")).end_object().end_object();
}

std::string variants_text(const std::vector<KnownVariant>& variants) {
  std::string text;
  json::Writer json(text);
  json.begin_array();
  for (const KnownVariant& each : variants) {
    json.begin_array().text(each.id).text(each.title).end_array();
  }
  json.end_array();
  return text;
}

PushLine made(std::string json, std::string id, const std::vector<KnownVariant>& variants) {
  const std::uint64_t print = print_of_text(json);
  return {std::move(json), {std::move(id), print, variants_text(variants)}};
}

}  // namespace

PushLine push_line(std::string_view line, const PushedLine* before) {
  json::Document document;
  std::string json(trimmed(line));
  const auto root = document.parse(json);
  std::vector<KnownVariant> variants;
  std::set<std::string> ids;
  std::string id;
  if (root) {
    id = root->at("id").text();
    for (const json::Value each : root->at("variants").entries()) {
      variants.push_back({std::string(each.at("id").text()), std::string(each.at("title").text())});
      ids.insert(variants.back().id);
    }
  }
  if (before == nullptr || !json.ends_with(kLineEnd)) return made(std::move(json), id, variants);
  json.resize(json.size() - kLineEnd.size());
  for (KnownVariant& each : known_variants(before->variants)) {
    if (ids.contains(each.id)) continue;
    json += ',';
    write_gone(each, json);
    variants.push_back(std::move(each));
  }
  json += kLineEnd;
  return made(std::move(json), std::move(id), variants);
}

PushLine gone_line(const PushedLine& before) {
  const std::vector<KnownVariant> variants = known_variants(before.variants);
  std::string json;
  json::Writer writer(json);
  writer.begin_object().member("id", std::string_view(before.id)).key("variants").begin_array();
  for (const KnownVariant& each : variants) {
    std::string variant;
    write_gone(each, variant);
    writer.raw(variant);
  }
  writer.end_array().end_object();
  return made(std::move(json), before.id, variants);
}

}  // namespace till::products

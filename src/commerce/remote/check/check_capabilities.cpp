// Capabilities and products.
#include <algorithm>
#include <array>
#include <set>

#include "commerce/remote/check/run.h"

namespace till::commerce::remote::check {
namespace {

constexpr std::array<std::string_view, 5> kKnown{"quote", "holds", "approval", "orders",
                                                 "products"};
constexpr std::string_view kVersion = "2026-12-01";
constexpr std::size_t kPageSize = 2;
constexpr std::size_t kMostPages = 20;
constexpr std::size_t kItems = 3;  // That are asked about unless they are named.

bool is_known(const std::string& name) {
  return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

// What is not known, for a name that was mistyped.
std::string ignored(const Listed& listed) {
  std::string text;
  for (const std::string& name : listed.names) {
    if (!is_known(name)) text += (text.empty() ? "ignored: " : ", ") + name;
  }
  return text;
}

// A cursor may be any text.
std::string escaped(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

Given ask_page(Run& run, const std::optional<std::string>& cursor) {
  std::string path = "/products?limit=" + std::to_string(kPageSize);
  if (cursor) path += "&cursor=" + escaped(*cursor);
  return run.get(path);
}

// Everything that the pages hold, as long as each is right.
struct Walk {
  std::vector<ListedProduct> products;
  std::size_t pages = 0;
  bool ended = false;
  std::optional<std::string> twice;  // An id.
  std::optional<std::string> fault;  // Of a page behind the first.
};

Walk walk_on(Run& run, Page page) {
  Walk walk;
  std::set<std::string> seen;
  while (true) {
    ++walk.pages;
    for (ListedProduct& each : page.products) {
      if (!seen.insert(each.id).second) walk.twice = each.id;
      walk.products.push_back(std::move(each));
    }
    walk.ended = !page.next;
    if (walk.ended || walk.twice || walk.pages == kMostPages) return walk;
    auto next = read_answer<Page>(ask_page(run, page.next), read_page);
    if (!next) {
      walk.fault = next.error();
      return walk;
    }
    page = std::move(*next);
  }
}

void judge_walk(Run& run, const Walk& walk) {
  if (walk.twice || walk.fault) {
    run.report.fail("products.cursor", "every product once, up to a page without next",
                    walk.twice ? *walk.twice + " came twice" : *walk.fault);
    return;
  }
  std::string found = std::to_string(walk.products.size()) + " products on " +
                      std::to_string(walk.pages) + " pages";
  if (!walk.ended) found += ", and more that were not looked at";
  run.report.pass("products.cursor", found);
}

// Those with stock first: more can be asked about them.
std::vector<std::string> chosen_items(const Walk& walk, const std::string& currency) {
  std::vector<std::string> first;
  std::vector<std::string> then;
  for (const ListedProduct& each : walk.products) {
    const auto& all = each.currencies;
    if (each.removed || std::find(all.begin(), all.end(), currency) == all.end()) continue;
    (each.stock.value_or(0) > 0 ? first : then).push_back(each.id);
  }
  first.insert(first.end(), then.begin(), then.end());
  if (first.size() > kItems) first.resize(kItems);
  return first;
}

}  // namespace

bool ask_capabilities(Run& run) {
  const Given given = run.get("/capabilities");
  auto listed = read_answer<Listed>(given, read_listed);
  if (given) run.report.time("capabilities.answer", given->took);
  if (!listed) {
    run.report.fail("capabilities.answer", "a list of capabilities", listed.error());
    return false;
  }
  run.report.pass("capabilities.answer");
  if (listed->version == kVersion) {
    run.report.pass("capabilities.version");
  } else {
    run.report.fail("capabilities.version", std::string(kVersion), listed->version);
  }
  if (std::any_of(listed->names.begin(), listed->names.end(), is_known)) {
    run.report.pass("capabilities.names", ignored(*listed));
  } else {
    run.report.fail("capabilities.names", "one name or more that Till knows",
                    listed->names.empty() ? "none at all" : ignored(*listed));
  }
  run.listed = std::move(*listed);
  return true;
}

void ask_products(Run& run) {
  const Given given = ask_page(run, std::nullopt);
  auto page = read_answer<Page>(given, read_page);
  if (given) run.report.time("products.page", given->took);
  if (!page) {
    run.report.fail("products.page", "a page of products", page.error());
    return;
  }
  run.report.pass("products.page");
  const std::size_t count = page->products.size();
  if (count <= kPageSize) {
    run.report.pass("products.limit");
  } else {
    run.report.fail("products.limit", "at most " + std::to_string(kPageSize),
                    std::to_string(count));
  }
  const Walk walk = walk_on(run, std::move(*page));
  judge_walk(run, walk);
  if (run.items.empty()) run.items = chosen_items(walk, run.options.currency);
}

}  // namespace till::commerce::remote::check

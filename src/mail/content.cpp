#include "mail/content.h"

#include <fmt/format.h>

#include <string_view>

#include "base/html.h"
#include "base/visible.h"
#include "mail/first_bytes.h"

namespace till::mail {
namespace {

constexpr std::size_t kWordsBytes = 1'000;  // Of one piece of text.

// One line without anything that hides or turns what follows.
std::string words(std::string_view text) {
  std::string plain = without_hidden(text);
  if (plain.size() <= kWordsBytes) return plain;
  return std::string(first_bytes(plain, kWordsBytes)) + "…";
}

// In HTML what stands beside it keeps its place, whichever way it is written.
std::string inner(std::string_view text) { return "<bdi>" + escaped(words(text)) + "</bdi>"; }

bool leads_to_the_web(const Link& link) {
  const bool web = link.url.starts_with("https://") || link.url.starts_with("http://");
  return web && link.url.size() <= kWordsBytes && is_visible(link.url) &&
         link.url.find_first_of(" <>\"") == std::string::npos;
}

struct TextForm {
  std::string out;

  void line(const std::string& text) { out += text + "\n"; }
  void operator()(const Paragraph& block) { line(words(block.text) + "\n"); }
  void operator()(const Heading& block) { line(words(block.text) + ":"); }
  void operator()(const Rows& rows) {
    for (const Row& row : rows) line(words(row.left) + "  " + words(row.right));
    line("");
  }
  void operator()(const Lines& block) {
    for (const std::string& each : block.lines) line(words(each));
    line("");
  }
  void operator()(const Link& link) {
    if (leads_to_the_web(link)) line(words(link.words) + ":\n" + link.url + "\n");
  }
};

struct HtmlForm {
  std::string out;

  void operator()(const Paragraph& block) {
    const std::string_view style =
        block.small ? " style=\"font-size:.85em;color:#666\"" : std::string_view();
    out.append("<p").append(style).append(">") += inner(block.text) + "</p>\n";
  }
  void operator()(const Heading& block) {
    out += "<h2 style=\"font-size:1em;margin:1.5em 0 .25em\">" + inner(block.text) + "</h2>\n";
  }
  void operator()(const Rows& rows) {
    out += "<table style=\"border-collapse:collapse;width:100%\">\n";
    for (const Row& row : rows) {
      const std::string style = row.strong ? ";font-weight:bold" : "";
      out += fmt::format(
          "<tr><td style=\"border-top:1px solid #ccc;padding:.5em 0{}\">{}</td>"
          "<td style=\"border-top:1px solid #ccc;padding:.5em "
          "0;text-align:right{}\">{}</td></tr>\n",
          style, inner(row.left), style, inner(row.right));
    }
    out += "</table>\n";
  }
  void operator()(const Lines& block) {
    out += "<p>";
    for (const std::string& each : block.lines) out += inner(each) + "<br>\n";
    out += "</p>\n";
  }
  void operator()(const Link& link) {
    if (!leads_to_the_web(link)) return;
    out += "<p><a href=\"" + escaped(link.url) + "\">" + inner(link.words) + "</a></p>\n";
  }
};

}  // namespace

Mail mail_of(const Content& content, Language language) {
  TextForm text{words(content.shop) + "\n\n" + words(content.title) + "\n\n"};
  HtmlForm html;
  html.out = "<!doctype html>\n<html lang=\"" + std::string(tag_of(language)) +
             "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
             "content=\"width=device-width,initial-scale=1\"><title>" +
             escaped(words(content.title)) +
             "</title></head>\n<body style=\"font:16px/1.5 sans-serif;margin:0 auto;"
             "max-width:40em;padding:1em\">\n<p>" +
             inner(content.shop) + "</p>\n<h1 style=\"font-size:1.4em\">" + inner(content.title) +
             "</h1>\n";
  for (const Block& block : content.blocks) {
    std::visit(text, block);
    std::visit(html, block);
  }
  while (text.out.ends_with("\n\n")) text.out.pop_back();
  return {words(content.title), std::move(text.out), html.out + "</body></html>\n"};
}

}  // namespace till::mail

// Content: what a mail says, once, and the two forms in which it is read. Pure.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/language.h"

namespace till::mail {

struct Paragraph {
  std::string text;
  bool small = false;
};

struct Heading {
  std::string text;
};

struct Row {
  std::string left;
  std::string right;
  bool strong = false;
};
using Rows = std::vector<Row>;

// Each on a line of its own.
struct Lines {
  std::vector<std::string> lines;
};

// Shown only when it leads to the web.
struct Link {
  std::string words;
  std::string url;
};

using Block = std::variant<Paragraph, Heading, Rows, Lines, Link>;

struct Content {
  std::string shop;
  std::string title;
  std::vector<Block> blocks;
};

// A mail as people read it: nothing that was typed somewhere can be more than words in it.
struct Mail {
  std::string subject;  // One line.
  std::string text;     // Lines end with \n.
  std::string html;
  bool operator==(const Mail&) const = default;
};

Mail mail_of(const Content& content, Language language);

}  // namespace till::mail

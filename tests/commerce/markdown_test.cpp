#include "commerce/embedded/markdown.h"

#include <gtest/gtest.h>

namespace till::commerce {
namespace {

TEST(Markdown, HoldsRawHtmlOnlyWhereCommonMarkReadsIt) {
  const struct {
    const char* rule;
    const char* text;
    bool raw;
  } rows[] = {
      {"MD-02 inline tag", "a <b>bold</b> claim", true},
      {"MD-02 block", "<div>\nboxed\n</div>", true},
      {"MD-02 comment", "a <!-- hidden --> b", true},
      {"MD-02 instruction", "<?php echo 1 ?>", true},
      {"MD-02 declaration", "<!DOCTYPE html>", true},
      {"MD-02 CDATA", "<![CDATA[x]]>", true},
      {"MD-02 in a list", "- one\n- <i>two</i>", true},
      {"MD-02 in a link", "[<b>x</b>](https://example.com)", true},
      {"MD-02 after a script", "<script>alert(1)</script>", true},
      {"MD-05 code span", "write `<b>`", false},
      {"MD-05 code block", "```\n<div>\n```", false},
      {"MD-05 indented code", "    <div>", false},
      {"MD-05 autolink", "<https://example.com/terms>", false},
      {"MD-05 escaped", "\\<b>", false},
      {"MD-05 a comparison", "1 < 2 and 3 > 2", false},
      {"MD-01 plain words", "**Not** for _children_ under 3.\n\n1. Read\n2. Keep", false},
      {"MD-01 nothing", "", false},
  };
  for (const auto& row : rows) EXPECT_EQ(holds_raw_html(row.text), row.raw) << row.rule;
}

}  // namespace
}  // namespace till::commerce

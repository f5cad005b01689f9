#include "products/feeds/feed_text.h"

#include <gtest/gtest.h>

namespace till::products {
namespace {

TEST(ColumnName, IsTheSameInAllSpellings) {
  for (const char* text :
       {"image_link", "Image Link", "g:image_link", "IMAGE-LINK", " image link "}) {
    EXPECT_EQ(column_name(text), "image_link") << text;
  }
  EXPECT_EQ(column_name("Body (HTML)"), "body_html");
  EXPECT_EQ(column_name("Attribute 1 value(s)"), "attribute_1_value_s");
  EXPECT_EQ(column_name("In stock?"), "in_stock");
  EXPECT_EQ(column_name("???"), "");
}

TEST(PlainText, KeepsParagraphsAndDropsTags) {
  const struct {
    const char *html, *text;
  } rows[] = {
      {"A mug.", "A mug."},
      {"<p>A <b>blue</b> mug.</p><p>Holds 350&nbsp;ml.</p>", "A blue mug.\n\nHolds 350 ml."},
      {"One<br>two<br/><br/>three", "One\ntwo\n\nthree"},
      {"<ul><li>Cotton</li>\n<li>Washable</li></ul>", "- Cotton\n- Washable"},
      {"<div>\n  Text\n  in lines\n</div>", "Text in lines"},
      {"Line one\r\nLine two\n\n\n\nLine three", "Line one\nLine two\n\nLine three"},
      {"Caf&eacute; &amp; cr&#232;me &#x1F375;", "Café & crème 🍵"},
      {"5 < 6 & 7 > 3", "5 < 6 & 7 > 3"},
      {"<script>alert(1)</script>Safe<!-- no --><style>p{}</style>", "Safe"},
      {"&lt;b&gt;", "<b>"},
      {"&nosuch; &#0; &", "&nosuch; &#0; &"},
      {"<p", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(plain_text(row.html), row.text) << row.html;
}

TEST(Urls, AreSplitAtCommasThatBeginANewOne) {
  const auto urls = urls_of("https://a.example/1,2.jpg, https://a.example/3.jpg ,");
  ASSERT_EQ(urls.size(), 2U);
  EXPECT_EQ(urls[0], "https://a.example/1,2.jpg");
  EXPECT_EQ(urls[1], "https://a.example/3.jpg");
}

TEST(FirstCharacters, AreNeverCutWithinOne) {
  EXPECT_EQ(first_characters("äöü", 2), "äö");
  EXPECT_EQ(first_characters("abc", 5), "abc");
}

}  // namespace
}  // namespace till::products

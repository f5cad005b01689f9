// What a mail says is words, whoever typed them.
#include "mail/content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

Mail mail_with(Block block) { return mail_of({"Shop", "Title", {std::move(block)}}, Language::en); }

TEST(Content, NothingTypedIsMoreThanWords) {
  const std::string typed =
      "<script>\"&'\r\nBcc: x\n\xe2\x80\xae"
      "desrever\xc2\xad";
  const std::vector<Block> blocks{Paragraph{typed}, Heading{typed}, Rows{{typed, typed}},
                                  Lines{{typed}}, Link{typed, "https://shop.example/"}};
  for (const Block& block : blocks) {
    const Mail mail = mail_with(block);
    EXPECT_THAT(mail.html, Not(HasSubstr("<script>")));
    EXPECT_THAT(mail.html, HasSubstr("&lt;script&gt;&quot;&amp;&#39;  Bcc: x desrever"));
    EXPECT_THAT(mail.text, HasSubstr("<script>\"&'  Bcc: x desrever")) << "one line";
  }
  const Mail named = mail_of({typed, typed, {}}, Language::en);
  EXPECT_EQ(named.subject.find_first_of("\r\n"), std::string::npos);
  EXPECT_THAT(named.html, Not(HasSubstr("<script>")));
}

TEST(Content, ALinkLeadsToTheWebOrIsLeftOut) {
  for (const char* url : {"javascript:alert(1)", "", "data:text/html,x", "https://a b/",
                          "https://a/\"onclick=\"x", "https://a/\r\nBcc: x", "HTTPS://a/"}) {
    const Mail mail = mail_with(Link{"words", url});
    EXPECT_THAT(mail.html, Not(HasSubstr("href"))) << url;
    EXPECT_THAT(mail.text, Not(HasSubstr("words"))) << url;
  }
  const Mail mail = mail_with(Link{"words", "https://shop.example/?a=1&b=2"});
  EXPECT_THAT(mail.html, HasSubstr("href=\"https://shop.example/?a=1&amp;b=2\""));
  EXPECT_THAT(mail.text, HasSubstr("words:\nhttps://shop.example/?a=1&b=2\n"));
}

TEST(Content, WordsAreCutBetweenCharacters) {
  std::string longest;
  for (int i = 0; i < 1'000; ++i) longest += "文";
  const Mail mail = mail_with(Paragraph{longest});
  EXPECT_LT(mail.text.size(), 1'100U);
  EXPECT_THAT(mail.text, HasSubstr("文…\n"));
}

}  // namespace
}  // namespace till::mail

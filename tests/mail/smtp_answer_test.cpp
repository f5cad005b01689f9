// What a conversation with a mail server came to, as rows.
#include "mail/smtp_answer.h"

#include <gtest/gtest.h>

#include <vector>

namespace till::mail {
namespace {

struct Row {
  std::vector<const char*> lines;  // Ours begin with ">", the mail is "*".
  SmtpEnd end;
  const char* detail;
};

SmtpDialogue dialogue_of(const std::vector<const char*>& lines) {
  SmtpDialogue dialogue;
  for (const std::string_view line : lines) {
    if (line == "*") {
      dialogue.sent_body();
    } else if (line.starts_with('>')) {
      dialogue.said(line.substr(1));
    } else {
      dialogue.heard(line);
    }
  }
  return dialogue;
}

TEST(SmtpDialogue, OnlyTheMailOrItsRecipientCanBeRefusedForGood) {
  const auto failed = SmtpEnd::failed;
  const auto no = SmtpEnd::refused;
  const std::vector<Row> rows{
      {{}, failed, "trouble at connecting"},
      {{"554 no service"}, failed, "SMTP 554 at connecting"},
      {{"220 mail", ">EHLO shop", "250 mail"}, failed, "trouble at EHLO"},
      {{">STARTTLS", "454 not now"}, failed, "SMTP 454 at STARTTLS"},
      {{">AUTH PLAIN", "535 5.7.8 wrong"}, failed, "SMTP 535 5.7.8 at AUTH"},
      {{">MAIL FROM:<a@b>", "550 5.7.1 go away"}, failed, "SMTP 550 5.7.1 at MAIL FROM"},
      {{">MAIL FROM:<a@b>", "250 ok", ">RCPT TO:<c@d>", "550 5.1.1 <c@d> unknown"},
       no,
       "SMTP 550 5.1.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550-5.1.1 first", "550 5.1.1 last"}, no, "SMTP 550 5.1.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "450 4.2.1 later"}, failed, "SMTP 450 4.2.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "530 5.7.0 sign in first"}, failed, "SMTP 530 5.7.0 at RCPT TO"},
      {{">RCPT TO:<c@d>"}, failed, "trouble at RCPT TO"},
      {{">RCPT TO:<c@d>", "250 ok", ">DATA"}, failed, "trouble at DATA"},
      {{">RCPT TO:<c@d>", "250 ok", ">DATA", "554 no"}, no, "SMTP 554 at DATA"},
      {{">DATA", "354 go", "*"}, failed, "trouble at the end of the mail"},
      {{">DATA", "354 go", "*", "552 5.3.4 too big"}, no, "SMTP 552 5.3.4 at the end of the mail"},
      {{">DATA", "354 go", "*", "451 4.7.1 grey"}, failed, "SMTP 451 4.7.1 at the end of the mail"},
      {{">RCPT TO:<c@d>", "550 5.1.1 no", ">QUIT", "221 bye"}, no, "SMTP 550 5.1.1 at RCPT TO"},
  };
  for (const Row& row : rows) {
    const SmtpDialogue dialogue = dialogue_of(row.lines);
    EXPECT_EQ(end_of(false, dialogue), row.end) << row.detail;
    EXPECT_EQ(detail_of(dialogue, "trouble"), row.detail);
  }
}

TEST(SmtpDialogue, WhatTheServerTookIsTaken) {
  EXPECT_EQ(end_of(true, dialogue_of({">DATA", "354 go", "*", "250 ok"})), SmtpEnd::taken);
}

TEST(SmtpDialogue, KeepsNoWordThatMayNameSomebodyOrBeASecret) {
  const auto dialogue =
      dialogue_of({">AUTH PLAIN", "334 ", ">AGFkYQBzZWNyZXQ=", "535 <ada@example.com> is locked"});
  EXPECT_EQ(detail_of(dialogue, ""), "SMTP 535 at AUTH");
}

}  // namespace
}  // namespace till::mail

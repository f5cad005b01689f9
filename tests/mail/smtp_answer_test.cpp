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

const auto kFailed = SmtpEnd::failed;
const auto kPutOff = SmtpEnd::put_off;
const auto kNo = SmtpEnd::refused;

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const SmtpDialogue dialogue = dialogue_of(row.lines);
    EXPECT_EQ(end_of(false, dialogue), row.end) << row.detail;
    EXPECT_EQ(detail_of(dialogue, "trouble"), row.detail);
  }
}

TEST(SmtpDialogue, OnlyARecipientCanBeRefusedForGood) {
  expect({
      {{}, kFailed, "trouble at connecting"},
      {{"554 no service"}, kFailed, "SMTP 554 at connecting"},
      {{"220 mail", ">EHLO shop", "250 mail"}, kFailed, "trouble at EHLO"},
      {{">STARTTLS", "454 not now"}, kFailed, "SMTP 454 at STARTTLS"},
      {{">AUTH PLAIN", "535 5.7.8 wrong"}, kFailed, "SMTP 535 5.7.8 at AUTH"},
      {{">MAIL FROM:<a@b>", "550 5.1.1 go away"}, kFailed, "SMTP 550 5.1.1 at MAIL FROM"},
      {{">MAIL FROM:<a@b>", "250 ok", ">RCPT TO:<c@d>", "550 5.1.1 <c@d> unknown"},
       kNo,
       "SMTP 550 5.1.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550-5.1.1 first", "550 5.1.1 last"}, kNo, "SMTP 550 5.1.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 5.1.10 not found"}, kNo, "SMTP 550 5.1.10 at RCPT TO"},
      {{">RCPT TO:<c@d>", "501 5.1.3 what"}, kNo, "SMTP 501 5.1.3 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 5.2.1 locked"}, kNo, "SMTP 550 5.2.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "552 5.2.2 full"}, kNo, "SMTP 552 5.2.2 at RCPT TO"},
      {{">RCPT TO:<c@d>"}, kFailed, "trouble at RCPT TO"},
      {{">RCPT TO:<c@d>", "450 later", ">DATA"}, kFailed, "trouble at DATA"},
      {{">RCPT TO:<c@d>", "250 ok", ">DATA"}, kFailed, "trouble at DATA"},
      {{">DATA", "354 go", "*"}, kFailed, "trouble at the end of the mail"},
      {{">DATA", "354 go", "*", "550 5.1.1 no"}, kNo, "SMTP 550 5.1.1 at the end of the mail"},
      {{">RCPT TO:<c@d>", "550 5.1.1 no", ">QUIT", "221 bye"}, kNo, "SMTP 550 5.1.1 at RCPT TO"},
  });
}

// As servers say it to a shop whose login, sender or quota is at fault.
TEST(SmtpDialogue, WhatIsWrongWithUsLosesNoMail) {
  expect({
      {{">RCPT TO:<c@d>", "530 5.7.0 sign in first"}, kFailed, "SMTP 530 5.7.0 at RCPT TO"},
      {{">RCPT TO:<c@d>", "554 5.7.1 <c@d>: Relay access denied"},
       kFailed,
       "SMTP 554 5.7.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 relay not permitted"}, kFailed, "SMTP 550 at RCPT TO"},
      {{">RCPT TO:<c@d>", "553 not in my list of allowed hosts (#5.7.1)"},
       kFailed,
       "SMTP 553 at RCPT TO"},
      {{">RCPT TO:<c@d>", "553 5.7.1 sender rejected"}, kFailed, "SMTP 553 5.7.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 5.1.0 sender rejected"}, kFailed, "SMTP 550 5.1.0 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 5.1.8 no such domain of the sender"},
       kFailed,
       "SMTP 550 5.1.8 at RCPT TO"},
      {{">RCPT TO:<c@d>", "550 5.4.5 daily quota"}, kFailed, "SMTP 550 5.4.5 at RCPT TO"},
      {{">RCPT TO:<c@d>", "250 ok", ">DATA", "554 no"}, kFailed, "SMTP 554 at DATA"},
      {{">DATA", "354 go", "*", "550 5.4.5 daily quota"},
       kFailed,
       "SMTP 550 5.4.5 at the end of the mail"},
      {{">DATA", "354 go", "*", "554 5.2.0 send as denied"},
       kFailed,
       "SMTP 554 5.2.0 at the end of the mail"},
      {{">DATA", "354 go", "*", "554 5.2.252 send as denied"},
       kFailed,
       "SMTP 554 5.2.252 at the end of the mail"},
      {{">DATA", "354 go", "*", "554 Message rejected: address is not verified"},
       kFailed,
       "SMTP 554 at the end of the mail"},
      {{">DATA", "354 go", "*", "552 5.3.4 too big"},
       kFailed,
       "SMTP 552 5.3.4 at the end of the mail"},
  });
}

TEST(SmtpDialogue, AServerThatPutsOneMailOffWorks) {
  expect({
      {{">RCPT TO:<c@d>", "450 4.2.1 later"}, kPutOff, "SMTP 450 4.2.1 at RCPT TO"},
      {{">RCPT TO:<c@d>", "452 4.2.2 full"}, kPutOff, "SMTP 452 4.2.2 at RCPT TO"},
      {{">RCPT TO:<c@d>", "451 grey"}, kPutOff, "SMTP 451 at RCPT TO"},
      {{">RCPT TO:<c@d>", "450 5.1.1 try later"}, kPutOff, "SMTP 450 5.1.1 at RCPT TO"},
      {{">DATA", "354 go", "*", "451 4.7.1 grey"},
       kPutOff,
       "SMTP 451 4.7.1 at the end of the mail"},
      {{">MAIL FROM:<a@b>", "450 4.7.1 later"}, kFailed, "SMTP 450 4.7.1 at MAIL FROM"},
      {{">RCPT TO:<c@d>", "421 4.7.0 goodbye"}, kFailed, "SMTP 421 4.7.0 at RCPT TO"},
      {{">RCPT TO:<c@d>", "452 4.3.1 no room"}, kFailed, "SMTP 452 4.3.1 at RCPT TO"},
  });
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

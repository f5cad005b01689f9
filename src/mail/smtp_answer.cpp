#include "mail/smtp_answer.h"

#include <algorithm>
#include <array>

namespace till::mail {
namespace {

struct Command {
  std::string_view word;
  SmtpPhase phase;
};
constexpr std::array kCommands{
    Command{"EHLO", SmtpPhase::greeting},     Command{"HELO", SmtpPhase::greeting},
    Command{"STARTTLS", SmtpPhase::securing}, Command{"AUTH", SmtpPhase::signing_in},
    Command{"MAIL", SmtpPhase::sender},       Command{"RCPT", SmtpPhase::recipient},
    Command{"DATA", SmtpPhase::data},
};

std::string_view name_of(SmtpPhase phase) {
  switch (phase) {
    case SmtpPhase::connecting: return "connecting";
    case SmtpPhase::greeting: return "EHLO";
    case SmtpPhase::securing: return "STARTTLS";
    case SmtpPhase::signing_in: return "AUTH";
    case SmtpPhase::sender: return "MAIL FROM";
    case SmtpPhase::recipient: return "RCPT TO";
    case SmtpPhase::data: return "DATA";
    case SmtpPhase::body: break;
  }
  return "the end of the mail";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "5.1.1" at the beginning of the text; empty when there is none.
std::string_view enhanced_status(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < 9 && (is_digit(text[end]) || text[end] == '.')) ++end;
  text = text.substr(0, end);
  const bool two_points = std::count(text.begin(), text.end(), '.') == 2;
  return two_points && text.size() >= 5 && text[1] == '.' && is_digit(text.back())
             ? text
             : std::string_view();
}

// No mailbox of that name, no such system, no such address, moved, not found in the directory,
// disabled, full. Not 5.1.0 and 5.2.0, which are said of senders as well.
bool is_about_the_recipient(std::string_view enhanced) {
  constexpr std::array<std::string_view, 7> kStatuses{"5.1.1",  "5.1.2", "5.1.3", "5.1.6",
                                                      "5.1.10", "5.2.1", "5.2.2"};
  return std::find(kStatuses.begin(), kStatuses.end(), enhanced) != kStatuses.end();
}

// Later, and for reasons of this mail: not that the server ends its service or is short of room.
bool is_put_off(const SmtpDialogue& dialogue) {
  const int status = dialogue.status();
  return status >= 400 && status < 500 && status != 421 && !dialogue.enhanced().starts_with("4.3.");
}

}  // namespace

void SmtpDialogue::said(std::string_view command) {
  if (command.starts_with("QUIT")) over_ = true;
  for (const Command& known : kCommands) {
    if (!command.starts_with(known.word) || over_) continue;
    phase_ = known.phase;
    status_ = 0;
    enhanced_.clear();
  }
}

void SmtpDialogue::heard(std::string_view line) {
  const bool numbered =
      line.size() >= 3 && is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2]);
  if (!numbered || over_) return;
  status_ = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  enhanced_ = line.size() > 4 ? enhanced_status(line.substr(4)) : std::string_view();
}

std::string SmtpDialogue::status_text() const {
  if (status_ == 0) return {};
  return "SMTP " + std::to_string(status_) + (enhanced_.empty() ? "" : " " + enhanced_);
}

SmtpEnd end_of(bool done, const SmtpDialogue& dialogue) {
  if (done) return SmtpEnd::taken;
  const bool about_this_mail = dialogue.phase() == SmtpPhase::recipient ||
                               dialogue.phase() == SmtpPhase::data ||
                               dialogue.phase() == SmtpPhase::body;
  if (!about_this_mail) return SmtpEnd::failed;
  const bool no = dialogue.status() >= 500 && dialogue.status() < 600;
  if (no && is_about_the_recipient(dialogue.enhanced())) return SmtpEnd::refused;
  return is_put_off(dialogue) ? SmtpEnd::put_off : SmtpEnd::failed;
}

std::string detail_of(const SmtpDialogue& dialogue, std::string_view trouble) {
  const bool said_no = dialogue.status() >= 400;
  std::string detail = said_no ? dialogue.status_text() : std::string(trouble);
  return detail.append(" at ").append(name_of(dialogue.phase()));
}

}  // namespace till::mail

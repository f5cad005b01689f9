// What a conversation with a mail server came to. Pure.
#pragma once

#include <string>
#include <string_view>

namespace till::mail {

// How far it went.
enum class SmtpPhase { connecting, greeting, securing, signing_in, sender, recipient, data, body };

// What was said until it ended.
class SmtpDialogue {
 public:
  // A line of ours; lines that may hold a secret are recognized by no word and kept nowhere.
  void said(std::string_view command);
  // A part of the mail is on its way.
  void sent_body() { phase_ = SmtpPhase::body; }
  // A line of the server's.
  void heard(std::string_view line);

  SmtpPhase phase() const { return phase_; }
  int status() const { return status_; }  // Of its last answer to what the phase asked; 0: none.
  std::string_view enhanced() const { return enhanced_; }  // Of RFC 3463; empty: none.
  // We have said goodbye: what is said now changes nothing any more.
  bool over() const { return over_; }
  // The status, with the enhanced one of RFC 3463 if it was given; no word of the server's.
  std::string status_text() const;

 private:
  SmtpPhase phase_ = SmtpPhase::connecting;
  int status_ = 0;
  std::string enhanced_;
  bool over_ = false;
};

// How sending ended, as far as the conversation tells.
enum class SmtpEnd {
  taken,
  refused,  // There is no such recipient: the server would say so again.
  put_off,  // The server works, and wants this mail later.
  failed,   // Anything else: to be tried again.
};

// A no is for good only where its enhanced status says that it is about the recipient. The same 5xx
// at the same step is said to one who may not relay, has used up a quota, or writes under another's
// name: nothing that this mail must be lost for.
SmtpEnd end_of(bool done, const SmtpDialogue& dialogue);

// For the operator: what failed, and at which step.
std::string detail_of(const SmtpDialogue& dialogue, std::string_view trouble);

}  // namespace till::mail

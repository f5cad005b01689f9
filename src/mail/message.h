// Message: a mail as it travels (RFC 5322, multipart/alternative). Pure.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/language.h"
#include "mail/content.h"

namespace till::mail {

// Somebody who writes or is written to; the address is one of base/email.h.
struct Mailbox {
  std::string name;  // Empty: none is shown.
  std::string address;
  bool operator==(const Mailbox&) const = default;
};

struct Envelope {
  Mailbox from;
  std::string reply_to;  // An address; empty: none.
  std::string to;        // An address.
  EventId id;            // Names the mail, however often it is sent.
  Timestamp date;
  Language language = Language::en;
};

// ASCII, in lines of at most 76 columns that end with \r\n (the addresses' may be longer).
std::string message_of(const Mail& mail, const Envelope& envelope);

}  // namespace till::mail

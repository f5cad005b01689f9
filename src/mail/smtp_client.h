// SmtpClient: hands mails to one mail server (RFC 5321), by libcurl.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/task.h"
#include "mail/smtp_answer.h"

namespace till::mail {

// How the conversation is kept from others.
enum class TlsMode {
  starttls,  // Nothing is said in clear but the wish for TLS; without it no mail is sent.
  tls,       // From the first byte.
  none,      // In clear, on this machine.
};

struct SmtpOptions {
  std::string host;
  std::uint16_t port = 587;
  TlsMode tls = TlsMode::starttls;
  std::string username;  // Empty: we do not sign in.
  Secret password;
  std::string ca_file;                              // Empty: the system's authorities.
  Milliseconds timeout = std::chrono::seconds(30);  // Of one mail, connecting included.
  std::string our_name;                             // What we greet the server with.
};

struct SmtpMail {
  std::string from;  // Addresses.
  std::string to;
  std::string message;  // In lines that end with \r\n.
};

struct SmtpAnswer {
  SmtpEnd end = SmtpEnd::failed;
  std::string detail;  // For the operator: no word of the server's, which may name people.
};

// A connection for each mail, a few at once, each on a thread of its own that an event loop never
// waits for. Any thread may call.
class SmtpClient {
 public:
  // Refused with a sentence when the authorities cannot be read.
  static Result<std::unique_ptr<SmtpClient>, std::string> create(SmtpOptions options);
  // What is under way is given up.
  ~SmtpClient();

  // What is under way is given up soon, and what begins from now on; any thread, more than once.
  void stop();

  // Ends on the executor, within the timeout of each mail that was given before and some seconds:
  // what the server does once it has the mail changes nothing.
  Task<SmtpAnswer> send(SmtpMail mail, Executor& executor);
  // The same on this thread.
  SmtpAnswer send_here(const SmtpMail& mail) const;

 private:
  struct State;
  explicit SmtpClient(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace till::mail

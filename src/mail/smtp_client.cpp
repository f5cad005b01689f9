#include "mail/smtp_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace till::mail {
namespace {

constexpr std::size_t kThreads = 4;  // As many as are told at once, see app/receivers.h.
constexpr Milliseconds kConnectTimeout = std::chrono::seconds(10);
using Steady = std::chrono::steady_clock;
constexpr auto kGoodbye = std::chrono::seconds(2);    // For the server to say it, too.
constexpr auto kStopGrace = std::chrono::seconds(3);  // For a mail that is nearly there.
constexpr auto kNever = Steady::time_point::max();

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

// One mail on its way, as libcurl calls back for it.
struct Sending {
  std::string_view rest;  // Of the message.
  const std::atomic<Steady::time_point>& stop_at;
  SmtpDialogue dialogue = {};
  Steady::time_point leave_at = kNever;  // Once we have said goodbye.
};

std::size_t read_message(char* into, std::size_t size, std::size_t count, void* user) {
  auto& sending = *static_cast<Sending*>(user);
  const std::size_t bytes = std::min(size * count, sending.rest.size());
  std::memcpy(into, sending.rest.data(), bytes);
  sending.rest.remove_prefix(bytes);
  return bytes;
}

std::size_t swallow(char*, std::size_t size, std::size_t count, void*) { return size * count; }

int listen_in(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  auto& sending = *static_cast<Sending*>(user);
  const std::string_view text(data, size);
  switch (type) {
    case CURLINFO_HEADER_OUT:
      sending.dialogue.said(text);
      if (sending.dialogue.over()) sending.leave_at = Steady::now() + kGoodbye;
      break;
    case CURLINFO_HEADER_IN: sending.dialogue.heard(text); break;
    case CURLINFO_DATA_OUT: sending.dialogue.sent_body(); break;
    default: break;
  }
  return 0;
}

// Called about once a second. 0: yes.
int may_go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& sending = *static_cast<const Sending*>(user);
  return Steady::now() >= std::min(sending.stop_at.load(), sending.leave_at) ? 1 : 0;
}

std::string url_of(const SmtpOptions& options) {
  const bool address = options.host.find(':') != std::string::npos;
  const std::string host = address ? "[" + options.host + "]" : options.host;
  const char* const scheme = options.tls == TlsMode::tls ? "smtps://" : "smtp://";
  return scheme + host + ":" + std::to_string(options.port) + "/" + options.our_name;
}

std::string in_brackets(const std::string& address) { return "<" + address + ">"; }

void set_server(CURL* easy, const SmtpOptions& options) {
  curl_easy_setopt(easy, CURLOPT_URL, url_of(options).c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // No variable of the environment names one.
  const long secured = options.tls == TlsMode::starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE;
  curl_easy_setopt(easy, CURLOPT_USE_SSL, secured);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  if (!options.username.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, options.username.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, options.password.reveal().c_str());
  }
}

void set_bounds(CURL* easy, const SmtpOptions& options) {
  const Milliseconds connecting = std::min(kConnectTimeout, options.timeout);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connecting.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
  // The timeout does not bound the goodbye, nor the thread that looks a name up.
  const auto answer = std::chrono::ceil<std::chrono::seconds>(options.timeout);
  curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(answer.count()));
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

void set_mail(CURL* easy, const SmtpMail& mail, const curl_slist* recipients, Sending& sending) {
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, in_brackets(mail.from).c_str());
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.message.size()));
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_message);
  curl_easy_setopt(easy, CURLOPT_READDATA, &sending);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
  // What is said tells apart what libcurl has one code for.
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, listen_in);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &sending);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, may_go_on);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &sending);
}

std::string_view trouble_of(CURLcode code) {
  switch (code) {
    case CURLE_USE_SSL_FAILED: return "the server offers no TLS, so nothing was sent";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the server's certificate is not from an authority of ours, or for another host";
    case CURLE_OPERATION_TIMEDOUT: return "no answer in time";
    case CURLE_COULDNT_RESOLVE_HOST: return "the host is not known";
    case CURLE_COULDNT_CONNECT: return "nobody listens there";
    case CURLE_LOGIN_DENIED: return "the server does not let us sign in";
    default: return curl_easy_strerror(code);
  }
}

// Once, before any thread uses the library.
void begin_library() {
  static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(begun);
}

// Who waits for a mail, on which executor.
struct Waiting {
  SmtpMail mail;
  SmtpAnswer answer = {};
  Executor* executor = nullptr;
  std::coroutine_handle<> waits = {};
};

}  // namespace

struct SmtpClient::State {
  explicit State(SmtpOptions given) : options(std::move(given)) {}
  ~State() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
      stop_at = Steady::now();
    }
    changed.notify_all();
    for (std::thread& thread : threads) thread.join();
  }

  SmtpAnswer perform(const SmtpMail& mail) const;
  void add(Waiting& waiting);
  void work();

  const SmtpOptions options;
  std::atomic<Steady::time_point> stop_at = kNever;
  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;
  std::deque<Waiting*> queue;  // Who waits bounds it.
  std::vector<std::thread> threads;
};

SmtpAnswer SmtpClient::State::perform(const SmtpMail& mail) const {
  const Easy easy(curl_easy_init());
  const List recipients(curl_slist_append(nullptr, in_brackets(mail.to).c_str()));
  if (!easy || !recipients) return {SmtpEnd::failed, "out of memory"};
  Sending sending{mail.message, stop_at};
  set_server(easy.get(), options);
  set_bounds(easy.get(), options);
  set_mail(easy.get(), mail, recipients.get(), sending);
  const CURLcode code = curl_easy_perform(easy.get());
  const SmtpEnd end = end_of(code == CURLE_OK, sending.dialogue);
  if (end == SmtpEnd::taken) return {end, ""};
  return {end, detail_of(sending.dialogue, trouble_of(code))};
}

// Threads begin with the first mail, so that a shop that sends none has none.
void SmtpClient::State::add(Waiting& waiting) {
  const std::lock_guard lock(mutex);
  queue.push_back(&waiting);
  while (threads.size() < kThreads) threads.emplace_back([this] { work(); });
  changed.notify_one();  // Within the lock: once it is free, the mail may be over and all of this.
}

void SmtpClient::State::work() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return ending || !queue.empty(); });
    if (queue.empty()) return;
    Waiting& next = *queue.front();
    queue.pop_front();
    lock.unlock();
    next.answer = perform(next.mail);
    next.executor->post(next.waits);
    lock.lock();
  }
}

SmtpClient::SmtpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
SmtpClient::~SmtpClient() = default;

void SmtpClient::stop() {
  Steady::time_point never = kNever;
  state_->stop_at.compare_exchange_strong(never, Steady::now() + kStopGrace);
}

Result<std::unique_ptr<SmtpClient>, std::string> SmtpClient::create(SmtpOptions options) {
  if (!options.ca_file.empty() && std::ifstream(options.ca_file).peek() == EOF) {
    return refused("cannot read " + options.ca_file);
  }
  begin_library();
  return std::unique_ptr<SmtpClient>(new SmtpClient(std::make_unique<State>(std::move(options))));
}

Task<SmtpAnswer> SmtpClient::send(SmtpMail mail, Executor& executor) {
  struct Awaiter {
    State& state;
    Waiting& waiting;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller) const {
      waiting.waits = caller;
      state.add(waiting);
    }
    void await_resume() const noexcept {}
  };
  Waiting waiting{std::move(mail)};
  waiting.executor = &executor;
  co_await Awaiter{*state_, waiting};
  co_return std::move(waiting.answer);
}

SmtpAnswer SmtpClient::send_here(const SmtpMail& mail) const { return state_->perform(mail); }

}  // namespace till::mail

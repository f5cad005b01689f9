#include "assembly/feed_fetcher.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/guarded_clock.h"
#include "base/running_digest.h"
#include "base/source_url.h"
#include "base/sync_wait.h"
#include "cli/endpoint.h"
#include "net/retry_wait.h"

namespace till::assembly {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::chrono::milliseconds kMostConnecting{10'000};
constexpr std::chrono::milliseconds kMostSilence{60'000};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string_view header_of(const net::Response& head, std::string_view name) {
  return head.header(name).value_or(std::string_view());
}

// 0 when the server does not say it.
std::uint64_t length_of(const net::Response& head) {
  const std::string_view text = header_of(head, "Content-Length");
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

// Why an answer with 200 is no feed, if so.
std::optional<std::string> objection_to(const net::Response& head) {
  const std::string_view type = header_of(head, "Content-Type");
  if (starts_with_ignoring_case(type, "text/html")) {
    return "the server sends a web page; look whether the URL is right and needs a password";
  }
  const std::string_view encoding = header_of(head, "Content-Encoding");
  if (encoding.empty() || equal_ignoring_case(encoding, "identity") ||
      equal_ignoring_case(encoding, "gzip") || equal_ignoring_case(encoding, "x-gzip")) {
    return std::nullopt;
  }
  return "the server compresses it by something else than gzip; let it send gzip or nothing";
}

std::string advice_for(int status) {
  switch (status) {
    case 401:
    case 403: return "; give its name and password in the URL, or its token";
    case 404:
    case 410: return "; look whether the URL is right";
    default: return "";
  }
}

// Writes the body of an answer to a file, within bounds.
class FeedBody final : public net::BodySink {
 public:
  FeedBody(const ImportSource& file, std::uint64_t most, const FetchWatch& watch)
      : file_(file), most_(most), watch_(watch) {}

  bool begin(const net::Response& head) override {
    head_ = head;
    if (head.status != 200) return false;
    length_ = length_of(head);
    if (auto objection = objection_to(head)) return fail(std::move(*objection));
    return length_ <= most_ || fail(too_large());
  }
  bool take(std::string_view piece) override {
    done_ += piece.size();
    if (done_ > most_) return fail(too_large());
    digest_.add(piece);
    if (auto written = file_.write(piece); !written) return fail(written.error());
    if (watch_.progress) watch_.progress(done_, length_);
    return wanted();
  }
  bool wanted() const override { return !watch_.wanted || watch_.wanted(); }

  const std::optional<net::Response>& head() const { return head_; }
  // Why it was given up, if it was.
  const std::optional<std::string>& fault() const { return fault_; }
  Digest digest() { return digest_.finish(); }

 private:
  bool fail(std::string sentence) {
    fault_ = std::move(sentence);
    return false;
  }
  std::string too_large() const {
    return "it is larger than " + std::to_string(most_ / (1024 * 1024)) +
           " MiB; look whether it is the right one, or raise max_mb of [import]";
  }

  const ImportSource& file_;
  const std::uint64_t most_;
  const FetchWatch& watch_;
  std::optional<net::Response> head_;
  std::uint64_t length_ = 0;
  std::uint64_t done_ = 0;
  RunningDigest digest_;
  std::optional<std::string> fault_;
};

// What one answer leads to.
struct Step {
  std::optional<std::string> next;  // The URL to go on with; nothing: it is there.
  bool unchanged = false;
};

Result<Step, FetchFailure> step_of(const net::Response& head, const std::string& at) {
  if (head.status == 200) return Step{};
  if (head.status == 304) return Step{std::nullopt, true};
  if (!is_redirect(head.status)) {
    FetchFailure failure{
        "the server answered " + std::to_string(head.status) + advice_for(head.status),
        net::retry_after(head).value_or(std::chrono::milliseconds(0))};
    return refused(std::move(failure));
  }
  auto next = redirect_of(at, header_of(head, "Location"));
  if (!next) return refused(FetchFailure{"the server leads to no other URL with its redirect", {}});
  const bool plainer = at.starts_with("https://") && !next->starts_with("https://");
  if (plainer || !cli::is_webhook_url(*next)) {
    return refused(FetchFailure{"the server leads to a URL without TLS; give one with https", {}});
  }
  return Step{std::move(next)};
}

net::ClientRequest request_of(const FetchRequest& request, const SourceUrl& source,
                              const std::string& at) {
  net::ClientRequest made{"GET", at, {{"Accept", "*/*"}, {"Accept-Encoding", "gzip"}}, ""};
  made.headers.push_back({"User-Agent", "Till"});
  // What one server may know is not for that which it leads to.
  if (same_origin(source.url, at)) {
    if (!source.credentials.empty()) {
      made.headers.push_back({"Authorization", "Basic " + to_base64(source.credentials.reveal())});
    } else if (!request.token.empty()) {
      made.headers.push_back({"Authorization", "Bearer " + request.token.reveal()});
    }
  }
  if (!request.known || request.known->url != at) return made;
  if (!request.known->etag.empty()) {
    made.headers.push_back({"If-None-Match", request.known->etag});
  } else if (!request.known->last_modified.empty()) {
    made.headers.push_back({"If-Modified-Since", request.known->last_modified});
  }
  return made;
}

std::string not_got(const net::ClientFailure& failure, const FeedBody& body) {
  if (body.head()) return "it was cut off: " + failure.detail;
  return failure.detail +
         "; look whether its server runs, and name its network in allow_networks of [import] if it "
         "is a private one";
}

FeedVersion version_of(const net::Response& head, const std::string& at) {
  return {at, std::string(header_of(head, "ETag")), std::string(header_of(head, "Last-Modified"))};
}

}  // namespace

Result<std::unique_ptr<FeedFetcher>, std::string> FeedFetcher::create(
    const cli::ImportConfig& config, Executor& executor) {
  net::ClientOptions options;
  options.ca_file = config.ca_file;
  options.timeout = config.timeout;
  options.connect_timeout = kMostConnecting;
  options.answer_timeout = kMostSilence;
  options.idle_connections = 1;
  options.max_response_bytes = std::numeric_limits<std::size_t>::max();  // FeedBody has the bound.
  options.open_networks = config.allow_networks;
  auto client = net::HttpClient::create(std::move(options));
  if (!client) return refused("[import]: " + client.error());
  return std::unique_ptr<FeedFetcher>(new FeedFetcher(config, executor, std::move(*client)));
}

Result<FetchedFeed, FetchFailure> FeedFetcher::fetch(const FetchRequest& request,
                                                     const std::string& folder,
                                                     const FetchWatch& watch) const {
  const auto failed = [&request](std::string sentence, std::chrono::milliseconds wait = {}) {
    return refused(FetchFailure{request.name + ": " + std::move(sentence), wait});
  };
  const auto source = parse_source_url(request.url.reveal());
  if (!source || !cli::is_webhook_url(source->url)) {
    return failed("the URL must be an https URL, or an http URL of this machine");
  }
  auto file = ImportSource::spool(folder, request.name);
  if (!file) return failed(file.error());
  const SystemSteadyClock clock;
  const Milliseconds end = clock.elapsed() + config_.timeout;
  std::string at = source->url;
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    FeedBody body(*file, config_.max_bytes, watch);
    net::ClientRequest made = request_of(request, *source, at);
    made.timeout = std::max(end - clock.elapsed(), Milliseconds(1));
    made.sink = &body;
    const auto answer = sync_wait(client_->send(std::move(made), executor_));
    if (body.fault()) return failed(*body.fault());
    if (!body.head()) return failed(not_got(answer.error(), body));
    auto step = step_of(*body.head(), at);
    if (!step) return failed(step.error().sentence, step.error().retry_after);
    if (step->next) {
      at = std::move(*step->next);
      continue;
    }
    if (step->unchanged) {
      if (!request.known) return failed("the server answered 304 without being asked");
      return FetchedFeed{std::nullopt, *request.known, {}};
    }
    if (!answer) return failed(not_got(answer.error(), body));
    if (auto back = file->rewind(); !back) return failed(back.error());
    return FetchedFeed{std::move(*file), version_of(*body.head(), at), body.digest()};
  }
  return failed("the server leads from one URL to the next without end; give the last one");
}

}  // namespace till::assembly

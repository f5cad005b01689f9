#include "http/feed_pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/blanks.h"

namespace till::http {
namespace {

constexpr std::string_view kFeeds = "/feeds/";
constexpr std::string_view kPacked = ".gz";
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kMostUnderWay = 32;

// The next part of a list with commas, which is taken off.
std::string_view next_part(std::string_view& list) {
  const std::size_t comma = std::min(list.find(','), list.size());
  const std::string_view part = trimmed(list.substr(0, comma));
  list.remove_prefix(std::min(comma + 1, list.size()));
  return part;
}

struct FeedParts {
  std::string_view secret;
  std::string_view name;
};

std::optional<FeedParts> parts_of(std::string_view path) {
  if (!path.starts_with(kFeeds)) return std::nullopt;
  path.remove_prefix(kFeeds.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return FeedParts{path.substr(0, slash), path.substr(slash + 1)};
}

class OpenFeed {
 public:
  explicit OpenFeed(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    struct stat found {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &found) != 0 || !S_ISREG(found.st_mode)) return;
    bytes_ = static_cast<std::uint64_t>(found.st_size);
    etag_ = "\"" + std::to_string(found.st_mtim.tv_sec) + "." +
            std::to_string(found.st_mtim.tv_nsec) + "-" + std::to_string(found.st_size) + "\"";
  }
  ~OpenFeed() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFeed(const OpenFeed&) = delete;
  OpenFeed& operator=(const OpenFeed&) = delete;

  bool is_there() const { return !etag_.empty(); }
  std::uint64_t bytes() const { return bytes_; }
  const std::string& etag() const { return etag_; }
  // Empty at the end, or when it cannot be read.
  std::string read(std::uint64_t at) const {
    std::string piece(kPieceBytes, '\0');
    ssize_t got = -1;
    do {
      got = ::pread(descriptor_, piece.data(), piece.size(), static_cast<off_t>(at));
    } while (got < 0 && errno == EINTR);
    piece.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return piece;
  }

 private:
  const int descriptor_;
  std::uint64_t bytes_ = 0;
  std::string etag_;
};

// The file from its beginning to its end, whatever is put in its place meanwhile.
class FeedStream final : public net::BodyStream {
 public:
  FeedStream(std::unique_ptr<OpenFeed> file, std::shared_ptr<std::atomic<int>> under_way)
      : file_(std::move(file)), under_way_(std::move(under_way)) {}
  ~FeedStream() override { --*under_way_; }
  FeedStream(const FeedStream&) = delete;
  FeedStream& operator=(const FeedStream&) = delete;

  Task<std::string> next(Executor&) override {
    if (closed_) co_return std::string();
    std::string piece = file_->read(at_);
    at_ += piece.size();
    co_return piece;
  }
  void beat() override {}
  void close() override { closed_ = true; }

 private:
  const std::unique_ptr<OpenFeed> file_;
  const std::shared_ptr<std::atomic<int>> under_way_;
  std::uint64_t at_ = 0;
  bool closed_ = false;
};

net::Response plain(int status, std::string body, std::vector<net::Header> headers = {}) {
  headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
  headers.push_back({"Cache-Control", "no-store"});
  return {status, std::move(headers), std::move(body)};
}

net::Response no_feed() { return plain(404, "There is no such feed.\n"); }

}  // namespace

FeedPages::FeedPages(const Secret& secret, std::vector<FeedPlace> places)
    : secret_(sha256(secret.reveal())), served_(!secret.empty()), places_(std::move(places)) {}

FeedPages::Asked FeedPages::asked(const net::Request& request) const {
  const auto parts = parts_of(request.path);
  if (!parts || request.method != "GET") return {};
  if (!equal_in_constant_time(sha256(parts->secret), secret_)) return {};
  std::string_view name = parts->name;
  const bool packed = name.ends_with(kPacked);
  if (packed) name.remove_suffix(kPacked.size());
  for (const FeedPlace& place : places_) {
    if (place.name == name) return {&place, packed};
  }
  return {};
}

bool FeedPages::serves(std::string_view path) const { return served_ && path.starts_with(kFeeds); }

Task<net::Response> FeedPages::handle(const net::Request& request) { co_return answer(request); }

net::Response FeedPages::answer(const net::Request& request) {
  const Asked wanted = asked(request);
  if (wanted.place == nullptr) return no_feed();
  const bool unpacks = !wanted.packed && takes_gzip(request.header("Accept-Encoding").value_or(""));
  const std::string& path = wanted.place->path;
  auto file =
      std::make_unique<OpenFeed>(wanted.packed || unpacks ? path + std::string(kPacked) : path);
  if (!file->is_there()) return no_feed();
  std::vector<net::Header> headers{
      {"ETag", file->etag()}, {"Cache-Control", "private, no-cache"}, {"Vary", "Accept-Encoding"}};
  if (names_etag(request.header("If-None-Match").value_or(""), file->etag())) {
    return {304, std::move(headers), {}};
  }
  headers.push_back(
      {"Content-Type", wanted.packed ? "application/gzip" : wanted.place->content_type});
  if (unpacks) headers.push_back({"Content-Encoding", "gzip"});
  if (++*under_way_ > kMostUnderWay) {
    --*under_way_;
    return plain(503, "Too many feeds are being sent. Come back later.\n", {{"Retry-After", "60"}});
  }
  net::Response response{200, std::move(headers), {}};
  response.stream_bytes = file->bytes();
  response.stream = std::make_shared<FeedStream>(std::move(file), under_way_);
  return response;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view part = next_part(if_none_match);
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == "*" || part == etag) return true;
  }
  return false;
}

bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::string_view part = next_part(accept_encoding);
    const std::size_t end = part.find(';');
    const std::string_view coding = trimmed(part.substr(0, end));
    if (!equal_ignoring_case(coding, "gzip") && coding != "*") continue;
    if (end == std::string_view::npos) return true;
    const std::string_view weight = trimmed(part.substr(end + 1));
    return weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace till::http

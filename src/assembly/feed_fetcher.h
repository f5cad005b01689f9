// FeedFetcher: gets a feed from a URL, whole or not at all.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assembly/import_source.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/secret.h"
#include "base/task.h"
#include "cli/config.h"
#include "net/http_client.h"

namespace till::assembly {

// What tells an unchanged feed: as its server sent it last, and from where.
struct FeedVersion {
  std::string url;  // After all redirects.
  std::string etag;
  std::string last_modified;
  bool operator==(const FeedVersion&) const = default;
};

struct FetchRequest {
  std::string name;                  // What people are told.
  Secret url;                        // Of base/source_url.h.
  Secret token;                      // Sent as a bearer token where there is one.
  std::optional<FeedVersion> known;  // Given: it is enough to hear that nothing changed since.
};

struct FetchedFeed {
  std::optional<ImportSource> body;  // Nothing: it is the one that is known.
  FeedVersion version;
  Digest digest{};  // Of the body.
};

struct FetchFailure {
  std::string sentence;
  std::chrono::milliseconds retry_after{0};  // When the server wants to be asked again.
};

struct FetchWatch {
  std::function<bool()> wanted;  // False ends the transfer soon.
  // How many bytes came, of how many; 0: nobody knows. Called on another thread.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

// One thread, which waits for what it fetches. Only https is spoken, or http with this machine; of
// private addresses only those of the config are called, whatever a name or a redirect leads to.
class FeedFetcher {
 public:
  // Refused with a sentence. The executor, of another thread than that which calls, must outlive
  // it.
  static Result<std::unique_ptr<FeedFetcher>, std::string> create(const cli::ImportConfig& config,
                                                                  Executor& executor);

  // The body is kept in a file without a name in `folder`. A transfer that was cut off, is too
  // large or takes too long fails, as does one whose end the server does not tell.
  Result<FetchedFeed, FetchFailure> fetch(const FetchRequest& request, const std::string& folder,
                                          const FetchWatch& watch) const;

 private:
  FeedFetcher(const cli::ImportConfig& config, Executor& executor,
              std::unique_ptr<net::HttpClient> client)
      : config_(config), executor_(executor), client_(std::move(client)) {}

  const cli::ImportConfig config_;
  Executor& executor_;
  const std::unique_ptr<net::HttpClient> client_;
};

}  // namespace till::assembly

// FeedApi: an agent's Feed API of ACP 2026-04-17, as the shop calls it (FD-02).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/task.h"
#include "cli/config.h"
#include "net/guarded_client.h"

namespace till::assembly {

// What it may use; all of it must outlive it.
struct FeedApiParts {
  const Clock& clock;
  Random& random;
  IdSource& ids;
  Executor& executor;  // Of another thread than that which calls.
};

// Why an agent did not do as it was asked.
struct FeedApiFailure {
  enum class Kind {
    refused,  // It will not take these products.
    no_feed,  // It has no such feed.
    later,    // It cannot be asked now, or does not let the shop in.
  };
  Kind kind = Kind::later;
  std::string sentence;
};

// One thread, which waits for each answer: a few seconds, tries included.
class FeedApi {
 public:
  static Result<std::unique_ptr<FeedApi>, std::string> create(const cli::FeedPushConfig& config,
                                                              const FeedApiParts& parts);

  // POST /feeds: the id of the new feed. The same key makes no second one where the agent knows
  // keys.
  Result<std::string, FeedApiFailure> create_feed(const std::string& country,
                                                  const std::string& key);
  // PATCH /feeds/{id}/products with these products, as JSON: the feed_update_id, or an empty text
  // of an agent that gives none.
  Result<std::string, FeedApiFailure> upsert(const std::string& feed_id,
                                             std::span<const std::string_view> products);

 private:
  FeedApi(const cli::FeedPushConfig& config, const FeedApiParts& parts,
          std::unique_ptr<net::GuardedClient> client)
      : config_(config), parts_(parts), client_(std::move(client)) {}
  Result<net::Response, FeedApiFailure> send(std::string method, const std::string& path,
                                             std::string body, const std::string& key);

  const cli::FeedPushConfig config_;
  const FeedApiParts parts_;
  const std::unique_ptr<net::GuardedClient> client_;
};

}  // namespace till::assembly

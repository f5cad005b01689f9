// FeedPages: the feeds that were written last, at a secret URL.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/secret.h"
#include "base/task.h"
#include "net/http_types.h"

namespace till::http {

// A feed as it lies on disk; beside it the same compressed by gzip, with ".gz" behind its name.
struct FeedPlace {
  std::string name;  // The last part of the URL.
  std::string path;
  std::string content_type;
};

// GET /feeds/SECRET/NAME gives the file as it is, or compressed to who takes gzip; NAME.gz the
// compressed one. Nothing is made for a request. Any thread may call.
class FeedPages {
 public:
  // Without a secret none is served.
  FeedPages(const Secret& secret, std::vector<FeedPlace> places);

  static constexpr std::string_view kRoute = "GET /feeds/{secret}/{name}";
  // Does the path lead to feeds? Never when none is served.
  bool serves(std::string_view path) const;

  // 200, 304 when the ETag is still that of the file, 503 when too many are sent at once. One and
  // the same 404 for a wrong secret or name, and for a feed that was not written yet; what is
  // compared takes as long for a wrong secret as for the right one.
  Task<net::Response> handle(const net::Request& request);

 private:
  struct Asked {
    const FeedPlace* place = nullptr;
    bool packed = false;  // The name ended so.
  };
  Asked asked(const net::Request& request) const;
  net::Response answer(const net::Request& request);

  const Digest secret_;
  const bool served_;
  const std::vector<FeedPlace> places_;
  const std::shared_ptr<std::atomic<int>> under_way_ = std::make_shared<std::atomic<int>>(0);
};

// Does If-None-Match name the ETag, or anything?
bool names_etag(std::string_view if_none_match, std::string_view etag);

// Does Accept-Encoding take gzip?
bool takes_gzip(std::string_view accept_encoding);

}  // namespace till::http

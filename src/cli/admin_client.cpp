#include "cli/admin_client.h"

#include <utility>

#include "net/url.h"

namespace till::cli {

Result<Answer, Failure> AdminClient::call(const std::string& method, const std::string& path,
                                          const std::string& body) {
  if (!net::parse_url(env_.admin_url) || env_.admin_token.empty()) {
    return failed("set TILL_ADMIN_URL and TILL_ADMIN_TOKEN in the env file");
  }
  if (!shop_) {
    auto shop = ShopClient::create(env_, ids_);
    if (!shop) return failed(shop.error());
    shop_ = std::move(*shop);
  }
  auto answer = sync_wait(shop_->admin(method, path, body, loop_.executor()));
  if (!answer) return failed(answer.error());
  if (!answer->good()) return failed("cannot do that: " + answer->complaint());
  return std::move(*answer);
}

}  // namespace till::cli

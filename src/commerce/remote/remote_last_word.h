// RemoteLastWord: asks the shop's backend before a charge (POST /approve).
#pragma once

#include "app/last_word.h"
#include "commerce/remote/capabilities.h"

namespace till::commerce::remote {

// What the backend says to a purchase; with the reason of a no, for the log.
struct Approval {
  bool approved = false;
  std::string reason;
};
Result<Approval, AnswerFault> read_approval(json::Value answer);

// Any thread may call. Both must outlive it and every call.
class RemoteLastWord final : public app::LastWord {
 public:
  RemoteLastWord(BackendClient& client, Capabilities& capabilities)
      : client_(client), capabilities_(capabilities) {}

  // Also while nobody knows: then it counts as silent.
  bool is_wanted() const override;
  Task<bool> accepts(const app::PurchaseQuestion& purchase, Executor& executor) override;

 private:
  BackendClient& client_;
  Capabilities& capabilities_;
};

}  // namespace till::commerce::remote

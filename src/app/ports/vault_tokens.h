// VaultTokens: the tokens of the sandbox's vault.
#pragma once

#include <optional>

#include "app/ports/changeset.h"
#include "app/ports/store_result.h"

namespace till::app {

// For threads and failures see store_result.h.
class VaultTokens {
 public:
  virtual ~VaultTokens() = default;

  // Nothing when there is no such token (any more).
  virtual Task<StoreResult<std::optional<VaultToken>>> token(TokenId id, Executor& executor) = 0;

  // Replaces the unspent token of this id by the spent one given, else token_spent.
  virtual Task<CommitOutcome> spend(VaultToken token, Executor& executor) = 0;
};

}  // namespace till::app

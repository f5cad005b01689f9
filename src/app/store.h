// Store: everything Till remembers, all its ports at once. For whoever opens a store and wires its
// ports up; a caller takes the ports it uses. Memory and SQLite implement it and pass one contract
// suite.
#pragma once

#include "app/ports/attempts.h"
#include "app/ports/audit.h"
#include "app/ports/buyer_data.h"
#include "app/ports/deadlines.h"
#include "app/ports/hold_intents.h"
#include "app/ports/holdings.h"
#include "app/ports/orders.h"
#include "app/ports/outbox.h"
#include "app/ports/sessions.h"
#include "app/ports/stock.h"
#include "app/ports/stock_numbers.h"
#include "app/ports/upkeep.h"
#include "app/ports/vault_tokens.h"
#include "app/ports/views.h"

namespace till::app {

class Store : public Sessions,
              public Stock,
              public StockNumbers,
              public Holdings,
              public Attempts,
              public HoldIntents,
              public Deadlines,
              public Orders,
              public Outbox,
              public VaultTokens,
              public Upkeep,
              public BuyerData,
              public Views,
              public AuditTrail {
 public:
  // Changesets of one kind of row, which their ports name by themselves.
  Task<CommitOutcome> update_events(std::vector<EventUpdate> updates, Executor& executor) final;
  Task<CommitOutcome> spend(VaultToken token, Executor& executor) final;
};

}  // namespace till::app

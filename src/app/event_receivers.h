// Who the outbox tells of orders, a row each.
#pragma once

#include <array>
#include <string_view>

#include "app/records.h"

namespace till::app {

struct EventReceiverRow {
  EventReceiver receiver;
  std::string_view name;  // As operators read it.
  bool until_taken;       // What is pending is told however old it is; else it is pruned.
};

inline constexpr std::array kEventReceivers{
    EventReceiverRow{EventReceiver::agent, "agent", false},
    EventReceiverRow{EventReceiver::shop, "shop", true},
    EventReceiverRow{EventReceiver::mail, "mail", false},
    EventReceiverRow{EventReceiver::tax, "tax", true},
};

constexpr const EventReceiverRow& row_of(EventReceiver receiver) {
  for (const EventReceiverRow& row : kEventReceivers) {
    if (row.receiver == receiver) return row;
  }
  return kEventReceivers.front();
}

}  // namespace till::app

// Receivers of webhooks: how many attempts each may have under way, and which is to be left alone.
// Pure: time is an argument. Private to app.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/id.h"

namespace till::app {

// The orders that wait for one agent's receiver, and how it has been answering.
class Receiver {
 public:
  // What an attempt told that was not known before.
  enum class News { none, began_to_fail, recovered };

  void schedule(Timestamp due, const OrderId& order) { due_.emplace(due, order); }
  void unschedule(Timestamp due, const OrderId& order) { due_.erase({due, order}); }
  // An order is due and an attempt may begin. A receiver that hangs has few under way; one that
  // keeps failing has one, and a pause after each.
  bool is_ready(Timestamp now) const;
  // The order that is due first; one must be.
  OrderId begin();
  // An attempt ended, and what it told.
  News ended(bool taken, Timestamp now);
  // An attempt ended that sent nothing.
  void ended_unsent() { --under_way_; }
  // Another address: what is known of the old one is forgotten.
  News moved_to(const std::string& url);

  bool failing() const;
  std::size_t under_way() const { return under_way_; }
  std::size_t failures() const { return failures_; }

  // Pending events are left in the store, since there is nowhere to send them.
  bool in_store = false;
  bool being_read = false;  // They are being read from it now.

 private:
  std::set<std::pair<Timestamp, OrderId>> due_;
  std::size_t under_way_ = 0;
  std::size_t failures_ = 0;  // In a row.
  Timestamp pause_until_;
  std::string url_;
};

// All of them, by the agent's name; each has its turn.
class Receivers {
 public:
  using All = std::map<std::string, Receiver>;

  Receiver& of(const std::string& agent) { return all_[agent]; }
  All& all() { return all_; }
  // The next in turn that is ready, of all or only of those with nothing under way; null when none
  // is. Never invalid.
  All::value_type* next(Timestamp now, bool only_idle);

 private:
  All all_;
  std::string last_;  // Whose turn it was.
};

}  // namespace till::app

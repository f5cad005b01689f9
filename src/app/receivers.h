// Receivers of webhooks: how many attempts each may have under way, and which is to be left alone.
// Pure: time is an argument. Private to app.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "base/clock.h"

namespace till::app {

// How one agent's receiver has been answering.
class Receiver {
 public:
  static constexpr std::size_t kMostUnderWay = 4;

  // What an attempt told that was not known before.
  enum class News { none, began_to_fail, recovered };

  // How many attempts may begin. A receiver that hangs has few under way; one that keeps failing
  // has one, and a pause after each; one that nobody knows has none.
  std::size_t room(Timestamp now) const;
  void begin() { ++under_way_; }
  // An attempt ended, and what it told.
  News ended(bool taken, Timestamp now);
  // An attempt ended that told nothing of it.
  void ended_unsent() { --under_way_; }
  // Another address: what is known of the old one is forgotten.
  News moved_to(const std::string& url);

  bool failing() const;
  std::size_t under_way() const { return under_way_; }

  // The agent has given no address; its events are left to the store until it has.
  bool unknown = false;

 private:
  std::size_t under_way_ = 0;
  std::size_t failures_ = 0;  // In a row.
  Timestamp pause_until_;
  std::string url_;
};

// All of them, by the agent's name.
class Receivers {
 public:
  using All = std::map<std::string, Receiver>;

  Receiver& of(const std::string& agent) { return all_[agent]; }
  All& all() { return all_; }
  const All& all() const { return all_; }

 private:
  All all_;
};

}  // namespace till::app

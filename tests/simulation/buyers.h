// Agents that buy and an operator who ships, chance deciding what they want and how often they ask.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "simulation/till.h"

namespace till::simulation {

// One request, which is the same however often it is sent.
struct Request {
  enum class Kind { create, update, complete, cancel };
  Kind kind = Kind::create;
  std::string key;
  SessionId session;
  std::string item;
  std::int64_t quantity = 1;
  std::string token;
};

class Agent {
 public:
  Agent(ShopFloor& floor, std::string name) : floor_(floor), name_(std::move(name)) {}

  // Asks for something new, or again for what has not been answered.
  void act(Process& process);
  // Asks again for what has not been answered and can be; true when there is such a thing.
  bool insist(Process& process);

  // Orders that the agent was told of, with their sessions.
  const std::map<OrderId, SessionId>& orders() const { return orders_; }

 private:
  // What an answer comes to, to compare it with the same answer given again.
  using Digested = std::variant<std::pair<SessionId, std::uint64_t>, checkout::RefusalCode>;
  Request next();
  void send(const Request& request, Process& process);
  void hear(const Request& request, const app::Reply& reply);
  void follow(const Request& request, const checkout::Session& session);

  ShopFloor& floor_;
  std::string name_;
  std::optional<Request> open_;  // Not answered yet.
  std::optional<SessionId> session_;
  std::map<std::string, Digested> first_;  // The first final answer of each key.
  std::map<OrderId, SessionId> orders_;
  std::set<std::string> garbled_;  // Keys whose answer may be about another body.
  int keys_ = 0;
};

// Ships, refunds, calls off, holds and lets go what was bought.
class Operator {
 public:
  explicit Operator(ShopFloor& floor) : floor_(floor) {}
  void act(Process& process);

 private:
  // What one key does is done once, and told as news once.
  void hear(const std::string& key, const app::OrderAnswer& answer);

  ShopFloor& floor_;
  int keys_ = 0;
  std::set<std::string> done_;  // Keys.
};

}  // namespace till::simulation

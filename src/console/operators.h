// Operators: who may ask the admin API for what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"

namespace till::console {

// None includes another: who fulfils orders and shall see them has both.
enum class Right {
  view,       // See orders, purchases, stock, events and deeds.
  fulfil,     // Ship, lay out, deliver, hold and let go on.
  refund,     // Move money: refund, cancel, decide on purchases, settle payments in doubt.
  configure,  // Everything else: replay events, tell orders anew, what changes how the shop runs.
  stock,      // Tell how many pieces there are.
};

// As the config spells it; nothing for any other text.
std::optional<Right> right_named(std::string_view name);
std::string_view right_name(Right right);

struct Operator {
  std::string name;
  std::vector<Digest> tokens;  // SHA-256 of the bearer tokens that are theirs.
  std::vector<Right> rights;
  bool is_shop = false;  // The shop's own backend: it is not told of what it did itself.
  bool may(Right right) const;
};

class Operators {
 public:
  Operators() = default;
  explicit Operators(std::vector<Operator> operators) : operators_(std::move(operators)) {}
  // The operator of that token; null when there is none. Takes the same time whoever it is.
  const Operator* find(std::string_view token) const;

 private:
  std::vector<Operator> operators_;
};

// What a request needs. What is no known path needs the most guarded right of its method, so that
// nothing is open because nobody thought of it.
Right right_for(std::string_view method, std::string_view path);

// What a request to change something does, for the audit: "refund_order" of
// POST /orders/{id}/refund. The method and the path for what is none of the known.
std::string deed_of(std::string_view method, std::string_view path);
// The {id} in it; empty when there is none.
std::string_view subject_of(std::string_view path);

}  // namespace till::console

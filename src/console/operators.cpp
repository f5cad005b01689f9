#include "console/operators.h"

#include <algorithm>
#include <array>
#include <utility>

namespace till::console {
namespace {

constexpr std::array<std::pair<std::string_view, Right>, 5> kRights{{
    {"view", Right::view},
    {"fulfil", Right::fulfil},
    {"refund", Right::refund},
    {"configure", Right::configure},
    {"stock", Right::stock},
}};

// The kinds of things with deeds: POST PREFIX/{id}/{action}.
struct Kind {
  std::string_view prefix;
  std::string_view noun;
};
constexpr std::array kKinds{
    Kind{"/orders/", "order"},
    Kind{"/sessions/", "session"},
    Kind{"/admin/webhooks/", "webhook"},
};
constexpr std::array<std::string_view, 5> kFulfilling{"ship", "ready", "deliver", "hold",
                                                      "approve"};
constexpr std::array<std::string_view, 2> kGivingBack{"refund", "cancel"};
constexpr std::array<std::string_view, 3> kDeciding{"approve", "deny", "settle"};
constexpr std::string_view kPushing = "push";
constexpr std::string_view kStockPath = "/admin/v1/stock";
constexpr std::size_t kPathBytes = 120;  // Of a path in the audit.

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Parts {
  std::string_view noun;
  std::string_view id;
  std::string_view action;
};

// Empty parts for a path of another shape.
Parts parts_of(std::string_view path) {
  for (const Kind& kind : kKinds) {
    if (!path.starts_with(kind.prefix)) continue;
    const std::string_view rest = path.substr(kind.prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash == 0 || slash == std::string_view::npos) return {};
    return {kind.noun, rest.substr(0, slash), rest.substr(slash + 1)};
  }
  return {};
}

bool known(const Parts& parts) {
  if (parts.noun == "order") {
    return among(kFulfilling, parts.action) || among(kGivingBack, parts.action) ||
           parts.action == kPushing;
  }
  if (parts.noun == "session") return among(kDeciding, parts.action);
  return parts.noun == "webhook" && parts.action == "replay";
}

}  // namespace

std::optional<Right> right_named(std::string_view name) {
  for (const auto& [known_name, right] : kRights) {
    if (known_name == name) return right;
  }
  return std::nullopt;
}

std::string_view right_name(Right right) {
  return kRights.at(static_cast<std::size_t>(right)).first;
}

bool Operator::may(Right right) const {
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

const Operator* Operators::find(std::string_view token) const {
  const Digest digest = sha256(token);
  const Operator* found = nullptr;
  for (const Operator& each : operators_) {
    for (const Digest& known_token : each.tokens) {
      if (equal_in_constant_time(known_token, digest)) found = &each;
    }
  }
  return found;
}

Right right_for(std::string_view method, std::string_view path) {
  if (method == "GET" || method == "HEAD") return Right::view;
  if (method == "PUT" && path == kStockPath) return Right::stock;
  const Parts parts = parts_of(path);
  if (!known(parts)) return Right::configure;
  if (parts.noun == "order") {
    if (parts.action == kPushing) return Right::configure;
    return among(kFulfilling, parts.action) ? Right::fulfil : Right::refund;
  }
  return parts.noun == "session" ? Right::refund : Right::configure;
}

std::string deed_of(std::string_view method, std::string_view path) {
  const Parts parts = parts_of(path);
  if (known(parts)) return std::string(parts.action) + "_" + std::string(parts.noun);
  if (method == "POST" && path == "/orders/push") return "push_orders";
  if (method == "PUT" && path == kStockPath) return "tell_stock";
  return std::string(method.substr(0, 16)) + " " + std::string(path.substr(0, kPathBytes));
}

std::string_view subject_of(std::string_view path) {
  const Parts parts = parts_of(path);
  return known(parts) ? parts.id.substr(0, kPathBytes) : std::string_view();
}

}  // namespace till::console

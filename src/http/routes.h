// Routes: the paths of the API and the methods each takes.
#pragma once

#include <optional>
#include <string_view>

namespace till::http {

enum class Action {
  discover,
  create,
  get,
  update,
  complete,
  cancel,
  delegate_payment,
  get_order,
  create_cart,
  get_cart,
  replace_cart,
  cancel_cart,
};

inline constexpr std::string_view kDiscoveryPath = "/.well-known/acp.json";
inline constexpr std::string_view kDelegatePaymentPath = "/agentic_commerce/delegate_payment";

struct Match {
  Action action = Action::discover;
  std::string_view route;  // Method and pattern, of static storage, for logs and metrics.
  std::string_view id;     // The {id} of the path, a view into it; empty when it has none.
};

struct Routing {
  std::optional<Match> match;
  std::string_view allow;  // When only the method is wrong: what Allow says. Else empty.
};

// Finds the action of a method and path. A trailing slash is another path.
Routing find_route(std::string_view method, std::string_view path);

}  // namespace till::http

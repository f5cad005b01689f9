// What is unknown, null or empty is refused by its name on every path of the admin document.
#include <gtest/gtest.h>

#include "app/shop.h"
#include "commerce/embedded/embedded_products.h"
#include "console/audit_admin.h"
#include "console/bodies.h"
#include "console/openapi_document.h"
#include "console/order_admin.h"
#include "console/push_admin.h"
#include "console/query.h"
#include "console/session_admin.h"
#include "console/stock_admin.h"

namespace till::console {
namespace {

struct StrictDesk : app::Shop {
  StrictDesk() {
    const auto session = created(app::cart({{"mug-blue", 2}}));
    complete("complete", session->id, token_for(*session));
    sold = session->id.text();
    order = session_of(get(session->id))->order->id.text();
  }

  net::Response send(const std::string& method, std::string path, std::string body,
                     std::string query = {}) {
    net::Request request;
    request.method = method;
    request.path = std::move(path);
    request.query = std::move(query);
    request.has_body = !body.empty();
    request.body = std::move(body);
    if (SessionAdmin::serves(request.path)) {
      return run(sessions.handle(std::move(request), executor, deed));
    }
    if (StockAdmin::serves(request.path)) {
      return run(stock_admin.handle(std::move(request), executor, deed));
    }
    if (AuditAdmin::serves(request.path)) return run(audit.handle(std::move(request), executor));
    if (PushAdmin::serves(request.path)) return run(pushes.handle(std::move(request), executor));
    return run(desk.handle(std::move(request), executor, deed));
  }

  // The path of the document with ids of this shop.
  std::string filled(std::string path) const {
    const std::size_t id = path.find("{id}");
    if (id != std::string::npos) path.replace(id, 4, path.starts_with("/orders") ? order : sold);
    return path;
  }

  OrderAdmin desk{store, store, orders};
  wire::SessionRenderer renderer{profile};
  SessionAdmin sessions{service, store, renderer};
  AuditAdmin audit{memory};
  PushAdmin pushes{nullptr};
  commerce::EmbeddedProducts products{catalog, store};
  app::StockService stock{{store, store, products, nullptr, clock}};
  StockAdmin stock_admin{stock};
  Deed deed;
  std::string sold;
  std::string order;
};

struct Operation {
  std::string path;
  std::string method;
  std::vector<std::string> members;
  std::vector<std::string> parameters;
};

std::string method_of(std::string_view key) {
  if (key == "get") return "GET";
  return key == "put" ? "PUT" : "POST";
}

// What the document says of orders, sessions and stock.
std::vector<Operation> operations() {
  static simdjson::dom::parser parser;
  static const simdjson::padded_string text{openapi_document()};
  const simdjson::dom::object paths = parser.parse(text)["paths"].get_object();
  std::vector<Operation> found;
  for (const auto& [path, item] : paths) {
    const bool walked = path.starts_with("/orders") || path.starts_with("/sessions") ||
                        path == "/audit" || path == "/admin/v1/stock";
    if (!walked) continue;
    const simdjson::dom::object described = item.get_object();
    for (const auto& [method, what] : described) {
      if (method == "parameters") continue;
      Operation operation{std::string(path), method_of(method), {}, {}};
      simdjson::dom::object properties;
      if (what.at_pointer("/requestBody/content/application~1json/schema/properties")
              .get(properties) == simdjson::SUCCESS) {
        for (const auto& property : properties) operation.members.emplace_back(property.key);
      }
      simdjson::dom::array parameters;
      if (what["parameters"].get(parameters) == simdjson::SUCCESS) {
        for (const auto& parameter : parameters) {
          std::string_view name;
          std::string_view where;
          const bool in_query = parameter["in"].get(where) == simdjson::SUCCESS && where == "query";
          if (in_query && parameter["name"].get(name) == simdjson::SUCCESS) {
            operation.parameters.emplace_back(name);
          }
        }
      }
      found.push_back(std::move(operation));
    }
  }
  return found;
}

TEST(EveryAdminPath, IsWalked) {
  std::size_t members = 0;
  for (const Operation& each : operations()) members += each.members.size();
  EXPECT_GE(operations().size(), 16U);
  EXPECT_GE(members, 15U);
}

TEST(EveryAdminPath, RefusesNullAndUnknownMembersByName) {
  StrictDesk desk;
  const std::string before = desk.send("GET", "/orders/" + desk.order, "").body;
  for (const Operation& each : operations()) {
    if (each.method == "GET") continue;
    std::vector<std::string> members = each.members;
    members.emplace_back("amonut");
    for (const std::string& member : members) {
      for (const char* value : {"null", "\"\"", "\" \"", "{}"}) {
        const auto answer =
            desk.send(each.method, desk.filled(each.path), "{\"" + member + "\":" + value + "}");
        EXPECT_EQ(answer.status, 400) << each.path << member << value << answer.body;
        // Of the right name and the wrong type it may be another member that is complained of.
        if (std::string_view(value) == "{}" && member != members.back()) continue;
        EXPECT_EQ(raw_at(answer.body, "/param"), "$." + member) << each.path << value;
      }
    }
  }
  EXPECT_EQ(desk.send("GET", "/orders/" + desk.order, "").body, before);
}

TEST(EveryAdminPath, RefusesEmptyAndUnknownParametersByName) {
  StrictDesk desk;
  for (const Operation& each : operations()) {
    if (each.method != "GET" || each.path.ends_with("}")) continue;
    std::vector<std::string> queries{"colour=blue", "colour"};
    for (const std::string& name : each.parameters) {
      for (const char* end : {"", "=", "=%20", "=+", "=%00", "=%4", "=x%0a"}) {
        queries.push_back(name + end);
      }
    }
    for (const std::string& query : queries) {
      const auto answer = desk.send("GET", each.path, "", query);
      EXPECT_EQ(answer.status, 400) << each.path << query;
      EXPECT_EQ(raw_at(answer.body, "/param"), query.substr(0, query.find('='))) << query;
    }
  }
}

TEST(Queries, AreReadBehindTheirEscapes) {
  const auto query =
      Query::parse("q=ada%2Bx%40example.com&day=2026-11-24&more=a+b", {"q", "day", "more"});
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->text("q"), "ada+x@example.com");
  EXPECT_EQ(query->text("day"), "2026-11-24");
  EXPECT_EQ(query->text("more"), "a b");
  EXPECT_FALSE(query->text("limit").has_value());
  EXPECT_FALSE(Query::parse("q=1&q=2", {"q"}).has_value()) << "given twice";
}

}  // namespace
}  // namespace till::console

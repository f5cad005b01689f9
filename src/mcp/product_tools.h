// Products as tools and as resources.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/product_catalog.h"
#include "json/writer.h"
#include "mcp/checkout_tools.h"

namespace till::mcp {

inline constexpr std::string_view kProductUri = "till://products/";

// Any thread may call. The catalogue must outlive it.
class ProductTools {
 public:
  explicit ProductTools(app::ProductCatalog& catalog) : catalog_(catalog) {}

  ToolAnswer search(const json::Node& arguments) const;
  ToolAnswer get(const json::Node& arguments) const;

  // The result of resources/list, a page at a time; invalid_params for a cursor that is none.
  Result<std::string, RpcError> list_resources(const json::Node& params) const;
  // The result of resources/read; resource_not_found when there is none at the URI.
  Result<std::string, RpcError> read_resource(const json::Node& params) const;
  // The products that what was typed so far may mean, at most 100.
  app::ProductPage complete(std::string_view typed) const;

 private:
  app::ProductCatalog& catalog_;
};

// Of many products each is told briefly: enough to choose by.
enum class Detail { brief, all };
void write_product(json::Writer& json, const app::Product& product, Detail detail);

}  // namespace till::mcp

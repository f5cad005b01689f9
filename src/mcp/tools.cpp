#include "mcp/tools.h"

#include <array>

#include "json/writer.h"
#include "mcp/schemas.h"

namespace till::mcp {
namespace {

using app::Operation;

constexpr std::array kTools{
    Tool{.does = ProductQuestion::search,
         .group = ToolGroup::products,
         .name = "search_products",
         .title = "Search the shop",
         .description =
             "Finds products by words of their title and description, in stock and the best match "
             "first; without a query it lists all. hint says what to try. Next: begin a purchase "
             "with create_checkout_session and the ids of products.",
         .log_name = "MCP search_products",
         .takes_meta = false,
         .takes_id = false,
         .arguments_schema = "SearchProducts",
         .output_schema = "ProductList"},
    Tool{.does = ProductQuestion::get,
         .group = ToolGroup::products,
         .name = "get_product",
         .title = "Look at a product",
         .description = "Answers with a product, its prices and whether it is in stock.",
         .log_name = "MCP get_product",
         .takes_meta = false,
         .arguments_schema = "GetProduct",
         .output_schema = "Product"},
    Tool{.does = Operation::create,
         .name = "create_checkout_session",
         .title = "Begin a purchase",
         .description =
             "Begins a purchase of one or more products and answers with the checkout session: "
             "prices, delivery options and what is still missing. Amounts are in minor units. "
             "Next: read messages; add the buyer, the address and a delivery option with "
             "update_checkout_session until the status is ready_for_payment. Nothing is paid yet.",
         .log_name = "MCP create_checkout_session",
         .takes_id = false,
         .payload = Payload::required,
         .payload_schema = "CreateCheckoutSession",
         .output_schema = "CheckoutSession",
         .changes = true},
    Tool{.does = Operation::read,
         .name = "get_checkout_session",
         .title = "Look at a purchase",
         .description =
             "Answers with a checkout session as it stands. Use it after a pause, and to see what "
             "came of a payment while the status is complete_in_progress or pending_approval.",
         .log_name = "MCP get_checkout_session",
         .output_schema = "CheckoutSession"},
    Tool{.does = Operation::update,
         .name = "update_checkout_session",
         .title = "Change a purchase",
         .description =
             "Changes items, buyer, address, delivery option or discount codes of an open checkout "
             "session; what is not named stays. Each named member is replaced as a whole. Next: "
             "show the buyer the new total; when the status is ready_for_payment and the buyer "
             "agrees, pay with complete_checkout_session.",
         .log_name = "MCP update_checkout_session",
         .payload = Payload::required,
         .payload_schema = "UpdateCheckoutSession",
         .output_schema = "CheckoutSession",
         .changes = true},
    Tool{.does = Operation::complete,
         .name = "complete_checkout_session",
         .title = "Pay for a purchase",
         .description =
             "Charges the buyer's payment token with the total last shown and places the order. "
             "Call it only once the buyer agreed to that total. Completed: the order is in the "
             "answer. Declined: the status is ready_for_payment again and messages say why; ask "
             "for another way to pay and use a new idempotency_key. After a timeout repeat the "
             "same call with the same idempotency_key: the buyer is never charged twice.",
         .log_name = "MCP complete_checkout_session",
         .payload = Payload::required,
         .payload_schema = "CompleteCheckoutSession",
         .output_schema = "CheckoutSession",
         .changes = true,
         .destructive = true},
    Tool{.does = Operation::cancel,
         .name = "cancel_checkout_session",
         .title = "Give up a purchase",
         .description =
             "Ends a checkout session that is not paid and gives its goods back to the shop. A "
             "completed one cannot be canceled here: the buyer turns to the seller.",
         .log_name = "MCP cancel_checkout_session",
         .payload = Payload::optional,
         .payload_schema = "CancelCheckoutSession",
         .output_schema = "CheckoutSession",
         .changes = true,
         .destructive = true},
    Tool{.does = Operation::create_cart,
         .group = ToolGroup::carts,
         .name = "create_cart",
         .title = "Gather items",
         .description =
             "Makes a cart with an estimate of its prices while the buyer still looks around. To "
             "buy, begin a purchase with create_checkout_session and the same items.",
         .log_name = "MCP create_cart",
         .takes_id = false,
         .payload = Payload::required,
         .payload_schema = "CartRequest",
         .output_schema = "Cart",
         .changes = true},
    Tool{.does = Operation::read_cart,
         .group = ToolGroup::carts,
         .name = "get_cart",
         .title = "Look at a cart",
         .description = "Answers with a cart and the present estimate of its prices.",
         .log_name = "MCP get_cart",
         .output_schema = "Cart"},
    Tool{.does = Operation::replace_cart,
         .group = ToolGroup::carts,
         .name = "update_cart",
         .title = "Replace a cart",
         .description =
             "Puts other contents in the place of a cart: send all items, not only new ones.",
         .log_name = "MCP update_cart",
         .payload = Payload::required,
         .payload_schema = "CartRequest",
         .output_schema = "Cart",
         .changes = true},
    Tool{.does = Operation::cancel_cart,
         .group = ToolGroup::carts,
         .name = "cancel_cart",
         .title = "Drop a cart",
         .description = "Drops a cart that is no longer wanted.",
         .log_name = "MCP cancel_cart",
         .payload = Payload::optional,
         .output_schema = "Cart",
         .changes = true,
         .destructive = true},
    Tool{.does = Operation::read_order,
         .group = ToolGroup::orders,
         .name = "get_order",
         .title = "Look at an order",
         .description =
             "Answers with an order you placed: what was shipped and delivered, tracking, refunds. "
             "The id is that of order in a completed checkout session.",
         .log_name = "MCP get_order",
         .output_schema = "Order"},
    Tool{.does = Operation::complete,
         .group = ToolGroup::chatgpt,
         .name = "complete_checkout",
         .title = "Pay from the ChatGPT payment sheet",
         .description =
             "Called by ChatGPT's payment sheet with the token it obtained; any other agent pays "
             "with complete_checkout_session. A token pays once, however often this is called.",
         .log_name = "MCP complete_checkout",
         .takes_meta = false,
         .takes_id = false,
         .arguments_schema = "CompleteCheckout",
         .output_schema = "CheckoutSession",
         .destructive = true},
};

// {meta, id, payload} (MP-03), or what a tool of ours takes instead.
std::string input_schema(const Tool& tool) {
  if (!tool.arguments_schema.empty()) return standalone_schema(tool.arguments_schema);
  std::string out;
  json::Writer json(out);
  json.begin_object().member("type", "object").key("properties").begin_object();
  if (tool.takes_meta) json.key("meta").raw(standalone_schema(tool.changes ? "KeyedMeta" : "Meta"));
  if (tool.takes_id) json.key("id").raw(R"({"type":"string"})");
  if (!tool.payload_schema.empty()) {
    json.key("payload").raw(standalone_schema(tool.payload_schema));
  }
  json.end_object().key("required").begin_array();
  if (tool.takes_meta) json.text("meta");
  if (tool.takes_id) json.text("id");
  if (tool.payload == Payload::required) json.text("payload");
  json.end_array().end_object();
  return out;
}

void write_tool(json::Writer& json, const Tool& tool) {
  const bool reads = !tool.changes && !tool.destructive;
  json.begin_object().member("name", tool.name).member("title", tool.title);
  json.member("description", tool.description);
  json.key("inputSchema").raw(input_schema(tool));
  json.key("outputSchema").raw(standalone_schema(tool.output_schema));
  json.key("annotations").begin_object();
  json.key("readOnlyHint").boolean(reads).key("destructiveHint").boolean(tool.destructive);
  json.key("idempotentHint").boolean(true);  // By the key, or because nothing changes.
  json.key("openWorldHint").boolean(false).end_object().end_object();
}

}  // namespace

std::span<const Tool> all_tools() { return kTools; }

bool is_offered(const Tool& tool, const ToolGroups& groups) {
  switch (tool.group) {
    case ToolGroup::binding: return true;
    case ToolGroup::carts: return groups.carts;
    case ToolGroup::orders: return groups.orders;
    case ToolGroup::products: return groups.products;
    case ToolGroup::chatgpt: break;
  }
  return groups.chatgpt;
}

const Tool* find_tool(std::string_view name, const ToolGroups& groups) {
  for (const Tool& tool : kTools) {
    if (tool.name == name) return is_offered(tool, groups) ? &tool : nullptr;
  }
  return nullptr;
}

std::string render_tools(const ToolGroups& groups) {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("tools").begin_array();
  for (const Tool& tool : kTools) {
    if (is_offered(tool, groups)) write_tool(json, tool);
  }
  json.end_array().end_object();
  return out;
}

}  // namespace till::mcp

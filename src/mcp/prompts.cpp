#include "mcp/prompts.h"

#include "json/writer.h"

namespace till::mcp {
namespace {

constexpr std::string_view kDescription =
    "Leads through a purchase: find the product, begin a checkout session, complete the address, "
    "show the total, pay, tell the order.";

constexpr std::string_view kSearch =
    "Work in these steps and tell me before each one that costs money.\n"
    "1. Find the product with search_products. If several fit, ask me which one.\n";
constexpr std::string_view kSearchElsewhere =
    "Work in these steps and tell me before each one that costs money.\n"
    "1. If that is not the id of a product of this shop, ask me for it.\n";
constexpr std::string_view kSteps =
    "2. Begin with create_checkout_session: line_items with the product's id and a quantity, its "
    "currency, and capabilities {}. Every call that changes something carries "
    "meta.api_version and a fresh meta.idempotency_key; only a repetition of the same call "
    "carries the same key.\n"
    "3. Read status and messages of the answer. Ask me for what is missing - my name, e-mail "
    "address and delivery address - and send it with update_checkout_session. Make nothing up.\n"
    "4. Show me fulfillment_options with their prices and choose the one I want in "
    "selected_fulfillment_options.\n"
    "5. When the status is ready_for_payment, show me every line, delivery, tax and the total in "
    "the currency's usual form (amounts are in minor units), and wait for my clear yes.\n"
    "6. Pay with complete_checkout_session and the payment token that was delegated to you for "
    "this seller and this total. On authentication_required lead me through it; on "
    "payment_declined tell me why and ask for another way to pay.\n"
    "7. When the status is completed, give me the order's id, its total and permalink_url.\n"
    "If I change my mind, end the session with cancel_checkout_session.";

void write_argument(json::Writer& json, std::string_view name, std::string_view description,
                    bool required) {
  json.begin_object().member("name", name).member("description", description);
  json.key("required").boolean(required).end_object();
}

}  // namespace

std::string render_prompts() {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("prompts").begin_array().begin_object();
  json.member("name", kBuyPrompt).member("title", "Buy something");
  json.member("description", kDescription).key("arguments").begin_array();
  write_argument(json, "product", "What to buy, in the buyer's words or as a product id.", true);
  write_argument(json, "quantity", "How many; 1 when left out.", false);
  json.end_array().end_object().end_array().end_object();
  return out;
}

Result<std::string, RpcError> render_prompt(const json::Node& params,
                                            std::string_view merchant_name, bool finds) {
  const json::Node name = params.member("name");
  if (!name.is_text() || name.text() != kBuyPrompt) {
    return refused(RpcError{RpcCode::invalid_params,
                            "There is no such prompt. prompts/list names those there are.",
                            {}});
  }
  const json::Node arguments = params.member("arguments");
  const json::Node product = arguments.member("product");
  const json::Node quantity = arguments.member("quantity");
  if (!product.is_text()) {
    return refused(RpcError{RpcCode::invalid_params, "Send the argument \"product\": a text.", {}});
  }
  std::string text = "Buy this for me at " + std::string(merchant_name) + ": ";
  text += quantity.is_text() ? quantity.text({0, 32}) : std::string("1");
  text += " x " + product.text({0, 256}) + ".\n\n";
  text.append(finds ? kSearch : kSearchElsewhere).append(kSteps);
  std::string out;
  json::Writer json(out);
  json.begin_object().member("description", kDescription).key("messages").begin_array();
  json.begin_object().member("role", "user").key("content").begin_object();
  json.member("type", "text").member("text", text).end_object().end_object();
  json.end_array().end_object();
  return out;
}

}  // namespace till::mcp

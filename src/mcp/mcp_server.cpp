#include "mcp/mcp_server.h"

#include <utility>

#include "json/writer.h"
#include "mcp/prompts.h"
#include "mcp/tool_arguments.h"

namespace till::mcp {
namespace {

constexpr std::string_view kFind =
    "This is the checkout of a shop. Find products with search_products. ";
constexpr std::string_view kFindElsewhere =
    "This is the checkout of a shop, which takes the ids of its products. ";
constexpr std::string_view kInstructions =
    "Begin a purchase with create_checkout_session, complete it with update_checkout_session "
    "until its status is ready_for_payment, show the buyer the total, and pay with "
    "complete_checkout_session once the buyer agrees. Amounts are in minor units. Each call "
    "that changes something needs meta.api_version and a new meta.idempotency_key; repeat a "
    "failed call with the same key. Errors say what to send instead.";

RpcError unknown_method(std::string_view method) {
  return {
      RpcCode::method_not_found, "There is no method \"" + std::string(method) + "\".", {}, 404};
}

RpcError unknown_tool() {
  return {RpcCode::invalid_params,
          "There is no such tool. tools/list names those there are and what they take.",
          {},
          404};
}

RpcError no_arguments() {
  return {RpcCode::invalid_params, "Send the arguments of the tool as an object.", {}};
}

RpcAnswer finish(const RpcMessage& request, const Result<std::string, RpcError>& value,
                 std::string_view log_name) {
  RpcAnswer outcome;
  outcome.log_name = log_name;
  outcome.status = value ? 200 : value.error().status;
  if (!value && value.error().code == RpcCode::method_not_found) outcome.http_status = 404;
  outcome.text =
      value ? render_result(request.id, *value) : render_error(request.id, value.error());
  return outcome;
}

}  // namespace

McpServer::McpServer(McpServerDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      checkout_tools_(dependencies_.checkout),
      product_tools_(dependencies_.products),
      tools_(render_tools(dependencies_.groups)),
      results_(server_info()) {}

Version McpServer::version_asked(const RpcMessage& initialize) {
  const json::Node version = initialize.params.member("protocolVersion");
  return negotiate(version.is_text() ? version.text() : std::string());
}

Task<RpcAnswer> McpServer::answer(const RpcMessage& request, ToolCaller caller) {
  std::string_view log_name = "MCP unmatched";
  if (request.method == "tools/call") {
    const json::Node name = request.params.member("name");
    const Tool* const tool =
        name.is_text() ? find_tool(name.text(), dependencies_.groups) : nullptr;
    if (tool == nullptr) co_return finish(request, refused(unknown_tool()), "MCP tools/call");
    json::Node arguments = request.params.member("arguments");
    if (arguments.given() && !arguments.is_object()) {
      co_return finish(request, refused(no_arguments()), "MCP tools/call");
    }
    co_return co_await call_tool(request, *tool, arguments, false, std::move(caller));
  }
  // A tool's name as the method gives its bare value, as the binding shows it (MP-09).
  if (const Tool* const tool = find_tool(request.method, dependencies_.groups)) {
    co_return co_await call_tool(request, *tool, request.params, true, std::move(caller));
  }
  auto value = look(request, caller.era, log_name);
  if (!value) value = refused(unknown_method(request.method));
  if (*value) **value = results_.of_method(caller.era, request.method, std::move(**value));
  co_return finish(request, *value, log_name);
}

std::optional<McpServer::Value> McpServer::look(const RpcMessage& request, Era era,
                                                std::string_view& log_name) const {
  const auto named = [&log_name](std::string_view name, Value value) {
    log_name = name;
    return std::optional<Value>(std::move(value));
  };
  const std::string& method = request.method;
  const bool products = dependencies_.groups.products;
  const bool legacy = era == Era::legacy;
  if (legacy && method == "initialize") return named("MCP initialize", initialize(request));
  if (legacy && method == "ping") return named("MCP ping", "{}");
  if (!legacy && method == "server/discover") return named("MCP server/discover", discover());
  if (method == "tools/list") return named("MCP tools/list", tools_);
  if (method == "prompts/list") return named("MCP prompts/list", render_prompts());
  if (method == "prompts/get") {
    return named("MCP prompts/get",
                 render_prompt(request.params, dependencies_.profile.merchant_name, products));
  }
  if (method == "completion/complete") {
    return named("MCP completion/complete", complete(request.params));
  }
  if (!products) return std::nullopt;
  if (method == "resources/list") {
    return named("MCP resources/list", product_tools_.list_resources(request.params));
  }
  if (method == "resources/read") {
    auto read = product_tools_.read_resource(request.params);
    if (!read && !legacy) read.error().code = RpcCode::invalid_params;
    return named("MCP resources/read", std::move(read));
  }
  if (method == "resources/templates/list") {
    return named("MCP resources/templates/list",
                 R"({"resourceTemplates":[{"uriTemplate":"till://products/{id}","name":"product",)"
                 R"("title":"A product","description":"A product by its id.",)"
                 R"("mimeType":"application/json"}]})");
  }
  return std::nullopt;
}

void McpServer::write_capabilities(json::Writer& json) const {
  json.key("capabilities").begin_object();
  json.key("tools").begin_object().key("listChanged").boolean(false).end_object();
  if (dependencies_.groups.products) {
    json.key("resources").begin_object().key("listChanged").boolean(true).end_object();
  }
  json.key("prompts").begin_object().key("listChanged").boolean(false).end_object();
  json.key("completions").begin_object().end_object().end_object();
}

std::string McpServer::server_info() const {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("name", "till");
  json.member("title", dependencies_.profile.merchant_name);
  json.member("version", dependencies_.program_version).end_object();
  return out;
}

std::string McpServer::instructions() const {
  const bool finds = dependencies_.groups.products;
  return std::string(finds ? kFind : kFindElsewhere).append(kInstructions);
}

std::string McpServer::initialize(const RpcMessage& request) const {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("protocolVersion", text_of(version_asked(request)));
  write_capabilities(json);
  json.key("serverInfo").raw(server_info());
  json.member("instructions", instructions()).end_object();
  return out;
}

std::string McpServer::discover() const {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("supportedVersions").raw(versions_json());
  write_capabilities(json);
  json.member("instructions", instructions()).end_object();
  return out;
}

// Of what can be completed only products have names of their own.
McpServer::Value McpServer::complete(const json::Node& params) const {
  const json::Node reference = params.member("ref");
  const json::Node argument = params.member("argument");
  const json::Node name = argument.member("name");
  const json::Node typed = argument.member("value");
  if (!reference.is_object() || !name.is_text() || !typed.is_text()) {
    return refused(RpcError{
        RpcCode::invalid_params, "Send \"ref\" and \"argument\" with its name and value.", {}});
  }
  const std::string argument_name = name.text({0, 256});
  const bool product = argument_name == "product" || argument_name == "id";
  app::ProductPage page;
  if (product && dependencies_.groups.products) {
    page = product_tools_.complete(typed.text({0, 256}));
  }
  std::string out;
  json::Writer json(out);
  json.begin_object().key("completion").begin_object().key("values").begin_array();
  for (const app::Product& found : page.products) json.text(found.id);
  json.end_array().member("total", static_cast<std::int64_t>(page.total));
  json.key("hasMore").boolean(page.total > page.products.size()).end_object().end_object();
  return out;
}

Task<RpcAnswer> McpServer::call_tool(const RpcMessage& request, const Tool& tool,
                                     json::Node arguments, bool bare, ToolCaller caller) {
  const Era era = caller.era;
  const ToolAnswer answer = co_await run(tool, arguments, std::move(caller));
  RpcAnswer outcome;
  outcome.log_name = tool.log_name;
  outcome.request_id = request_id_of(arguments);
  outcome.status = answer ? answer->status : answer.error().status;
  outcome.replayed = answer ? answer->replayed : answer.error().replayed;
  if (answer && bare) {
    outcome.text = render_result(request.id, answer->text());
  } else if (answer) {
    outcome.text =
        render_result(request.id, results_.of_call(era, answer->text(), outcome.replayed));
  } else if (!bare && Results::is_result(era, tool, answer.error())) {
    outcome.text = render_result(request.id, results_.of_fault(era, answer.error()));
  } else {
    outcome.text = render_error(request.id, answer.error());
  }
  co_return outcome;
}

Task<ToolAnswer> McpServer::run(const Tool& tool, const json::Node& arguments, ToolCaller caller) {
  const auto* const question = std::get_if<ProductQuestion>(&tool.does);
  if (question == nullptr) {
    co_return co_await checkout_tools_.call(tool, arguments, std::move(caller));
  }
  if (*question == ProductQuestion::search) co_return product_tools_.search(arguments);
  co_return product_tools_.get(arguments);
}

}  // namespace till::mcp

#include "mcp/subscription.h"

namespace till::mcp {
namespace {

bool is_flag(const json::Node& node) {
  return node.absent() || node.value().kind() == json::Kind::boolean;
}

}  // namespace

Result<Subscription, RpcError> Subscription::of(const RpcMessage& request, bool products) {
  const json::Node filter = request.params.member("notifications");
  const json::Node tools = filter.member("toolsListChanged");
  const json::Node prompts = filter.member("promptsListChanged");
  const json::Node resources = filter.member("resourcesListChanged");
  const json::Node uris = filter.member("resourceSubscriptions");
  const bool flags = is_flag(tools) && is_flag(prompts) && is_flag(resources);
  if (!filter.is_object() || !flags || !(uris.absent() || uris.is_list())) {
    return refused(RpcError{RpcCode::invalid_params,
                            "Send what to hear as \"notifications\": {\"resourcesListChanged\": "
                            "true} tells when products change.",
                            {}});
  }
  const bool wanted = !resources.absent() && resources.boolean();
  return Subscription(request.id, wanted && products);
}

std::string Subscription::meta() const {
  return R"("_meta":{"io.modelcontextprotocol/subscriptionId":)" + id_ + "}";
}

std::string Subscription::acknowledged() const {
  const std::string_view honoured = products_ ? R"({"resourcesListChanged":true})" : "{}";
  return render_notification("notifications/subscriptions/acknowledged",
                             "{" + meta() + R"(,"notifications":)" + std::string(honoured) + "}");
}

std::string Subscription::products_changed() const {
  return render_notification("notifications/resources/list_changed", "{" + meta() + "}");
}

std::string Subscription::ended() const {
  return render_result(id_, R"({"resultType":"complete",)" + meta() + "}");
}

}  // namespace till::mcp

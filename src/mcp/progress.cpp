#include "mcp/progress.h"

#include "json/writer.h"

namespace till::mcp {

ProgressToken::ProgressToken(const RpcMessage& request) {
  const json::Node meta = request.params.member("_meta");
  const json::Node token = meta.member("progressToken");
  if (token.is_text() || token.is_integer()) token_ = token.json();
  if (token_.size() > Incoming::kIdBytes) token_.clear();
}

std::string ProgressToken::render(std::int64_t done, std::string_view sentence) const {
  std::string params;
  json::Writer json(params);
  json.begin_object().key("progressToken").raw(token_).member("progress", done);
  json.member("total", std::int64_t{1}).member("message", sentence).end_object();
  return render_notification("notifications/progress", params);
}

}  // namespace till::mcp

#include "mcp/results.h"

#include <array>

#include "json/writer.h"

namespace till::mcp {
namespace {

// How long a client may keep a result, and whether caches that many share may. Every agent is shown
// the same; what a product costs changes soon, and a cache must not sell it at the price of before.
struct Freshness {
  std::string_view method;
  std::int64_t ttl_ms;
  std::string_view scope;
};

constexpr std::array kFreshness{
    Freshness{"server/discover", 300'000, "public"},
    Freshness{"tools/list", 300'000, "public"},
    Freshness{"prompts/list", 300'000, "public"},
    Freshness{"resources/templates/list", 300'000, "public"},
    Freshness{"resources/list", 60'000, "public"},
    Freshness{"resources/read", 10'000, "private"},
};

// Writes the rest of an object behind members that stand there.
void append_members(std::string& out, std::string_view object) {
  if (object == "{}") {
    out += '}';
    return;
  }
  out.append(",").append(object.substr(1));
}

void write_content(json::Writer& json, std::string_view text) {
  json.key("content").begin_array().begin_object();
  json.member("type", "text").member("text", text).end_object().end_array();
}

}  // namespace

Results::Results(std::string_view server_info)
    : meta_(R"({"resultType":"complete","_meta":{"io.modelcontextprotocol/serverInfo":)" +
            std::string(server_info)) {}

std::string Results::of_method(Era era, std::string_view method, std::string result) const {
  if (era == Era::legacy) return result;
  std::string out;
  out.reserve(meta_.size() + result.size() + 64);
  out.append(meta_).append("}");
  for (const Freshness& known : kFreshness) {
    if (known.method != method) continue;
    out.append(R"(,"ttlMs":)").append(std::to_string(known.ttl_ms));
    out.append(R"(,"cacheScope":")").append(known.scope).append("\"");
  }
  append_members(out, result);
  return out;
}

std::string Results::opening(Era era, std::string_view more_meta, bool replayed) const {
  if (era == Era::legacy) return "{";
  return meta_ + std::string(more_meta) +
         (replayed ? R"(,"till/idempotent-replayed":true},)" : "},");
}

std::string Results::of_call(Era era, const std::string& value, bool replayed) const {
  std::string out = opening(era, {}, replayed);
  out.reserve(out.size() + value.size() * 2 + value.size() / 4 + 128);
  json::Writer json(out);
  write_content(json, value);
  json.key("structuredContent").raw(value).key("isError").boolean(false).end_object();
  return out;
}

std::string Results::of_fault(Era era, const RpcError& error) const {
  const std::string named = R"("till/error":)" + error.data;
  std::string out = opening(era, "," + named, error.replayed);
  json::Writer json(out);
  write_content(json, error.message + "\n" + error.data);
  json.key("isError").boolean(true);
  if (era == Era::legacy) json.key("_meta").raw("{" + named + "}");
  json.end_object();
  return out;
}

// ACP's binding says how its tools refuse, in words of a time when MCP had none for it; it says
// nothing of the shape of a call, nor of the tools that search.
bool Results::is_result(Era era, const Tool& tool, const RpcError& error) {
  return era == Era::modern || error.code == RpcCode::invalid_params ||
         tool.group == ToolGroup::products;
}

}  // namespace till::mcp

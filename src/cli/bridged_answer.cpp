#include "cli/bridged_answer.h"

#include "cli/json.h"
#include "json/writer.h"

namespace till::cli {
namespace {

std::string error_line(const std::string& id, std::string_view error) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("jsonrpc", "2.0");
  if (!id.empty()) json.key("id").raw(id);
  json.key("error").raw(error).end_object();
  return out;
}

std::string internal_error(const std::string& sentence) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("code", std::int64_t{-32603}).member("message", sentence);
  json.end_object();
  return out;
}

}  // namespace

std::string bridged_answer(const HttpAnswer& answer, const std::string& id, bool asks,
                           std::string_view server) {
  const bool whole = answer && (!answer->body.empty() || !asks);
  if (whole && answer->status < 400) return answer->body;
  if (!asks) return {};
  const Json error = answer ? Json::parse(answer->body).at("error") : Json();
  if (error.given()) return error_line(id, error.json());
  const std::string why =
      answer ? "status " + std::to_string(answer->status) : answer.error().detail;
  return error_line(
      id, internal_error("The till at " + std::string(server) + " does not answer: " + why));
}

}  // namespace till::cli

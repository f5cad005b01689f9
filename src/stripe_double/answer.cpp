#include "stripe_double/answer.h"

#include "json/writer.h"

namespace till::stripe_double {

Answer error_answer(int status, const ErrorText& error) {
  Answer answer;
  answer.status = status;
  json::Writer json(answer.body);
  json.begin_object().key("error").begin_object().member("type", error.type);
  if (!error.code.empty()) json.member("code", error.code);
  if (!error.decline_code.empty()) json.member("decline_code", error.decline_code);
  if (!error.param.empty()) json.member("param", error.param);
  json.member("message", error.message);
  if (!error.charge.empty()) json.member("charge", error.charge);
  if (!error.intent.empty()) json.key("payment_intent").raw(error.intent);
  json.end_object().end_object();
  return answer;
}

Answer invalid(const ErrorText& error) {
  Answer answer = error_answer(400, error);
  answer.keep = false;
  return answer;
}

Answer missing(std::string_view what, std::string_view id) {
  const std::string message = "No such " + std::string(what) + ": '" + std::string(id) + "'";
  Answer answer = error_answer(404, {.code = "resource_missing", .message = message});
  answer.keep = false;
  return answer;
}

}  // namespace till::stripe_double

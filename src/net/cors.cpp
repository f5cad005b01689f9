#include "net/cors.h"

namespace till::net {

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && request.header("Origin") &&
         request.header("Access-Control-Request-Method");
}

void open_to_any_page(Response& response) {
  response.headers.push_back({"Access-Control-Allow-Origin", "*"});
}

Response public_preflight_answer() {
  Response response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD"},
                      {"Access-Control-Allow-Headers", "*"},
                      {"Access-Control-Max-Age", "600"}};
  open_to_any_page(response);
  return response;
}

}  // namespace till::net

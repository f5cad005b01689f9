#include "wire/push_request.h"

#include <string>

#include "wire/faults.h"

namespace till::wire {

Result<PushRequest, checkout::Refusal> decode_push(const Body& body) {
  Faults faults;
  const Node root(body.root(), faults);
  PushRequest request;
  root.expect_only({"since", "cursor"});
  const Node since = root.need("since");
  if (since.given()) {
    const std::string text = since.words({1, 64});
    auto moment = parse_rfc3339(text);
    if (!moment) moment = parse_rfc3339(text + "T00:00:00Z");
    if (!moment) since.invalid("a day such as 2026-11-24 or a moment in RFC 3339");
    request.since = moment.value_or(Timestamp{});
  }
  const Node cursor = root.member("cursor");
  if (cursor.given()) {
    request.before = OrderId::parse(cursor.words({1, 64}));
    if (!request.before) cursor.invalid("a next_cursor");
  }
  if (faults.first()) return refused(*faults.first());
  return request;
}

}  // namespace till::wire

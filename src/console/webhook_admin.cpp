#include "console/webhook_admin.h"

#include <exception>
#include <optional>
#include <utility>

#include "app/event_receivers.h"
#include "console/answers.h"
#include "console/query.h"
#include "json/writer.h"
#include "wire/error_body.h"

namespace till::console {
namespace {

using app::EventState;
using net::Response;
using wire::CodeList;
using wire::Fault;

constexpr std::int64_t kMostEvents = 1'000;
constexpr std::int64_t kUsualEvents = 100;
constexpr std::string_view kWebhooks = "/admin/webhooks";

std::string_view spelling(EventState state) {
  switch (state) {
    case EventState::pending: return "pending";
    case EventState::delivered: return "delivered";
    case EventState::dead: break;
  }
  return "dead";
}

std::string_view spelling(app::EventType type) {
  return type == app::EventType::order_create ? "order_create" : "order_update";
}

std::optional<EventState> state_of(std::string_view name) {
  for (const EventState state : {EventState::pending, EventState::delivered, EventState::dead}) {
    if (spelling(state) == name) return state;
  }
  return std::nullopt;
}

void write_event(json::Writer& json, const app::OutboxEvent& event) {
  json.begin_object().member("id", event.id.text()).member("type", spelling(event.type));
  json.member("order_id", event.order.text()).member("agent", event.agent);
  json.member("receiver", app::row_of(event.receiver).name);
  json.member("state", spelling(event.state)).member("attempts", event.attempts);
  json.member("next_attempt_at", format_rfc3339(event.next_attempt_at));
  json.member("last_error", event.last_error);
  json.member("created_at", format_rfc3339(event.created_at)).end_object();
}

// Refused with the answer to a parameter that is none.
Result<app::EventFilter, Response> event_filter(std::string_view text) {
  const auto query = Query::parse(text, {"state", "limit", "cursor"});
  if (!query) return refused(query.error());
  app::EventFilter filter;
  if (const auto state = query->text("state")) {
    filter.state = state_of(*state);
    if (!filter.state) return refused(wrong_parameter("state", "pending, delivered or dead"));
  }
  filter.after = EventId{};  // Before every event: a list by pages is in the order of ids.
  if (const auto cursor = query->text("cursor")) {
    filter.after = EventId::parse(*cursor);
    if (!filter.after) return refused(wrong_parameter("cursor", "a next_cursor"));
  }
  const auto limit = read_whole(*query, "limit", 1, kMostEvents, kUsualEvents);
  if (!limit) return refused(limit.error());
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

// The {id} of /admin/webhooks/{id}/replay; empty for any other path.
std::string_view replay_id(std::string_view path) {
  constexpr std::string_view kEnd = "/replay";
  if (!path.starts_with(kWebhooks) || !path.ends_with(kEnd)) return {};
  if (path.size() < kWebhooks.size() + kEnd.size() + 2) return {};
  path.remove_suffix(kEnd.size());
  path.remove_prefix(kWebhooks.size());
  return path.starts_with('/') ? path.substr(1) : std::string_view();
}

}  // namespace

bool WebhookAdmin::serves(std::string_view path) {
  return path == kWebhooks ||
         (path.starts_with(kWebhooks) && path.substr(kWebhooks.size()).starts_with('/'));
}

Task<Response> WebhookAdmin::handle(net::Request request, Executor& executor) {
  if (request.path == kWebhooks) {
    if (request.method != "GET") co_return not_allowed("GET");
    co_return co_await list(std::move(request.query), executor);
  }
  const std::string id(replay_id(request.path));
  if (id.empty()) co_return fault(Fault::path_not_found, "There is nothing at this path.");
  if (request.method != "POST") co_return not_allowed("POST");
  if (auto unfit = member_refusal(request)) co_return std::move(*unfit);
  co_return co_await replay(id, executor);
}

Task<Response> WebhookAdmin::list(std::string query, Executor& executor) {
  auto filter = event_filter(query);
  if (!filter) co_return std::move(filter.error());
  const std::size_t most = filter->limit++;  // One more says whether there is another page.
  auto events = co_await outbox_.events(*filter, executor);
  if (!events) co_return fault(Fault::internal);
  const bool more = events->size() > most;
  if (more) events->resize(most);
  std::string body;
  json::Writer json(body);
  json.begin_object().key("events").begin_array();
  for (const app::OutboxEvent& event : *events) write_event(json, event);
  json.end_array();
  if (more) json.member("next_cursor", events->back().id.text());
  json.end_object();
  co_return respond(200, std::move(body));
}

Task<Response> WebhookAdmin::replay(std::string id, Executor& executor) {
  const auto event = EventId::parse(id);
  auto known = co_await outbox_.event(event.value_or(EventId{}), executor);
  if (!known) co_return fault(Fault::internal);
  if (!event || !*known) co_return fault(Fault::path_not_found, "There is no such event.");
  co_await resume_on(dispatcher_loop_);
  app::StoreResult<bool> replayed = refused(app::StoreFailure::failed);
  try {
    replayed = co_await dispatcher_.replay(*event);
  } catch (const std::exception&) {
    replayed = refused(app::StoreFailure::failed);  // The answer still belongs to its own loop.
  }
  co_await resume_on(executor);
  if (!replayed) co_return fault(Fault::internal);
  if (!*replayed) {
    auto answer = wire::render_fault(Fault::bad_request, CodeList::checkout,
                                     "The event is still pending; it is sent without a replay.");
    answer.status = 409;
    co_return respond(answer);
  }
  std::string body;
  json::Writer(body).begin_object().member("id", id).member("state", "pending").end_object();
  co_return respond(200, std::move(body));
}

}  // namespace till::console

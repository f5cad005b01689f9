// Against the official documents of the protocol, where they lie beside the repository.
#include <gtest/gtest.h>
#include <simdjson.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "checkout/order_rules.h"
#include "json/writer.h"
#include "official_documents.h"
#include "wire/acp/order_json.h"
#include "wire/acp/response.h"
#include "wire/error_body.h"
#include "wire/requests.h"
#include "wire/sessions.h"
#include "wire/spelling.h"

namespace till::wire {
namespace {

namespace fs = std::filesystem;
using checkout::RefusalCode;

// One rendered sample a file; the name up to the first dot says which schema it must meet.
class Samples {
 public:
  explicit Samples(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
  }
  void add(const std::string& name, const std::string& json) const {
    std::ofstream(folder_ / (name + ".json")) << json;
  }

 private:
  fs::path folder_;
};

void add_sessions(const Samples& samples) {
  const SessionRenderer renderer(test::seller());
  samples.add("session.incomplete", renderer.render(test::incomplete_session()));
  samples.add("session.ready", renderer.render(test::ready_session()));
  samples.add("session.discounts", renderer.render(test::discounted_session()));
  samples.add("session.completed_on_get", renderer.render(test::completed_session()));
  samples.add("session_with_order.completed", renderer.render(test::completed_session()));
  checkout::Session session = test::ready_session();
  for (int status = 0; status <= static_cast<int>(checkout::Status::expired); ++status) {
    session.status = checkout::Status(status);
    samples.add("session.status_" + std::to_string(status), renderer.render(session));
  }
  samples.add("session.authentication", renderer.render(test::authenticating_session()));
  session.lines.clear();
  session.options.clear();
  session.selected.clear();
  samples.add("session.without_lines", renderer.render(session));
  session.messages.clear();
  for (int code = 1; code <= static_cast<int>(checkout::MessageCode::intervention_required);
       ++code) {
    session.messages.push_back({checkout::MessageType::error, checkout::MessageCode(code),
                                checkout::Member::line, checkout::Resolution::recoverable,
                                checkout::Text::spelled("Mend it.")});
  }
  samples.add("session.errors", renderer.render(session));
}

// What shows pictures and pages.
void add_pictured(const Samples& samples) {
  const SessionRenderer renderer(test::seller());
  const checkout::WebLinks links{{"https://h/1.jpg?w=1", "http://h/2.jpg"}, "https://h/mug#blue"};
  for (checkout::Session session : {test::ready_session(), test::completed_session()}) {
    for (checkout::LineItem& line : session.lines) line.links = links;
    samples.add("session.pictured_" + std::to_string(int(session.status)),
                renderer.render(session));
  }
  checkout::Session cart = test::cart_session();
  cart.lines.front().links = links;
  samples.add("cart.pictured", renderer.render_cart(cart));
  checkout::Order order = test::completed_session().order.value();
  order.lines.front().image_url = links.images.front();
  order.lines.front().page_url = links.page;
  std::string text;
  json::Writer json(text);
  acp::write_order(json, order);
  samples.add("order.pictured", text);
  samples.add("webhook.pictured", acp::order_event_body(app::EventType::order_create, order));
}

// An order at each step of its life, as shown and as told.
void add_orders(const Samples& samples) {
  using namespace checkout;
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  Order order = test::completed_session().order.value();
  const Circumstances circumstances{Timestamp{1'795'514'400'000}, ids};
  const auto note = [&samples, &order](const std::string& step) {
    std::string text;
    json::Writer json(text);
    acp::write_order(json, order);
    samples.add("order." + step, text);
    samples.add("webhook.create_" + step,
                acp::order_event_body(app::EventType::order_create, order));
    samples.add("webhook.update_" + step,
                acp::order_event_body(app::EventType::order_update, order));
  };
  note("sold");
  const std::vector<std::pair<const char*, OrderCommand>> steps{
      {"held", HoldOrder{}},
      {"approved", ApproveOrder{}},
      {"refunding", RefundOrder{Amount{1}, "Chipped"}},
      {"shipped", ShipOrder{{}, "UPS", "1Z", "https://track.example/1Z"}},
      {"delivered", DeliverOrder{}}};
  for (const auto& [name, command] : steps) {
    auto change = change_order(order, command, circumstances);
    ASSERT_TRUE(change.has_value()) << name;
    order = change->order;
    note(name);
  }
  order = settle_refund(order, order.adjustments.at(0).id, true, circumstances.now).value();
  note("refunded");
  order = test::completed_session().order.value();
  order = change_order(order, CancelOrder{}, circumstances)->order;
  note("canceled");
  order = test::completed_session().order.value();
  for (OrderLine& line : order.lines) line.fulfillment = FulfillmentType::digital;
  order =
      change_order(order, DeliverOrder{{}, "https://dl.example/1", "KEY"}, circumstances)->order;
  note("downloaded");
  order = test::completed_session().order.value();
  for (OrderLine& line : order.lines) line.fulfillment = FulfillmentType::pickup;
  order = change_order(order, ReadyOrder{}, circumstances)->order;
  note("laid_out");
}

void add_errors(const Samples& samples) {
  for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) {
    samples.add("error.fault_" + std::to_string(i),
                render_fault(Fault(i), CodeList::checkout, {}, "$.a").body);
  }
  for (int i = 0; i <= static_cast<int>(RefusalCode::internal); ++i) {
    samples.add("error.refusal_" + std::to_string(i),
                render_refusal(refusal(RefusalCode(i), "$.a", ""), CodeList::checkout).body);
  }
  for (int i = 0; i <= static_cast<int>(checkout::OrderRefusalCode::refund_refused); ++i) {
    samples.add(
        "error.order_" + std::to_string(i),
        render_order_refusal({checkout::OrderRefusalCode(i), checkout::Text::spelled("No.")}).body);
  }
  samples.add("error.version", render_version_fault(Fault::missing_api_version, CodeList::checkout,
                                                    kSupportedVersions)
                                   .body);
  for (const RefusalCode code :
       {RefusalCode::malformed_json, RefusalCode::missing, RefusalCode::invalid,
        RefusalCode::invalid_card, RefusalCode::idempotency_conflict,
        RefusalCode::idempotency_in_flight}) {
    samples.add("token_error.refusal_" + std::to_string(static_cast<int>(code)),
                render_refusal(refusal(code, "$.a", ""), CodeList::delegate_payment).body);
  }
  for (const Fault fault : {Fault::rate_limited, Fault::idempotency_key_required}) {
    samples.add("token_error.fault_" + std::to_string(static_cast<int>(fault)),
                render_fault(fault, CodeList::delegate_payment).body);
  }
}

// What the script says when it cannot validate.
constexpr int kCannotValidate = 77;

// A folder of this run alone.
fs::path fresh_folder() {
  std::string pattern = (fs::path(testing::TempDir()) / "till_samples_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for samples");
  return pattern;
}

TEST(OfficialSchemas, AcceptEveryAnswer) {
  TILL_SKIP_UNLESS(fs::exists(official_document()), "no official schemas at ../shared/spec");
  const char* wanted = std::getenv("TILL_SAMPLES");
  const fs::path folder = wanted != nullptr ? fs::path(wanted) : fresh_folder();
  const Samples samples(folder);
  add_sessions(samples);
  add_pictured(samples);
  add_orders(samples);
  add_errors(samples);
  samples.add("token.plain", render_token("vt_1", Timestamp{1}, {{"source", "agent"}}));
  samples.add("cart.whole", SessionRenderer(test::seller()).render_cart(test::cart_session()));
  samples.add("discovery.open", render_discovery(test::seller(), true));
  samples.add("discovery.closed", render_discovery(test::seller(), false));
  const fs::path script = repository() / "tests" / "schema" / "validate_samples.py";
  const std::string command =
      "/usr/bin/python3 -B '" + script.string() + "' '" + folder.string() + "'";
  const int status = WEXITSTATUS(std::system(command.c_str()));
  if (wanted == nullptr) fs::remove_all(folder);
  TILL_SKIP_UNLESS(status != kCannotValidate, "python3-jsonschema is not installed");
  EXPECT_EQ(status, 0);
}

TEST(OfficialFixtures, AreUnderstood) {
  const fs::path path = official_document("fixtures.json");
  TILL_SKIP_UNLESS(fs::exists(path), "no official fixtures at ../shared/spec");
  simdjson::dom::parser parser;
  simdjson::dom::element fixtures;
  ASSERT_EQ(parser.load(path.string()).at_key("2026-04-17").get(fixtures), simdjson::SUCCESS);
  const auto body = [&fixtures](std::string_view name) {
    simdjson::dom::element value;
    EXPECT_EQ(fixtures[name]["value"].get(value), simdjson::SUCCESS) << name;
    return test::body_of(simdjson::minify(value));
  };
  const auto create = decode_create(body("create_req"));
  ASSERT_TRUE(create.has_value()) << create.error().field.place;
  EXPECT_FALSE(create->lines.empty());
  const auto complete = decode_complete(body("complete_req"));
  ASSERT_TRUE(complete.has_value()) << complete.error().field.place;
  EXPECT_FALSE(complete->token.empty());
  const auto vault =
      decode_delegate_payment(body("dp_req"), *parse_rfc3339("2026-01-01T00:00:00Z"));
  ASSERT_TRUE(vault.has_value()) << vault.error().field.place;
  EXPECT_GT(vault->max_amount.minor, 0);
}

}  // namespace
}  // namespace till::wire

#include "cli/order_commands.h"

#include "base/amount.h"

namespace till::cli {
namespace {

constexpr const char* kEnvHelp = "The shop's operator.env";
constexpr const char* kJsonHelp = "Print it as JSON";

}  // namespace

OrderCommands::OrderCommands(CLI::App& app)
    : orders_(*app.add_subcommand("orders", "See orders and fulfil them")) {
  orders_.require_subcommand(1);
  CLI::App& list = *orders_.add_subcommand("list", "Print one line per order, newest first");
  list.add_option("--env", list_.env, kEnvHelp)->required();
  list.add_option("--status", list_.status, "Only orders with this status")
      ->check(CLI::IsMember({"created", "confirmed", "manual_review", "processing", "shipped",
                             "completed", "canceled", "pending_approval"}));
  list.add_option("--email", list_.email, "Only orders of the buyer with this e-mail address");
  list.add_option("--item", list_.item, "Only orders with this item");
  list.add_option("--number", list_.number, "Only the order that the shop's backend calls so");
  auto* const since =
      list.add_option("--since", list_.since, "Only from this day on, such as 2026-11-24");
  auto* const until = list.add_option("--until", list_.until, "Only up to and including this day");
  list.add_option_function<std::string>(
          "--date", [this](const std::string& day) { list_.since = list_.until = day; },
          "Only on this day")
      ->excludes(since)
      ->excludes(until);
  list.add_option("--limit", list_.limit, "At most this many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  list.add_flag("--json", list_.json, kJsonHelp);
  CLI::App& show = *orders_.add_subcommand("show", "Print one order: buyer, address, lines, money");
  show.add_option("--env", show_.env, kEnvHelp)->required();
  show.add_option("ORDER_ID", show_.id, "The order's id")->required();
  show.add_flag("--json", show_.json, kJsonHelp);

  add_push();

  const char* const lines_help = "The id of a line or an item, or ID=PIECES for some of it";
  CLI::App& ship = add_change("ship", "Ship what is left to ship, or some of it");
  ChangeOrderOptions& shipped = *changes_.back();
  ship.add_option("--line", shipped.lines, lines_help)->allow_extra_args(false);
  ship.add_option("--carrier", shipped.carrier, "The carrier of the parcel");
  ship.add_option("--tracking", shipped.tracking_number, "The parcel's tracking number");
  ship.add_option("--tracking-url", shipped.tracking_url, "Where the parcel can be followed");
  CLI::App& ready = add_change("ready", "Mark items as ready for pickup");
  ready.add_option("--line", changes_.back()->lines, lines_help)->allow_extra_args(false);
  CLI::App& deliver = add_change("deliver", "Record that the buyer has what was sent");
  ChangeOrderOptions& delivered = *changes_.back();
  deliver.add_option("--fulfillment", delivered.fulfillment,
                     "Only this fulfillment; otherwise all");
  deliver.add_option("--link", delivered.link, "Where the buyer gets digital goods");
  deliver.add_option("--key", delivered.key, "A license key for digital goods");
  CLI::App& refund = add_change("refund", "Refund an amount, or everything that is left");
  refund.add_option("--amount", changes_.back()->amount, "In minor units, such as cents");
  refund.add_option("--reason", changes_.back()->reason, "Why, for the buyer to read");
  CLI::App& cancel =
      add_change("cancel", "Cancel the order, restock the items and refund the money");
  cancel.add_option("--reason", changes_.back()->reason, "Why, for the buyer to read");
  add_change("hold", "Hold the order: nothing leaves until it is approved");
  CLI::App& approve =
      add_change("approve", "Release an order on hold, or accept a purchase that waits");
  approve
      .add_option("--accept-total", changes_.back()->accept_total,
                  "The total to charge if it changed, in minor units")
      ->check(CLI::Range(std::int64_t{0}, kAmountMax));
  add_change("deny", "Refuse a purchase that waits for approval");
  CLI::App& settle = add_change("settle", "Say what became of a payment that is in doubt");
  auto* charged = settle.add_option("--charged-by", changes_.back()->charged_by,
                                    "The charge at the payment provider, such as pi_…");
  settle.add_flag("--not-charged", changes_.back()->not_charged, "Nothing was charged")
      ->excludes(charged);
}

void OrderCommands::add_push() {
  CLI::App& push = *orders_.add_subcommand(
      "push", "Tell the shop's backend of an order as it is now, or of all since a time");
  push.add_option("--env", push_.env, kEnvHelp)->required();
  auto* const id = push.add_option("ORDER_ID", push_.id, "The order's id");
  push.add_option("--since", push_.since, "All orders from this day or moment on")->excludes(id);
  push.add_flag("--json", push_.json, kJsonHelp);
}

CLI::App& OrderCommands::add_change(const char* action, const char* help) {
  CLI::App& command = *orders_.add_subcommand(action, help);
  changes_.push_back(std::make_unique<ChangeOrderOptions>());
  changes_.back()->action = action;
  command.add_option("--env", changes_.back()->env, kEnvHelp)->required();
  command
      .add_option("ORDER_ID", changes_.back()->id,
                  "The id of the order, or of the session while there is none")
      ->required();
  command.add_flag("--json", changes_.back()->json, kJsonHelp);
  return command;
}

std::optional<OrderOptions> OrderCommands::chosen() const {
  if (!orders_.parsed()) return std::nullopt;
  if (orders_.got_subcommand("list")) return list_;
  if (orders_.got_subcommand("show")) return show_;
  if (orders_.got_subcommand("push")) return push_;
  for (const auto& change : changes_) {
    if (orders_.got_subcommand(change->action)) return *change;
  }
  return std::nullopt;
}

}  // namespace till::cli

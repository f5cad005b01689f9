#include "cli/order_commands.h"

#include "base/amount.h"

namespace till::cli {
namespace {

constexpr const char* kEnvHelp = "The shop's operator.env";
constexpr const char* kJsonHelp = "Print it as JSON";

}  // namespace

OrderCommands::OrderCommands(CLI::App& app)
    : orders_(*app.add_subcommand("orders", "See orders and carry them out")) {
  orders_.require_subcommand(1);
  CLI::App& list = *orders_.add_subcommand("list", "Print one line an order, newest first");
  list.add_option("--env", list_.env, kEnvHelp)->required();
  list.add_option("--status", list_.status, "Only these")
      ->check(CLI::IsMember({"created", "confirmed", "manual_review", "processing", "shipped",
                             "completed", "canceled", "pending_approval"}));
  list.add_option("--email", list_.email, "Only of the buyer with this e-mail address");
  list.add_option("--item", list_.item, "Only with this item among the lines");
  auto* const since = list.add_option("--since", list_.since, "Only from this day on: 2026-11-24");
  auto* const until = list.add_option("--until", list_.until, "Only up to this day, which counts");
  list.add_option_function<std::string>(
          "--date", [this](const std::string& day) { list_.since = list_.until = day; },
          "Only of this day")
      ->excludes(since)
      ->excludes(until);
  list.add_option("--limit", list_.limit, "At most so many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  list.add_flag("--json", list_.json, kJsonHelp);
  CLI::App& show = *orders_.add_subcommand("show", "Print one order: buyer, address, lines, money");
  show.add_option("--env", show_.env, kEnvHelp)->required();
  show.add_option("ORDER_ID", show_.id, "The order's id")->required();
  show.add_flag("--json", show_.json, kJsonHelp);

  const char* const lines_help = "A line's or an item's id, with =PIECES when not all of it";
  CLI::App& ship = add_change("ship", "Send what is open, or some of it");
  ChangeOrderOptions& shipped = *changes_.back();
  ship.add_option("--line", shipped.lines, lines_help)->allow_extra_args(false);
  ship.add_option("--carrier", shipped.carrier, "Who carries the parcel");
  ship.add_option("--tracking", shipped.tracking_number, "The parcel's tracking number");
  ship.add_option("--tracking-url", shipped.tracking_url, "Where the parcel can be followed");
  CLI::App& ready = add_change("ready", "Lay out what the buyer picks up");
  ready.add_option("--line", changes_.back()->lines, lines_help)->allow_extra_args(false);
  CLI::App& deliver = add_change("deliver", "Note that the buyer has what was sent");
  ChangeOrderOptions& delivered = *changes_.back();
  deliver.add_option("--fulfillment", delivered.fulfillment, "Only this one; all otherwise");
  deliver.add_option("--link", delivered.link, "Where digital goods are");
  deliver.add_option("--key", delivered.key, "A license key for digital goods");
  CLI::App& refund = add_change("refund", "Give money back: an amount or what is left");
  refund.add_option("--amount", changes_.back()->amount, "In minor units, such as cents");
  refund.add_option("--reason", changes_.back()->reason, "Why, for the buyer to read");
  CLI::App& cancel = add_change("cancel", "Call the order off, restock and give the money back");
  cancel.add_option("--reason", changes_.back()->reason, "Why, for the buyer to read");
  add_change("hold", "Let nothing leave until it is approved");
  CLI::App& approve =
      add_change("approve", "Let an order on hold go on, or a purchase that waits for approval");
  approve
      .add_option("--accept-total", changes_.back()->accept_total,
                  "Of a purchase whose total changed: the one to charge, in minor units")
      ->check(CLI::Range(std::int64_t{0}, kAmountMax));
  add_change("deny", "Refuse a purchase that waits for approval");
  CLI::App& settle = add_change("settle", "Say what became of a session's payment in doubt");
  auto* charged = settle.add_option("--charged-by", changes_.back()->charged_by,
                                    "The charge at the payment provider, such as pi_…");
  settle.add_flag("--not-charged", changes_.back()->not_charged, "Nothing was charged")
      ->excludes(charged);
}

CLI::App& OrderCommands::add_change(const char* action, const char* help) {
  CLI::App& command = *orders_.add_subcommand(action, help);
  changes_.push_back(std::make_unique<ChangeOrderOptions>());
  changes_.back()->action = action;
  command.add_option("--env", changes_.back()->env, kEnvHelp)->required();
  command.add_option("ORDER_ID", changes_.back()->id, "The order's id")->required();
  command.add_flag("--json", changes_.back()->json, kJsonHelp);
  return command;
}

std::optional<OrderOptions> OrderCommands::chosen() const {
  if (!orders_.parsed()) return std::nullopt;
  if (orders_.got_subcommand("list")) return list_;
  if (orders_.got_subcommand("show")) return show_;
  for (const auto& change : changes_) {
    if (orders_.got_subcommand(change->action)) return *change;
  }
  return std::nullopt;
}

}  // namespace till::cli

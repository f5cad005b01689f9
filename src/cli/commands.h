// The commands that look at a config or talk to a running shop.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/agent_requests.h"
#include "cli/failure.h"
#include "cli/run.h"

namespace till::cli {

struct CheckOptions {
  std::string config;
  bool production = false;  // What is not fit to be open is a failure, not a warning.
  bool json = false;
};

struct BuyOptions {
  std::string env;
  std::vector<ItemChoice> items;
  std::string card = "4242424242424242";
  std::string currency = "usd";
  Destination to;
  std::string webhook_listen;  // Empty: no webhook is waited for.
  bool json = false;
};

struct ListWebhooksOptions {
  std::string env;
  std::string state;       // Empty: all.
  std::int64_t limit = 0;  // 0: all.
  bool json = false;
};

struct ReplayWebhooksOptions {
  std::string env;
  std::vector<std::string> ids;
  bool dead = false;  // All that were given up.
  bool json = false;
};

struct ListOrdersOptions {
  std::string env;
  std::string status;      // Empty: all; so are the next ones.
  std::string email;       // Of the buyer.
  std::string item;        // That is among the lines.
  std::string number;      // What the shop's backend calls it.
  std::string since;       // A day, or a moment in RFC 3339.
  std::string until;       // The same; a whole day is within.
  std::int64_t limit = 0;  // 0: all.
  bool json = false;
};

struct ShowOrderOptions {
  std::string env;
  std::string id;
  bool json = false;  // As the admin API writes it.
};

// One of the commands that change an order; what does not fit `action` stays empty.
// Tells the shop's backend of one order, or of all that were placed since then.
struct PushOrdersOptions {
  std::string env;
  std::string id;     // Empty: those since then.
  std::string since;  // A day, or a moment in RFC 3339.
  bool json = false;
};

struct ChangeOrderOptions {
  std::string env;
  std::string action;  // As in the path of the admin API.
  std::string id;
  std::vector<std::string> lines;  // LINE or LINE=PIECES.
  std::string carrier;
  std::string tracking_number;
  std::string tracking_url;
  std::string fulfillment;
  std::string link;
  std::string key;
  std::optional<std::int64_t> amount;
  std::string reason;
  std::string charged_by;                    // Of a payment in doubt.
  bool not_charged = false;                  // The other word on it.
  std::optional<std::int64_t> accept_total;  // Of an approval whose total changed.
  bool json = false;
};

// Numbers of pieces, counted or added.
struct TellStockOptions {
  std::string env;
  bool added = false;
  std::vector<std::string> numbers;  // ITEM=PIECES.
  std::string counted_at;            // A moment in RFC 3339; empty: when the server gets it.
  bool json = false;
};

struct ListStockOptions {
  std::string env;
  std::string item;                 // Empty: all; so is the next one.
  std::optional<std::int64_t> low;  // No more than so many are free.
  std::int64_t limit = 0;           // 0: all.
  bool json = false;
};

struct ListAuditOptions {
  std::string env;
  std::string operator_name;  // Empty: of all.
  std::string about;          // An order, a session or an event; empty: all.
  std::int64_t limit = 0;     // 0: all.
  bool json = false;
};

struct CheckPaymentsOptions {
  std::string config;
  std::string provider;  // Empty: every one.
  bool json = false;
};

struct CheckBackendOptions {
  std::string config;
  std::vector<std::string> items;  // Empty: some that the shop sells.
  std::string currency = "usd";
  bool orders = false;  // An order is placed, too.
  bool json = false;
};

struct TestMailOptions {
  std::string config;
  std::string address;
  bool json = false;
};

struct ImportOptions {
  std::string config;
  std::vector<std::string> sources;  // Files and URLs; - is the standard input. None: the config's.
  std::optional<std::string> format;  // Nothing: each source is looked at.
  bool update = false;                // Products that the sources do not name stay.
  bool dry_run = false;
  std::optional<std::string> max_bad;  // Nothing: what the config says; so is the next one.
  std::optional<std::string> max_drop;
  std::string counted_at;  // A moment in RFC 3339; empty: nobody says when the pieces were counted.
  bool json = false;
};

struct FeedOptions {
  std::string config;
  std::string format;
  std::string out;     // A file; empty: the standard output.
  std::string report;  // A file for everything that is not shown, as lines of JSON; empty: none.
  bool json = false;   // Only with `out`.
};

struct McpOptions {
  std::string config;
};

struct TestPurchaseOptions {
  std::string config;
  std::string env;
  std::string provider;  // Empty: the default.
  std::vector<std::string> items;
  std::string payment_method;  // Empty: one that is charged.
  std::string currency = "usd";
  Destination to;
  bool json = false;
};

struct StripeDoubleOptions {
  std::string listen = "127.0.0.1:0";
  std::string secret_key = "sk_test_double";
  std::string webhook_url;  // Empty: no events are sent.
  std::string webhook_secret = "whsec_double";
  std::string webhook_ca;
  std::string tls_cert;  // Empty: plain HTTP.
  std::string tls_key;
  std::uint64_t seed = 0;
  double faults = 0;
  std::int64_t latency_ms = 0;
  double disorder = 0;
  std::optional<std::int64_t> authenticate_after_ms;
};

using Outcome = Result<void, Failure>;

// Each prints what it does to `out`.
Outcome check(const CheckOptions& options, const Composition& composition, std::ostream& out);
Outcome buy(const BuyOptions& options, std::ostream& out);
Outcome list_webhooks(const ListWebhooksOptions& options, std::ostream& out);
Outcome replay_webhooks(const ReplayWebhooksOptions& options, std::ostream& out);
Outcome list_orders(const ListOrdersOptions& options, std::ostream& out);
Outcome show_order(const ShowOrderOptions& options, std::ostream& out);
Outcome push_orders(const PushOrdersOptions& options, std::ostream& out);
Outcome check_payments(const CheckPaymentsOptions& options, const Composition& composition,
                       std::ostream& out);
// Also failed when the report has a failure.
Outcome check_backend(const CheckBackendOptions& options, const Composition& composition,
                      std::ostream& out);
// `terminal` shows how far it is; null where none watches. Failed also when the import is refused.
Outcome import_products(const ImportOptions& options, const Composition& composition,
                        std::ostream& out, std::ostream* terminal);
// The feed goes where the options say. `notes` is told what is not shown when `out` gets the feed.
// `terminal` shows how far it is; null where none watches, and where it gets the feed.
Outcome write_feed(const FeedOptions& options, const Composition& composition, std::ostream& out,
                   std::ostream& notes, std::ostream* terminal);
Outcome test_mail(const TestMailOptions& options, const Composition& composition,
                  std::ostream& out);
Outcome test_purchase(const TestPurchaseOptions& options, const Composition& composition,
                      std::ostream& out);
// `terminal` is told what the command is about to do before it does it; null where none watches.
Outcome change_order(const ChangeOrderOptions& options, std::ostream& out, std::ostream* terminal);
Outcome list_audit(const ListAuditOptions& options, std::ostream& out);
Outcome tell_stock(const TellStockOptions& options, std::ostream& out);
// `notes` is told when Till's numbers are not used.
Outcome list_stock(const ListStockOptions& options, std::ostream& out, std::ostream& notes);

}  // namespace till::cli

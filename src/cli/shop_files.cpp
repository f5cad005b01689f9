#include "cli/shop_files.h"

#include <fmt/format.h>

#include "json/writer.h"

namespace till::cli {
namespace {

// A TOML text; its escapes are those of JSON.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  json::append_escaped(out, text);
  return out + "\"";
}

std::string listen_text(const NewShop& shop) {
  return fmt::format(
      R"(# A Till shop. `till check --config till.toml` says whether it is sound. Paths are seen
# from this file's folder. SIGHUP makes a running server read the catalogue anew, certificates,
# agents with their webhooks, operators, and the secrets of payment providers and of the backend;
# its log says which other changes need a restart.

[listen]
# Where agents reach the checkout, and where metrics and the admin API are (this machine only).
api = {}
admin = {}
# true serves HTTP instead of HTTPS, on a loopback address only.
plaintext = {}
# What agents are told the checkout's address is.
public_url = {}
# Event loops; 0 is one a core.
threads = 0
# Addresses or networks of proxies in front: only their X-Forwarded-For says who a request is from.
trusted_proxies = []

[tls]
# PEM files: the certificate with its chain, and its key.
certificate = "tls/cert.pem"
key = "tls/key.pem"

[store]
# "sqlite:FILE", or "memory:" to forget everything at the end.
url = {}
# Below so much free disk no session begins, so that what was begun can end. Till keeps it in a file
# beside the data. Without it: 64, or a tenth of a smaller disk. 0 keeps none.
# reserve_mb = 64

[retention]
# Days until what is over is deleted, 3 at least. Of a completed session only the buyer is; orders
# stay until `till buyers erase`.
expired_sessions_days = 30
canceled_sessions_days = 30
completed_sessions_days = 730
carts_days = 30
# Of the sandbox's vault, never spent, after they expired.
tokens_days = 7
# What was asked of the payment provider, and the sandbox's tokens that it charged.
attempts_days = 730
# Webhook events and mails that nobody took.
dead_events_days = 30
)",
      toml_text(shop.listen.text()), toml_text(shop.admin_listen.text()), shop.plaintext,
      toml_text(shop.listen.url(!shop.plaintext)), toml_text(shop.store_url));
}

constexpr std::string_view kShopText = R"(
[shop]
merchant_id = "merchant_demo"
merchant_name = "Till demo shop"
# Where buyers find the shop, its terms and its privacy policy.
url = "https://shop.example.com"
catalog = "catalog.json"
# An open session holds its stock this long.
session_lifetime_seconds = 21600
# A cart, which holds nothing, is kept this long after its last change.
cart_lifetime_seconds = 604800
# What buyers are asked about news and offers for; an empty list asks nothing.
marketing_channels = ["email"]

# Your own software, which answers for what you choose (docs/backend/README.md).
# [backend]
# Plain HTTP only for an address of this machine.
# url = "https://shop.example.com/till"
# Also secret or secret_env.
# secret_file = "backend.secret"
# While the secret changes: the one before.
# previous_secret_file = "backend.secret.old"
# The authorities that may vouch for it; without it, those of the system.
# ca_file = "backend-ca.pem"
# How long a quote or a hold may take.
# timeout_ms = 1500
# What no answer to an approval means: "decline" or "approve".
# on_silence = "decline"
# What becomes of an order that it refuses: "hold" or "refund".
# on_refused = "hold"
# Requests at once.
# max_concurrent = 64
# From one reading of its products to the next.
# products_seconds = 300

[tax]
# Who reckons taxes instead of the catalogue: "stripe", see docs/stripe-tax.md.
# provider = "stripe"
# A certificate of tax exemption that an agent shows: "never" charges tax all the same, "approval"
# charges none and lets the purchase wait for `till orders approve`, "believe" charges none.
exemptions = "approval"

[interventions]
# What this seller can ask of a buyer ("3ds", "biometric", "address_verification"), what it requires
# of that, and when: of every payment ("always"), when a payment needs it, or never ("optional").
supported = ["3ds"]
required = []
enforcement = "conditional"

[payments]
# "sandbox" takes test cards only, "stripe" shared payment tokens (docs/stripe.md).
provider = "sandbox"
# Instead of provider, several that agents choose from, the default first (docs/payments.md):
# providers = ["stripe"]
# Those that charged earlier orders: refunds go to them, new purchases do not.
# former = ["sandbox"]
# "with_charge", or "on_shipment": the money is authorized and captured once everything has left.
capture = "with_charge"
# A session in which this many payments failed takes no more, so that nobody can test cards with it.
most_declines = 5

# [stripe]
# Also secret_key or secret_key_env; sk_test_… while trying things out.
# secret_key_file = "stripe.key"
# Your Stripe profile, which agents make their tokens for.
# profile = "profile_…"
# The secret of the webhook endpoint https://YOUR-HOST/webhooks/stripe.
# webhook_secret_file = "stripe-webhook.secret"
# A token that Stripe says to block: "decline", "manual_review" or "ignore".
# blocked_risk = "decline"
# card_brands = ["visa", "mastercard", "amex", "discover"]
# card_funding = ["credit", "debit", "prepaid"]
# The digits that Stripe takes of an amount, where it takes no more of the currency in any case.
# amount_digits = 8

[sandbox]
# Serves the vault of test cards, which the sandbox's tokens come from.
enabled = true
)";

std::string agent_text(const NewShop& shop) {
  const std::string url = shop.webhook_url.empty()
                              ? "# webhook_url = \"https://agent.example.com/webhooks\""
                              : "webhook_url = " + toml_text(shop.webhook_url);
  const std::string_view authority = shop.webhook_over_local_tls
                                         ? "webhook_ca_file = \"tls/ca.pem\""
                                         : "# webhook_ca_file = \"agent-ca.pem\"";
  return fmt::format(R"(
[[agents]]
# One such section an agent.
id = "demo-agent"
# SHA-256 of the bearer tokens it may use, two during a change; an empty list lets it in no more.
# `till agents add|rotate|revoke --config till.toml` makes tokens and writes this.
token_sha256 = ["{}"]
# true: what it says about who is logged in counts, so that its buyers have members' discounts.
trust_log_ins = true
# Where orders are told, and what signs them (or webhook_secret, or webhook_secret_env).
{}
webhook_secret_file = "webhook.secret"
# While the secret changes: the one before, for a receiver that answers 401 to the new one.
# webhook_previous_secret_file = "webhook.secret.old"
# The authorities that may vouch for the receiver; without it, those of the system.
{}
# With these it must sign its requests: "hmac-sha256", "ed25519" or "es256", and a file with the
# secret or the public key.
# signature_algorithm = "ed25519"
# signature_key_file = "agent.pem"

[admin]
# SHA-256 of the token that opens the admin API with every right: that of operator.env.
token_sha256 = "{}"

# More operators, each with a token of their own. Rights: "view" sees orders, "fulfil" ships and
# holds them, "refund" moves money, "stock" tells how many pieces there are, "configure" does
# the rest. `till audit list` shows who did what.
# [[operators]]
# name = "ada"
# token_sha256 = ["…"]
# rights = ["view", "fulfil"]
# true: the token of the shop's own backend, which is not told again what it did itself.
# shop = false
)",
                     to_hex(shop.agent_token), url, authority, to_hex(shop.admin_token));
}

constexpr std::string_view kOperationText = R"(
# Mails to buyers about their orders (docs/mail.md).
# [mail]
# host = "smtp.example.com"
# "starttls", "tls", or "none" for a server on this machine.
# tls = "starttls"
# Without it: 587, 465 or 25, as tls says.
# port = 587
# username = "shop"
# Also password_env.
# password_file = "mail.secret"
# from = "orders@shop.example.com"
# from_name = "Till demo shop"
# reply_to = "help@shop.example.com"
# The authorities that may vouch for the server; without it, those of the system.
# ca_file = "mail-ca.pem"
# send = ["confirmation", "shipped", "ready_for_pickup", "refunded", "canceled"]
# Of one mail.
# timeout_seconds = 30

# Products that are imported while the shop is served (docs/import.md).
# [import]
# From one import to the next; also at the start and at SIGHUP.
# every_seconds = 3600
# An import is refused when more of the rows are bad, or more of the products would go.
# max_bad = "1%"
# max_drop = "30%"
# Of one source: how long its transfer may take, and how large it may be as it is sent.
# timeout_seconds = 1800
# max_mb = 2048
# The authorities that may vouch for its server; without it, those of the system.
# ca_file = "import-ca.pem"
# Private networks that URLs may lead to.
# allow_networks = []

# Those without update are the whole shop together; one with it adds and changes.
# [[import.sources]]
# name = "shop"
# Also url_file or url_env, where the URL is a secret.
# url = "https://shop.example.com/products.csv"
# What its server wants as Authorization: Bearer. Also token or token_env.
# token_file = "import.token"
# If it cannot be told from the source.
# format = "google"
# [[import.sources]]
# name = "prices"
# On this machine, instead of a URL.
# file = "prices.csv"
# update = true
# Instead of those above.
# every_seconds = 900
# max_bad = "1%"

# The feeds that agents find products in (docs/feeds-out.md).
# [feeds]
# Which are kept: "acp", "google", "google-xml", "openai".
# formats = []
# folder = "feeds"
# every_seconds = 3600
# How long after a feed stated a price an agent may still sell for it; 0: never.
# honor_prices_seconds = 0
# Whoever knows it can fetch them, at /feeds/SECRET/acp.jsonl. Also secret or secret_env.
# secret_file = "feeds.secret"
# Of products that name no brand.
# brand = "Till demo shop"
# The country that they are for.
# country = "US"
# true: agents may sell what is in them.
# checkout = false

# An agent that gets what changed, by ACP's Feed API.
# [[feeds.push]]
# name = "agent"
# In front of /feeds; plain HTTP only for an address of this machine.
# url = "https://agent.example.com"
# Also token or token_env.
# token_file = "agent-feed.token"
# The authorities that may vouch for it; without it, those of the system.
# ca_file = "agent-ca.pem"

[limits]
# Of each agent; 0 is no limit. A burst may take that many at once. Before the shop is open to
# others, take 50 and 200, or what your agents need.
requests_per_second = 50000
burst = 100000
max_connections = 4096
# Of one address; 0 is a quarter of them. When there are too many, the one that has waited for its
# peer the longest goes. A proxy that trusted_proxies names brings many peers and has no such bound.
max_connections_per_address = 0
request_timeout_seconds = 30

[holds]
# While nobody knows who buys or where it goes, stock is held this long after the last change;
# then for as long as the session is open.
without_buyer_seconds = 900
# How much of an item's stock one agent may hold, and how many open sessions it may have; 100 and
# 0 are no limit. Before the shop is open to others, take 50 and 10000, or what fits your stock,
# and give scarce items a max_per_order in the catalogue.
agent_share_percent = 100
agent_open_sessions = 0

[approvals]
# Which purchases may wait for you, with their stock held: those by a purchase order without a card
# ("on_account"), and those by card for which the agent asks ("on_request"). Before the shop is open
# to others, leave out what you do not want to decide on.
wait_for = ["on_account", "on_request"]
patience_hours = 168

[webhooks]
# Waits between attempts; after the last one the event is dead until it is replayed.
retry_seconds = [1, 4, 15, 60, 300, 1800, 7200, 21600, 43200, 86400]
timeout_seconds = 10
# Receivers in private networks are refused but for these.
allow_networks = ["127.0.0.0/8", "::1/128"]

[mcp]
# Agents over the Model Context Protocol, at /mcp and by `till mcp`; see docs/mcp.md.
enabled = true
# What is offered beside the five tools of checkout.
tools = ["carts", "orders", "products", "chatgpt"]
# Web pages that may call, such as "https://chat.example.com".
allowed_origins = []
# Where clients that use OAuth get the tokens whose digests are above.
# authorization_servers = ["https://login.example.com"]

[log]
# "json" or "text"; "debug", "info", "warning" or "error".
format = "json"
level = "info"
)";

constexpr std::string_view kCatalog = R"({
  "currency": "usd",
  "items": [
    {"id": "mug-blue", "title": "Blue mug", "description": "Stoneware, holds a third of a litre",
     "unit_amount": 1450, "stock": 1000000, "fulfillment": ["shipping"]},
    {"id": "tee-black-m", "title": "Black T-shirt, M", "description": "Cotton, size M",
     "unit_amount": 2500, "stock": 1000000, "fulfillment": ["shipping"]},
    {"id": "poster-limited", "title": "Limited poster", "description": "Numbered print",
     "unit_amount": 4000, "stock": 3, "fulfillment": ["shipping"]},
    {"id": "cap-sold-out", "title": "Cap", "description": "Wool, one size",
     "unit_amount": 1900, "stock": 0, "fulfillment": ["shipping"]},
    {"id": "ebook-acp", "title": "ACP ebook", "description": "The protocol explained, as a file",
     "unit_amount": 999, "digital": true, "tax_exempt": true},
    {"id": "desk-oak", "title": "Oak desk", "description": "Solid oak, 160 by 80 centimetres",
     "unit_amount": 45900, "stock": 100, "fulfillment": ["shipping", "pickup", "local_delivery"]}
  ],
  "shipping": [
    {"id": "standard", "title": "Standard shipping", "amount": 500, "countries": ["US"]},
    {"id": "express", "title": "Express shipping", "amount": 1500, "countries": ["US"]},
    {"id": "international", "title": "International shipping", "amount": 2500,
     "countries": ["CA", "GB", "DE", "FR", "JP"]}
  ],
  "pickup": {
    "id": "pickup-store", "title": "Pick up in store", "amount": 0, "pickup_type": "in_store",
    "window_hours": {"from": 33, "until": 201},
    "location": {
      "name": "Demo shop",
      "address": {"name": "Demo shop", "line_one": "1 Market St", "city": "San Francisco",
                  "state": "CA", "country": "US", "postal_code": "94105"}
    }
  },
  "local_delivery": {
    "id": "local-delivery", "title": "Local delivery", "amount": 2000, "countries": ["US"],
    "window_hours": {"from": 33, "until": 36}
  },
  "tax": [
    {"country": "US", "state": "CA", "rate_ppm": 72500},
    {"country": "US", "state": "NY", "rate_ppm": 88750},
    {"country": "US", "state": "WA", "rate_ppm": 65000},
    {"country": "US", "state": "OR", "rate_ppm": 0},
    {"country": "US", "rate_ppm": 50000}
  ],
  "discounts": [
    {"code": "SAVE10", "name": "10% off", "percent_off": 10},
    {"code": "TAKE5", "name": "5.00 off from 20.00", "amount_off": 500, "minimum": 2000},
    {"code": "EXPIRED", "name": "Expired", "percent_off": 15, "expired": true},
    {"code": "MEMBERS", "name": "Members' 20% off", "percent_off": 20, "members_only": true}
  ]
}
)";

}  // namespace

std::string config_text(const NewShop& shop) {
  return listen_text(shop) + std::string(kShopText) + agent_text(shop) +
         std::string(kOperationText);
}

std::string_view catalog_text() { return kCatalog; }

}  // namespace till::cli

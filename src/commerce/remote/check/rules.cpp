#include "commerce/remote/check/rules.h"

#include <algorithm>
#include <array>

namespace till::commerce::remote::check {
namespace {

constexpr std::string_view kVerify =
    "Verify Till-Signature over the raw body before anything else, and answer 401.";
constexpr std::string_view kTime =
    "Refuse a time more than 300 seconds from your clock, on either side; see that the clock is "
    "right.";
constexpr std::string_view kAnyV1 =
    "Accept a signature if any of its v1 is right, and pass over names that you do not know.";
constexpr std::string_view kRemember =
    "Write the key, the status and the body of the answer in one transaction with the deed; when "
    "the key comes again, send that answer and do nothing.";
constexpr std::string_view kOlder =
    "Keep the version of each session, after a DELETE too; below it change nothing and answer with "
    "what is held.";
constexpr std::string_view kFaster =
    "Answer sooner, or raise timeout_ms of [backend]; agents wait as long.";
constexpr std::string_view kQuoteSchema =
    "Mend the place that is named; docs/backend/schemas/quote.json says what belongs there.";

constexpr std::array kRules{
    Rule{"capabilities.answer", "GET /capabilities is answered by its schema.",
         "See that url and secret_file of [backend] are those of your backend, and answer 200 with "
         "docs/backend/schemas/capabilities.json."},
    Rule{"capabilities.version", "The contract is of version 2026-12-01.",
         "Say \"version\": \"2026-12-01\", and keep to that contract."},
    Rule{"capabilities.names", "One capability or more is listed that Till knows.",
         "List some of quote, holds, approval, orders and products, spelled so."},

    Rule{"signature.missing", "A question without a signature is refused with 401.", kVerify},
    Rule{"signature.get", "So is a GET without one.",
         "Verify GET and DELETE as well: what is signed is the time, a dot and nothing."},
    Rule{"signature.wrong", "A signature with another secret is refused with 401.", kVerify},
    Rule{"signature.other_body", "A signature of another body is refused with 401.",
         "Sign the raw bytes of the body that came, and compare with v1."},
    Rule{"signature.old", "A signature that is 301 seconds old is refused with 401.", kTime},
    Rule{"signature.early", "A signature of six minutes from now is refused with 401.", kTime},
    Rule{"signature.two", "A wrong v1 before the right one does no harm.", kAnyV1},
    Rule{"signature.more", "Unknown names in a signature are ignored.", kAnyV1},

    Rule{"quote.answer", "A quote is of its schema, and adds up.", kQuoteSchema},
    Rule{"quote.sold", "The items that were asked for are sold.",
         "Name items that the shop sells with --item, or sell them."},
    Rule{"quote.deadline", "A quote is there before its deadline.", kFaster},
    Rule{"quote.purposes", "A quote is given for update, complete and cart, too.", kQuoteSchema},
    Rule{"quote.no_address", "A quote needs no address.",
         "Leave out the tax and what needs an address; still tell items and prices."},
    Rule{"quote.tax_included", "A price with its tax in it is one before there is an address, too.",
         "Say \"tax_included\": true with the line, also while the tax itself is not known."},
    Rule{"quote.repeatable", "The same question gets the same prices, and changes nothing.",
         "Let a quote change nothing: neither prices nor stock."},
    Rule{"quote.unknown_member", "A member that nobody knows is ignored.",
         "Pass over members that you do not know, wherever they are."},
    Rule{"quote.unknown_item", "An item that nobody sells is refused, or not sold.",
         "Refuse with 422 and unknown_item with its index, or say \"sold\": false."},
    Rule{"quote.unknown_code", "A discount code that nobody gave out is rejected.",
         "Put the code into discounts.rejected with a reason; the quote stands."},
    Rule{"quote.currency", "A currency that the shop does not take is refused.",
         "Refuse with 422 and unsupported_currency or unknown_item."},
    Rule{"quote.not_json", "A body that is no JSON is answered with 400.",
         "Answer 400 to what cannot be read, once its signature is right."},

    Rule{"holds.put", "Pieces that there are can be held.",
         "Hold the lines for the session, and list them in held."},
    Rule{"holds.deadline", "Pieces are held before the deadline.", kFaster},
    Rule{"holds.replaced", "A newer version replaces what was held.",
         "Replace the whole set each time; no lines means that nothing is held."},
    Rule{"holds.same_key", "The same key gets the same answer.", kRemember},
    Rule{"holds.older_version", "An older version changes nothing.", kOlder},
    Rule{"holds.short", "Of more than there is nothing is held, and it is told.",
         "Hold nothing of an item that is short, and list it in short with what is available."},
    Rule{"holds.delete", "DELETE gives everything back.",
         "Answer 204 and free all pieces of the session."},
    Rule{"holds.late_put", "A PUT that DELETE overtook holds nothing.", kOlder},
    Rule{"holds.delete_twice", "DELETE may come again.",
         "Answer 204 although nothing is held any more."},
    Rule{"holds.delete_unseen", "DELETE of a session that was never seen is fine.",
         "Answer 204; do not refuse an unknown session."},

    Rule{"approval.answer", "An approval is approve, or decline with a reason.",
         "Answer 200 with {\"decision\": \"approve\"}, or decline with a reason."},
    Rule{"approval.deadline", "An approval is there within 2 seconds.",
         "Decide sooner; without an answer on_silence of [backend] decides."},

    Rule{"orders.answer", "An order is taken and gets a number.",
         "Answer 200 or 201 with an order_number."},
    Rule{"orders.deadline", "An order is taken within 10 seconds.",
         "Write the order down and answer; work on it after that."},
    Rule{"orders.same_key", "The same key gets the same answer.", kRemember},
    Rule{"orders.same_id", "The same order under another key gets the same number.",
         "Look the order up by its id before it gets a number."},
    Rule{"orders.event", "An event of the order is taken.", "Answer 204 to an event."},
    Rule{"orders.event_again", "The same event under the same key is taken again.", kRemember},
    Rule{"orders.unknown_order", "An event of an unknown order is refused.",
         "Refuse with 422 and unknown_order."},

    Rule{"products.page", "A page of products is of its schema.",
         "Mend the place that is named; docs/backend/schemas/products.json says what belongs "
         "there."},
    Rule{"products.limit", "A page has no more products than were asked for.",
         "Send at most `limit` products, and a next."},
    Rule{"products.cursor", "The cursor leads on, and no product comes twice.",
         "Begin a page behind the cursor, and leave next out on the last one."},
};

}  // namespace

std::span<const Rule> rules() { return kRules; }

std::string cure_of(std::string_view id) {
  const auto* const rule =
      std::find_if(kRules.begin(), kRules.end(), [&](const Rule& each) { return each.id == id; });
  return rule == kRules.end() ? std::string() : std::string(rule->cure);
}

}  // namespace till::commerce::remote::check

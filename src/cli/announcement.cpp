#include "cli/announcement.h"

#include "cli/agent_requests.h"

namespace till::cli {
namespace {

std::int64_t left_of(const Json& order) {
  return total_of(order, "total") - total_of(order, "amount_refunded");
}

std::string currency_of(const Json& order) { return order.at("record").at("currency").text(); }

std::string buyer_of(const Json& record) {
  const std::string email = record.at("buyer").at("email").text();
  return email.empty() ? "" : " to " + email;
}

std::string refund_text(const ChangeOrderOptions& options, const Json& order) {
  const std::string currency = currency_of(order);
  if (currency.empty()) {
    return options.amount ? "to give back " + std::to_string(*options.amount) + " minor units of"
                          : "to give back everything that is left of";
  }
  const std::int64_t amount = options.amount.value_or(left_of(order));
  return "to give back " + money(amount, currency) + (options.amount ? "" : ", all that is left,") +
         buyer_of(order.at("record")) + " of " + money(total_of(order, "total"), currency) + " for";
}

std::string cancel_text(const Json& order) {
  const std::string currency = currency_of(order);
  if (currency.empty()) return "to call off, restock and give the money back of";
  return "to give back " + money(left_of(order), currency) + buyer_of(order.at("record")) +
         ", restock and call off";
}

std::string pieces_text(const ChangeOrderOptions& options) {
  if (options.lines.empty()) return "everything that is open of";
  std::string text;
  for (const std::string& line : options.lines) text += (text.empty() ? "" : ", ") + line;
  return text + " of";
}

std::string deed(const ChangeOrderOptions& options, const Json& order) {
  if (options.action == "refund") return refund_text(options, order);
  if (options.action == "cancel") return cancel_text(order);
  if (options.action == "ship") return "to send " + pieces_text(options);
  if (options.action == "ready") return "to lay out " + pieces_text(options);
  if (options.action == "deliver") {
    return "to note that the buyer has " +
           (options.fulfillment.empty() ? std::string("all that was sent") : options.fulfillment) +
           " of";
  }
  return options.action == "hold" ? "to hold" : "to let go on";
}

}  // namespace

std::string about_to_change(const ChangeOrderOptions& options, const Json& order) {
  return "about " + deed(options, order) + " " + options.id;
}

std::string about_to_decide(const ChangeOrderOptions& options, const Json& answer) {
  const Json session = answer.at("session");
  const std::string currency = session.at("currency").text();
  const std::string amount =
      currency.empty()
          ? ""
          : " of " + money(options.accept_total.value_or(total_of(session, "total")), currency);
  const std::string email = session.at("buyer").at("email").text();
  const std::string whose = amount + (email.empty() ? "" : " by " + email);
  if (options.action == "approve") return "about to charge the purchase " + options.id + whose;
  if (options.action == "deny") return "about to refuse the purchase " + options.id + whose;
  return "about to settle the payment in doubt of " + options.id + whose + " as " +
         (options.not_charged ? "not charged" : "charged by " + options.charged_by);
}

}  // namespace till::cli

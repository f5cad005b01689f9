#include "stripe_double/control.h"

#include "json/writer.h"

namespace till::stripe_double {
namespace {

Answer report(const Controlled& controlled) {
  Answer answer;
  json::Writer json(answer.body);
  json.begin_object().key("sessions").raw(controlled.stripe.ledger().sessions_json());
  json.key("faults").begin_object();
  for (std::size_t i = 1; i < kFaults; ++i) {
    json.member(name_of(static_cast<PlayedFault>(i)), controlled.faults.played()[i]);
  }
  json.end_object();
  json.member("tax_calculations",
              static_cast<std::int64_t>(controlled.stripe.taxes().calculated()));
  json.key("tax_transactions").raw(controlled.stripe.taxes().transactions_json());
  json.member("events_pending", static_cast<std::int64_t>(controlled.mail.waiting()));
  json.end_object();
  return answer;
}

Answer done(bool possible) {
  if (possible) return {200, "{}"};
  return error_answer(400, {.message = "That cannot happen to this PaymentIntent."});
}

Answer order_fault(Faults& faults, const Form& form) {
  const auto fault = fault_of(form.text("kind"));
  const std::int64_t times = form.find("times") ? form.whole("times").value_or(0) : 1;
  if (!fault || times < 1 || times > 1'000'000) return done(false);
  faults.order(*fault, static_cast<std::size_t>(times), form.text("path"));
  return done(true);
}

// A refund of the dashboard is one that is not asked for under a key.
Answer refund(Ledger& ledger, const std::string& id, const Form& form, std::int64_t now,
              std::vector<Event>& events) {
  const auto amount = form.whole("amount");
  if (form.find("amount") && !amount) return done(false);
  const auto asked =
      Form::parse("payment_intent=" + id + (amount ? "&amount=" + std::to_string(*amount) : ""));
  return asked ? ledger.refund(*asked, now, events) : done(false);
}

}  // namespace

Answer control(Controlled controlled, const std::string& method, const std::string& path,
               const Form& form, std::int64_t now, std::vector<Event>& events) {
  constexpr std::string_view kPrefix = "/double/";
  const std::string rest = path.substr(kPrefix.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string deed = rest.substr(0, slash);
  const std::string id = slash < rest.size() ? rest.substr(slash + 1) : std::string();
  Ledger& ledger = controlled.stripe.ledger();
  if (method == "GET" && deed == "report") return report(controlled);
  if (method != "POST") return missing("control", path);
  if (deed == "faults") return order_fault(controlled.faults, form);
  if (deed == "authenticate") {
    return done(ledger.finish(id, form.text("outcome") != "failed", events));
  }
  if (deed == "refund") return refund(ledger, id, form, now, events);
  if (deed == "dispute") return done(ledger.dispute(id, form.text("status"), events));
  if (deed == "review") {
    return done(ledger.review(id, form.text("status") != "closed", form.text("reason"), events));
  }
  if (deed == "fraud_warning") return done(ledger.warn_of_fraud(id, events));
  if (deed == "expire_tax") {
    controlled.stripe.taxes().expire_calculations();
    return done(true);
  }
  if (deed == "expire") return done(ledger.lapse(id, events));
  return missing("control", path);
}

}  // namespace till::stripe_double

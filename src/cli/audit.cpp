// `till audit list`.
#include <utility>

#include "cli/commands.h"
#include "cli/order_print.h"
#include "cli/pages.h"

namespace till::cli {
namespace {

std::string audit_line(const Json& event) {
  std::string line = event.at("at").text() + "  " + event.at("operator").text() + "  " +
                     event.at("action").text() + "  " + event.at("about").text();
  if (const auto amount = event.at("amount").whole()) {
    line += "  " + plain_money(*amount, event.at("currency").text());
  }
  line += "  " + event.at("outcome").text();
  if (const auto status = event.at("status").whole()) line += " " + std::to_string(*status);
  return line + "  from " + event.at("from").text();
}

}  // namespace

Outcome list_audit(const ListAuditOptions& options, std::ostream& out) {
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const Listing listing{"/audit",
                        "events",
                        {{"operator", options.operator_name}, {"about", options.about}},
                        options.limit};
  return print_pages(admin, listing, options.json ? PrintAs::json : PrintAs::lines, audit_line,
                     out);
}

}  // namespace till::cli

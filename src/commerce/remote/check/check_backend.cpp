#include "commerce/remote/check/check_backend.h"

#include <array>

#include "commerce/remote/check/run.h"

namespace till::commerce::remote::check {
namespace {

struct Part {
  std::string_view capability;
  void (*ask)(Run& run);
};

// Products first: they tell what to ask about.
constexpr std::array kParts{Part{"products", ask_products}, Part{"quote", ask_quotes},
                            Part{"holds", ask_holds}, Part{"approval", ask_approval},
                            Part{"orders", ask_orders}};

void begin_purchase(Run& run) {
  run.purchase.session = run.options.session.text();
  run.purchase.currency = run.options.currency;
  run.purchase.now = run.options.now;
  run.purchase.unit_amount = 100;
  if (run.items.empty()) run.items = run.options.catalog_items;
  if (run.items.empty()) return;
  run.purchase.item = run.purchase.title = run.items.front();
  run.held_item = run.items.front();
}

}  // namespace

Report check_backend(Asker& asker, const Options& options) {
  Run run(asker, options);
  run.items = options.items;
  if (!ask_capabilities(run)) {
    for (const Part& part : kParts) {
      run.report.skip_group(part.capability, "the capabilities are not known");
    }
    return std::move(run.report);
  }
  for (const Part& part : kParts) {
    if (run.listed.has(part.capability)) {
      part.ask(run);
    } else {
      run.report.skip_group(part.capability, std::string(part.capability) + " is not listed");
    }
    if (part.capability == "products") begin_purchase(run);
  }
  ask_signatures(run);
  return std::move(run.report);
}

}  // namespace till::commerce::remote::check

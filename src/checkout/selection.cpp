// Fulfillment choices: which option carries which line (A10).
#include <algorithm>
#include <optional>
#include <utility>

#include "checkout/groups.h"
#include "checkout/obstacles.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

Amount price_of(const FulfillmentOption& option) {
  return {option.subtotal.minor + option.tax.minor};
}

bool covers(const FulfillmentOption& option, const LineItemId& line) {
  return std::find(option.covers.begin(), option.covers.end(), line) != option.covers.end();
}

// Does the group leave this option to its lines? An item that needs no delivery has its own way.
bool allows(const FulfillmentGroup& group, const FulfillmentOption& option, bool physical) {
  if (!physical && option.type == FulfillmentType::digital) return true;
  return option.type == group.destination_type && is_at_place(group, option);
}

// Settles the choice of every line: asked for, kept from before, or preselected.
class Chooser {
 public:
  Chooser(Draft& draft, const std::vector<std::size_t>& groups)
      : draft_(draft),
        before_(std::move(draft.selected)),
        choice_(draft.lines.size(), kNone),
        groups_(groups) {}

  void ask(const std::vector<RequestedSelection>& selections) {
    draft_.selected_by_item = names_items(selections);
    for (std::size_t i = 0; i < selections.size(); ++i) ask_one(selections[i], i);
  }
  void keep_earlier() {
    for (const SelectedFulfillmentOption& earlier : before_) {
      const std::size_t option = find_option(earlier.option_id, earlier.type);
      if (option == kNone) continue;
      for (const LineItemId& id : earlier.lines) {
        const std::size_t line = find_line(id);
        if (line != kNone && choice_[line] == kNone) choose(line, option);
      }
    }
  }
  void preselect() {
    for (std::size_t line = 0; line < choice_.size(); ++line) {
      if (choice_[line] == kNone) choice_[line] = cheapest(line);
    }
  }
  // Groups the choices by option, in the order in which the options are offered.
  void write() {
    draft_.selected.clear();
    for (std::size_t option = 0; option < draft_.options.size(); ++option) {
      SelectedFulfillmentOption selected{
          draft_.options[option].type, draft_.options[option].id, {}};
      for (std::size_t line = 0; line < choice_.size(); ++line) {
        if (choice_[line] == option) selected.lines.push_back(draft_.lines[line].id);
      }
      if (!selected.lines.empty()) draft_.selected.push_back(std::move(selected));
    }
  }
  // Of each line, whether an option carries it.
  std::vector<bool> chosen() const {
    std::vector<bool> all;
    all.reserve(choice_.size());
    for (const std::size_t choice : choice_) all.push_back(choice != kNone);
    return all;
  }

 private:
  // True when the selections name lines, and every one by the id of its item.
  bool names_items(const std::vector<RequestedSelection>& selections) const {
    bool any = false;
    for (const RequestedSelection& selection : selections) {
      for (const std::string& id : selection.item_ids) {
        const bool item = std::any_of(draft_.lines.begin(), draft_.lines.end(),
                                      [&id](const LineItem& line) { return line.item_id == id; });
        if (!item) return false;
        any = true;
      }
    }
    return any;
  }
  std::size_t find_option(const std::string& id, FulfillmentType type) const {
    for (std::size_t i = 0; i < draft_.options.size(); ++i) {
      if (draft_.options[i].id == id && draft_.options[i].type == type) return i;
    }
    return kNone;
  }
  std::size_t find_line(const LineItemId& id) const {
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      if (draft_.lines[i].id == id) return i;
    }
    return kNone;
  }
  bool fits(std::size_t line, std::size_t option) const {
    const LineItem& item = draft_.lines[line];
    if (!covers(draft_.options[option], item.id)) return false;
    const std::size_t group = groups_[line];
    return group == kNoGroup || allows(draft_.groups[group], draft_.options[option], item.physical);
  }
  bool choose(std::size_t line, std::size_t option) {
    if (!fits(line, option)) return false;
    choice_[line] = option;
    return true;
  }
  void refuse(const Field& field, TextId text) {
    tell_once(draft_, error_message(MessageCode::invalid, field, Resolution::recoverable, text));
  }
  void ask_one(const RequestedSelection& selection, std::size_t index) {
    const std::size_t option = find_option(selection.option_id, selection.type);
    if (option == kNone) {
      refuse({Member::selection_option, index}, TextId::option_unknown);
      return;
    }
    if (selection.item_ids.empty()) {
      ask_all(option, {Member::selection_lines, index});
      return;
    }
    for (std::size_t i = 0; i < selection.item_ids.size(); ++i) {
      const Field field{Member::selection_line, index, i};
      const auto lines = lines_named(draft_, selection.item_ids[i]);
      if (lines.empty()) refuse(field, TextId::line_unknown);
      for (const std::size_t line : lines) ask_line(line, option, field);
    }
  }
  // Every line that the option covers and that no earlier selection names.
  void ask_all(std::size_t option, const Field& field) {
    bool any = false;
    for (std::size_t line = 0; line < choice_.size(); ++line) {
      if (choice_[line] == option || (choice_[line] == kNone && choose(line, option))) any = true;
    }
    if (!any) refuse(field, TextId::option_left_without_lines);
  }
  // The same option for the line's own shipment: an agent that knows no answer yet names it
  // plainly.
  std::size_t of_shipment(std::size_t line, std::size_t option) const {
    const std::size_t group = groups_[line];
    if (group == kNoGroup || !has_own_address(draft_.groups[group])) return option;
    const FulfillmentOption& named = draft_.options[option];
    const std::size_t own = find_option(named.id + "@" + draft_.groups[group].id, named.type);
    return own == kNone ? option : own;
  }
  void ask_line(std::size_t line, std::size_t option, const Field& field) {
    option = of_shipment(line, option);
    if (choice_[line] == option) return;
    if (choice_[line] != kNone) {
      refuse(field, TextId::line_selected_twice);
      return;
    }
    // A digital line named under a shipping option is left to its digital option.
    if (!choose(line, option) && draft_.lines[line].physical) {
      refuse(field, TextId::option_unfit);
    }
  }

  // The cheapest shipping of a line, or digital; another way only where nothing can be shipped.
  std::size_t cheapest(std::size_t line) const {
    std::size_t best = kNone;
    const auto preferred = [](FulfillmentType type) {
      return type == FulfillmentType::shipping || type == FulfillmentType::digital;
    };
    for (std::size_t i = 0; i < draft_.options.size(); ++i) {
      const FulfillmentOption& option = draft_.options[i];
      if (!fits(line, i)) continue;
      if (best == kNone) {
        best = i;
        continue;
      }
      const bool better_kind = preferred(option.type) && !preferred(draft_.options[best].type);
      const bool same_kind = preferred(option.type) == preferred(draft_.options[best].type);
      const bool cheaper = price_of(option) < price_of(draft_.options[best]);
      if (better_kind || (same_kind && cheaper)) best = i;
    }
    return best;
  }

  Draft& draft_;
  std::vector<SelectedFulfillmentOption> before_;
  std::vector<std::size_t> choice_;         // Of each line, the index of its option.
  const std::vector<std::size_t>& groups_;  // Of each line, the index of its group.
};

void take_options(Draft& draft, const Quote& quote) {
  draft.options.clear();
  draft.options.reserve(quote.options.size());
  for (const QuotedOption& quoted : quote.options) {
    FulfillmentOption option;
    option.type = quoted.type;
    option.id = quoted.id;
    option.title = quoted.title;
    option.description = quoted.description;
    option.carrier = quoted.carrier;
    option.location = quoted.location;
    option.subtotal = quoted.subtotal;
    option.tax = quoted.tax;
    option.included_tax = quoted.included_tax;
    option.tax_calculations = quoted.tax_calculations;
    option.window = quoted.window;
    option.pickup_type = quoted.pickup_type;
    option.service_area = quoted.service_area;
    for (const std::size_t line : quoted.covers) option.covers.push_back(draft.lines[line].id);
    draft.options.push_back(std::move(option));
  }
}

}  // namespace

void choose_fulfillment(Draft& draft, const Quote& quote, const Selections& selections) {
  take_options(draft, quote);
  const auto groups = groups_of_lines(draft);
  Chooser chooser(draft, groups);
  if (selections) chooser.ask(*selections);
  chooser.keep_earlier();
  chooser.preselect();
  chooser.write();
  report_groups(draft, groups);
  report_obstacles(draft, quote, {groups, chooser.chosen()});
}

}  // namespace till::checkout

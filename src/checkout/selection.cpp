// Fulfillment choices: which option carries which line (A10).
#include <algorithm>
#include <optional>
#include <utility>

#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::string selection_path(std::size_t index, const std::string& member) {
  return "$.selected_fulfillment_options[" + std::to_string(index) + "]." + member;
}

Amount price_of(const FulfillmentOption& option) {
  return {option.subtotal.minor + option.tax.minor};
}

bool covers(const FulfillmentOption& option, const LineItemId& line) {
  return std::find(option.covers.begin(), option.covers.end(), line) != option.covers.end();
}

// Settles the choice of every line: asked for, kept from before, or preselected.
class Chooser {
 public:
  explicit Chooser(Draft& draft)
      : draft_(draft), before_(std::move(draft.selected)), choice_(draft.lines.size(), kNone) {}

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
  bool chosen(std::size_t line) const { return choice_[line] != kNone; }

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
  bool choose(std::size_t line, std::size_t option) {
    if (!covers(draft_.options[option], draft_.lines[line].id)) return false;
    choice_[line] = option;
    return true;
  }
  void refuse(std::string param, std::string content) {
    draft_.messages.push_back(error_message(MessageCode::invalid, std::move(param),
                                            Resolution::recoverable, std::move(content)));
  }
  // The lines an id stands for: a line item id names one, an item id all of its lines (FU-07).
  std::vector<std::size_t> lines_of(const std::string& id) const {
    std::vector<std::size_t> lines;
    const auto line_id = LineItemId::parse(id);
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      if ((line_id && draft_.lines[i].id == *line_id) || draft_.lines[i].item_id == id) {
        lines.push_back(i);
      }
    }
    return lines;
  }

  void ask_one(const RequestedSelection& selection, std::size_t index) {
    const std::size_t option = find_option(selection.option_id, selection.type);
    if (option == kNone) {
      refuse(selection_path(index, "option_id"),
             "This option is not offered. Choose one of fulfillment_options.");
      return;
    }
    if (selection.item_ids.empty()) {
      ask_all(option, selection_path(index, "item_ids"));
      return;
    }
    for (std::size_t i = 0; i < selection.item_ids.size(); ++i) {
      const auto path = selection_path(index, "item_ids[" + std::to_string(i) + "]");
      const auto lines = lines_of(selection.item_ids[i]);
      if (lines.empty()) refuse(path, "This session has no such line item. Use ids of line_items.");
      for (const std::size_t line : lines) ask_line(line, option, path);
    }
  }
  // Every line that the option covers and that no earlier selection names.
  void ask_all(std::size_t option, const std::string& path) {
    bool any = false;
    for (std::size_t line = 0; line < choice_.size(); ++line) {
      if (choice_[line] == option || (choice_[line] == kNone && choose(line, option))) any = true;
    }
    if (!any) refuse(path, "Other selections name every line item that this option can carry.");
  }
  void ask_line(std::size_t line, std::size_t option, const std::string& path) {
    if (choice_[line] == option) return;
    if (choice_[line] != kNone) {
      refuse(path, "This line item is in two selections. Choose one option for each line item.");
      return;
    }
    // A digital line named under a shipping option is left to its digital option.
    if (!choose(line, option) && draft_.lines[line].physical) {
      refuse(path, "This option cannot carry this line item. Choose another option for it.");
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
      if (!covers(option, draft_.lines[line].id)) continue;
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
  std::vector<std::size_t> choice_;  // Of each line, the index of its option.
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
    for (const std::size_t line : quoted.covers) option.covers.push_back(draft.lines[line].id);
    draft.options.push_back(std::move(option));
  }
}

bool has_address(const Draft& draft) {
  return draft.fulfillment_details && draft.fulfillment_details->address;
}

// What keeps lines from being brought to the buyer (FU-08, FU-09, FU-12).
void report_unreachable(Draft& draft, const Quote& quote, const Chooser& chooser) {
  const bool physical = std::any_of(draft.lines.begin(), draft.lines.end(),
                                    [](const LineItem& line) { return line.physical; });
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    const bool deliverable =
        !draft.lines[i].physical || (has_address(draft) && quote.region_served);
    if (chooser.chosen(i) || !deliverable || !quote.lines[i].sold) continue;
    draft.messages.push_back(error_message(
        MessageCode::unsupported, line_path(i), Resolution::recoverable,
        draft.lines[i].title + " cannot be delivered" +
            (draft.lines[i].physical ? " to this address" : "") + ". Take the line out."));
  }
  if (!physical) return;
  if (!has_address(draft)) {
    draft.messages.push_back(error_message(
        MessageCode::missing, "$.fulfillment_details.address", Resolution::requires_buyer_input,
        "A shipping address is needed. Send fulfillment_details.address."));
    return;
  }
  if (!quote.region_served) {
    draft.messages.push_back(
        error_message(MessageCode::region_restricted, "$.fulfillment_details.address.country",
                      Resolution::requires_buyer_input,
                      "This seller does not deliver to that country. Ask for another address."));
  }
}

}  // namespace

void choose_fulfillment(Draft& draft, const Quote& quote, const Selections& selections) {
  take_options(draft, quote);
  Chooser chooser(draft);
  if (selections) chooser.ask(*selections);
  chooser.keep_earlier();
  chooser.preselect();
  chooser.write();
  report_unreachable(draft, quote, chooser);
}

}  // namespace till::checkout

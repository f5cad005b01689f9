#include "checkout/groups.h"

#include <algorithm>
#include <utility>

#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

void refuse(Draft& draft, const Field& field, TextId text) {
  tell_once(draft, error_message(MessageCode::invalid, field, Resolution::recoverable, text));
}

void report_lines(Draft& draft, std::size_t group, const std::vector<std::size_t>& owners) {
  const std::vector<std::string>& ids = draft.groups[group].item_ids;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto lines = lines_named(draft, ids[i]);
    const bool taken = std::any_of(lines.begin(), lines.end(),
                                   [&](std::size_t line) { return owners[line] != group; });
    if (!lines.empty() && !taken) continue;
    refuse(draft, {Member::group_line, group, i},
           taken ? TextId::line_grouped_twice : TextId::line_unknown);
  }
}

bool has_place(const FulfillmentGroup& group) {
  const bool possible = group.destination_type == FulfillmentType::pickup ||
                        group.destination_type == FulfillmentType::local_delivery;
  return possible && group.location_id;
}

void report_place(Draft& draft, std::size_t index) {
  const FulfillmentGroup& group = draft.groups[index];
  const bool offered = std::any_of(
      draft.options.begin(), draft.options.end(), [&group](const FulfillmentOption& option) {
        return option.type == group.destination_type && is_at_place(group, option);
      });
  if (offered || !has_place(group)) return;
  refuse(draft, {Member::group_place, index}, TextId::place_unknown);
}

}  // namespace

std::vector<std::size_t> lines_named(const Draft& draft, const std::string& id) {
  std::vector<std::size_t> lines;
  const auto line_id = LineItemId::parse(id);
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    if ((line_id && draft.lines[i].id == *line_id) || draft.lines[i].item_id == id) {
      lines.push_back(i);
    }
  }
  return lines;
}

std::vector<std::size_t> groups_of_lines(const Draft& draft) {
  std::vector<std::size_t> owners(draft.lines.size(), kNoGroup);
  for (std::size_t group = 0; group < draft.groups.size(); ++group) {
    for (const std::string& id : draft.groups[group].item_ids) {
      for (const std::size_t line : lines_named(draft, id)) {
        if (owners[line] == kNoGroup) owners[line] = group;
      }
    }
  }
  return owners;
}

bool has_own_address(const FulfillmentGroup& group) {
  return group.fulfillment_details && group.fulfillment_details->address;
}

bool is_at_place(const FulfillmentGroup& group, const FulfillmentOption& option) {
  return !has_place(group) || option.id == *group.location_id ||
         option.id == *group.location_id + "@" + group.id;
}

void report_groups(Draft& draft, const std::vector<std::size_t>& owners) {
  for (std::size_t group = 0; group < draft.groups.size(); ++group) {
    report_lines(draft, group, owners);
    report_place(draft, group);
  }
}

}  // namespace till::checkout

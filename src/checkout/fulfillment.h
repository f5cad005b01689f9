// Fulfillment: the options a seller offers and which of them the buyer chose (A10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/id.h"
#include "checkout/party.h"

namespace till::checkout {

enum class FulfillmentType { shipping, digital, pickup, local_delivery };

struct PickupLocation {
  std::string name;
  Address address;
  bool operator==(const PickupLocation&) const = default;
};

// One way to get some of the lines. `covers` names the lines it can carry.
struct FulfillmentOption {
  FulfillmentType type = FulfillmentType::shipping;
  std::string id;  // Unique in the session.
  std::string title;
  std::optional<std::string> description;
  std::optional<std::string> carrier;      // shipping only
  std::optional<PickupLocation> location;  // pickup only, and always there
  Amount subtotal;
  Amount tax;
  std::vector<LineItemId> covers;
  bool operator==(const FulfillmentOption&) const = default;
};

// A choice: one offered option for some lines (FU-05, FU-06).
struct SelectedFulfillmentOption {
  FulfillmentType type = FulfillmentType::shipping;
  std::string option_id;
  std::vector<LineItemId> lines;
  bool operator==(const SelectedFulfillmentOption&) const = default;
};

// A split shipment as the agent described it, echoed (FU-11).
struct FulfillmentGroup {
  std::string id;
  std::vector<std::string> item_ids;  // As the agent wrote them.
  FulfillmentType destination_type = FulfillmentType::shipping;
  std::optional<FulfillmentDetails> fulfillment_details;
  std::optional<std::string> location_id;
  std::optional<std::string> instructions;
  bool operator==(const FulfillmentGroup&) const = default;
};

}  // namespace till::checkout

// Fulfillment: the options a seller offers and which of them the buyer chose (A10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "checkout/party.h"

namespace till::checkout {

enum class FulfillmentType { shipping, digital, pickup, local_delivery };

enum class PickupType { in_store, curbside, locker };

struct PickupLocation {
  std::string name;
  Address address;
  std::optional<std::string> phone;
  std::optional<std::string> instructions;
  bool operator==(const PickupLocation&) const = default;
};

// Shipping: when it arrives. Pickup: when it is ready and until when it waits. Local delivery: when
// somebody comes (FU-02 to FU-04).
struct TimeWindow {
  Timestamp from;
  Timestamp until;
  bool operator==(const TimeWindow&) const = default;
};

// Around what local delivery is made, for the buyer to read.
struct ServiceArea {
  std::optional<std::int64_t> radius_miles;
  std::optional<std::string> center_postal_code;
  bool operator==(const ServiceArea&) const = default;
};

// A tax service's calculation of a purchase, and what is paid by it with its tax.
struct TaxBasis {
  std::string calculation;
  Amount total;
  bool operator==(const TaxBasis&) const = default;
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
  std::optional<TimeWindow> window;
  std::optional<PickupType> pickup_type;    // pickup only
  std::optional<ServiceArea> service_area;  // local_delivery only
  Amount included_tax = {};                 // The part of the subtotal that is tax.
  // The tax service's calculations of what it covers and of itself; not shown to agents.
  std::vector<TaxBasis> tax_calculations = {};
  bool operator==(const FulfillmentOption&) const = default;
};

// A choice: one offered option for some lines (FU-05, FU-06).
struct SelectedFulfillmentOption {
  FulfillmentType type = FulfillmentType::shipping;
  std::string option_id;
  std::vector<LineItemId> lines;
  bool operator==(const SelectedFulfillmentOption&) const = default;
};

// Lines that go together, as the agent described it and echoed so (FU-11). Its type, place and
// address bind the choices for its lines.
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

// What a shop sells whose own backend says so, as feeds list it: out of a copy of the backend's
// products.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/config.h"
#include "commerce/embedded/shop_listings.h"
#include "commerce/remote/capabilities.h"
#include "commerce/remote/remote_products.h"

namespace till::assembly {

// Whose products feeds list, by what the backend answers.
enum class ListedBy { backend, catalogue };

// Refused with a sentence where prices are the backend's and its products are not known.
Result<ListedBy, std::string> listed_by(const commerce::remote::Listed& listed);

// A copy as it is shown, in that currency. Holds on to it.
commerce::ShopListings listings_of(std::shared_ptr<const commerce::remote::RemoteProducts::Shown>,
                                   std::string currency);

struct AskedListings {
  std::optional<commerce::ShopListings> listings;  // Nothing: they are the catalogue's.
  std::vector<products::ListingFault> faults;      // What cannot be read of the products.
};

// Asks the backend of the config now, and waits for all its pages. Refused with a sentence.
Result<AskedListings, std::string> ask_for_listings(const cli::Config& config,
                                                    const std::string& currency);

}  // namespace till::assembly

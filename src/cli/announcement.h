// What a command that changes an order or a purchase is about to do, told on a terminal before.
#pragma once

#include <string>

#include "cli/commands.h"
#include "cli/json.h"

namespace till::cli {

// One line, without an end. `order` is as the admin API shows it; absent when that is not known,
// which leaves out what it would say of amounts and buyer.
std::string about_to_change(const ChangeOrderOptions& options, const Json& order);

// The same of a checkout session.
std::string about_to_decide(const ChangeOrderOptions& options, const Json& session);

}  // namespace till::cli

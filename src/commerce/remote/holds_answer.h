// What is asked of the backend when pieces are to be held, and its answer, read strictly: nothing
// counts as held that it did not say. Pure.
#pragma once

#include <string>
#include <vector>

#include "app/shop_holds.h"
#include "base/result.h"
#include "commerce/remote/answer_fault.h"
#include "json/value.h"

namespace till::commerce::remote {

// The body of PUT {url}/holds/{session_id}.
std::string holds_question(const app::HoldRequest& request);

// What is lacking of a request that the answer fits: each of its items is held whole or is short,
// and nothing else is either. Of one that does not fit nothing is used; the fault names the place.
// Members that nobody knows are passed over.
Result<std::vector<app::Shortage>, AnswerFault> read_holds(json::Value answer,
                                                           const app::HoldRequest& request);

}  // namespace till::commerce::remote

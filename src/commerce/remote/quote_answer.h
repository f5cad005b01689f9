// The answer to a quote: read strictly, since what is wrong in it would be charged. Pure.
#pragma once

#include "base/result.h"
#include "checkout/quote.h"
#include "commerce/remote/answer_fault.h"
#include "json/value.h"

namespace till::commerce::remote {

// A quote that can be, for exactly these lines. Of one that cannot nothing is used; the fault names
// the first place. Members that nobody knows are passed over.
//
// A picture or a page that is no link, or a GTIN that is none, costs nobody the quote: the line
// stands without it, and the first such place is noted in `left_out`.
//
// The answer cannot say whether an item is never taxed. Where the buyer's certificate was told, a
// tax of 0 counts as freed by it, so that the seller looks at it if the seller wants to.
Result<checkout::Quote, AnswerFault> read_quote(json::Value answer,
                                                const checkout::QuoteRequest& request,
                                                AnswerFaults& left_out);

}  // namespace till::commerce::remote

// Run: a check under way, and its parts in the order in which they are asked. Private to this
// folder.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkout/quote.h"
#include "commerce/remote/check/answers.h"
#include "commerce/remote/check/check_backend.h"
#include "commerce/remote/check/samples.h"

namespace till::commerce::remote::check {

struct Run {
  Run(Asker& asker_, const Options& options_) : asker(asker_), options(options_) {}

  Asker& asker;
  const Options& options;
  Report report = {};
  Listed listed = {};
  std::vector<std::string> items = {};  // That the questions are about.
  Purchase purchase = {};               // Of the first of them.
  // An item that pieces can be held of, and how many there are; nothing: it needs no stock.
  std::optional<std::string> held_item = {};
  std::optional<std::int64_t> available = {};
  int keys = 0;

  std::string new_key() {
    return "till-check-" + options.session.text() + "-" + std::to_string(++keys);
  }
  Given get(std::string path) { return asker.ask({"GET", std::move(path), ""}); }
  Given post(std::string path, std::string body) {
    return asker.ask({"POST", std::move(path), std::move(body)});
  }
  // Something is done there, under a key.
  Given act(std::string method, std::string path, std::string body, std::string key) {
    return asker.ask({std::move(method), std::move(path), std::move(body), std::move(key)});
  }
};

// A question about the items.
checkout::QuoteRequest quote_request(const Run& run);

bool ask_capabilities(Run& run);  // False: nothing else makes sense.
void ask_products(Run& run);
void ask_quotes(Run& run);
void ask_signatures(Run& run);
void ask_holds(Run& run);
void ask_approval(Run& run);
void ask_orders(Run& run);

}  // namespace till::commerce::remote::check

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
  // How long Till waits for an answer from there when it sells.
  Milliseconds deadline_of(std::string_view path) const {
    if (path == "/approve") return Milliseconds(2'000);
    const bool patient = path.starts_with("/orders") || path.starts_with("/products");
    return patient ? Milliseconds(10'000) : options.quote_timeout;
  }
  Given get(std::string path) {
    const Milliseconds deadline = deadline_of(path);
    return asker.ask({"GET", std::move(path), "", {}, Signing::right, deadline});
  }
  Given post(std::string path, std::string body) {
    const Milliseconds deadline = deadline_of(path);
    return asker.ask({"POST", std::move(path), std::move(body), {}, Signing::right, deadline});
  }
  // Something is done there, under a key.
  Given act(std::string method, std::string path, std::string body, std::string key) {
    const Milliseconds deadline = deadline_of(path);
    return asker.ask({std::move(method), std::move(path), std::move(body), std::move(key),
                      Signing::right, deadline});
  }
};

// Was the answer there before the deadline of what was asked?
void judge_deadline(Run& run, std::string_view id, const Given& given, std::string_view path);

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

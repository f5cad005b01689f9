// Answers of a backend, as the checks read them. Pure. Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commerce/remote/answer_fault.h"
#include "commerce/remote/check/asker.h"
#include "json/body.h"

namespace till::commerce::remote::check {

// What came, in a few words.
std::string told(const Given& given);
bool is_accepted(const Given& given);
// A no of the contract, with 409 or 422; nothing otherwise.
struct Refusal {
  std::string reason;
  std::optional<std::int64_t> index;
};
std::optional<Refusal> refusal_of(const Given& given);
// Of one status and one body, whatever the order of its members.
bool are_the_same(const Given& one, const Given& other);

// What an answer of 2xx says; what came instead otherwise.
template <class Read>
using Reader = std::function<Result<Read, AnswerFault>(json::Value)>;
template <class Read>
Result<Read, std::string> read_answer(const Given& given, const Reader<Read>& read) {
  if (!is_accepted(given)) return refused(told(given));
  const auto body = json::Body::parse(given->body);
  if (!body) return refused(told(given) + ", and its body cannot be read: " + body.error().why);
  auto answer = read(body->root());
  if (!answer) return refused(answer.error().place + ": " + answer.error().sentence);
  return std::move(*answer);
}

// The capabilities as they are listed, and the version.
struct Listed {
  std::string version;
  std::vector<std::string> names;
  bool has(std::string_view name) const;
};
Result<Listed, AnswerFault> read_listed(json::Value answer);

// Pieces by item.
struct Holds {
  std::map<std::string, std::int64_t> held;
  std::map<std::string, std::int64_t> lacking;  // And what is available of it.
};
Result<Holds, AnswerFault> read_holds(json::Value answer);
// "2 of mug-blue held, poster-city short".
std::string text_of(const Holds& holds);

// The number of an order.
Result<std::string, AnswerFault> read_number(json::Value answer);

struct ListedProduct {
  std::string id;
  bool removed = false;
  std::vector<std::string> currencies;
  std::optional<std::int64_t> stock;
};
struct Page {
  std::vector<ListedProduct> products;
  std::optional<std::string> next;
};
Result<Page, AnswerFault> read_page(json::Value answer);

}  // namespace till::commerce::remote::check

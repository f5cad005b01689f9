// A backend that answers the questions of a check by itself: right, but for one rule.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commerce/remote/check/asker.h"
#include "json/body.h"

namespace till::commerce::remote::check::test {

class FakeShop final : public Asker {
 public:
  // Breaks the rule of this id; empty: none.
  explicit FakeShop(std::string broken = "") : broken_(std::move(broken)) {}

  std::string capabilities = R"(["quote","holds","approval","orders","products","juggling"])";
  std::vector<Asked> asked = {};
  std::map<std::string, std::int64_t> held = {};  // By item, as the session has them now.
  std::int64_t stock = 3;                         // Of mugs.
  bool leaks = false;                             // Each quote takes a piece away.
  std::string more = {};                          // Members of each line and product.

  Given ask(const Asked& question) override {
    asked.push_back(question);
    if (!lets_in(question)) return Heard{401, "", kSoon};
    if (!question.key || remembers(question) == false) return answer(question);
    const auto known = deeds_.find(*question.key);
    if (known != deeds_.end()) return known->second;
    Given given = answer(question);
    if (given->status < 400) deeds_.emplace(*question.key, *given);
    return given;
  }

 private:
  static constexpr Milliseconds kSoon{5};
  bool breaks(std::string_view id) const { return broken_ == id; }
  static Heard said(std::string body) { return {200, std::move(body), kSoon}; }
  static Heard refused_with(const std::string& reason) {
    return {422, R"({"refused":{"index":0,"reason":")" + reason + R"("}})", kSoon};
  }

  bool lets_in(const Asked& question) const {
    switch (question.signing) {
      case Signing::right: return true;
      case Signing::missing:
        return breaks(question.method == "GET" ? "signature.get" : "signature.missing");
      case Signing::wrong: return breaks("signature.wrong");
      case Signing::old: return breaks("signature.old");
      case Signing::early: return breaks("signature.early");
      case Signing::of_another_body: return breaks("signature.other_body");
      case Signing::second_of_two: return !breaks("signature.two");
      case Signing::with_more: break;
    }
    return !breaks("signature.more");
  }

  bool remembers(const Asked& question) const {
    if (question.method == "PUT") return !breaks("holds.same_key");
    if (question.path == "/orders") return !breaks("orders.same_key");
    return !(question.path.ends_with("/events") && breaks("orders.event_again"));
  }

  Given answer(const Asked& question) {
    const std::string& path = question.path;
    if (path == "/capabilities") return list();
    if (path.starts_with("/products")) return page(path);
    if (question.method == "DELETE") return give_back(path);
    const auto body = json::Body::parse(question.body);
    if (!body) return Heard{breaks("quote.not_json") ? 500 : 400, "", kSoon};
    if (path == "/quote") return quote(body->root());
    if (path == "/approve") return approve();
    if (path == "/orders") return take(body->root());
    if (path.ends_with("/events")) return hear(path);
    return hold(body->root());
  }

  Heard list() const {
    if (breaks("capabilities.answer")) return {500, "", kSoon};
    return said(R"({"version":")" +
                std::string(breaks("capabilities.version") ? "2025-01-01" : "2026-12-01") +
                R"(","capabilities":)" +
                (breaks("capabilities.names") ? R"(["juggling"])" : capabilities) + "}");
  }

  Heard page(const std::string& path) const {
    const std::string book = R"({"id":"book","title":"Book","unit_amount":999,"digital":true})";
    const std::string mug =
        R"({"id":"mug","title":"Mug","unit_amount":{"usd":700},"stock":3)" + more + "}";
    const std::string old = R"({"id":"old","removed":true})";
    const bool second = path.ends_with("cursor=at%2F2") && !breaks("products.cursor");
    std::string all = second ? old : book + "," + mug;
    if (breaks("products.limit")) all += "," + old;
    if (breaks("products.page")) all = R"({"id":"book","unit_amount":999})";
    const bool last = second || breaks("products.limit");
    return said(R"({"currency":"usd","products":[)" + all + "]" +
                (last ? "" : R"(,"next":"at/2")") + "}");
  }

  // A piece costs 700, and 7 more each time where quotes are not to be relied on.
  std::string line(json::Value asked_line, const std::string& item, bool has_address) {
    const std::string index = std::to_string(asked_line.at("index").whole().value_or(-1));
    if (item == "book" && breaks("quote.sold")) return R"({"sold":false,"index":)" + index + "}";
    const std::int64_t price = breaks("quote.repeatable") ? 700 + 7 * ++quotes_ : 700;
    std::string text =
        R"({"index":)" + index + R"(,"title":"Mug","unit_amount":)" + std::to_string(price);
    if (item != "book") text += R"(,"available":)" + std::to_string(leaks ? stock-- : stock);
    if (has_address) text += breaks("quote.answer") ? R"(,"tax":-1)" : R"(,"tax":50)";
    if (breaks("quote.tax_included") && has_address) text += R"(,"tax_included":true)";
    return text + more + "}";
  }

  Heard quote(json::Value asked_cart) {
    const std::string purpose(asked_cart.at("purpose").text());
    const bool has_address = asked_cart.at("ship_to").given();
    const bool unknown = asked_cart.at("till_check_unknown").given();
    if ((breaks("quote.purposes") && purpose == "cart") ||
        (breaks("quote.no_address") && !has_address) ||
        (breaks("quote.unknown_member") && unknown)) {
      return {400, "", kSoon};
    }
    const bool foreign = asked_cart.at("currency").text() != "usd";
    if (foreign && !breaks("quote.currency")) return refused_with("unsupported_currency");
    std::string lines;
    for (const json::Value each : asked_cart.at("lines").entries()) {
      const std::string item(each.at("item_id").text());
      const bool sold = item == "mug" || item == "book";
      if (!sold && !breaks("quote.unknown_item")) return refused_with("unknown_item");
      lines += (lines.empty() ? "" : ",") + line(each, item, has_address);
    }
    const bool rejects =
        !asked_cart.at("discount_codes").entries().empty() && !breaks("quote.unknown_code");
    Heard heard = said(R"({"lines":[)" + lines + R"(],"options":[{"id":"post","type":"shipping",)" +
                       R"("title":"Post","amount":500,"tax":0,"covers":[0]}])" +
                       (rejects ? R"(,"discounts":{"rejected":[{"code":"TILL-CHECK-NO-SUCH-CODE",)"
                                  R"("reason":"invalid"}]})"
                                : "") +
                       "}");
    if (breaks("quote.deadline")) heard.took = Milliseconds(1'501);
    return heard;
  }

  Heard approve() const {
    Heard heard =
        said(breaks("approval.answer") ? R"({"decision":"perhaps"})" : R"({"decision":"approve"})");
    if (breaks("approval.deadline")) heard.took = Milliseconds(2'001);
    return heard;
  }

  Heard hold(json::Value set) {
    const std::int64_t version = set.at("version").whole().value_or(0);
    const bool older = version < version_;
    const auto lines = set.at("lines").entries();
    if (older && !(breaks("holds.older_version") && !deleted_)) return held_now("");
    version_ = version;
    if (lines.empty() && breaks("holds.replaced")) return held_now("");
    held.clear();
    std::string lacking;
    for (const json::Value each : lines) {
      const std::string item(each.at("item_id").text());
      const std::int64_t wanted = each.at("quantity").whole().value_or(0);
      const bool enough = item == "book" || wanted <= stock;
      if (enough && !breaks("holds.put")) {
        held[item] = wanted;
      } else if (breaks("holds.short")) {
        held[item] = stock;
      } else {
        lacking = R"({"item_id":")" + item + R"(","available":)" + std::to_string(stock) + "}";
      }
    }
    Heard heard = held_now(lacking);
    if (breaks("holds.deadline")) heard.took = Milliseconds(1'501);
    return heard;
  }
  Heard held_now(const std::string& lacking) const {
    std::string text;
    for (const auto& [item, quantity] : held) {
      text += R"({"item_id":")" + item + R"(","quantity":)" + std::to_string(quantity) + "}";
    }
    return said(R"({"held":[)" + text + R"(],"short":[)" + lacking + "]}");
  }
  Heard give_back(const std::string&) {
    const bool seen = version_ > 0;
    if (!seen) return {breaks("holds.delete_unseen") ? 404 : 204, "", kSoon};
    if (deleted_ && breaks("holds.delete_twice")) return {404, "", kSoon};
    deleted_ = true;
    if (!breaks("holds.delete")) held.clear();
    if (breaks("holds.late_put")) version_ = 1;
    return {204, "", kSoon};
  }

  Heard take(json::Value order) {
    if (breaks("orders.answer")) return said("{}");
    const std::string id(order.at("id").text());
    const bool known = numbers_.contains(id) && !breaks("orders.same_id");
    if (!known) numbers_[id] = ++orders_;
    return {known ? 200 : 201, R"({"order_number":")" + std::to_string(numbers_[id]) + R"("})",
            breaks("orders.deadline") ? Milliseconds(10'001) : kSoon};
  }
  Heard hear(const std::string& path) {
    const bool known = std::any_of(numbers_.begin(), numbers_.end(), [&](const auto& each) {
      return path == "/orders/" + each.first + "/events";
    });
    if (!known) {
      return breaks("orders.unknown_order") ? Heard{204, "", kSoon} : refused_with("unknown_order");
    }
    ++events_;
    const bool fails = breaks("orders.event") || (breaks("orders.event_again") && events_ > 1);
    return {fails ? 500 : 204, "", kSoon};
  }

  const std::string broken_;
  std::map<std::string, Heard> deeds_;
  std::map<std::string, int> numbers_;
  std::int64_t quotes_ = 0;
  std::int64_t version_ = 0;
  int orders_ = 100;
  int events_ = 0;
  bool deleted_ = false;
};

}  // namespace till::commerce::remote::check::test

#include "mail/mail_event.h"

#include "json/value.h"
#include "json/writer.h"

namespace till::mail {

using checkout::BuyerNews;

std::string body_of(const BuyerNews& news) {
  std::string body;
  json::Writer json(body);
  json.begin_object();
  for (const checkout::BuyerNewsRow& kind : checkout::kBuyerNews) {
    if (kind.type == news.type) json.member("mail", kind.name);
  }
  if (news.fulfillment) json.member("fulfillment", news.fulfillment->text());
  if (news.adjustment) json.member("adjustment", news.adjustment->text());
  if (news.amount) json.member("amount", news.amount->minor);
  json.end_object();
  return body;
}

std::optional<BuyerNews> news_in(std::string_view body) {
  json::Document document;
  const auto root = document.parse(body);
  if (!root) return std::nullopt;
  for (const checkout::BuyerNewsRow& kind : checkout::kBuyerNews) {
    if (root->at("mail").text() != kind.name) continue;
    BuyerNews news{kind.type};
    news.fulfillment = FulfillmentId::parse(root->at("fulfillment").text());
    news.adjustment = AdjustmentId::parse(root->at("adjustment").text());
    if (const auto amount = root->at("amount").whole()) news.amount = Amount{*amount};
    return news;
  }
  return std::nullopt;
}

}  // namespace till::mail

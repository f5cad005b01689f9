// What buyers are sent, as it is kept in tests/golden/mail: each kind of mail in each language as
// people read it, and whole messages as they travel. A change that is wanted is made with
// scripts/refresh-golden.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "mail/message.h"
#include "mail/order_mail.h"
#include "repository.h"

namespace till::golden {
namespace {

namespace fs = std::filesystem;
using checkout::BuyerNews;
using checkout::BuyerNewsType;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderLine;

fs::path mail_folder() { return repository() / "tests" / "golden" / "mail"; }

template <class AnyId>
AnyId nth(std::uint8_t number) {
  AnyId id;
  id.bytes.back() = number;
  return id;
}

OrderLine bought(std::uint8_t id, const char* title, std::int64_t pieces, std::int64_t price,
                 FulfillmentType type) {
  OrderLine line;
  line.id = nth<LineItemId>(id);
  line.title = title;
  line.ordered = line.current = pieces;
  line.unit_price = Amount{price};
  line.fulfillment = type;
  return line;
}

// Two mugs are sent, a download is had and a desk is picked up.
Order bought_by_ann(Language language) {
  Order order;
  order.id = nth<OrderId>(1);
  order.language = language;
  order.currency = "eur";
  order.permalink_url = "https://shop.example/shop/orders/" + order.id.text();
  order.destination = {"Ann Lee", "5 Elm St", "Flat 2", "San Francisco", "CA", "US", "94110"};
  order.lines = {bought(1, "Blue mug", 2, 1450, FulfillmentType::shipping),
                 bought(2, "Größe <XL> & \"mehr\"", 1, 999, FulfillmentType::digital),
                 bought(3, "机 \xe2\x80\xae(オーク)", 1, 120'000, FulfillmentType::pickup)};
  order.lines[2].pickup =
      checkout::PickupLocation{"Shop",
                               {"Shop", "1 Market St", {}, "San Francisco", "CA", "US", "94105"},
                               "+14155550100",
                               "Ring the bell"};
  order.totals.discount = Amount{290};
  order.totals.fulfillment = Amount{500};
  order.totals.tax = Amount{8'700};
  order.totals.total = Amount{132'809};
  return order;
}

void leaves(Order& order, std::uint8_t number, std::size_t line) {
  checkout::OrderFulfillment parcel;
  parcel.id = nth<FulfillmentId>(number);
  parcel.type = order.lines[line].fulfillment;
  parcel.lines = {{order.lines[line].id, order.lines[line].ordered}};
  if (parcel.type == FulfillmentType::shipping) {
    parcel.carrier = "UPS";
    parcel.tracking_number = "1Z999AA10123456784";
    parcel.tracking_url = "https://ups.example/track?n=1Z999&l=en";
    parcel.destination = order.destination;
  }
  if (parcel.type == FulfillmentType::digital) {
    parcel.access_url = "https://shop.example/secret";
    parcel.license_key = "KEY-IN-NO-MAIL";
  }
  order.fulfillments.push_back(std::move(parcel));
}

struct Case {
  const char* name;
  BuyerNews news;
};

std::vector<Case> all_mails() {
  using enum BuyerNewsType;
  return {{"confirmation", {confirmed}},
          {"shipped", {shipped, nth<FulfillmentId>(1)}},
          {"download", {shipped, nth<FulfillmentId>(2)}},
          {"ready_for_pickup", {ready_for_pickup, nth<FulfillmentId>(3)}},
          {"refunded", {refunded, {}, {}, Amount{1450}}},
          {"canceled", {canceled, {}, nth<AdjustmentId>(1)}}};
}

mail::Mail mail_about(const BuyerNews& news, Language language) {
  Order order = bought_by_ann(language);
  for (std::uint8_t i = 0; i < 3; ++i) leaves(order, i + 1, i);
  checkout::Adjustment cancellation;
  cancellation.id = nth<AdjustmentId>(1);
  cancellation.type = checkout::AdjustmentType::cancellation;
  for (const OrderLine& line : order.lines) cancellation.lines.push_back({line.id, line.ordered});
  order.adjustments = {cancellation};
  return mail::order_mail(order, news, "Müller & Söhne");
}

class Kept {
 public:
  ~Kept() {
    for (const auto& entry : fs::directory_iterator(mail_folder())) {
      EXPECT_TRUE(written_.contains(entry.path().filename().string())) << entry.path();
    }
  }
  void compare(const std::string& file, const std::string& text) {
    written_.insert(file);
    const fs::path path = mail_folder() / file;
    if (std::getenv("TILL_REFRESH_GOLDEN") != nullptr) {
      fs::create_directories(mail_folder());
      std::ofstream(path, std::ios::binary) << text;
      return;
    }
    std::ifstream kept(path, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), text)
        << "If that is wanted: scripts/refresh-golden";
  }

 private:
  std::set<std::string> written_;
};

TEST(GoldenMails, AreWhatTheyWere) {
  Kept kept;
  for (const Case& each : all_mails()) {
    for (const Language language :
         {Language::en, Language::fr, Language::de, Language::es, Language::ja}) {
      const mail::Mail mail = mail_about(each.news, language);
      EXPECT_EQ((mail.text + mail.html).find("KEY-IN-NO-MAIL"), std::string::npos);
      EXPECT_EQ((mail.text + mail.html).find("/secret"), std::string::npos);
      kept.compare(std::string(each.name) + "." + std::string(tag_of(language)) + ".txt",
                   mail.subject + "\n\n" + mail.text + "\n" + mail.html);
    }
  }
  for (const Language language : {Language::de, Language::ja}) {
    const mail::Envelope envelope{{"Müller & Söhne", "orders@shop.example"},
                                  "help@shop.example",
                                  "ann@example.com",
                                  nth<EventId>(1),
                                  Timestamp{1'795'514'400'000},
                                  language};
    kept.compare("message." + std::string(tag_of(language)) + ".eml",
                 mail::message_of(mail_about({BuyerNewsType::confirmed}, language), envelope));
  }
}

}  // namespace
}  // namespace till::golden

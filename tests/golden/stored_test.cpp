// What an earlier version stored says what it said then: its messages were sentences and JSONPaths.
#include <gtest/gtest.h>

#include <charconv>
#include <string>
#include <string_view>
#include <variant>

#include "store/codec/codec.h"
#include "wire/acp/response.h"
#include "wire/error_body.h"

namespace till {
namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    int value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    bytes.push_back(static_cast<char>(value));
  }
  return bytes;
}

// A session of format 7 in German, with four messages.
constexpr std::string_view kSession =
    "070000000000000000000000000000000003056167656e74010375736400000000000001000100000000"
    "000000000000000000000000036d7567034d7567000a00010001000000000000000000000001034f4c44"
    "0001034f4c440b0001000000000000000402030f242e6c696e655f6974656d735b305d01003f4f6e6c79"
    "207b307d206f66207b317d2063616e206265206861642e2041736b20666f72206665776572206f722074"
    "616b6520746865206c696e65206f75742e020132074d7567207b317d02011d242e66756c66696c6c6d65"
    "6e745f64657461696c732e6164647265737301013f41207368697070696e672061646472657373206973"
    "206e65656465642e2053656e642066756c66696c6c6d656e745f64657461696c732e616464726573732e"
    "00010b14242e646973636f756e74732e636f6465735b305d01001f5468697320646973636f756e742063"
    "6f64652068617320657870697265642e00000000001d416e206561726c6965722076657273696f6e2073"
    "61696420746869732e000000000000000002040600020000000000000000000000000000000000";

// The answer kept under a key by format 7: a refusal of an unknown item.
constexpr std::string_view kAnswer =
    "02070a17242e6c696e655f6974656d735b305d2e6974656d2e696434546869732073656c6c6572206861"
    "73206e6f206974656d206f662074686174206964207b307d2e2055736520616e6f746865722e";

// The messages that the session shows, from their name to the end of the list.
std::string messages_of(const checkout::Session& session) {
  const std::string text = wire::SessionRenderer(checkout::SellerProfile{}).render(session);
  const std::size_t begin = text.find(R"("messages":)");
  return text.substr(begin, text.find(']', text.find("An earlier version", begin)) + 1 - begin);
}

TEST(StoredByFormat7, ASessionShowsItsMessagesAsItDid) {
  const auto session = store::codec::decode_session(bytes_of(kSession));
  ASSERT_TRUE(session.has_value());
  ASSERT_EQ(session->messages.size(), 4U);
  EXPECT_EQ(
      messages_of(*session),
      R"("messages":[{"type":"error","code":"out_of_stock","resolution":"recoverable",)"
      R"("param":"$.line_items[0]","content_type":"plain","content":"Von Mug {1} sind nur 2 zu )"
      R"(haben. Verlange weniger oder entferne die Zeile."},{"type":"error","code":"missing",)"
      R"("resolution":"requires_buyer_input","param":"$.fulfillment_details.address",)"
      R"("content_type":"plain","content":"Eine Lieferadresse fehlt. Sende )"
      R"(fulfillment_details.address."},{"type":"warning","code":"discount_code_expired",)"
      R"("resolution":"recoverable","param":"$.discounts.codes[0]","content_type":"plain",)"
      R"("content":"Dieser Rabattcode ist abgelaufen."},{"type":"info","content_type":"plain",)"
      R"("content":"An earlier version said this."}])");
}

TEST(StoredByFormat7, ASessionKeepsItsWordsWhenItIsStoredAgain) {
  const auto session = store::codec::decode_session(bytes_of(kSession));
  ASSERT_TRUE(session.has_value());
  const auto again = store::codec::decode_session(store::codec::encode(*session));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(messages_of(*again), messages_of(*session));
}

TEST(StoredByFormat7, ARefusalIsAnsweredAsItWas) {
  const auto answer = store::codec::decode_answer(bytes_of(kAnswer));
  ASSERT_TRUE(answer.has_value());
  const auto& refusal = std::get<checkout::Refusal>(*answer);
  EXPECT_EQ(wire::render_refusal(refusal, wire::CodeList::checkout).body,
            R"({"type":"invalid_request","code":"invalid_item_id","message":"This seller has no )"
            R"(item of that id {0}. Use another.","param":"$.line_items[0].item.id"})");
}

// A completed session of format 10 with its order, both of two mugs.
constexpr std::string_view kSold =
    "0a0000000000000000000000000000000003056167656e74070375736400000000000001000100000000"
    "000000000000000000000000036d7567034d75670004d416010001a82d00a82da403cc30000000000000"
    "000000000000000000000000000000000000000000010000000000000000000000000000000000000000"
    "000000000000000000000000056167656e741d68747470733a2f2f73686f702e6578616d706c652f6f72"
    "646572732f310103757364000100000000000000000000000000000000036d7567034d7567040400d416"
    "a82da403cc30000000000000000000000000000000000000000000000001000000000000000000000000"
    "0000000000000000000000000000";

TEST(StoredByFormat10, ASoldLineHasNoPictures) {
  const auto session = store::codec::decode_session(bytes_of(kSold));
  ASSERT_TRUE(session.has_value());
  ASSERT_EQ(session->lines.size(), 1U);
  EXPECT_EQ(session->lines[0].title, "Mug");
  EXPECT_EQ(session->lines[0].totals.total, Amount{3110});
  ASSERT_TRUE(session->order.has_value());
  EXPECT_EQ(session->order->lines.at(0).total, Amount{3110});
  const std::string text = wire::SessionRenderer(checkout::SellerProfile{}).render(*session);
  EXPECT_EQ(text.find("image"), std::string::npos) << text;
  EXPECT_EQ(store::codec::decode_session(store::codec::encode(*session)), session);
}

}  // namespace
}  // namespace till

// By which addresses a buyer is known.
#include "checkout/emails.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Emails, AreThoseOfTheBuyerAndOfTheDelivery) {
  Session session = ready_session();
  session.buyer.reset();
  session.fulfillment_details.reset();
  EXPECT_THAT(known_emails(session), IsEmpty());
  session.buyer = buyer("ada@example.com");
  session.fulfillment_details = to_address();
  EXPECT_THAT(known_emails(session), ElementsAre("ada@example.com"));
  session.fulfillment_details->email = "door@example.com";
  EXPECT_THAT(known_emails(session), ElementsAre("ada@example.com", "door@example.com"));
  session.buyer->email = " ";
  EXPECT_THAT(known_emails(session), ElementsAre("door@example.com"));
}

TEST(Emails, AreTheSameWhateverTheirCaseAndBlanks) {
  EXPECT_TRUE(same_email("Ada@Example.com", " ada@example.COM\r\n"));
  EXPECT_FALSE(same_email("ada@example.com", "ada@example.co"));
  EXPECT_FALSE(same_email("ada@example.com", ""));
  EXPECT_FALSE(same_email("ada@example.com", "eda@example.com"));
}

}  // namespace
}  // namespace till::checkout

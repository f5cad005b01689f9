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

TEST(Emails, OfOneMailboxAreOneOnlyWhereItsProviderSaysSo) {
  struct Row {
    const char* given;
    const char* mailbox;
  };
  const Row rows[] = {
      {" Ann@Example.COM\t", "ann@example.com"},
      {"a.nn+x@example.com", "a.nn+x@example.com"},
      {"A.n.n+news+more@gmail.com", "ann@gmail.com"},
      {"ann@googlemail.com", "ann@gmail.com"},
      {"a.nn+x@outlook.com", "a.nn@outlook.com"},
      {"ann+x@icloud.com", "ann@icloud.com"},
      {"ann+x@fastmail.com", "ann@fastmail.com"},
      {"ann-x@yahoo.com", "ann-x@yahoo.com"},
      {"ann@mail.gmail.com", "ann@mail.gmail.com"},
      {"+x@gmail.com", "+x@gmail.com"},
      {"..@gmail.com", "..@gmail.com"},
      {"ann", "ann"},
      {"  ", ""},
      {"", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(mailbox_of(row.given), row.mailbox) << row.given;
}

}  // namespace
}  // namespace till::checkout

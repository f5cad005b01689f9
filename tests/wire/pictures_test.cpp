// Lines that have pictures, as agents see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/acp/response.h"
#include "wire/sessions.h"

namespace till::wire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kImages = R"("images":["https://h/1.jpg","https://h/2.jpg"],"unit_amount":)";

TEST(Pictures, OfALineAreShownInSessionsAndCarts) {
  const SessionRenderer renderer(test::seller());
  checkout::Session session = test::ready_session();
  checkout::Session cart = test::cart_session();
  EXPECT_THAT(renderer.render(session), Not(HasSubstr("\"images\"")));
  EXPECT_THAT(renderer.render_cart(cart), Not(HasSubstr("\"images\"")));
  const checkout::WebLinks links{{"https://h/1.jpg", "https://h/2.jpg"}, "https://h/mug"};
  session.lines[1].links = cart.lines[1].links = links;
  EXPECT_THAT(renderer.render(session), HasSubstr(kImages));
  EXPECT_THAT(renderer.render_cart(cart), HasSubstr(kImages));
  EXPECT_THAT(renderer.render(session), Not(HasSubstr("https://h/mug"))) << "there is no place";
}

}  // namespace
}  // namespace till::wire

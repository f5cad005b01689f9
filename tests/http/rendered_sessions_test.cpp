#include "http/rendered_sessions.h"

#include <gtest/gtest.h>

#include <memory>

namespace till::http {
namespace {

checkout::SessionPtr session(std::uint8_t number, std::uint64_t version) {
  checkout::Session made;
  made.id.bytes[15] = number;
  made.version = version;
  made.currency = version == 1 ? "usd" : "eur";
  return std::make_shared<const checkout::Session>(std::move(made));
}

TEST(RenderedSessions, AreThoseOfTheVersionAskedFor) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  RenderedSessions rendered(renderer, 1);
  const auto first = session(1, 1), second = session(1, 2), other = session(2, 1);
  for (const auto& asked : {first, first, second, first, other, other, second}) {
    EXPECT_EQ(rendered.render(asked), renderer.render(*asked));
  }
}

// The memory of a session that is gone may become that of the next one.
TEST(RenderedSessions, OutliveTheOwnersOfTheSession) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  RenderedSessions rendered(renderer, 1);
  for (std::uint64_t version = 1; version <= 100; ++version) {
    const auto asked = session(1, version % 2 + 1);
    EXPECT_EQ(rendered.render(asked), renderer.render(*asked));
  }
}

}  // namespace
}  // namespace till::http

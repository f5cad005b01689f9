// What buyers read is in the session's language, what agents read never changes.
#include <gtest/gtest.h>

#include "sessions.h"
#include "wire/acp/order_json.h"
#include "wire/acp/response.h"

namespace till::wire {
namespace {

using test::incomplete_session;

std::string rendered_in(Language language) {
  checkout::Session session = incomplete_session();
  session.language = language;
  session.messages.front().text = {checkout::TextId::item_short, {"3", "Blue \"mug\""}};
  return SessionRenderer(checkout::SellerProfile{}).render(session);
}

TEST(Languages, AreThoseOfTheSession) {  // TR-10
  struct Row {
    Language language;
    const char* total;
    const char* content;
  };
  const Row rows[] = {
      {Language::en, R"({"type":"total","display_text":"Total","amount":)",
       R"("content":"Only 3 of Blue \"mug\" can be had. Ask for fewer or take the line out.")"},
      {Language::de, R"({"type":"total","display_text":"Gesamtbetrag","amount":)",
       R"("content":"Von Blue \"mug\" sind nur 3 zu haben.)"},
      {Language::ja, R"({"type":"total","display_text":"合計","amount":)",
       R"("content":"Blue \"mug\" は残り 3 点です。)"},
  };
  for (const Row& row : rows) {
    const std::string text = rendered_in(row.language);
    EXPECT_NE(text.find(row.total), std::string::npos) << text;
    EXPECT_NE(text.find(row.content), std::string::npos) << text;
  }
}

TEST(Languages, OfAnOrderAreThoseOfItsSession) {
  checkout::Order order;
  order.language = Language::fr;
  EXPECT_NE(acp::order_event_body(app::EventType::order_create, order)
                .find(R"("display_text":"Sous-total")"),
            std::string::npos);
}

}  // namespace
}  // namespace till::wire

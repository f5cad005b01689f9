#include "products/feeds/openai.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Fed openai(std::string_view source) { return feed(&make_openai, source); }

TEST(OpenAi, ReadsJsonLinesInBothGenerationsOfNames) {
  const Fed fed = openai(sample("shoes.openai.jsonl"));
  const std::string pictures =
      "pic https://shoes.example/run.jpg pic https://shoes.example/run-2.jpg pic "
      "https://shoes.example/run-3.jpg ";
  EXPECT_THAT(
      fed.products,
      ElementsAre("1 run-42 'Trail runner 42' usd 7999 sale usd 5999 from 2026-12-01T00:00:00Z "
                  "until 2026-12-16T00:00:00Z group 'run' [Material=Nylon] [Age group=adult] "
                  "[Color=Blue] [Size=42] in_stock stock 25 link 'https://shoes.example/run-42' " +
                      pictures +
                      "brand 'Fjell' gtin '4006381333931' category 'Apparel & Accessories > Shoes' "
                      "new grams 680 305x203x127 text 'Light and waterproof.'",
                  "2 run-43 'Trail runner 43' usd 7999 sale usd 5999 from 2026-07-01T00:00:00Z "
                  "until 2026-07-16T00:00:00Z group 'run' [Color=Blue] [Size=43] preorder at "
                  "2027-01-10T00:00:00Z stock 0 link 'https://shoes.example/run-43' " +
                      pictures + "grams 680 305x203x127 text 'Light and waterproof.'",
                  "3 run-44 'Trail runner 44' usd 7999",
                  "5 guide 'Trail guide' usd 900 age 18 digital"));
  EXPECT_THAT(fed.bad, ElementsAre("4 price: The row has no price. Write one such as 15.00 USD."));
  EXPECT_THAT(fed.left_out, ElementsAre("5 dimensions: Write length, width, height as 12x8x5 in."));
}

TEST(OpenAi, ReadsATable) {
  const Fed fed = openai(sample("shoes.openai.csv"));
  EXPECT_THAT(
      fed.products,
      ElementsAre("2 run-42 'Trail runner 42' usd 7999 in_stock link "
                  "'https://shoes.example/run-42' pic https://shoes.example/run.jpg brand 'Fjell' "
                  "300x200x120 text 'Light, and waterproof.'",
                  "3 run-43 'Trail runner 43' usd 7999 preorder link "
                  "'https://shoes.example/run-43' pic https://shoes.example/run.jpg brand 'Fjell' "
                  "text 'Light.'"));
  EXPECT_THAT(fed.bad, IsEmpty());
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(OpenAi, IsSteadyInPiecesAndCuts) {
  for (const char* name : {"shoes.openai.jsonl", "shoes.openai.csv"}) {
    SCOPED_TRACE(name);
    expect_steady(&make_openai, sample(name));
  }
}

TEST(OpenAi, ReadsAnArrayAsWell) {
  const Fed fed =
      openai("[{\"id\": \"a\", \"title\": \"]}\\\"\", \"price\": \"1 USD\"},\n {\"id\": 5}]\n");
  EXPECT_THAT(fed.products, ElementsAre("1 a ']}\"' usd 100"));
  EXPECT_THAT(fed.bad, ElementsAre("2 title: The row has no title. Write what it is."));
}

TEST(OpenAi, TellsABadLineAndGoesOn) {
  const std::string good = "{\"id\":\"a\",\"title\":\"A\",\"price\":\"1 USD\"}\n";
  const Fed fed = openai(good + "{\"id\":\n\n[1]\n\"\xFF\"\n" + good);
  EXPECT_THAT(fed.products, ElementsAre("1 a 'A' usd 100", "6 a 'A' usd 100"));
  EXPECT_THAT(fed.bad, ElementsAre("2 : This is no JSON object. Write one object a line, in JSON.",
                                   "4 : This is no JSON object. Write one object a line, in JSON.",
                                   "5 : This is no UTF-8. Save the file as UTF-8."));
}

TEST(OpenAi, RefusesWhatIsNoneOfIt) {
  const struct {
    const char *source, *refused;
  } rows[] = {
      {"",
       "1 : This is no product feed of OpenAI: no line is a JSON object. Write one object a "
       "line."},
      {"{]\n{}\n",
       "1 : This is no product feed of OpenAI: the first line is no JSON object. Write "
       "one object a line."},
      {"{\"id\":\"a\"", "1 : The source ends within this line. Send the whole source."},
      {"[{\"id\":\"a\"}", "1 : The source ends within its array. Send the whole source."},
      {"title,price\n",
       "1 : This is no product feed of OpenAI: no column is called id. Begin the "
       "file with the names of its columns."},
  };
  for (const auto& row : rows) EXPECT_EQ(openai(row.source).refused, row.refused) << row.source;
  const std::string line(kMostRowBytes + 1, ' ');
  EXPECT_EQ(openai("{" + line).refused,
            "1 : The line is longer than 1 MiB. Write one object a line.");
  EXPECT_EQ(openai("[{" + line).refused, "1 : An object is longer than 1 MiB. Shorten it.");
}

}  // namespace
}  // namespace till::products

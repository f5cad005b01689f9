#include "commerce/remote/product_pages.h"

#include <utility>

#include "base/url.h"

namespace till::commerce::remote {
namespace {

constexpr std::size_t kPageSize = 200;
constexpr Milliseconds kPagePatience{10'000};  // Of one page.

}  // namespace

Task<Result<ProductReading, std::string>> ProductPages::read(std::optional<Timestamp> since,
                                                             TellLeftOut tell,
                                                             Executor& executor) const {
  const Timestamp begun = client_.clock().now();
  ProductReading reading;
  std::string first = "?limit=" + std::to_string(kPageSize);
  if (since) first += "&since=" + escape_query(format_rfc3339(*since));
  std::string query = first;
  while (true) {
    auto page = co_await read_page(query, executor);
    if (!page || stopped_) co_return refused(std::string());
    for (const BadProduct& each : page->bad) tell(LeftOut::product, each);
    for (const BadProduct& each : page->incomplete) tell(LeftOut::part, each);
    const auto next = page->next;
    if (auto added = reading.add(std::move(*page)); !added) co_return refused(added.error());
    if (!next) co_return reading;
    if (client_.clock().now() - begun > most_) {
      co_return refused(std::string("it takes too long"));
    }
    query = first;
    query.append("&cursor=").append(escape_query(*next));
  }
}

Task<std::optional<ProductPage>> ProductPages::read_page(const std::string& query,
                                                         Executor& executor) const {
  std::optional<ProductPage> page;
  BackendQuestion question{"products", "GET", "/products" + query, "", kPagePatience};
  question.read = [&page](json::Value answer) -> std::optional<AnswerFault> {
    auto read = read_products(answer);
    if (!read) return read.error();
    page = std::move(*read);
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  if (!std::holds_alternative<BackendAccepted>(answer)) co_return std::nullopt;
  co_return page;
}

}  // namespace till::commerce::remote

#include "commerce/remote/quote_answer.h"

#include "base/url.h"
#include "commerce/remote/quote_parts.h"

namespace till::commerce::remote {
namespace {

constexpr std::size_t kMostImageUrls = 50;  // Told; fewer are shown.

// Everything that is charged whatever the buyer chooses must be a number that can be stated.
void check_sum(const json::Node& answer, const Reading& reading) {
  CheckedSum sum;
  for (std::size_t i = 0; i < reading.bases.size(); ++i) {
    const checkout::QuotedLine& line = reading.quote.lines[i];
    sum.add(reading.bases[i]).add(line.tax);
  }
  if (!sum.result()) {
    answer.member("lines").refuse("They add up to more than an amount holds.");
  }
}

void read_head(const json::Node& answer, Reading& reading) {
  answer.expect_object();
  reading.region_served = read_flag(answer, "region_served", true);
  const json::Node expires_at = answer.member("expires_at");
  if (!expires_at.absent()) reading.quote.quote_expires_at = read_time(expires_at);
}

std::optional<std::string> read_link(const json::Node& node, AnswerFaults& left_out) {
  if (node.absent()) return std::nullopt;
  const std::string_view text = node.value().text();
  if (is_web_link(text)) return std::string(text);
  left_out.invalid(node.path(), "This must be an http or https URL of at most 2048 bytes.");
  return std::nullopt;
}

}  // namespace

checkout::WebLinks read_links(const json::Node& parent, AnswerFaults& left_out) {
  checkout::WebLinks links;
  if (auto image = read_link(parent.member("image_url"), left_out)) {
    links.images.push_back(std::move(*image));
  }
  const json::Node others = parent.member("additional_image_urls");
  if (!others.absent()) {
    for (const json::Node& each : others.entries(kMostImageUrls)) {
      auto image = read_link(each, left_out);
      if (image && links.images.size() < limits::kImages) links.images.push_back(std::move(*image));
    }
  }
  links.page = read_link(parent.member("url"), left_out);
  return links;
}

std::optional<std::size_t> read_index(const json::Node& parent, const Reading& reading) {
  const json::Node node = parent.need("index");
  if (!node.given()) return std::nullopt;
  return static_cast<std::size_t>(node.integer(0, std::ssize(reading.request.lines) - 1));
}

Amount read_amount(const json::Node& node) { return {node.integer(0, kAmountMax)}; }

bool read_flag(const json::Node& parent, std::string_view name, bool otherwise) {
  const json::Node node = parent.member(name);
  return node.absent() ? otherwise : node.boolean();
}

std::optional<std::string> read_optional_text(const json::Node& parent, std::string_view name) {
  const json::Node node = parent.member(name);
  if (node.absent()) return std::nullopt;
  std::string text = node.text(kAnyText);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<Timestamp> read_time(const json::Node& node) {
  const std::string text = node.text({1, 64});
  auto time = text.ends_with('Z') ? parse_rfc3339(text) : std::nullopt;
  if (!time) node.invalid("a time of RFC 3339 in UTC, such as 2026-12-01T10:00:00Z");
  return time;
}

Result<checkout::Quote, AnswerFault> read_quote(json::Value answer,
                                                const checkout::QuoteRequest& request,
                                                AnswerFaults& left_out) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  checkout::Quote quote;
  Reading reading{request, quote, left_out, {}, {}, {}};
  read_head(root, reading);
  if (!faults.found()) read_lines(root, reading);
  if (!faults.found()) read_discounts(root, reading);
  if (!faults.found()) check_included_taxes(root, reading);
  if (!faults.found()) read_options(root, reading);
  if (!faults.found()) check_sum(root, reading);
  if (faults.found()) return refused(*faults.first());
  return quote;
}

}  // namespace till::commerce::remote

// PushedLine: a product of ACP's feed as an agent has it. An agent never deletes a variant: one
// that went is told to be gone. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace till::products {

struct PushedLine {
  std::string id;
  std::uint64_t print = 0;  // Of the JSON that was sent.
  std::string variants;     // [["tee-s","Tee, S"]]: the ids and titles of all that were ever sent.
  bool operator==(const PushedLine&) const = default;
};

// A line of JSON to be sent, and what is remembered of it.
struct PushLine {
  std::string json;  // Without a line end.
  PushedLine pushed;
  bool operator==(const PushLine&) const = default;
};

// `line` is what append_acp() wrote of one product; `before` what the agent has of it, if anything:
// its variants that the line has no more are added, as gone. Of no use for other texts.
PushLine push_line(std::string_view line, const PushedLine* before);

// The product when the shop shows nothing of it any more: all its variants are gone.
PushLine gone_line(const PushedLine& before);

}  // namespace till::products

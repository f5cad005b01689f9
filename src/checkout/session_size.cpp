#include "checkout/session_size.h"

#include <algorithm>
#include <array>

#include "base/limits.h"

namespace till::checkout {
namespace {

// The bytes of a value besides its texts: numbers, flags and the lengths of the texts.
constexpr std::size_t kPart = 64;
constexpr std::size_t kId = 20;

// A class, because its functions may call each other in any order.
struct Sizes {
  static std::size_t size_of(const std::string& text) { return text.size() + 8; }
  static std::size_t size_of(const Secret& secret) { return size_of(secret.reveal()); }
  static std::size_t size_of(const std::vector<LineItemId>& ids) { return ids.size() * kId; }

  template <class... T>
  static std::size_t sum(const T&... values) {
    return kPart + (size_of(values) + ...);
  }

  static std::size_t size_of(const Address& a) {
    return sum(a.name, a.line_one, a.line_two, a.city, a.state, a.country, a.postal_code);
  }
  static std::size_t size_of(const FulfillmentDetails& d) {
    return sum(d.name, d.phone_number, d.email, d.address);
  }
  static std::size_t size_of(const Company& c) {
    return sum(c.name, c.tax_id, c.department, c.cost_center);
  }
  static std::size_t size_of(const Loyalty& l) { return sum(l.tier, l.member_since); }
  static std::size_t size_of(const TaxExemption& t) {
    return sum(t.certificate_id, t.certificate_type, t.exempt_regions, t.expires_at);
  }
  static std::size_t size_of(const Buyer& b) {
    return sum(b.first_name, b.last_name, b.full_name, b.email, b.phone_number, b.customer_id,
               b.company, b.loyalty, b.tax_exemption);
  }
  static std::size_t size_of(const Disclosure& d) { return sum(d.content); }
  // Twice what the order repeats.
  static std::size_t size_of(const WebLinks& l) {
    const std::size_t first = l.images.empty() ? 0 : size_of(l.images.front());
    return size_of(l.images) + first + 2 * size_of(l.page);
  }
  // The order repeats it.
  static std::size_t size_of(const ItemOption& o) { return 2 * sum(o.name, o.value); }
  static std::size_t size_of(const SharedFacts& f) {
    if (!f) return 1;
    return 2 * kPart + sum(f->group, f->options, f->brand, f->gtin, f->mpn, f->category);
  }
  static std::size_t size_of(const LineItem& l) {
    return 2 * kPart + sum(l.item_id, l.title, l.description, l.disclosures, l.links, l.facts);
  }
  static std::size_t size_of(const FulfillmentGroup& g) {
    return sum(g.id, g.item_ids, g.fulfillment_details, g.location_id, g.instructions);
  }
  static std::size_t size_of(const PickupLocation& p) {
    return sum(p.name, p.address, p.phone, p.instructions);
  }
  static std::size_t size_of(const ServiceArea& a) { return sum(a.center_postal_code); }
  static std::size_t size_of(const FulfillmentOption& o) {
    return kPart +
           sum(o.id, o.title, o.description, o.carrier, o.location, o.covers, o.service_area);
  }
  static std::size_t size_of(const SelectedFulfillmentOption& s) {
    return sum(s.option_id, s.lines);
  }
  static std::size_t size_of(const Text& t) { return sum(t.arguments, t.words); }
  static std::size_t size_of(const Message& m) { return sum(m.field.place, m.text); }
  static std::size_t size_of(const AppliedDiscount& d) {
    return kPart + sum(d.code, d.name, d.id) + d.allocations.size() * 20;
  }
  static std::size_t size_of(const RejectedDiscount& d) { return sum(d.code); }
  static std::size_t size_of(const DiscountUse& u) { return sum(u.key); }
  static std::size_t size_of(const Discounts& d) {
    return sum(d.codes, d.applied, d.rejected, d.uses);
  }
  static std::size_t size_of(const Hold& h) { return sum(h.item_id); }
  static std::size_t size_of(const Attribution& a) {
    return sum(a.provider, a.token, a.publisher_id, a.campaign_id, a.creative_id, a.sub_id,
               a.source_type, a.source_url, a.issued_at, a.expires_at, a.metadata_json);
  }
  static std::size_t size_of(const IntentTrace& t) {
    return sum(t.reason_code, t.summary, t.metadata_json);
  }
  static std::size_t size_of(const MarketingConsent& c) {
    return sum(c.channel, c.contact, c.shown_text);
  }
  static std::size_t size_of(const RiskSignals& r) {
    return sum(r.ip_address, r.user_agent, r.accept_language, r.session_id, r.device_fingerprint);
  }

  template <class T>
  static std::size_t size_of(const std::optional<T>& value) {
    return value ? 1 + size_of(*value) : 1;
  }

  template <class T>
  static std::size_t size_of(const std::vector<T>& values) {
    std::size_t size = 8;
    for (const T& value : values) size += size_of(value);
    return size;
  }
};

struct Part {
  Member member;
  std::size_t bytes;
};

// What the members of requests brought into the session, answers of the shop to them included.
auto parts_of(const Session& s) {
  const std::size_t options = Sizes::size_of(s.options);
  const bool grouped = !s.groups.empty();
  const SellerRecord& r = s.record;
  return std::array{
      Part{Member::lines,
           Sizes::size_of(s.lines) + Sizes::size_of(s.holds) + (grouped ? 0 : options)},
      Part{Member::groups, Sizes::size_of(s.groups) + (grouped ? options : 0)},
      Part{Member::selections, Sizes::size_of(s.selected) + Sizes::size_of(s.messages)},
      Part{Member::delivery, Sizes::size_of(s.fulfillment_details)},
      Part{Member::buyer, Sizes::size_of(s.buyer)},
      Part{Member::discount_codes, Sizes::size_of(s.discounts)},
      Part{Member::metadata, Sizes::size_of(s.metadata_json)},
      Part{Member::order_notes, Sizes::size_of(s.order_notes)},
      Part{Member::attribution, Sizes::size_of(r.first_touch) + Sizes::size_of(r.last_touch)},
      Part{Member::intent_trace, Sizes::size_of(r.intent_trace)},
      Part{Member::risk_signals, Sizes::size_of(r.risk_signals)},
      Part{Member::consents, Sizes::size_of(r.consents)},
      Part{Member::none, 16 * kPart + Sizes::size_of(s.agent) +
                             Sizes::size_of(s.capabilities.extensions) + Sizes::size_of(s.locale) +
                             Sizes::size_of(s.timezone) + Sizes::size_of(s.quote_id) +
                             Sizes::sum(r.business.purchase_order_number, r.business.due_date)}};
}

}  // namespace

std::size_t session_bytes(const Session& session) {
  std::size_t size = 0;
  for (const Part& part : parts_of(session)) size += part.bytes;
  return size;
}

Result<void, Refusal> check_size(const Session& session) {
  const auto parts = parts_of(session);
  std::size_t size = 0;
  for (const Part& part : parts) size += part.bytes;
  if (size <= limits::kSessionBytes) return {};
  const auto largest =
      std::max_element(parts.begin(), parts.end(),
                       [](const Part& one, const Part& other) { return one.bytes < other.bytes; });
  return refused(
      Refusal{RefusalCode::session_too_large,
              largest->member,
              {TextId::session_too_large, {std::to_string(limits::kSessionBytes / 1024)}}});
}

Result<void, Refusal> make_fit(Session& session) {
  auto fits = check_size(session);
  for (auto line = session.lines.rbegin(); !fits && line != session.lines.rend(); ++line) {
    SharedFacts needed = needed_facts(line->facts);
    if (line->links == WebLinks{} && line->facts == needed) continue;
    line->links = {};
    line->facts = std::move(needed);
    fits = check_size(session);
  }
  return fits;
}

}  // namespace till::checkout

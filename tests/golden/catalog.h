// What the shop of the golden answers sells: one thing of each kind that shows in an answer.
#pragma once

namespace till::golden {

inline constexpr const char* kCatalog = R"({
  "currency": "usd",
  "items": [
    {"id": "mug", "title": "Blue mug", "description": "Stoneware \"Ocean\"",
     "unit_amount": {"usd": 1450, "jpy": 2200, "kwd": 4450}, "stock": 1000, "max_per_order": 100,
     "fulfillment": ["shipping", "pickup", "local_delivery"],
     "disclosures": [{"content_type": "markdown", "content": "**Hot** when filled."},
                     {"content_type": "plain", "content": "Not for children under 3."}]},
    {"id": "poster", "title": "Poster – Café", "unit_amount": 4000, "stock": 3},
    {"id": "cap", "title": "Cap", "unit_amount": 1900, "stock": 0},
    {"id": "ebook", "title": "E-book", "unit_amount": {"usd": 999, "jpy": 1500}, "digital": true,
     "tax_exempt": true},
    {"id": "licence", "title": "Site licence", "unit_amount": 90000000000, "digital": true},
    {"id": "desk", "title": "Desk", "unit_amount": 45900, "stock": 100,
     "fulfillment": ["shipping", "pickup", "local_delivery"]}],
  "shipping": [
    {"id": "standard", "title": "Standard", "description": "To the door", "amount": 500,
     "countries": ["US"], "carrier": "UPS", "taxed": true,
     "window_hours": {"from": 72, "until": 120}},
    {"id": "express", "title": "Express", "amount": {"usd": 1500, "jpy": 1800},
     "countries": ["US"]},
    {"id": "international", "title": "International", "amount": {"usd": 2500, "jpy": 3000},
     "countries": ["CA", "GB", "DE", "FR", "ES", "JP"]}],
  "pickup": {"id": "store", "title": "Pick up", "description": "At the counter", "amount": 0,
    "pickup_type": "in_store", "window_hours": {"from": 33, "until": 36},
    "location": {"name": "Shop", "phone": "+1 415 555 0100", "instructions": "Ring twice.",
      "address": {"name": "Shop", "line_one": "1 Market St", "city": "San Francisco",
                  "state": "CA", "country": "US", "postal_code": "94105"}}},
  "local_delivery": {"id": "local", "title": "Local delivery", "amount": 2000,
    "countries": ["US"], "states": ["US-CA"], "postal_prefixes": ["941"],
    "window_hours": {"from": 10, "until": 12},
    "service_area": {"radius_miles": 5, "center_postal_code": "94105"}},
  "tax": [
    {"country": "US", "state": "CA", "rate_ppm": 72500},
    {"country": "US", "state": "NY", "rate_ppm": 88750},
    {"country": "US", "rate_ppm": 50000},
    {"country": "DE", "rate_ppm": 190000}],
  "discounts": [
    {"code": "SAVE10", "name": "10% off", "percent_off": 10},
    {"code": "TAKE5", "name": "5.00 off from 20.00", "amount_off": 500, "minimum": 2000},
    {"code": "MUGS", "name": "Three mugs for two", "items": ["mug"],
     "buy_and_get": {"buy": 2, "get": 1, "percent_off": 100}},
    {"code": "ALONE", "name": "Stands alone", "amount_off": 100, "combines": false},
    {"code": "MEMBERS", "name": "Members' 20% off", "percent_off": 20, "members_only": true,
     "starts": "2026-11-01T00:00:00Z", "ends": "2027-02-01T00:00:00Z"},
    {"code": "ONCE", "name": "First purchase", "percent_off": 5, "once_per_buyer": true},
    {"code": "FEW", "name": "For the first", "percent_off": 50, "usage_limit": 1},
    {"code": "OLD", "name": "Over", "percent_off": 15, "expired": true},
    {"id": "bulk", "name": "From ten pieces on", "priority": 2,
     "volume": [{"pieces": 10, "percent_off": 5}, {"pieces": 50, "percent_off": 8}]}],
  "quotes": [
    {"id": "4f1c9a72e05b8d36aa10c47e92f35b60", "expires_at": "2027-01-31T00:00:00Z",
     "prices": {"mug": 1200}, "agents": ["agent-a"], "buyers": ["ann@example.com"], "uses": 1}]
})";

}  // namespace till::golden

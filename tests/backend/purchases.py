"""Requests of tests, small and whole: carts, addresses, orders, events."""

import datetime

NOW = "2026-12-01T10:00:00Z"
CALIFORNIA = {"name": "Ann", "line_one": "1 Main St", "city": "San Francisco", "state": "CA",
              "country": "US", "postal_code": "94105"}
OREGON = {**CALIFORNIA, "city": "Portland", "state": "OR", "postal_code": "97201"}
GERMANY = {**CALIFORNIA, "city": "Berlin", "state": "", "country": "DE", "postal_code": "10115"}


def in_seconds(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cart(*items, purpose="create", session="cs_1", **more):
    """Of pairs of an item and a quantity, with the id of a group as the third."""
    lines = []
    for index, (item, quantity, *group) in enumerate(items):
        lines.append({"index": index, "item_id": item, "quantity": quantity})
        if group:
            lines[-1]["group_id"] = group[0]
    return {"session_id": session, "agent": "demo-agent", "purpose": purpose, "currency": "usd",
            "lines": lines, "discount_codes": [], "now": NOW, **more}


def in_euros(*items, **more):
    return {**cart(*items, **more), "currency": "eur"}


def wanted(version, *items, until=None):
    return {"version": version, "until": until or in_seconds(600),
            "lines": [{"item_id": item, "quantity": quantity} for item, quantity in items]}


def purchase(session="cs_1", item="mug-blue", quantity=1, unit_amount=1450, tax=105, **more):
    base = unit_amount * quantity
    totals = {"items_base_amount": base, "items_discount": 0, "subtotal": base, "discount": 0,
              "fulfillment": 500, "tax": tax, "total": base + tax + 500}
    return {"session_id": session, "agent": "demo-agent", "currency": "usd", "locale": "en-US",
            "lines": [{"index": 0, "id": "li_1", "item_id": item, "title": "An item",
                       "quantity": quantity, "unit_amount": unit_amount, "discount": 0,
                       "subtotal": base, "tax": tax, "total": base + tax,
                       "option_id": "standard"}],
            "totals": [{"type": kind, "amount": amount} for kind, amount in totals.items()],
            "discounts": [],
            "fulfillment": [{"type": "shipping", "option_id": "standard", "title": "Standard",
                             "carrier": "UPS", "amount": 500, "tax": 0, "lines": [0],
                             "address": CALIFORNIA}],
            "buyer": {"name": "Ann", "email": "ann@example.com"}, **more}


def order(order_id, **more):
    bought = purchase(**more)
    total = bought["totals"][-1]["amount"]
    return {**bought, "id": order_id, "created_at": NOW, "status": "confirmed",
            "permalink_url": f"https://till.example.com/orders/{order_id}",
            "payment": {"provider": "stripe", "reference": "pi_1", "captured": True,
                        "amount": total}}


def event(kind, of, **more):
    return {"type": kind, "id": f"evt_{kind}", "occurred_at": NOW, "order": of, **more}

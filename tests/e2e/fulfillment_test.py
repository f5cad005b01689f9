"""Shipping, digital, pickup and local delivery: what is offered, chosen and charged (A10)."""

import json
import os
import re
import unittest

from agent import CALIFORNIA, address
from shop import ShopCase

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
OREGON = {**address(state="OR"), "postal_code": "97301"}
EXTRA = {
    "pickup": [
        {"id": "north", "title": "North", "amount": 200, "taxed": True, "pickup_type": "curbside",
         "window_hours": {"from": 9, "until": 57},
         "location": {"name": "North shop", "phone": "+15555550100", "instructions": "Ring.",
                      "address": {**CALIFORNIA, "name": "North shop"}}},
        {"id": "south", "title": "South", "amount": 0,
         "location": {"name": "South shop", "address": {**OREGON, "name": "South shop"}}}],
    "local_delivery": [
        {"id": "morning", "title": "Morning", "amount": 2000, "countries": ["US"],
         "postal_prefixes": ["941"], "window_hours": {"from": 33, "until": 36},
         "service_area": {"radius_miles": 5, "center_postal_code": "94105"}},
        {"id": "evening", "title": "Evening", "amount": 2500, "countries": ["US"],
         "postal_prefixes": ["941"], "window_hours": {"from": 42, "until": 45}}],
}


def selection(kind, option, *items):
    return {"type": kind, "option_id": option, "item_ids": list(items)}


def group(name, kind, *items, to=None, **members):
    made = {"id": name, "destination_type": kind, "item_ids": list(items), **members}
    return {**made, "fulfillment_details": {"address": to}} if to else made


def offered(session):
    return [option["id"] for option in session["fulfillment_options"]]


def chosen(session):
    names = {line["id"]: line["item"]["id"] for line in session["line_items"]}
    return {s["option_id"]: sorted(names.get(i, i) for i in s["item_ids"])
            for s in session["selected_fulfillment_options"]}


class DemoShop(ShopCase):
    def test_the_desk_ships_is_picked_up_or_brought_and_cheapest_shipping_is_chosen(self):
        session = self.agent.create("desk-oak", ship_to=CALIFORNIA)
        self.assertEqual(set(offered(session)),
                         {"standard", "express", "pickup-store", "local-delivery"})
        self.assertEqual(chosen(session), {"standard": ["desk-oak"]})
        prices = {"express": 1500, "pickup-store": 0, "local-delivery": 2000, "standard": 500}
        kinds = {o["id"]: o["type"] for o in session["fulfillment_options"]}
        for option, price in prices.items():
            session = self.agent.update(session["id"], selected_fulfillment_options=[
                selection(kinds[option], option, "desk-oak")])
            self.assertEqual((session.total("fulfillment"), session["status"]),
                             (price, "ready_for_payment"), option)

    def test_every_item_of_a_mixed_cart_has_its_own_way(self):
        session = self.agent.create("desk-oak", "mug-blue", "ebook-acp", ship_to=CALIFORNIA,
                                    selected_fulfillment_options=[
                                        selection("pickup", "pickup-store", "desk-oak"),
                                        selection("shipping", "express", "mug-blue")])
        self.assertEqual(chosen(session), {"pickup-store": ["desk-oak"], "express": ["mug-blue"],
                                           "digital": ["ebook-acp"]})
        self.assertEqual(session.total("fulfillment"), 1500)
        self.assertEqual(session["status"], "ready_for_payment", session)
        covered = [i for s in session["selected_fulfillment_options"] for i in s["item_ids"]]
        self.assertEqual(len(covered), len(set(covered)), "FU-08")

    def test_a_choice_that_cannot_be_is_told_and_blocks(self):
        session = self.agent.create("desk-oak", "mug-blue", ship_to=CALIFORNIA)
        path = "$.selected_fulfillment_options"
        rows = [([selection("shipping", "rocket", "mug-blue")], f"{path}[0].option_id"),
                ([selection("pickup", "standard", "mug-blue")], f"{path}[0].option_id"),
                ([selection("shipping", "standard", "li_none")], f"{path}[0].item_ids[0]"),
                ([selection("pickup", "pickup-store", "mug-blue")], f"{path}[0].item_ids[0]"),
                ([selection("shipping", "standard", "mug-blue"),
                  selection("shipping", "express", "mug-blue")], f"{path}[1].item_ids[0]")]
        for selections, param in rows:
            with self.subTest(param=param, selections=selections):
                told = self.agent.update(session["id"], selected_fulfillment_options=selections)
                self.assertEqual([m["param"] for m in told.messages("invalid")], [param])
                self.assertEqual(told["status"], "not_ready_for_payment")


class ManyWays(ShopCase):
    @classmethod
    def prepare(cls):
        file = os.path.join(os.path.dirname(cls.shop.config), "catalog.json")
        with open(file, encoding="utf-8") as text:
            catalog = json.load(text)
        catalog["shipping"][0].update(carrier="Post", window_hours={"from": 72, "until": 120})
        with open(file, "w", encoding="utf-8") as text:
            json.dump({**catalog, **EXTRA}, text)

    def test_options_say_when_and_where(self):
        session = self.agent.create("desk-oak", ship_to=CALIFORNIA)
        options = {option["id"]: option for option in session["fulfillment_options"]}
        self.assertEqual(options["standard"]["carrier"], "Post")
        self.assertLess(options["standard"]["earliest_delivery_time"],
                        options["standard"]["latest_delivery_time"])
        north = options["north"]
        self.assertEqual((north["pickup_type"], north["location"]["phone"],
                          north["location"]["instructions"], north["location"]["name"]),
                         ("curbside", "+15555550100", "Ring.", "North shop"))
        self.assertLess(north["ready_by"], north["pickup_by"])
        window = options["morning"]["delivery_window"]
        self.assertTrue(UTC.fullmatch(window["start"]) and window["start"].endswith("T09:00:00Z"))
        self.assertTrue(window["end"].endswith("T12:00:00Z"))
        self.assertEqual(options["morning"]["service_area"],
                         {"radius_miles": 5, "center_postal_code": "94105"})
        far = self.agent.create("desk-oak", ship_to={**CALIFORNIA, "postal_code": "90001"})
        self.assertNotIn("morning", offered(far))

    def test_a_taxed_option_adds_its_tax(self):
        plain = self.agent.create("desk-oak", ship_to=CALIFORNIA)
        north = self.agent.update(plain["id"], selected_fulfillment_options=[
            selection("pickup", "north", "desk-oak")])
        self.assertEqual(north.total("fulfillment"), 200)
        self.assertEqual(north.total("tax") - plain.total("tax"), 15, "7.25 % of 200, half up")

    def test_a_pickup_group_needs_no_address_and_is_taxed_at_its_place(self):
        for place, tax in (("north", 3328 + 15), ("south", 0)):
            session = self.agent.create("desk-oak", fulfillment_groups=[
                group("g", "pickup", "desk-oak", location_id=place)])
            self.assertEqual(chosen(session), {place: ["desk-oak"]})
            self.assertEqual((session["status"], session.total("tax")),
                             ("ready_for_payment", tax), session)
            self.assertEqual(session["fulfillment_groups"][0]["location_id"], place)

    def test_a_group_with_its_own_address_is_a_shipment_of_its_own(self):
        session = self.agent.create("mug-blue", "tee-black-m", ship_to=CALIFORNIA,
                                    fulfillment_groups=[
                                        group("gift", "shipping", "tee-black-m", to=OREGON)])
        self.assertEqual(chosen(session), {"standard": ["mug-blue"],
                                           "standard@gift": ["tee-black-m"]})
        self.assertEqual((session.total("fulfillment"), session.total("tax")), (1000, 105))
        faster = self.agent.update(session["id"], selected_fulfillment_options=[
            selection("shipping", "standard", "mug-blue"),
            selection("shipping", "express", "tee-black-m")])
        self.assertEqual(chosen(faster), {"standard": ["mug-blue"],
                                          "express@gift": ["tee-black-m"]})
        self.assertEqual(faster.total("fulfillment"), 2000)
        paid = self.agent.complete(faster, self.agent.vault(faster)["id"])
        self.assertEqual((paid["status"], paid.total()), ("completed", faster.total()), paid)

    def test_a_group_that_cannot_be_is_told_and_blocks(self):
        path = "$.fulfillment_groups"
        rows = [
            ([group("g", "shipping", "nothing")], "invalid", f"{path}[0].item_ids[0]"),
            ([group("g", "shipping", "mug-blue"), group("h", "shipping", "mug-blue")], "invalid",
             f"{path}[1].item_ids[0]"),
            ([group("g", "pickup", "desk-oak", location_id="west")], "invalid",
             f"{path}[0].location_id"),
            ([group("g", "pickup", "mug-blue")], "unsupported", "$.line_items[1]"),
            ([group("g", "shipping", "mug-blue", to=address("BR", ""))], "region_restricted",
             f"{path}[0].fulfillment_details.address.country"),
        ]
        for groups, code, param in rows:
            with self.subTest(groups=groups):
                session = self.agent.create("desk-oak", "mug-blue", ship_to=CALIFORNIA,
                                            fulfillment_groups=groups)
                self.assertEqual([m["param"] for m in session.messages(code)], [param], session)
                self.assertEqual(session["status"], "not_ready_for_payment")
                mended = self.agent.update(session["id"], fulfillment_groups=None)
                self.assertEqual(mended["status"], "ready_for_payment", mended)


if __name__ == "__main__":
    unittest.main()

"""Shipping by weight, place and class, and the days on which it arrives."""

import datetime
import json
import os
import unittest
import zoneinfo

from agent import CALIFORNIA, address
from shop import ShopCase

HAWAII = {**address(state="HI"), "city": "Honolulu", "postal_code": "96813"}
ZONE = zoneinfo.ZoneInfo("America/New_York")
WEIGHTS = {"mug-blue": 400, "desk-oak": 24000}
SHIPPING = {
    "shipping_classes": ["bulky"],
    "zones": [
        {"id": "contiguous", "areas": [{"countries": ["US"]}],
         "except": [{"countries": ["US"], "states": ["US-AK", "US-HI"]}]},
        {"id": "islands", "areas": [{"countries": ["US"], "states": ["US-HI"]}]}],
    "calendars": [
        {"id": "all", "working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": [
            {"date": "12-25", "substitute": "nearest"}, {"weekday": "thu", "from": "11-22"}]}],
    "dispatch": {"time_zone": "America/New_York", "calendar": "all", "cut_off": "14:00",
                 "handling_days": 1},
    "shipping": [
        {"id": "parcel", "title": "Parcel", "zones": ["contiguous"],
         "tariff": {"by": "weight", "steps": [{"up_to": 1000, "amount": 500},
                                              {"up_to": 30000, "amount": 900}]},
         "free_from": 10000,
         "classes": [{"class": "bulky", "add": 2900, "for_each": "piece"}],
         "delivery": {"calendar": "all", "days": {"from": 1, "until": 3},
                      "hours": {"from": "09:00", "until": "18:00"}}},
        {"id": "air", "title": "Air", "zones": ["islands"], "amount": 2500,
         "classes": [{"class": "bulky", "excluded": True}]}],
    "local_delivery": [], "pickup": []}


def prices(session):
    return {o["id"]: next(t["amount"] for t in o["totals"] if t["type"] == "total")
            for o in session["fulfillment_options"] if o["type"] == "shipping"}


class Shipping(ShopCase):
    @classmethod
    def prepare(cls):
        file = os.path.join(os.path.dirname(cls.shop.config), "catalog.json")
        with open(file, encoding="utf-8") as text:
            catalog = {**json.load(text), **SHIPPING}
        for item in catalog["items"]:
            if not item.get("digital"):
                item["weight_grams"] = WEIGHTS.get(item["id"], 200)
            if item["id"] == "desk-oak":
                item["shipping_class"] = "bulky"
        with open(file, "w", encoding="utf-8") as text:
            json.dump(catalog, text)

    def test_a_parcel_costs_by_its_weight_and_place(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        self.assertEqual(prices(session), {"parcel": 500})
        session = self.agent.update(session["id"], line_items=[{"id": "mug-blue", "quantity": 3}])
        self.assertEqual((prices(session), session.total("fulfillment")), ({"parcel": 900}, 900))
        session = self.agent.update(session["id"], fulfillment_details={"address": HAWAII})
        self.assertEqual(prices(session), {"air": 2500})
        # Free from 100.00 on, but for what is bulky.
        session = self.agent.create("desk-oak", ship_to=CALIFORNIA)
        self.assertEqual(prices(session), {"parcel": 2900})

    def test_what_no_rate_carries_is_told_and_blocks(self):
        session = self.agent.create("desk-oak", "mug-blue", ship_to=HAWAII)
        self.assertEqual(prices(session), {"air": 2500})
        self.assertEqual([m["param"] for m in session.messages("unsupported")], ["$.line_items[0]"])
        self.assertEqual(session["status"], "not_ready_for_payment")

    def test_a_parcel_arrives_on_working_days_in_the_hours_of_the_shop(self):
        now = datetime.datetime.now(ZONE)
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        option = session["fulfillment_options"][0]
        first, last = (datetime.datetime.fromisoformat(option[name]).astimezone(ZONE)
                       for name in ("earliest_delivery_time", "latest_delivery_time"))
        self.assertEqual((f"{first:%H:%M}", f"{last:%H:%M}"), ("09:00", "18:00"))
        self.assertTrue(first.weekday() < 5 and last.weekday() < 5, (first, last))
        self.assertGreaterEqual((first.date() - now.date()).days, 2, "one to pack, one to travel")
        self.assertGreaterEqual((last.date() - first.date()).days, 2)


if __name__ == "__main__":
    unittest.main()

"""A whole purchase, and what the demo shop charges."""

import unittest

import rules
from agent import CALIFORNIA, address
from receiver import Receiver
from shop import Shop, ShopCase


class WholePurchase(ShopCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)
        cls.shop = Shop(webhook_url=cls.receiver.url)
        cls.addClassCleanup(cls.shop.close)
        cls.agent = cls.shop.start().agent()

    def test_an_agent_buys_and_the_platform_hears_of_it(self):
        agent = self.agent
        created = agent.create(("mug-blue", 2), "ebook-acp")
        self.assertEqual((created.status, created["status"]), (201, "incomplete"))
        addressed = agent.update(created["id"], fulfillment_details={"address": CALIFORNIA},
                                 buyer={"email": "ada@example.com", "first_name": "Ada",
                                        "last_name": "Agent"})
        self.assertEqual((addressed.status, addressed["status"]), (200, "ready_for_payment"))
        express = [o for o in addressed["fulfillment_options"] if
                   rules.amounts(o["totals"])["total"] == 1500]
        self.assertEqual(len(express), 1, addressed["fulfillment_options"])
        mug = next(line for line in addressed["line_items"] if line["item"]["id"] == "mug-blue")
        chosen = agent.update(created["id"], selected_fulfillment_options=[
            {"type": "shipping", "option_id": express[0]["id"], "item_ids": [mug["id"]]}])
        self.assertEqual(chosen.total("fulfillment"), 1500)
        token = agent.vault(chosen)
        self.assertEqual(token.status, 201)
        done = agent.complete(chosen, token["id"])
        self.assertEqual((done.status, done["status"]), (200, "completed"))
        self.assertEqual(done["order"]["checkout_session_id"], created["id"])
        # 2 x 1450 + 999 + 1500 + 7.25 % of 2900.
        self.assertEqual(done.total(), 2900 + 999 + 1500 + 210)
        self.assertEqual(agent.get(created["id"]).json, done.json)
        self.check_webhook(done)

    def check_webhook(self, done):
        delivery = self.receiver.wait_for(1)[0]
        delivery.verify(self.shop.env["TILL_WEBHOOK_SECRET"])
        self.assertEqual(delivery.path, Receiver.PATH)
        self.assertTrue(delivery.request_id)
        self.assertEqual(delivery.json["type"], "order_create")
        order = delivery.json["data"]
        self.assertEqual(set(delivery.json), {"type", "data"})
        self.assertEqual(order["type"], "order")
        self.assertEqual(order["id"], done["order"]["id"])
        self.assertEqual(order["checkout_session_id"], done["id"])
        self.assertEqual(order["permalink_url"], done["order"]["permalink_url"])
        self.assertEqual(rules.amounts(order["totals"])["total"], done.total())
        rules.validate("agentic_checkout", "Order", order)


# item, quantity, ship to (country, state), goods, fulfillment, tax.
PRICES = [
    ("mug-blue", 1, ("US", "CA"), 1450, 500, 105),     # 105.125
    ("mug-blue", 2, ("US", "NY"), 2900, 500, 257),     # 257.375
    ("tee-black-m", 1, ("US", "WA"), 2500, 500, 163),  # 162.5 goes up
    ("tee-black-m", 3, ("US", "OR"), 7500, 500, 0),
    ("mug-blue", 1, ("US", "TX"), 1450, 500, 73),      # 72.5 goes up
    ("mug-blue", 1, ("CA", "ON"), 1450, 2500, 0),
    ("mug-blue", 1, ("GB", ""), 1450, 2500, 0),
    ("mug-blue", 1, ("DE", ""), 1450, 2500, 0),
    ("mug-blue", 1, ("FR", ""), 1450, 2500, 0),
    ("mug-blue", 1, ("JP", ""), 1450, 2500, 0),
    ("ebook-acp", 3, ("US", "CA"), 2997, 0, 0),
    ("desk-oak", 1, ("US", "CA"), 45900, 500, 3328),   # 3327.75
]


class Prices(ShopCase):
    def test_the_demo_shop_charges_goods_shipping_and_tax_by_address(self):
        for item, quantity, (country, state), goods, fulfillment, tax in PRICES:
            with self.subTest(item=item, country=country, state=state):
                session = self.agent.create((item, quantity), ship_to=address(country, state))
                self.assertEqual(session["status"], "ready_for_payment", session)
                self.assertEqual(session.total("items_base_amount"), goods)
                self.assertEqual(session.total("fulfillment"), fulfillment)
                self.assertEqual(session.total("tax"), tax)
                self.assertEqual(session.total(), goods + fulfillment + tax)

    def test_tax_is_rounded_per_line(self):
        session = self.agent.create("mug-blue", "mug-blue", ship_to=address("US", "TX"))
        self.assertEqual(session.total("tax"), 73 + 73)

    def test_tax_and_fulfillment_are_0_before_an_address_is_known(self):
        session = self.agent.create("mug-blue")
        self.assertEqual(session.total("tax") + session.total("fulfillment"), 0)
        self.assertEqual(session.total(), 1450)

    def test_the_desk_is_also_picked_up_or_delivered_locally(self):
        session = self.agent.create("desk-oak", ship_to=CALIFORNIA)
        kinds = {option["type"] for option in session["fulfillment_options"]}
        self.assertEqual(kinds, {"shipping", "pickup", "local_delivery"})

    def test_what_is_charged_changes_with_the_address(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        moved = self.agent.update(session["id"], fulfillment_details={
            "address": address("DE", "")})
        self.assertEqual((moved.total("fulfillment"), moved.total("tax")), (2500, 0))

    def test_the_discount_codes_of_the_demo_shop(self):
        rows = [  # codes, items, items_discount + discount, reason of the rejected one
            (["SAVE10"], ["tee-black-m"], 250, None),
            (["save10"], ["tee-black-m"], 250, None),
            (["TAKE5"], ["tee-black-m"], 500, None),
            (["TAKE5"], ["mug-blue"], 0, "discount_code_minimum_not_met"),
            (["SAVE10", "TAKE5"], ["tee-black-m"], 750, None),
            (["TAKE5", "SAVE10"], ["tee-black-m"], 750, None),
            (["SAVE10"], ["mug-blue", "mug-blue"], 290, None),
            (["EXPIRED"], ["mug-blue"], 0, "discount_code_expired"),
            (["MEMBERS"], ["mug-blue"], 0, "discount_code_user_not_logged_in"),
            (["NOSUCH"], ["mug-blue"], 0, "discount_code_invalid"),
        ]
        for codes, items, off, reason in rows:
            with self.subTest(codes=codes, items=items):
                session = self.agent.create(*items, discounts={"codes": codes})
                self.assertEqual(session.status, 201)
                taken = session.total("items_discount") + session.total("discount")
                self.assertEqual(taken, off)
                rejected = [r["reason"] for r in session["discounts"].get("rejected", [])]
                self.assertEqual(rejected, [reason] if reason else [])
                self.assertEqual(session["discounts"]["codes"], codes)
                if reason:
                    warning = session.messages(reason)[0]
                    self.assertEqual(warning["type"], "warning")
                    self.assertEqual(warning["param"], "$.discounts.codes[0]")

    def test_a_code_given_twice_counts_once(self):
        session = self.agent.create("tee-black-m", discounts={"codes": ["SAVE10", "save10"]})
        self.assertEqual(session.total("items_discount"), 250)

    def test_an_empty_list_of_codes_takes_the_discount_back(self):
        session = self.agent.create("tee-black-m", discounts={"codes": ["SAVE10"]})
        kept = self.agent.update(session["id"], buyer={"email": "a@example.com"})
        self.assertEqual(kept.total("items_discount"), 250)
        cleared = self.agent.update(session["id"], discounts={"codes": []})
        self.assertEqual(cleared.total("items_discount"), 0)


if __name__ == "__main__":
    unittest.main()

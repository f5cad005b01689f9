"""What a backend states of its items, on its way to agents: in lines, products and feeds."""

import json
import os
import unittest

import backend_test
import mcp
from agent import CALIFORNIA, new_key
from backend_products_test import Selling
from backend_test import BUYER
from shop import poll, till


def grow(items):
    """What the example sells, and what a feed has to say something about."""
    items["lamp"] = {"title": "Lamp", "unit_amount": {"usd": 4900}, "stock": 1,
                     "sale": {"unit_amount": {"usd": 3900}}, "brand": "Kiln & Co",
                     "description": "Brass", "url": "http://shop.example.com/lamp"}
    items["gone"] = {"title": "Gone", "unit_amount": {"usd": 900}, "stock": 0}
    items["euro-only"] = {"title": "Of the other market", "unit_amount": {"eur": 5}, "stock": 1}
    items["broken"] = {"title": "", "unit_amount": {"usd": 1}}


class BackendFeeds(backend_test.BackendCase):
    MORE = ('products_seconds = 1\n[feeds]\nformats = ["acp", "google"]\n'
            'honor_prices_seconds = 3600\n')
    BACKEND = Selling

    @classmethod
    def prepare(cls):
        super().prepare()
        cls.config = os.path.join(cls.shop.home, "till.toml")
        cls.backend.sell(grow)

    def feed(self, form, *arguments, status=0):
        done = till("feed", "--config", self.config, "--format", form, *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    @staticmethod
    def variants(text):
        lines = [json.loads(line) for line in text.splitlines()]
        return {variant["id"]: variant for line in lines for variant in line["variants"]}

    def kept(self, name):
        try:
            with open(os.path.join(self.shop.home, "feeds", name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def page(self, order):
        """The buyer's page of an order."""
        connection = self.agent.connect()
        connection.request("POST", f"/shop/orders/{order}", f"email={BUYER['email']}")
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def test_1_a_feed_is_what_the_backend_states(self):
        variants = self.variants(self.feed("acp").stdout)
        self.assertEqual(set(variants), {"ebook-acp", "mug-blue", "poster-city", "tee-black",
                                         "lamp", "gone"})
        self.assertEqual(variants["mug-blue"]["price"], {"amount": 1450, "currency": "USD"})
        self.assertEqual(variants["lamp"]["price"]["amount"], 3900)
        self.assertEqual(variants["lamp"]["list_price"]["amount"], 4900)
        self.assertEqual({name: each["availability"]["available"]
                          for name, each in variants.items() if name != "gone"},
                         dict.fromkeys(set(variants) - {"gone"}, True))
        self.assertFalse(variants["gone"]["availability"]["available"])
        self.assertEqual(variants["tee-black"]["variant_options"],
                         [{"name": "Colour", "value": "Black"}])

    def test_2_what_a_feed_needs_and_the_backend_does_not_state_is_told_by_product(self):
        told = self.feed("google", "--out", os.path.join(self.shop.folder, "g.tsv")).stdout
        self.assertIn("broken: title: not shown: ", told)
        self.assertIn("euro-only: unit_amount: not shown: It has no price in usd", told)
        self.assertIn("poster-city: link: not shown: It has no page over https.", told)
        self.assertIn("poster-city: image_link: not shown: ", told)
        self.assertIn("lamp: link: not shown: ", told)
        self.assertIn("1 is shown, 7 are not", told)
        self.assertNotIn("mug-blue", told)

    def test_3_a_running_till_keeps_feeds_of_its_copy(self):
        shown = lambda: self.variants(self.kept("acp.jsonl"))  # pylint: disable=C3001
        self.shop.hang_up()
        self.assertTrue(poll(lambda: "lamp" in shown(), 40), self.shop.last_lines())
        self.assertEqual(shown(), self.variants(self.feed("acp").stdout))
        self.assertIn("poster-city", self.kept("google.report.jsonl"))
        self.backend.sell(lambda items: items["lamp"].pop("sale"))
        self.shop.hang_up()
        self.assertTrue(poll(lambda: shown()["lamp"]["price"]["amount"] == 4900, 40))

    def test_4_lines_orders_and_products_tell_what_an_item_is(self):
        session = self.agent.create(("mug-blue", 1), ("tee-black", 1), ship_to=CALIFORNIA)
        mug, tee = session["line_items"]
        attributes = {each["display_name"]: each["value"] for each in mug["custom_attributes"]}
        self.assertEqual(attributes, {"Brand": "Kiln & Co", "Condition": "New",
                                      "GTIN": "4006381333931"})
        self.assertEqual(mug["category"], "Home & Garden > Kitchen > Mugs")
        self.assertEqual(mug["weight"], {"value": 350, "unit": "g"})
        self.assertEqual(mug["images"], ["https://shop.example.com/mug-blue.jpg"])
        self.assertEqual(tee["variant_options"], [{"name": "Colour", "value": "Black"}])
        self.assertEqual((tee["product_id"], tee["max_quantity_per_order"]), ("tee", 3))
        bought = self.agent.buy(("mug-blue", 1), ("tee-black", 1), buyer=BUYER)
        self.assertEqual(bought["status"], "completed", bought)
        order = bought["order"]["id"]
        shown = self.shop.till("orders show", order, "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        lines = json.loads(shown.stdout)["line_items"]
        self.assertIn("Colour: Black", [line.get("description") for line in lines])
        self.assertIn("Colour: Black", self.page(order))
        client = mcp.Client(self.agent)
        self.assertTrue(poll(lambda: client.call("search_products", query="mug")["products"], 30))
        product = client.call("get_product", id="mug-blue")
        self.assertEqual((product["brand"], product["gtin"], product["condition"]),
                         ("Kiln & Co", "4006381333931", "new"))

    def test_5_a_price_that_a_feed_said_is_told_to_the_backend_which_quotes_it(self):
        def showing(amount):
            return self.agent.request("POST", "/checkout_sessions", {
                "line_items": [{"id": "mug-blue", "suggested_price": {"amount": amount}}],
                "currency": "usd", "capabilities": {},
                "fulfillment_details": {"address": CALIFORNIA}}, key=new_key())
        self.assertFalse(showing(1450).messages("price_change"))
        self.backend.sell(lambda items: items["mug-blue"]["unit_amount"].update(usd=1900))
        session = showing(1450)
        self.assertEqual(session.total("items_base_amount"), 1450)
        self.assertFalse(session.messages("price_change"))
        self.assertEqual(showing(1449).total("items_base_amount"), 1900, "no feed said so")
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual((done["status"], done.total("items_base_amount")), ("completed", 1450))

    def test_6_a_backend_that_is_silent_or_lists_nothing_has_no_feed(self):
        with open(self.backend.program, encoding="utf-8") as file:
            program = file.read()
        with open(self.backend.program, "w", encoding="utf-8") as file:
            file.write(program.replace('"orders", "products"]}', '"orders"]}'))
        self.backend.sell(lambda items: None)
        self.assertIn("lists no products", self.feed("acp", status=1).stderr)
        before = self.kept("acp.jsonl")
        self.shop.hang_up()
        self.assertIn("lists no products", self.last_line("feed_failed")["error"])
        self.assertEqual(self.kept("acp.jsonl"), before)
        self.backend.stop()
        told = self.feed("acp", status=1).stderr
        self.assertIn("does not tell what it sells (call capabilities, kind not_sent", told)
        with open(self.backend.program, "w", encoding="utf-8") as file:
            file.write(program)
        self.backend.start()


if __name__ == "__main__":
    unittest.main()

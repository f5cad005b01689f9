"""What search finds is what the shop sells: the example in Python behind the real binary."""

import json
import os
import re
import shutil
import unittest
import urllib.request

import backend_test
import mcp
from shop import poll

EXAMPLES = os.path.dirname(os.path.dirname(backend_test.PROGRAM))


class Selling(backend_test.Backend):
    """The example from a folder of its own, whose shop.json a test may write anew."""

    def __init__(self, shop):
        super().__init__(shop)
        folder = os.path.join(shop.folder, "backends")
        shutil.copytree(EXAMPLES, folder, ignore=shutil.ignore_patterns("node*", "php*"))
        self.program = os.path.join(folder, "python", "backend.py")
        self.goods = os.path.join(folder, "shop.json")

    def sell(self, change):
        """Begins anew with other items."""
        self.stop()
        with open(self.goods, encoding="utf-8") as file:
            shop = json.load(file)
        change(shop["items"])
        with open(self.goods, "w", encoding="utf-8") as file:
            json.dump(shop, file)
        self.start()


class Products(backend_test.BackendCase):
    MORE = "products_seconds = 1\n"
    BACKEND = Selling

    def setUp(self):
        self.client = mcp.Client(self.agent)

    def found(self, words=""):
        page = self.client.call("search_products", **({"query": words} if words else {}))
        return [product["id"] for product in page["products"]]

    def shows(self, holds, seconds=40):
        return poll(lambda: holds(self.found()), seconds)

    def product(self, name):
        page = self.client.call("search_products", query=name.replace("-", " "))
        return next((one for one in page["products"] if one["id"] == name), None)

    def metric(self, name):
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            found = re.search(rf"^{name} (\S+)$", answer.read().decode(), re.MULTILINE)
        return float(found[1]) if found else None

    def test_1_search_finds_what_the_shop_sells_and_nothing_of_the_catalogue(self):
        self.assertTrue(self.shows(lambda ids: len(ids) == 4))
        self.assertEqual(self.found("mug"), ["mug-blue"])
        self.assertEqual(self.found("cap"), [], "the catalogue has it, the shop does not")
        self.assertEqual(self.product("tee-black")["availability"], "in_stock")
        self.assertEqual(self.metric("till_backend_products"), 4)
        self.assertLess(self.metric("till_backend_products_age_seconds"), 60)

    def test_2_a_change_appears_and_what_is_gone_goes(self):
        def change(items):
            items["lamp-desk"] = {"title": "Desk lamp", "unit_amount": {"usd": 4900}, "stock": 1}
            items["mug-blue"]["title"] = "Blue cup"
        self.backend.sell(change)
        self.assertTrue(self.shows(lambda ids: "lamp-desk" in ids))
        self.assertEqual(self.found("cup"), ["mug-blue"])
        self.backend.sell(lambda items: items.pop("lamp-desk"))
        self.shop.hang_up()  # Reads everything.
        self.assertTrue(self.shows(lambda ids: "lamp-desk" not in ids))
        self.assertEqual(len(self.found()), 4)

    def test_3_a_product_that_cannot_be_read_is_named_and_left_out(self):
        def spoil(items):
            items["mug-bad"] = {"title": "", "unit_amount": {"usd": 1}}
        self.backend.sell(spoil)
        self.shop.hang_up()
        told = poll(lambda: self.log_lines("product_left_out"), 40)[-1]
        self.assertEqual((told["id"], told["place"]), ("mug-bad", "$.title"))
        self.assertEqual(len(self.found()), 4)
        self.backend.sell(lambda items: items.pop("mug-bad"))

    def test_4_a_client_that_listens_hears_of_it(self):
        connection = self.agent.connect(40)
        self.addCleanup(connection.close)
        connection.request("GET", "/mcp", headers={
            "Authorization": f"Bearer {self.agent.token}", "Accept": "text/event-stream",
            "Mcp-Session-Id": self.client.session})
        answer = connection.getresponse()
        self.backend.sell(lambda items: items["tee-black"].update(title="Night T-shirt"))
        line = answer.readline()
        while b"list_changed" not in line:
            self.assertNotEqual(line, b"")
            line = answer.readline()
        self.assertEqual(self.found("night"), ["tee-black"])

    def test_5_while_the_backend_is_away_the_products_stay_and_grow_old(self):
        self.backend.stop()
        self.shop.hang_up()
        self.assertTrue(poll(lambda: (self.metric("till_backend_products_age_seconds") or 0) > 3,
                             40))
        self.assertEqual(len(self.found()), 4)
        self.assertEqual(self.agent.create("mug-blue").status, 503, "but nothing is sold")
        self.backend.start()
        self.assertTrue(poll(lambda: self.metric("till_backend_products_age_seconds") < 3, 60))


if __name__ == "__main__":
    unittest.main()

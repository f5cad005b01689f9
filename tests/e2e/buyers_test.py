"""A buyer reads what is kept and is forgotten on request; orders keep their amounts."""

import glob
import json
import os
import unittest

from agent import CALIFORNIA
from receiver import Receiver
from shop import ShopCase, poll

EMAIL = "Ada.Forgotten@Buyers.example"


class Buyers(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def on_disk(self, shop, *words):
        """The files of the store that hold one of the words."""
        found = []
        for path in glob.glob(os.path.join(shop.home, "till.db*")):
            with open(path, "rb") as file:
                text = file.read()
            found += [path for word in words if word.encode() in text]
        return found

    def test_a_buyer_is_exported_and_then_erased_from_the_disk(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        shop = self.own_shop(webhook_url=receiver.url).start()
        agent = shop.agent()
        address = {**CALIFORNIA, "name": "Ada Forgotten", "line_one": "17 Unforgettable Street"}
        session = agent.create("mug-blue", ship_to=address, buyer={"email": EMAIL})
        bought = agent.complete(session, agent.vault(session)["id"])
        still_open = agent.create("mug-blue", buyer={"email": EMAIL.upper()})
        other = agent.create("mug-blue", buyer={"email": "bob@example.com"})
        receiver.wait_for(1)

        exported = shop.till("buyers export", EMAIL.lower())
        self.assertEqual(exported.returncode, 0, exported.stderr)
        kept = json.loads(exported.stdout)["sessions"]
        self.assertEqual({each["session"]["id"] for each in kept},
                         {session["id"], still_open["id"]})
        self.assertIn("17 Unforgettable Street", exported.stdout)

        words = (EMAIL, EMAIL.upper(), "Ada Forgotten", "17 Unforgettable")
        self.assertTrue(self.on_disk(shop, *words))
        erased = shop.till("buyers erase", f" {EMAIL.lower()}")
        self.assertEqual(erased.returncode, 0, erased.stderr)
        self.assertIn("2 session(s), 1 order(s)", erased.stdout)
        self.assertEqual(self.on_disk(shop, *words), [])

        order = shop.till("orders show", bought["order"]["id"], "--json")
        self.assertEqual(order.returncode, 0, order.stderr)
        self.assertIn(str(bought.total()), order.stdout)
        self.assertNotIn("Unforgettable", order.stdout)
        self.assertIn("buyer erased", shop.till("orders list").stdout)
        self.assertEqual(agent.get(still_open["id"])["status"], "canceled")
        self.assertEqual(agent.get(other["id"])["buyer"]["email"], "bob@example.com")
        refunded = shop.till("orders refund", bought["order"]["id"])
        self.assertEqual(refunded.returncode, 0, refunded.stderr)

    def test_a_key_used_before_answers_without_the_buyer(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        body = {"buyer": {"email": EMAIL}, "key": "kept-key"}
        session = agent.create("mug-blue", **body)
        self.assertEqual(shop.till("buyers erase", EMAIL).returncode, 0)
        again = agent.create("mug-blue", **body)
        self.assertEqual(again["id"], session["id"])
        self.assertNotIn("buyer", again.json)

    def test_a_payment_under_way_is_left_and_named(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        session = agent.create("mug-blue", ship_to=CALIFORNIA, buyer={"email": EMAIL})
        token = agent.vault(session, card="4000000000000119")["id"]
        agent.complete(session, token)
        erased = shop.till("buyers erase", EMAIL)
        if erased.returncode != 0:  # The payment may have been settled by now.
            self.assertIn(session["id"], erased.stdout)
        self.assertTrue(poll(lambda: shop.till("buyers erase", EMAIL).returncode == 0, 90))
        self.assertEqual(self.on_disk(shop, EMAIL), [])

    def test_only_an_address_is_taken(self):
        shop = self.own_shop()
        for command in ("export", "erase"):
            self.assertEqual(shop.till(f"buyers {command}", "nobody").returncode, 2)
            self.assertEqual(shop.till(f"buyers {command}").returncode, 2)


if __name__ == "__main__":
    unittest.main()

"""The page behind order.permalink_url in a real browser, on a phone's screen (A22)."""

import json
import os
import re
import shutil
import subprocess
import unittest

from shop import ShopCase

BROWSER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "browser")
READY = all([shutil.which("node"), os.path.exists("/usr/bin/chromium"),
             os.path.isdir(os.path.join(BROWSER, "node_modules", "playwright-core"))])


@unittest.skipUnless(READY, "no browser here: scripts/install-packages --tests and "
                            "npm ci --prefix tests/browser bring one")
class OrderPage(ShopCase):
    def look(self, locale="en-US"):
        """A new order, and what the browser saw of its page."""
        email = "ada@example.com"
        session = self.agent.buy(("mug-blue", 2), ("ebook-acp", 1), locale=locale,
                                 discounts={"codes": ["SAVE10"]},
                                 buyer={"email": email, "first_name": "Ada", "last_name": "Agent"})
        order = self.agent.get(session["id"])["order"]
        self.shop.till("orders ship", order["id"], "--carrier", "UPS", "--tracking", "1Z999",
                       "--tracking-url", "https://parcels.example/1Z999")
        picture = os.environ.get("TILL_PICTURE") or os.path.join(self.shop.folder, "page.png")
        run = subprocess.run(["node", os.path.join(BROWSER, "order_page.mjs"),
                              order["permalink_url"], email, picture], capture_output=True,
                             text=True, check=False, timeout=120)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertGreater(os.path.getsize(picture), 10_000)
        return order, json.loads(run.stdout)

    def test_shows_the_order_after_the_email_address_alone(self):
        order, seen = self.look()
        self.assertEqual(seen["first"]["status"], 200)
        self.assertNotIn("Blue mug", seen["first"]["text"])
        self.assertEqual(seen["refused"]["status"], 403)
        self.assertNotIn("Blue mug", seen["refused"]["text"])
        self.assertEqual(seen["shown"]["status"], 200)
        rows = re.findall(r"^(.*)\t(−?)\$([\d.]+)$", seen["shown"]["text"], re.M)
        amounts = [float(sign.replace("−", "-") + amount) for _, sign, amount in rows]
        names = [name for name, _, _ in rows]
        self.assertEqual(names[2:], ["Discount", "Delivery", "Tax", "Total"])
        self.assertAlmostEqual(sum(amounts[:-1]), amounts[-1], msg=rows)
        for part in ["Blue mug", "ACP ebook", order["id"], "1Z999", "Follow the parcel", "Total",
                     "Delivered to", "$29.00"]:
            self.assertIn(part, seen["shown"]["text"])
        self.assertEqual(seen["complaints"], [])

    def test_is_readable_on_a_phone_in_the_buyers_language(self):
        _, seen = self.look("de-DE")
        for state in ("first", "refused", "shown"):
            with self.subTest(state=state):
                self.assertFalse(seen[state]["tooWide"])
                self.assertGreaterEqual(seen[state]["fontSize"], 16)
        self.assertGreaterEqual(seen["first"]["buttonHeight"], 40)
        self.assertEqual(seen["shown"]["language"], "de")
        self.assertIn("Gesamtbetrag", seen["shown"]["text"])
        self.assertIn("Paket verfolgen", seen["shown"]["text"])
        self.assertIn("29,00 $", seen["shown"]["text"])
        self.assertRegex(seen["shown"]["text"], r"\d\. \w+ 20\d\d, \d\d:\d\d UTC")


if __name__ == "__main__":
    unittest.main()

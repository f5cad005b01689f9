"""Taxes of the catalogue: rates of a WooCommerce shop, and prices with tax in them."""

import os
import re
import unittest

from agent import CALIFORNIA, address
from catalog_test import BUYER, edit, item, reload
from shop import ShopCase, till

TITLES = ("Country code,State code,Postcode / ZIP,City,Rate %,Tax name,Priority,Compound,Shipping,"
          "Tax class\n")
BERLIN = {**address("DE", ""), "city": "Berlin", "postal_code": "10115"}
PARIS = {**address("FR", ""), "city": "Paris", "postal_code": "75001"}


class Taxes(ShopCase):
    """Rates of a WooCommerce shop beside the catalogue, and prices with tax in them."""

    def file_of(self, shop, *rows):
        with open(os.path.join(shop.home, "rates.csv"), "w", encoding="utf-8") as file:
            file.write(TITLES + "".join(row + "\n" for row in rows))

    def german_shop(self):
        shop = self.own_shop()
        self.file_of(shop, "DE,,,,19.0000,MwSt.,1,0,1,", "FR,,,,20.0000,TVA,1,0,1,",
                     "DE,,,,7.0000,MwSt.,1,0,1,reduced-rate")

        def change(catalog):
            catalog.update(tax=[], tax_files=["rates.csv"], home={"country": "DE"},
                           prices_include_tax=["DE", "FR"], reverse_charge=True)
            item(catalog, "mug-blue")["unit_amount"] = 999
            catalog["shipping"] = [{"id": "post", "title": "Post", "amount": 595, "taxed": True,
                                    "countries": ["DE", "FR"]}]
        edit(shop, change)
        return shop

    def sums(self, session):
        return [session.total(kind) for kind in ("subtotal", "fulfillment", "tax", "total")]

    def test_the_tag_is_paid_to_the_last_cent_where_prices_hold_their_tax(self):
        agent = self.german_shop().start().agent()
        session = agent.create(("mug-blue", 3), ship_to=BERLIN, buyer=BUYER)
        self.assertEqual(self.sums(session), [2997, 595, 0, 3592])
        # 29.97 * 19 / 119 and 5.95 * 19 / 119.
        self.assertEqual(session["totals"][-1]["description"], "The price includes $5.74 of tax.")
        paid = agent.complete(session, agent.vault(session)["id"])
        self.assertEqual(paid["status"], "completed", paid)

    def test_a_business_abroad_pays_net_once_its_number_was_looked_at(self):
        agent = self.german_shop().start().agent()
        company = {"name": "Ada SARL", "tax_id": "FR 12 345678901"}
        session = agent.create(("mug-blue", 3), ship_to=PARIS, buyer={**BUYER, "company": company})
        self.assertEqual(self.sums(session), [2517, 500, 0, 3017])
        waits = agent.complete(session, agent.vault(session)["id"])
        self.assertEqual(waits["status"], "pending_approval", waits)

    def test_files_of_rates_are_checked_and_taken_over_as_the_catalogue_is(self):
        shop = self.german_shop()
        checked = till("check", "--config", shop.config)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("3 tax rates", checked.stdout)
        agent = shop.start().agent()
        self.file_of(shop, "DE,,,,16.0000,MwSt.,1,0,1,", "FR,,,,x,TVA,1,0,1,", "ZZ,,,,1,,1,0,1,")
        reload(shop, "\"reload_refused\"")
        for place in ("rates.csv line 3, column 5 (Rate %)", "rates.csv line 4, column 1"):
            self.assertIn(place, shop.logged())
            self.assertIn(place, till("check", "--config", shop.config).stderr)
        session = agent.create("mug-blue", ship_to=BERLIN)
        self.assertIn("2.55", session["totals"][-1]["description"])
        self.file_of(shop, "DE,,,,16.0000,MwSt.,1,0,1,", "FR,,,,20.0000,TVA,1,0,1,")
        reload(shop)
        session = agent.create("mug-blue", ship_to=BERLIN)
        self.assertIn("2.20", session["totals"][-1]["description"])
        os.remove(os.path.join(shop.home, "rates.csv"))
        self.assertIn("rates.csv cannot be read", till("check", "--config", shop.config).stderr)

    def test_the_rates_of_the_reference_are_as_a_shop_exports_them(self):
        page = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "catalog.md")
        with open(page, encoding="utf-8") as file:
            rates = re.search(r"^```csv\n(.*?)^```", file.read(), re.M | re.S).group(1)
        self.assertTrue(rates.startswith(TITLES))
        shop = self.own_shop()
        edit(shop, lambda catalog: catalog.update(tax=[], tax_files=["rates.csv"]))
        self.file_of(shop, *rates[len(TITLES):].splitlines())
        checked = till("check", "--config", shop.config)
        self.assertIn("3 tax rates", checked.stdout, checked.stderr)
        there = {**CALIFORNIA, "postal_code": "94105", "city": "San Francisco"}
        session = shop.start().agent().create(("mug-blue", 3), ship_to=there)
        self.assertEqual(session.total("tax"), 375)


if __name__ == "__main__":
    unittest.main()

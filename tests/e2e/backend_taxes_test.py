"""A shop with the tax in its prices: the example backend's German market behind the real binary."""

import json
import os
import sqlite3
import sys
import unittest

import backend_test
from rules import REPOSITORY
from shop import poll, till

sys.path.insert(0, os.path.join(REPOSITORY, "tests", "backend"))
from asker import faults  # pylint: disable=wrong-import-position

BERLIN = {"name": "Ada Agent", "line_one": "Unter den Linden 1", "city": "Berlin", "state": "BE",
          "country": "DE", "postal_code": "10117"}


class IncludedTax(backend_test.BackendCase):
    @classmethod
    def prepare(cls):
        super().prepare()
        path = os.path.join(cls.shop.home, "catalog.json")
        with open(path, encoding="utf-8") as file:
            catalog = json.load(file)
        for item in catalog["items"]:  # The catalogue says which currencies are offered at all.
            if isinstance(item["unit_amount"], int):
                item["unit_amount"] = {catalog.get("currency", "usd"): item["unit_amount"]}
            item["unit_amount"]["eur"] = 1
        with open(path, "w", encoding="utf-8") as file:
            json.dump(catalog, file)

    def in_euros(self, *items, **members):
        return self.agent.create(*items, currency="eur", ship_to=BERLIN,
                                 buyer=backend_test.BUYER, **members)

    def told_to_the_shop(self, order):
        with sqlite3.connect(self.backend.data) as data:
            rows = data.execute("SELECT body FROM orders WHERE id = ?", (order,)).fetchall()
        return json.loads(rows[0][0]) if rows else None

    def test_a_purchase_with_vat_in_its_prices_costs_what_the_shelf_says(self):
        session = self.in_euros(("mug-blue", 3), "ebook-acp",
                                discounts={"codes": ["SAVE10"]})
        self.assertEqual((session.status, session["status"]), (201, "ready_for_payment"), session)
        # 44.70 less 4.47 and 8.99 less 0.90; 4.90 for the parcel. 19/119 of 40.23 and 4.90 is tax.
        self.assertEqual(session.total("items_base_amount"), 3 * 1490 + 899)
        self.assertEqual(session.total("items_discount"), 447 + 90)
        self.assertEqual(session.total("fulfillment"), 490)
        self.assertEqual(session.total("tax"), 0)
        self.assertEqual(session.total(), 4470 - 447 + 899 - 90 + 490)
        whole = session["totals"][-1]
        self.assertEqual(whole["description"], "The price includes €7.20 of tax.")
        mug = next(line for line in session["line_items"] if line["item"]["id"] == "mug-blue")
        self.assertEqual(mug["unit_amount"], 1490)
        self.assertEqual({one["type"]: one["amount"] for one in mug["totals"]},
                         {"items_base_amount": 4470, "items_discount": 447, "subtotal": 4023,
                          "tax": 0, "total": 4023})
        paid = self.agent.complete(session, self.agent.vault(session, currency="eur")["id"])
        self.assertEqual((paid["status"], paid.total()), ("completed", session.total()), paid)
        self.check_order(paid["order"], session.total())

    def check_order(self, order, total):
        told = poll(lambda: self.told_to_the_shop(order["id"]), 15)
        self.assertEqual(faults("order", told), [])
        self.assertEqual(told["payment"]["amount"], total, "what was charged")
        self.assertEqual({one["type"]: one["amount"] for one in told["totals"]}["total"], total)
        mug = told["lines"][0]
        self.assertEqual((mug["tax"], mug["tax_included"], mug["total"]), (642, True, 4023))
        self.assertEqual(told["included_tax"], 642 + 78)
        shown = self.agent.request("GET", f"/orders/{order['id']}")
        self.assertEqual({one["type"]: one["amount"] for one in shown["totals"]}["total"], total)

    def test_a_refund_gives_back_what_was_paid_with_its_tax(self):
        session = self.in_euros("mug-blue", locale="de")
        paid = self.agent.complete(session, self.agent.vault(session, currency="eur")["id"])
        order = paid["order"]["id"]
        self.shop.till("orders refund", order)

        def refunded():
            shown = self.agent.request("GET", f"/orders/{order}")
            return next((one["amount"] for one in shown["totals"]
                         if one["type"] == "amount_refunded"), None)
        self.assertEqual(poll(refunded, 15), 1490 + 490)

    def test_the_check_finds_nothing_wrong_with_such_prices(self):
        found = till("backend", "check", "--config", self.shop.config, "--currency", "eur",
                     "--item", "mug-blue", "--json")
        report = json.loads(found.stdout)
        self.assertEqual([rule for rule in report["checks"] if rule["result"] == "failed"], [])
        self.assertEqual(found.returncode, 0)


if __name__ == "__main__":
    unittest.main()

"""What Till tells the shop of orders, as tests/golden keeps it, is of the published schemas."""

import json
import pathlib
import unittest

from asker import REPOSITORY, faults

TOLD = pathlib.Path(REPOSITORY) / "tests" / "golden" / "shop"
NOBODY = "unknown@buyer.invalid"
SCHEMAS = {"order": "order", "event": "order-event", "approval": "approval-request"}


def all_told():
    return {path.stem: json.loads(path.read_text()) for path in sorted(TOLD.glob("*.json"))}


class Told(unittest.TestCase):
    def test_every_body_is_of_its_schema(self):
        told = all_told()
        self.assertGreater(len(told), 15)
        for name, body in told.items():
            with self.subTest(name):
                self.assertEqual(faults(SCHEMAS[name.split("_")[0]], body), [])

    def test_every_kind_of_event_is_kept(self):
        kinds = {body["type"] for name, body in all_told().items() if name.startswith("event")}
        self.assertEqual(kinds, {"canceled", "refunded", "held", "released", "disputed"})

    def test_the_lines_and_the_fulfillment_name_the_same_pieces(self):
        for name, body in all_told().items():
            if name.endswith("forgotten"):
                continue
            with self.subTest(name):
                order = body.get("order", body)
                carried = [index for part in order["fulfillment"] for index in part["lines"]]
                self.assertEqual(sorted(carried), [line["index"] for line in order["lines"]])
                for part in order["fulfillment"]:
                    for index in part["lines"]:
                        self.assertEqual(order["lines"][index]["option_id"], part["option_id"])

    def test_the_totals_are_those_of_the_lines(self):
        for name, body in all_told().items():
            with self.subTest(name):
                order = body.get("order", body)
                totals = {total["type"]: total["amount"] for total in order["totals"]}
                lines = order["lines"]
                self.assertEqual(sum(line["subtotal"] for line in lines), totals["subtotal"])
                self.assertEqual(sum(line["discount"] for line in lines),
                                 totals["items_discount"])
                for line in lines:
                    self.assertEqual(line["unit_amount"] * line["quantity"] - line["discount"],
                                     line["subtotal"])
                    added = 0 if line.get("tax_included") else line["tax"]
                    self.assertEqual(line["subtotal"] + added, line["total"])

    def test_the_tax_is_that_of_the_lines_and_the_deliveries_added_or_included(self):
        for name, body in all_told().items():
            with self.subTest(name):
                order = body.get("order", body)
                taxed = order["lines"] + order["fulfillment"]
                totals = {total["type"]: total["amount"] for total in order["totals"]}
                if not name.endswith("forgotten"):
                    added = [one["tax"] for one in taxed if not one.get("tax_included")]
                    self.assertEqual(sum(added), totals["tax"])
                self.assertEqual(sum(one["tax"] for one in taxed if one.get("tax_included")),
                                 order.get("included_tax", 0))
                self.assertEqual(totals["total"], totals["subtotal"] - totals["discount"]
                                 + totals["fulfillment"] + totals["tax"])
        self.assertIn("included_tax", all_told()["approval_with_tax_in_the_prices"])

    def test_a_buyer_who_is_forgotten_or_gave_no_address_has_one_that_nobody_reads(self):
        for name in ("order_whose_buyer_is_forgotten", "event_whose_buyer_is_forgotten",
                     "order_without_email"):
            with self.subTest(name):
                body = all_told()[name]
                self.assertEqual(body.get("order", body)["buyer"], {"email": NOBODY})
                self.assertNotIn("ann", json.dumps(body).lower())

    def test_secrets_and_who_has_them_stay_with_till(self):
        for name, body in all_told().items():
            with self.subTest(name):
                self.assertNotIn("secret", json.dumps(body))  # The token of an attribution.
        self.assertIn("winter", json.dumps(all_told()["order_with_a_record"]))

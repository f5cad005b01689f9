"""Taxes that Stripe reckons, which the double plays: quotes, sales, and what is taken back."""

import json
import os
import re
import unittest

from agent import CALIFORNIA, address
from catalog_test import BUYER, edit, item
from shop import free_ports, poll, till
from receiver import Receiver
from stripe import Double, StripeCase, StripeShop

SEATTLE = {**address("US", "WA"), "city": "Seattle", "postal_code": "98101"}
BERLIN = {**address("DE", ""), "city": "Berlin", "postal_code": "10115"}
PARIS = {**address("FR", ""), "city": "Paris", "postal_code": "75001"}


class TaxedByStripe(StripeCase):
    """Each test has a shop whose taxes the double reckons."""

    def open_taxed(self, change=None, capture="with_charge", **settings):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        port = free_ports(1)[0]
        self.shop = StripeShop(f"http://127.0.0.1:{port}", capture, webhook_url=self.receiver.url)
        self.addCleanup(self.shop.close)
        with open(self.shop.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.shop.config, "w", encoding="utf-8") as file:
            file.write(text.replace("[tax]\n", '[tax]\nprovider = "stripe"\n'))
        self.shop.configure(**settings)

        def taxed(catalog):
            catalog.pop("tax", None)
            if change:
                change(catalog)
        edit(self.shop, taxed)
        self.double = Double(port)
        self.addCleanup(self.double.stop)
        self.shop.start()
        self.agent = self.shop.agent()

    def german(self, catalog):
        catalog.update(prices_include_tax=["DE", "FR"], home={"country": "DE"},
                       tax_codes={"books": "txcd_10302000"})
        item(catalog, "mug-blue")["unit_amount"] = 999
        item(catalog, "ebook-acp").update(tax_exempt=False, tax_class="books")
        catalog["shipping"] = [{"id": "post", "title": "Post", "amount": 595,
                                "countries": ["DE", "FR", "US"]}]

    def check_sums(self, session):
        """ACP's identities, to the last unit."""
        lines = session["line_items"]
        of_line = [{one["type"]: one["amount"] for one in line["totals"]} for line in lines]
        for sums in of_line:
            self.assertEqual(sums["subtotal"] + sums.get("tax", 0), sums["total"], session)
        chosen = [one["option_id"] for one in session["selected_fulfillment_options"]]
        options = [one for one in session["fulfillment_options"] if one["id"] in chosen]

        def part(option, kind):
            return sum(one["amount"] for one in option["totals"] if one["type"] == kind)
        tax = sum(sums.get("tax", 0) for sums in of_line) + sum(part(o, "tax") for o in options)
        self.assertEqual(session.total("tax"), tax, session)
        total = (session.total("subtotal") + session.total("fulfillment") + session.total("tax")
                 - session.total("discount"))
        self.assertEqual(session.total(), total, session)

    def sales(self):
        return [one for one in self.double.report()["tax_transactions"]
                if one["type"] == "transaction"]

    def reversals(self):
        return [one for one in self.double.report()["tax_transactions"]
                if one["type"] == "reversal"]

    @staticmethod
    def paid(transaction):
        parts = transaction["line_items"]["data"] + [transaction["shipping_cost"] or {}]
        return sum(part.get("amount", 0) + (part.get("amount_tax", 0)
                                            if part.get("tax_behavior") == "exclusive" else 0)
                   for part in parts)


class Quotes(TaxedByStripe):
    def test_a_quote_shows_the_tax_that_stripe_adds(self):
        self.open_taxed()
        session = self.agent.create(("mug-blue", 3), ship_to=SEATTLE, buyer=BUYER)
        self.assertEqual(session["status"], "ready_for_payment", session)
        # 6.5 % of 43.50, and of 5.00 for the parcel.
        self.assertEqual(session.total("tax"), 283 + 33)
        self.check_sums(session)
        dearer = self.agent.update(session["id"], selected_fulfillment_options=[
            {"type": "shipping", "option_id": "express",
             "item_ids": [session["line_items"][0]["id"]]}])
        self.assertEqual(dearer.total("tax"), 283 + 98)
        self.check_sums(dearer)

    def test_a_price_that_holds_its_tax_is_paid_to_the_last_cent(self):
        self.open_taxed(self.german)
        session = self.agent.create(("mug-blue", 3), "ebook-acp", ship_to=BERLIN, buyer=BUYER)
        self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual(session.total(), 3 * 999 + 999 + 595)
        self.assertEqual(session.total("tax"), 0)
        # 19/119 of 29.97 and 5.95, 7/107 of the book.
        self.assertIn(f"{(479 + 95 + 65) / 100}", session["totals"][-1]["description"])
        self.check_sums(session)

    def test_a_discount_is_off_what_is_taxed(self):
        self.open_taxed()
        session = self.agent.create(("mug-blue", 2), ship_to=SEATTLE,
                                    discounts={"codes": ["TAKE5", "SAVE10"]})
        goods = 2900 - session.total("items_discount") - session.total("discount")
        self.assertLess(goods, 2900)
        self.assertEqual(session.total("tax"), round(goods * 0.065) + 33)
        self.check_sums(session)

    def test_without_an_address_there_is_no_tax_yet_and_nobody_is_asked(self):
        self.open_taxed()
        session = self.agent.create("mug-blue")
        self.assertEqual((session["status"], session.total("tax")), ("incomplete", 0), session)
        self.assertEqual(self.double.report()["tax_calculations"], 0)

    def test_the_same_question_is_asked_once(self):
        self.open_taxed()
        session = self.agent.create("mug-blue", ship_to=SEATTLE)
        asked = self.double.report()["tax_calculations"]
        self.agent.update(session["id"], buyer=BUYER)
        self.assertEqual(self.double.report()["tax_calculations"], asked)

    def test_an_address_that_cannot_be_located_is_the_agents_to_mend(self):
        self.open_taxed()
        session = self.agent.create("mug-blue", ship_to={**SEATTLE, "postal_code": "98"})
        self.assertEqual(session["status"], "not_ready_for_payment", session)
        message, = session.messages("invalid")
        self.assertEqual(message["param"], "$.fulfillment_details.address.postal_code")
        mended = self.agent.update(session["id"], fulfillment_details={"address": SEATTLE})
        self.assertEqual(mended["status"], "ready_for_payment", mended)

    def test_a_business_abroad_owes_the_tax_itself_when_stripe_says_so(self):
        self.open_taxed(self.german, exemptions="believe")
        company = {"name": "Ada SARL", "tax_id": "FR 12 345678901"}
        session = self.agent.create("mug-blue", ship_to=PARIS, buyer={**BUYER, "company": company})
        self.assertEqual((session.total("tax"), session.total()), (0, 999 + 595))
        self.assertNotIn("description", session["totals"][-1])
        wrong = {"name": "Ada SARL", "tax_id": "FR 1234"}
        session = self.agent.create("mug-blue", ship_to=PARIS, buyer={**BUYER, "company": wrong})
        self.assertIn("of tax", session["totals"][-1]["description"])

    def test_a_failure_of_stripe_is_never_a_tax_of_nothing(self):
        self.open_taxed()
        session = self.agent.create("mug-blue")
        for kind in ("unavailable", "broken", "drop_before", "truncated", "slow"):
            with self.subTest(kind=kind):
                self.double.control("faults", kind=kind, times=20, path="/v1/tax/")
                answer = self.agent.update(session["id"], fulfillment_details={"address": SEATTLE})
                self.assertEqual((answer.status, answer["code"]), (503, "service_unavailable"),
                                 answer)
                self.double.stop()
                self.double = Double(int(self.double.url.rsplit(":", 1)[1]))
                self.addCleanup(self.double.stop)
        self.assertTrue(poll(lambda: self.agent.update(
            session["id"], fulfillment_details={"address": SEATTLE}).status == 200, 40))


class Sales(TaxedByStripe):
    def test_an_order_is_recorded_and_a_refund_taken_back(self):
        self.open_taxed()
        session = self.agent.create(("mug-blue", 2), ship_to=SEATTLE, buyer=BUYER)
        bought = self.pay(session)
        self.assertEqual(bought["status"], "completed", bought)
        order = bought["order"]["id"]
        self.assertTrue(poll(lambda: len(self.sales()) == 1, 20))
        sale, = self.sales()
        self.assertEqual((sale["reference"], self.paid(sale)), (order, session.total()))
        self.act("refund", bought, "--amount", "1000")
        self.assertTrue(poll(lambda: len(self.reversals()) == 1, 20), self.shop.logged())
        refund = self.show(bought)["adjustments"][0]["id"]
        self.assertEqual([(one["reference"], self.paid(one)) for one in self.reversals()],
                         [(refund, -1000)])
        self.act("refund", bought)
        self.assertTrue(poll(lambda: len(self.reversals()) == 2, 20), self.shop.logged())
        self.assertEqual(sum(self.paid(one) for one in self.reversals()), -session.total())

    def test_a_canceled_order_is_taken_back_as_a_whole(self):
        self.open_taxed(capture="on_shipment")
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA, buyer=BUYER)
        bought = self.pay(session)
        self.assertTrue(poll(lambda: len(self.sales()) == 1, 20))
        self.act("cancel", bought)
        self.assertTrue(poll(lambda: len(self.reversals()) == 1, 20), self.shop.logged())
        self.assertEqual(self.paid(self.reversals()[0]), -session.total())

    def test_what_is_sent_and_what_is_fetched_are_two_sales(self):
        self.open_taxed()
        session = self.agent.create("mug-blue", "tee-black-m", "desk-oak", ship_to=CALIFORNIA,
                                    buyer=BUYER)
        pickup = next(one for one in session["fulfillment_options"] if one["type"] == "pickup")
        lines = {line["item"]["id"]: line["id"] for line in session["line_items"]}
        split = self.agent.update(session["id"], selected_fulfillment_options=[
            {"type": "shipping", "option_id": "standard",
             "item_ids": [lines["mug-blue"], lines["tee-black-m"]]},
            {"type": "pickup", "option_id": pickup["id"], "item_ids": [lines["desk-oak"]]}])
        self.assertEqual(split["status"], "ready_for_payment", split)
        self.check_sums(split)
        bought = self.pay(split)
        order = bought["order"]["id"]
        self.assertTrue(poll(lambda: len(self.sales()) == 2, 20), self.shop.logged())
        self.assertEqual(sorted(one["reference"] for one in self.sales()), [order, order + "-2"])
        self.assertEqual(sum(self.paid(one) for one in self.sales()), split.total())
        self.act("refund", bought)
        self.assertTrue(poll(lambda: len(self.reversals()) == 2, 20), self.shop.logged())
        self.assertEqual(sum(self.paid(one) for one in self.reversals()), -split.total())

    def test_a_sale_is_told_until_stripe_takes_it_whatever_happens_on_the_way(self):
        for kind in ("drop_before", "drop_after", "truncated", "lock", "broken", "unavailable"):
            with self.subTest(kind=kind):
                self.open_taxed()
                session = self.agent.create("mug-blue", ship_to=SEATTLE, buyer=BUYER)
                self.double.control("faults", kind=kind, times=4,
                                    path="/v1/tax/transactions/create_from")
                bought = self.pay(session)
                self.assertEqual(bought["status"], "completed", "the buyer does not wait")
                self.assertTrue(poll(lambda: '"tax_told"' in self.shop.logged(), 60))
                self.assertEqual([one["reference"] for one in self.sales()],
                                 [bought["order"]["id"]])
                self.act("refund", bought)
                self.assertTrue(poll(lambda: len(self.reversals()) == 1, 30), self.shop.logged())

    def test_what_went_back_is_taken_back_once_whatever_happens_on_the_way(self):
        self.open_taxed()
        session = self.agent.create(("mug-blue", 9), ship_to=SEATTLE, buyer=BUYER)
        bought = self.pay(session)
        self.assertTrue(poll(lambda: '"tax_told"' in self.shop.logged(), 20))
        kinds = ("drop_before", "drop_after", "truncated", "broken", "broken_late", "unavailable")
        for count, kind in enumerate(kinds, 1):
            with self.subTest(kind=kind):
                self.double.control("faults", kind=kind, times=1,
                                    path="/v1/tax/transactions/create_reversal")
                self.act("refund", bought, "--amount", "100")
                self.assertTrue(poll(lambda n=count: self.shop.logged().count('"tax_told"') > n,
                                     30), self.shop.logged())
                self.assertEqual([self.paid(one) for one in self.reversals()], [-100] * count)

    def test_a_sale_that_stripe_has_without_saying_so_is_reversed_by_hand(self):
        self.open_taxed()
        session = self.agent.create("mug-blue", ship_to=SEATTLE, buyer=BUYER)
        self.double.control("faults", kind="broken_late", times=1,
                            path="/v1/tax/transactions/create_from")
        bought = self.pay(session)
        self.assertTrue(poll(lambda: '"tax_told"' in self.shop.logged(), 30))
        self.assertEqual(len(self.sales()), 1)
        self.act("refund", bought)
        self.assertTrue(poll(lambda: "tax_to_reverse_by_hand" in self.shop.logged(), 30))

    def test_a_sale_outlives_a_kill(self):
        self.open_taxed()
        session = self.agent.create("mug-blue", ship_to=SEATTLE, buyer=BUYER)
        self.double.control("faults", kind="unavailable", times=6,
                            path="/v1/tax/transactions/create_from")
        bought = self.pay(session)
        self.shop.kill()
        self.shop.start()
        self.assertTrue(poll(lambda: len(self.sales()) == 1, 60))
        self.assertEqual(self.sales()[0]["reference"], bought["order"]["id"])

    def test_a_calculation_that_is_over_is_made_anew(self):
        self.open_taxed()
        session = self.agent.create(("mug-blue", 2), ship_to=SEATTLE, buyer=BUYER,
                                    discounts={"codes": ["TAKE5"]})
        self.double.control("faults", kind="unavailable", times=3,
                            path="/v1/tax/transactions/create_from")
        self.pay(session)
        self.double.control("expire_tax")
        self.assertTrue(poll(lambda: len(self.sales()) == 1, 60), self.shop.logged())
        self.assertEqual(self.paid(self.sales()[0]), session.total())
        self.assertNotIn("tax_differs", self.shop.logged())


class Configured(TaxedByStripe):
    def checked(self):
        return till("check", "--config", self.shop.config)

    def test_check_says_who_reckons_the_taxes_and_what_cannot_be(self):
        self.open_taxed()
        self.assertIn("reckoned by Stripe, test mode", self.checked().stdout)
        edit(self.shop, lambda catalog: catalog.update(
            tax=[{"country": "DE", "rate_ppm": 190000}]))
        self.assertIn("tax must be left out", self.checked().stderr)
        edit(self.shop, lambda catalog: catalog.pop("tax"))
        edit(self.shop, lambda catalog: item(catalog, "mug-blue").update(tax_class="books"))
        self.assertIn("must be a tax code or a class of tax_codes", self.checked().stderr)
        edit(self.shop, lambda catalog: catalog.update(tax_codes={"books": "reduced"}))
        self.assertIn("tax_codes.books must be a tax code", self.checked().stderr)
        edit(self.shop, lambda catalog: catalog.update(tax_codes={"books": "txcd_10302000"}))
        self.assertEqual(self.checked().returncode, 0, self.checked().stderr)
        self.shop.configure(provider="sandbox")
        self.assertIn("tax.provider must be", self.checked().stderr)


class Guide(TaxedByStripe):
    """docs/stripe-tax.md, as it stands."""

    @staticmethod
    def page():
        path = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "stripe-tax.md")
        with open(path, encoding="utf-8") as file:
            return file.read()

    def block(self, language):
        return re.search(rf"^```{language}\n(.*?)^```", self.page(), re.M | re.S)[1]

    def test_its_settings_and_its_catalogue_sell_a_book_with_the_tax_of_books(self):
        self.assertEqual(self.block("toml"), '[tax]\nprovider = "stripe"\n')
        shown = self.block("json")
        self.open_taxed(lambda catalog: (catalog.clear(), catalog.update(
            json.loads(shown), currency="eur", shipping=[])))
        command = re.search(r"^till (check .*)$", self.page(), re.M)[1]
        checked = till(*command.replace("shop/till.toml", self.shop.config).split())
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertRegex(checked.stdout, "taxes +reckoned by Stripe, test mode")
        command = re.search(r"^till (payments check .*)$", self.page(), re.M)[1]
        asked = till(*command.replace("shop/till.toml", self.shop.config).split())
        self.assertRegex(asked.stdout, "taxes +Stripe reckons them", asked.stderr)
        session = self.agent.create("novel", currency="eur", ship_to=BERLIN, buyer=BUYER)
        self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual(session.total(), 1999)
        self.assertIn("1.31", session["totals"][-1]["description"])  # 7/107.


if __name__ == "__main__":
    unittest.main()

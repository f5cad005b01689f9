"""Purchases of an agent at a Medusa shop, end to end: what each side knows of them in the end."""

import hashlib
import json
import os
import unittest

import medusa
from agent import CALIFORNIA
from receiver import Receiver
from shop import BINARY, ShopCase, poll, till

BUYER = {"first_name": "Ada", "last_name": "Agent", "email": "ada@example.com"}
TOKEN = "a token of the shop's own software"
STANDARD, EXPRESS = "Standard", "Express"
PATIENCE = 150  # Seconds: the job of each minute, on a busy machine.
GERMANY = {"name": "Ada Agent", "line_one": "Unter den Linden 1", "city": "Berlin", "state": "",
           "country": "DE", "postal_code": "10117"}


def amounts(order, kind):
    return sum(total["amount"] for total in order["totals"] if total["type"] == kind)


class BridgeCase(ShopCase):
    """Till in front of a Medusa, each with a life of its own."""

    MORE = {}

    @classmethod
    def setUpClass(cls):
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)
        cls.SETTINGS = {"webhook_url": cls.receiver.url, "retry_seconds": [1] * 50, **cls.MORE}
        super().setUpClass()

    @classmethod
    def prepare(cls):
        cls.medusa = medusa.Medusa(TILL_ADMIN_URL=cls.shop.env["TILL_ADMIN_URL"],
                                   TILL_ADMIN_TOKEN=TOKEN)
        cls.addClassCleanup(cls.medusa.kill)
        cls.medusa.start()
        cls.write("backend.secret", medusa.SECRET)
        digest = hashlib.sha256(TOKEN.encode()).hexdigest()
        cls.shop.append(f'[backend]\nurl = "{cls.medusa.base}/till"\n'
                        'secret_file = "backend.secret"\ntimeout_ms = 20000\n\n'
                        f'[[operators]]\nname = "shop"\ntoken_sha256 = ["{digest}"]\n'
                        'rights = ["fulfil", "refund"]\nshop = true\n')

    @classmethod
    def write(cls, name, text):
        with open(os.path.join(cls.shop.home, name), "w", encoding="utf-8") as file:
            file.write(text)

    # What an agent does.

    def chosen(self, session, title):
        """The session with this option for all that can be shipped."""
        option = next(one for one in session["fulfillment_options"] if one["title"] == title)
        lines = [line["id"] for line in session["line_items"]
                 if line["item"]["id"] != "ebook-acp"]
        return self.agent.update(session["id"], selected_fulfillment_options=[
            {"type": option["type"], "option_id": option["id"], "item_ids": lines}])

    def session(self, *items, title=STANDARD, ship_to=CALIFORNIA, **more):
        session = self.agent.create(*items, ship_to=ship_to, buyer=BUYER, **more)
        self.assertEqual(session.status, 201, session)
        return self.chosen(session, title)

    def buy(self, *items, **more):
        """The id of an order that the shop has taken."""
        session = self.session(*items, **more)
        token = self.agent.vault(session, currency=session["currency"])["id"]
        done = self.agent.complete(session, token)
        self.assertEqual(done.json.get("status"), "completed", (done, self.last_failure()))
        order = done["order"]["id"]
        self.wait(lambda: self.order(order).get("order_number"), "a number")
        return order

    def last_failure(self):
        return [line for line in self.shop.logged().splitlines() if "failed" in line][-1:]

    def order(self, order):
        return self.agent.request("GET", f"/orders/{order}").json

    def wait(self, look, what):
        found = poll(look, PATIENCE)
        self.assertTrue(found, f"{what} did not come:\n{self.medusa.logged()[-2000:]}")
        return found

    def events(self, order):
        return [delivery.json["data"] for delivery in list(self.receiver.deliveries)
                if delivery.json["data"]["id"] == order]

    def refunded(self, order):
        return amounts(self.order(order), "amount_refunded")

    def refunds(self, order):
        """In cents, as Medusa has noted them."""
        shown = self.medusa.order(order)
        return [round(refund["amount"] * 100) for collection in shown["payment_collections"]
                for payment in collection["payments"] for refund in payment["refunds"]]


class Sale(BridgeCase):
    def test_a_purchase_is_a_paid_order_of_medusas_prices_and_its_parcel_is_reported(self):
        stocked, reserved = self.medusa.level("mug-blue")
        session = self.session(("mug-blue", 2), "ebook-acp", discounts={"codes": ["SAVE10"]})
        # 2900 - 290 and 999 - 100; 7.25 % of 2610, 899 and 500 are 189, 65 and 36.
        self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual((session.total("tax"), session.total()), (290, 2610 + 899 + 500 + 290))
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        order = done["order"]["id"]
        number = self.wait(lambda: self.order(order).get("order_number"), "a number")

        shown = self.medusa.order(order)
        self.assertEqual(number, str(shown["display_id"]))
        self.assertIn(order, self.shop.till("orders list", "--number", number).stdout)
        self.assertEqual(round(shown["total"] * 100), session.total())
        self.assertEqual((shown["payment_status"], shown["email"]),
                         ("captured", "ada@example.com"))
        self.assertEqual([(item["variant_sku"], item["adjustments"][0]["code"])
                          for item in sorted(shown["items"], key=lambda each: each["title"])],
                         [("mug-blue", "SAVE10"), ("ebook-acp", "SAVE10")])
        self.assertEqual([line["code"] for item in shown["items"] for line in item["tax_lines"]],
                         ["us-ca", "rounding", "us-ca", "rounding"])
        self.assertEqual([method["name"] for method in shown["shipping_methods"]], [STANDARD])
        self.assertEqual(self.medusa.level("mug-blue"), (stocked, reserved + 2))

        parcel = self.medusa.pack(shown, {"mug-blue": 2})
        self.assertEqual(self.medusa.level("mug-blue"), (stocked - 2, reserved))
        self.medusa.ship(shown, parcel, "1Z999")
        sent = self.wait(lambda: self.order(order).get("fulfillments"), "the parcel")
        self.assertEqual((sent[0]["tracking_number"], sent[0]["tracking_url"]),
                         ("1Z999", "https://track.example.com/1Z999"))
        self.wait(lambda: any(event.get("fulfillments") for event in self.events(order)),
                  "the webhook")
        self.medusa.deliver(shown, parcel)
        self.wait(lambda: any(event["type"] == "delivered" for part in
                              self.order(order)["fulfillments"] for event in part["events"]),
                  "the delivery")
        self.medusa.deliver(shown, self.medusa.pack(self.medusa.order(order), {"ebook-acp": 1}))
        self.wait(lambda: self.order(order)["status"] == "completed", "the file")

    def test_prices_with_their_tax_in_them_are_charged_as_they_stand(self):
        order = self.buy(("mug-blue", 2), title="Paket", ship_to=GERMANY, currency="eur")
        self.assertEqual(amounts(self.order(order), "total"), 2 * 1190 + 595)
        shown = self.medusa.order(order)
        self.assertEqual((shown["currency_code"], shown["total"]), ("eur", 29.75))
        self.assertEqual(round(shown["tax_total"], 2), 3.8 + 0.95)

    def test_what_a_session_holds_is_reserved_until_it_is_over(self):
        stocked, reserved = self.medusa.level("tee-s")
        session = self.agent.create(("tee-s", 1), ship_to=CALIFORNIA, buyer=BUYER)
        self.assertEqual(self.medusa.level("tee-s"), (stocked, reserved + 1))
        self.agent.cancel(session["id"])
        self.wait(lambda: self.medusa.level("tee-s") == (stocked, reserved), "the pieces")

    def test_two_parcels_are_two(self):
        order = self.buy(("mug-blue", 3))
        for tracking, pieces, quantities in (("A1", 1, [(3, 1)]), ("A2", 2, [(3, 3)])):
            shown = self.medusa.order(order)
            self.medusa.ship(shown, self.medusa.pack(shown, {"mug-blue": pieces}), tracking)
            self.wait(lambda t=tracking: any(part.get("tracking_number") == t for part in
                                             self.order(order).get("fulfillments", [])), tracking)
            self.assertEqual([(line["quantity"]["ordered"], line["quantity"]["fulfilled"])
                              for line in self.order(order)["line_items"]], quantities)

    def test_what_is_fetched_is_taxed_and_laid_out_at_the_counter(self):
        session = self.session("mug-blue", title="Counter")
        self.assertEqual(session.total(), 1450 + 105)
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        order = done["order"]["id"]
        self.wait(lambda: self.order(order).get("order_number"), "a number")
        shown = self.medusa.order(order)
        self.assertEqual(round(shown["total"] * 100), 1555)
        parcel = self.medusa.pack(shown)
        self.wait(lambda: self.order(order).get("fulfillments"), "what is ready")
        self.medusa.deliver(shown, parcel)
        self.wait(lambda: self.order(order)["status"] == "completed", "the delivery")

    def test_a_refund_in_medusa_pays_back_at_till_once(self):
        order = self.buy("mug-blue")
        payment = self.medusa.order(order)["payment_collections"][0]["payments"][0]
        self.medusa.admin("POST", f"/payments/{payment['id']}/refund",
                          {"amount": 5, "note": "Chipped"})
        self.wait(lambda: self.refunded(order) == 500, "the refund")
        self.medusa.admin("POST", f"/payments/{payment['id']}/refund", {"amount": 2.5})
        self.wait(lambda: self.refunded(order) == 750, "the second refund")
        self.assertEqual(sorted(self.refunds(order)), [250, 500], "nothing comes back")

    def test_a_cancellation_in_medusa_cancels_at_till(self):
        order = self.buy("mug-blue")
        self.medusa.admin("POST", f"/orders/order_{order}/cancel")
        self.wait(lambda: self.order(order)["status"] == "canceled", "the cancellation")
        shown = self.order(order)
        self.wait(lambda: self.refunded(order) == amounts(shown, "total"), "the money")
        self.assertEqual(self.refunds(order), [amounts(shown, "total")])

    def test_a_refund_at_till_is_noted_in_medusa_once(self):
        order = self.buy("mug-blue")
        self.shop.till("orders refund", order, "--amount", "300", "--reason", "Late")
        self.wait(lambda: self.refunds(order) == [300], "the refund")
        self.assertEqual(self.refunded(order), 300)

    def test_a_cancellation_at_till_cancels_in_medusa_and_frees_the_pieces(self):
        before = self.medusa.level("mug-blue")
        order = self.buy("mug-blue")
        self.shop.till("orders cancel", order)
        self.wait(lambda: self.medusa.order(order)["status"] == "canceled", "the cancellation")
        self.assertEqual(self.medusa.level("mug-blue"), before)
        paid = amounts(self.order(order), "total")
        self.wait(lambda: self.refunds(order) == [paid], "the refund")
        self.assertEqual(self.refunded(order), paid)

    def test_what_till_holds_is_not_packed_until_it_is_released(self):
        order = self.buy("mug-blue")
        self.shop.till("orders hold", order)
        self.wait(lambda: self.medusa.order(order)["metadata"]["till_held"], "the hold")
        refused = self.medusa.pack(self.medusa.order(order), expected=400)
        self.assertIn("Till holds this order", refused["message"])
        self.shop.till("orders approve", order)
        self.wait(lambda: not self.medusa.order(order)["metadata"]["till_held"], "the release")
        self.medusa.pack(self.medusa.order(order))

    def test_an_order_that_is_pushed_again_is_one_order(self):
        order = self.buy("mug-blue")
        pushed = self.shop.till("orders push", order)
        self.assertEqual(pushed.returncode, 0, pushed.stderr)
        self.wait(lambda: self.pushed(order), "the second telling")
        self.assertEqual([one["id"] for one in self.medusa.orders()].count(f"order_{order}"), 1)

    def pushed(self, order):
        """Whether all that the shop is told of the order was taken, the push as well."""
        events = json.loads(self.shop.till("webhooks list", "--json").stdout)["events"]
        mine = [each for each in events if each.get("receiver") == "shop"
                and each.get("order_id") == order]
        return len(mine) == 2 and all(each["state"] == "delivered" for each in mine)

    def test_a_rule_of_the_merchants_own_declines_before_the_charge(self):
        session = self.session(("tee-s", 4))
        declined = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(declined["status"], "ready_for_payment", declined)
        self.assertEqual(len(declined.messages("payment_declined")), 1, declined)

    def test_what_is_sold_out_in_medusa_is_out_of_stock(self):
        session = self.agent.create(("tee-m", 1), ship_to=CALIFORNIA, buyer=BUYER)
        self.assertEqual(len(session.messages("out_of_stock")), 1, session)
        self.buy(("poster-city", 2))
        session = self.agent.create(("poster-city", 1), ship_to=CALIFORNIA, buyer=BUYER)
        self.assertEqual(len(session.messages("out_of_stock")), 1, session)


class Breaks(BridgeCase):
    def test_an_order_reaches_a_shop_that_was_down_although_till_was_killed_as_well(self):
        session = self.session(("mug-blue", 2))
        self.buy("mug-blue")  # The shop answers: what comes next is not of a cold start.
        token = self.agent.vault(session)["id"]
        done = self.agent.complete(session, token)
        self.medusa.kill()
        self.shop.kill()
        self.medusa.start()
        self.shop.start()
        order = done["order"]["id"]
        self.wait(lambda: self.order(order).get("order_number"), "a number")
        self.assertEqual([one["id"] for one in self.medusa.orders()].count(f"order_{order}"), 1)
        shown = self.medusa.order(order)
        self.assertEqual((shown["payment_status"], round(shown["total"] * 100)),
                         ("captured", done.total()))

    def test_what_the_shop_did_while_till_was_away_is_told_when_it_is_back(self):
        order = self.buy("mug-blue")
        shown = self.medusa.order(order)
        self.shop.kill()
        parcel = self.medusa.pack(shown)
        self.medusa.ship(shown, parcel, "AWAY-1")
        payment = shown["payment_collections"][0]["payments"][0]
        self.medusa.admin("POST", f"/payments/{payment['id']}/refund", {"amount": 1})
        self.wait(lambda: "is not told yet" in self.medusa.logged(), "the first try")
        self.medusa.kill()
        self.medusa.sql("DELETE FROM till_news")  # As if its events had been lost.
        self.medusa.start()
        self.shop.start()
        self.wait(lambda: self.order(order).get("fulfillments"), "the parcel")
        self.wait(lambda: self.refunded(order) == 100, "the refund")
        self.assertEqual(len(self.order(order)["fulfillments"]), 1)

    def test_a_shop_that_is_down_sells_nothing(self):
        self.medusa.kill()
        self.addCleanup(self.medusa.start)
        answer = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        self.assertEqual(answer.status, 503, answer)

    def test_a_secret_of_somebody_else_is_refused(self):
        self.write("backend.secret", "another secret")
        self.shop.hang_up()

        def refused():
            return self.agent.create("mug-blue").status == 503
        self.wait(refused, "the refusal")
        self.write("backend.secret", medusa.SECRET)
        self.shop.hang_up()
        self.wait(lambda: self.agent.create("mug-blue").status == 201, "an answer")


class SetAside(BridgeCase):
    MORE = {"capture": "on_shipment"}

    def test_money_that_is_set_aside_is_taken_when_everything_has_left(self):
        order = self.buy(("mug-blue", 2))
        shown = self.medusa.order(order)
        self.assertEqual(shown["payment_status"], "authorized")
        payment = shown["payment_collections"][0]["payments"][0]["id"]
        refused = self.medusa.admin("POST", f"/payments/{payment}/capture", {}, expected=400)
        self.assertIn("Till takes this payment by itself", refused["message"])
        self.medusa.ship(shown, self.medusa.pack(shown, {"mug-blue": 1}), "B1")
        self.wait(lambda: self.order(order).get("fulfillments"), "the first parcel")
        shown = self.medusa.order(order)
        self.assertEqual(shown["payment_status"], "authorized")
        self.medusa.ship(shown, self.medusa.pack(shown, {"mug-blue": 1}), "B2")
        self.wait(lambda: self.medusa.order(order)["payment_status"] == "captured", "the capture")
        self.assertIn("captured", self.shop.till("orders show", order).stdout)


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class Check(BridgeCase):
    def test_till_backend_check_finds_nothing(self):
        run = till("backend", "check", "--config", self.shop.config, "--item", "mug-blue",
                   "--orders", "--json", timeout=300)
        results = {check["id"]: check["result"] for check in json.loads(run.stdout)["checks"]}
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(set(results.values()), {"passed"}, results)


if __name__ == "__main__":
    unittest.main()

"""Business buyers: purchase orders, the seller's approval, certificates of exemption."""

import datetime
import json
import os
import unittest

from agent import CALIFORNIA
from receiver import Receiver
from records_test import admin
from shop import Shop, ShopCase, poll

BUYER = {"email": "buyer@engines.example", "account_type": "business",
         "company": {"name": "Engines", "tax_id": "12-3456789", "cost_center": "CC-1"}}
EXEMPT = {**BUYER, "tax_exemption": {"certificate_id": "c1", "certificate_type": "resale",
                                     "exempt_regions": ["CA", "NY"]}}


SOON_OVER, OF_BUYER, OF_OTHERS, OVER = (
    f"{n}f1c9a72e05b8d36aa10c47e92f35b60" for n in range(1, 5))


class Quotes(ShopCase):
    @classmethod
    def prepare(cls):
        path = os.path.join(cls.shop.home, "catalog.json")
        with open(path, encoding="utf-8") as file:
            catalog = json.load(file)
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)
        cls.end = end
        anyones = {"agents": "any", "buyers": "any", "uses": 100}
        catalog["quotes"] = [
            {**anyones, "id": SOON_OVER, "expires_at": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
             "prices": {"mug-blue": 1000}},
            {"id": OF_BUYER, "expires_at": "2099-01-01T00:00:00Z", "prices": {"mug-blue": 900},
             "agents": ["demo-agent"], "buyers": [BUYER["email"]], "uses": 1},
            {**anyones, "id": OF_OTHERS, "expires_at": "2099-01-01T00:00:00Z", "prices": {},
             "agents": ["another-agent"]},
            {**anyones, "id": OVER, "expires_at": "2020-01-01T00:00:00Z", "prices": {}}]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(catalog, file)

    def test_a_quote_gives_its_prices_until_it_ends(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA, quote_id=SOON_OVER)
        self.assertEqual((session["quote_id"], session.total("subtotal")), (SOON_OVER, 1000))
        self.assertIn("quote_expires_at", session.json)
        token = self.agent.vault(session, max_amount=99999)["id"]
        now = datetime.datetime.now
        self.assertTrue(poll(lambda: now(datetime.timezone.utc) > self.end, 10))
        changed = self.agent.complete(session, token)
        self.assertEqual((changed["status"], changed.total("subtotal")),
                         ("ready_for_payment", 1450))
        self.assertEqual(len(changed.messages("price_change")), 1)
        self.assertNotIn("quote_id", changed.json)
        self.assertEqual(self.agent.complete(changed, token)["status"], "completed")

    def test_an_order_is_paid_once_at_the_prices_of_its_buyers_quote(self):
        anyone = self.agent.create("mug-blue", quote_id=OF_BUYER)
        self.assertEqual((anyone.status, anyone["code"]), (400, "not_found"))
        done = self.agent.buy("mug-blue", quote_id=OF_BUYER, buyer=BUYER)
        self.assertEqual((done["status"], done.total("subtotal")), ("completed", 900))
        again = self.agent.create("mug-blue", quote_id=OF_BUYER, buyer=BUYER)
        self.assertEqual((again.status, again["code"]), (400, "not_found"))

    def test_a_quote_that_is_unknown_or_over_is_refused(self):
        for quote in (OVER, OF_OTHERS, "Q-9"):
            refused = self.agent.create("mug-blue", quote_id=quote)
            self.assertEqual((refused.status, refused["code"], refused["param"]),
                             (400, "not_found", "$.quote_id"))


class Business(ShopCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)
        cls.shop = Shop(webhook_url=cls.receiver.url)
        cls.addClassCleanup(cls.shop.close)
        cls.agent = cls.shop.start().agent()

    def ordered(self, **payment):
        """A purchase on account that waits for approval."""
        session = self.agent.create("poster-limited", ship_to=CALIFORNIA, buyer=BUYER)
        path = f"/checkout_sessions/{session['id']}/complete"
        data = {"purchase_order_number": "PO-4711", "payment_terms": "net_30", **payment}
        waiting = self.agent.request("POST", path, {"payment_data": data})
        self.assertEqual((waiting.status, waiting["status"]), (200, "pending_approval"), waiting)
        self.assertNotIn("order", waiting.json)
        return waiting

    def test_a_purchase_on_account_becomes_an_order_once_approved(self):
        waiting = self.ordered()
        listed = self.shop.till("orders list", "--status", "pending_approval").stdout
        self.assertIn(waiting["id"], listed)
        self.assertIn("PO-4711", listed)
        self.assertIn("Engines", listed)
        refused = self.agent.update(waiting["id"], line_items=[{"id": "mug-blue"}])
        self.assertEqual((refused.status, refused["code"]), (409, "approval_pending"))
        approved = self.shop.till("orders approve", waiting["id"])
        self.assertEqual(approved.returncode, 0, approved.stderr)
        done = self.agent.get(waiting["id"])
        self.assertEqual(done["status"], "completed")
        self.assertEqual(done["buyer"]["company"], BUYER["company"])
        self.assertIn(done["order"]["id"], approved.stdout)
        record = admin(self.shop, "GET", f"/sessions/{waiting['id']}")
        self.assertEqual((record["purchase_order_number"], record["payment_terms"]),
                         ("PO-4711", "net_30"))
        again = self.shop.till("orders approve", waiting["id"])
        self.assertEqual(again.returncode, 1)
        told = poll(lambda: [each for each in self.receiver.deliveries
                             if each.json["data"]["id"] == done["order"]["id"]], 20)
        self.assertEqual([each.json["type"] for each in told], ["order_create"])

    def test_a_card_is_charged_once_approved_and_never_when_denied(self):
        for decision, status in (("approve", "completed"), ("deny", "ready_for_payment")):
            session = self.agent.create("mug-blue", ship_to=CALIFORNIA, buyer=BUYER)
            token = self.agent.vault(session)["id"]
            payment = self.agent.payment(session, token)
            payment["payment_data"]["approval_required"] = True
            path = f"/checkout_sessions/{session['id']}/complete"
            waiting = self.agent.request("POST", path, payment)
            self.assertEqual(waiting["status"], "pending_approval")
            decided = self.shop.till(f"orders {decision}", session["id"])
            self.assertEqual(decided.returncode, 0, decided.stderr)
            seen = self.agent.get(session["id"])
            self.assertEqual(seen["status"], status)
            if decision == "deny":
                self.assertEqual(len(seen.messages("payment_declined")), 1)
                done = self.agent.complete(seen, token)
                self.assertEqual(done["status"], "completed", done)

    def test_what_waits_outlives_a_restart_and_can_be_called_off(self):
        waiting = self.ordered()
        self.shop.kill()
        self.shop.start()
        self.assertEqual(self.agent.get(waiting["id"]).json, waiting.json)
        canceled = self.agent.cancel(waiting["id"])
        self.assertEqual(canceled["status"], "canceled")
        late = self.shop.till("orders approve", waiting["id"])
        self.assertEqual(late.returncode, 1)
        self.assertEqual(self.shop.till("orders ship", waiting["id"]).returncode, 2)

    def test_terms_are_checked(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        path = f"/checkout_sessions/{session['id']}/complete"
        for name, value in (("payment_terms", "net_7"), ("due_date", "soon"),
                            ("approval_required", "yes"), ("purchase_order_number", 7)):
            data = {"purchase_order_number": "PO-1", name: value}
            refused = self.agent.request("POST", path, {"payment_data": data})
            self.assertEqual((refused.status, refused["param"]), (400, f"$.payment_data.{name}"))

    def test_a_certificate_is_looked_at_before_anything_is_charged(self):
        for decision, status in (("approve", "completed"), ("deny", "ready_for_payment")):
            session = self.agent.create("mug-blue", ship_to=CALIFORNIA, buyer=EXEMPT)
            self.assertEqual((session["status"], session.total("tax")), ("ready_for_payment", 0))
            waiting = self.agent.complete(session, self.agent.vault(session)["id"])
            self.assertEqual((waiting.status, waiting["status"]), (200, "pending_approval"))
            listed = self.shop.till("orders list", "--status", "pending_approval").stdout
            self.assertIn("no tax by certificate c1", listed)
            decided = self.shop.till(f"orders {decision}", session["id"])
            self.assertEqual(decided.returncode, 0, decided.stderr)
            self.assertEqual(self.agent.get(session["id"])["status"], status)

    def test_a_certificate_frees_from_tax_where_it_holds(self):
        for buyer, state, taxed in ((BUYER, "CA", True), (EXEMPT, "CA", False),
                                    (EXEMPT, "WA", True)):
            with self.subTest(state=state, taxed=taxed):
                session = self.agent.create("mug-blue", buyer=buyer,
                                            ship_to={**CALIFORNIA, "state": state})
                self.assertEqual(session.total("tax") > 0, taxed)
                self.assertEqual(session["line_items"][0]["tax_exempt"], not taxed)
                self.assertEqual(session["buyer"], buyer)


if __name__ == "__main__":
    unittest.main()

"""Cards and tokens of the sandbox: what each does to a session (A14, A15, A24)."""

import datetime
import unittest

from agent import CALIFORNIA, new_key
from receiver import Receiver
from shop import Shop, ShopCase, poll

SETTLED_SECONDS = 90
TIMES_OUT = "4000000000000119"


class Cards(ShopCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)
        cls.shop = Shop(webhook_url=cls.receiver.url)
        cls.addClassCleanup(cls.shop.close)
        cls.agent = cls.shop.start().agent()

    def ready(self, *items):
        return self.agent.create(*(items or ("mug-blue",)), ship_to=CALIFORNIA)

    def assert_open_again(self, answer):
        """200, no order, and a new token works."""
        self.assertEqual((answer.status, answer["status"]), (200, "ready_for_payment"), answer)
        self.assertNotIn("order", answer.json)
        again = self.agent.complete(answer, self.agent.vault(answer)["id"])
        self.assertEqual(again["status"], "completed", again)

    def test_an_approved_card_completes(self):
        self.assertEqual(self.agent.buy("mug-blue")["status"], "completed")

    def test_a_declined_card_leaves_the_session_open_and_its_token_dead(self):
        for card in ("4000000000000002", "4000000000009995"):
            with self.subTest(card=card):
                session = self.ready()
                token = self.agent.vault(session, card)["id"]
                key = new_key()
                declined = self.agent.complete(session, token, key)
                self.assertEqual([m["type"] for m in declined.messages("payment_declined")],
                                 ["error"])
                replayed = self.agent.complete(session, token, key)
                self.assertEqual(replayed.raw, declined.raw)
                dead = self.agent.complete(session, token)
                self.assertNotIn("order", dead.json)
                self.assert_open_again(dead)

    def test_a_card_that_needs_3ds_never_completes(self):
        session = self.ready()
        token = self.agent.vault(session, "4000000000003220")["id"]
        for _ in range(2):
            answer = self.agent.complete(session, token)
            self.assertNotIn("order", answer.json)
        self.assertIn(self.agent.get(session["id"])["status"],
                      ("ready_for_payment", "authentication_required"))
        fine = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(fine["status"], "completed", fine)

    def test_a_gateway_that_times_out_after_charging_ends_with_one_order(self):
        session = self.ready()
        token, key = self.agent.vault(session, TIMES_OUT)["id"], new_key()
        first = self.agent.complete(session, token, key)
        if first.status == 200:
            self.assertIn(first["status"], ("complete_in_progress", "completed"), first)
        else:
            self.assertEqual((first.status, first["code"]), (409, "idempotency_in_flight"))
        done = poll(lambda: self.agent.get(session["id"]).json.get("order"), SETTLED_SECONDS)
        self.assertTrue(done, "still in doubt")
        final = self.agent.complete(session, token, key)
        self.assertEqual((final.status, final["order"]["id"]), (200, done["id"]))
        self.receiver.wait_for(1)
        self.assertTrue(poll(lambda: self.created(session["id"]), 20))
        self.assertEqual(len(self.created(session["id"])), 1)

    def created(self, session):
        return [d for d in self.receiver.deliveries
                if d.json["data"]["checkout_session_id"] == session]

    def test_a_refused_token_charges_nothing_and_a_new_one_works(self):
        def misuse(**allowance):
            session = self.ready()
            return self.agent.complete(session, self.agent.vault(session, **allowance)["id"])

        other = self.ready()
        total = other.total()
        rows = {"another session": {"checkout_session_id": other["id"]},
                "another merchant": {"merchant_id": "somebody-else"},
                "another currency": {"currency": "eur"},
                "too small": {"max_amount": total - 1}}
        for name, allowance in rows.items():
            with self.subTest(name):
                answer = misuse(**allowance)
                errors = [m for m in answer["messages"] if m["type"] == "error"]
                self.assertTrue(errors, answer)
                self.assert_open_again(answer)
        with self.subTest("unknown"):
            self.assert_open_again(self.agent.complete(self.ready(), "vt_unknown0123456789"))
        with self.subTest("used"):
            paid = self.ready()
            token = self.agent.vault(paid)["id"]
            self.assertEqual(self.agent.complete(paid, token)["status"], "completed")
            self.assert_open_again(self.agent.complete(self.ready(), token))
        with self.subTest("more than the total"):
            self.assertEqual(misuse(max_amount=total * 10)["status"], "completed")

    def test_a_token_that_has_expired_charges_nothing_and_a_new_one_works(self):
        session = self.ready()
        now = datetime.datetime.now(datetime.timezone.utc)
        expiry = now.replace(microsecond=0) + datetime.timedelta(seconds=2)
        text = expiry.strftime("%Y-%m-%dT%H:%M:%SZ")
        vaulted = self.agent.vault(session, expires_at=text)
        self.assertEqual(vaulted.status, 201, vaulted)
        self.assertTrue(poll(lambda: datetime.datetime.now(datetime.timezone.utc) > expiry, 10))
        refused = self.agent.complete(session, vaulted["id"])
        errors = [m for m in refused["messages"] if m["type"] == "error"]
        self.assertEqual([(e["code"], e["resolution"]) for e in errors],
                         [("payment_declined", "recoverable")], refused)
        self.assert_open_again(refused)

    def test_a_complete_that_is_malformed_spends_nothing(self):
        session = self.ready()
        token = self.agent.vault(session)["id"]
        path = f"/checkout_sessions/{session['id']}/complete"
        good = self.agent.payment(session, token)
        data = good["payment_data"]
        rows = [({}, "$.payment_data"), ({"payment_data": {}}, None),
                ({"payment_data": {**data, "handler_id": "other"}}, "$.payment_data.handler_id"),
                ({"payment_data": {"handler_id": data["handler_id"]}}, None),
                ({"payment_data": {**data, "instrument": {"type": "card"}}}, None)]
        for body, param in rows:
            with self.subTest(body=body):
                answer = self.agent.request("POST", path, body)
                self.assertEqual(answer.status, 400)
                if param:
                    self.assertEqual(answer["param"], param)
        self.assertEqual(self.agent.request("POST", path, good)["status"], "completed")

    def test_a_session_that_is_not_ready_spends_no_token(self):
        session = self.agent.create("mug-blue")
        token = self.agent.vault(session, max_amount=100000)["id"]
        refused = self.agent.complete(session, token)
        self.assertIn(refused.status, (409, 422))
        self.assertEqual(self.agent.get(session["id"]).json, session.json)
        ready = self.agent.update(session["id"], fulfillment_details={"address": CALIFORNIA})
        self.assertEqual(self.agent.complete(ready, token)["status"], "completed")

    def test_a_session_that_is_over_refuses_changes(self):
        done = self.agent.buy("ebook-acp")
        token = "vt_whatever0123456789"
        for answer in (self.agent.update(done["id"], discounts={"codes": []}),
                       self.agent.cancel(done["id"]), self.agent.complete(done, token)):
            self.assertEqual(answer.status, 405, answer)
        self.assertEqual(self.agent.get(done["id"]).json, done.json)

    def test_the_buyer_of_the_complete_is_final(self):
        session = self.agent.create("ebook-acp", buyer={"email": "early@example.com"})
        done = self.agent.complete(session, self.agent.vault(session)["id"],
                                   buyer={"email": "final@example.com"})
        self.assertEqual(done["buyer"]["email"], "final@example.com")


class Vault(ShopCase):
    def test_a_request_that_cannot_be_vaulted_is_refused_at_its_member(self):
        session = self.agent.create("ebook-acp")
        good = self.agent.vault_body(session)

        def without(part, member):
            return {**good, part: {k: v for k, v in good[part].items() if k != member}}

        def changed(part, **members):
            return {**good, part: {**good[part], **members}}

        rows = [without("payment_method", "number"), without("allowance", "max_amount"),
                without("allowance", "expires_at"), changed("payment_method", type="iban"),
                changed("payment_method", number="4242424242424241"),
                changed("payment_method", exp_month="13"), changed("allowance", max_amount=0),
                changed("allowance", max_amount=-5),
                changed("allowance", expires_at="2020-01-01T00:00:00Z"),
                changed("allowance", reason="forever"), {"metadata": {}},
                {**good, "risk_signals": [
                    {"type": "card_testing", "score": 9, "action": "blocked"}]}]
        for body in rows:
            with self.subTest(body=str(body)[:200]):
                answer = self.agent.request("POST", "/agentic_commerce/delegate_payment", body)
                self.assertIn(answer.status, (400, 422))
                self.assertNotIn("4242424242424", answer["message"])


if __name__ == "__main__":
    unittest.main()

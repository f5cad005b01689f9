"""What becomes of the money of an order that was paid through Stripe, which the double plays."""

import rules
from shop import poll
from stripe import StripeCase


class Afterwards(StripeCase):
    def listed(self, order):
        return next(line for line in self.shop.till("orders list").stdout.splitlines()
                    if line.startswith(order["order"]["id"]))

    def test_money_is_captured_once_by_the_last_shipment(self):
        self.open("on_shipment")
        session = self.session(("mug-blue", 2))
        bought = self.pay(session)
        self.assertEqual(self.charges(session)[0]["status"], "requires_capture")
        self.assertIn("payment authorized", self.listed(bought))
        line = bought["line_items"][0]["id"]
        self.act("ship", bought, "--line", f"{line}=1")
        self.assertEqual(self.charges(session)[0]["captured"], 0)
        self.act("refund", bought, "--amount", "500")
        self.act("ship", bought)
        charge, = self.charges(session)
        self.assertEqual((charge["status"], charge["captured"]),
                         ("succeeded", session.total() - 500))
        self.assertNotIn("payment", self.listed(bought))
        self.act("refund", bought, "--amount", "100")
        self.assertEqual(self.charges(session)[0]["refunded"], 100)

    def test_a_cancel_lets_go_what_was_authorized(self):
        self.open("on_shipment")
        session = self.session()
        bought = self.pay(session)
        self.act("cancel", bought)
        self.assertEqual(self.charges(session), [])
        self.assertEqual(self.show(bought)["status"], "canceled")
        self.assertTrue(poll(lambda: self.double.report()["events_pending"] == 0, 20))
        self.assertEqual([kind for kind, _, _ in self.adjustments(bought)], ["cancellation"])

    def test_a_cancel_gives_back_what_was_captured_by_hand(self):
        for webhooks in (True, False):
            with self.subTest(webhooks=webhooks):
                self.open("on_shipment", webhooks=webhooks)
                session = self.session()
                bought = self.pay(session)
                self.act("refund", bought, "--amount", "100")
                path = f"/v1/payment_intents/{self.intent(session)}/capture"
                form = {"amount_to_capture": session.total() - (0 if webhooks else 100)}
                self.assertEqual(self.double.call("POST", path, form)[0], 200)
                if webhooks:
                    self.assertTrue(poll(
                        lambda: self.charges(session)[0]["refunded"] == 100, 20))
                self.act("cancel", bought)
                charge, = self.charges(session)
                self.assertEqual(charge["refunded"], charge["captured"])
                self.assertTrue(poll(lambda: self.double.report()["events_pending"] == 0, 20))
                self.assertEqual(sum(amount or 0 for _, _, amount in self.adjustments(bought)),
                                 session.total())

    def test_money_that_a_failed_payment_took_is_given_back(self):
        self.open()
        session = self.session()
        token = self.double.token(session.total(), payment_method="pm_card_chargeDeclined",
                                  name="declined")
        self.assertEqual(self.agent.complete(session, token)["status"], "ready_for_payment")
        path = "/v1/payment_intents"
        metadata = self.double.call("GET", f"{path}/pi_declined")[1]["metadata"]
        form = {"amount": session.total(), "currency": "usd", "confirm": "true",
                "payment_method_data[shared_payment_granted_token]":
                    self.double.token(session.total())}
        form |= {f"metadata[{name}]": value for name, value in metadata.items()}
        self.assertEqual(self.double.call("POST", path, form)[1]["status"], "succeeded")
        self.assertTrue(poll(
            lambda: self.charges(session)[0]["refunded"] == session.total(), 20))
        bought = self.pay(session)
        self.assertEqual(bought["status"], "completed")
        self.assertTrue(poll(lambda: self.double.report()["events_pending"] == 0, 20))
        self.assertEqual(self.adjustments(bought), [])

    def test_an_authorization_that_lapses_is_noticed(self):
        self.open("on_shipment")
        session = self.session()
        bought = self.pay(session)
        self.double.control(f"expire/{self.intent(session)}")
        self.assertTrue(poll(lambda: self.show(bought)["status"] == "manual_review", 20))
        self.assertIn("not captured in time", self.act("ship", bought, code=1))
        self.assertIn("payment lapsed", self.listed(bought))

    def test_refunds_full_partial_and_repeated_reach_stripe_and_the_agent(self):
        self.open()
        session = self.session()
        bought = self.pay(session)
        self.act("refund", bought, "--amount", "100")
        self.act("refund", bought, "--amount", "200")
        self.act("refund", bought)
        self.assertEqual(self.charges(session)[0]["refunded"], session.total())
        for delivery in self.receiver.wait_for(4):
            rules.validate("agentic_checkout", "Order", delivery.json["data"])
        self.assertIn("given back", self.act("refund", bought, code=1))

    def test_a_refund_made_in_the_dashboard_becomes_an_adjustment_once(self):
        self.open(webhook_disorder=1)
        session = self.session()
        bought = self.pay(session)
        self.double.control(f"refund/{self.intent(session)}", amount=300)
        self.assertTrue(poll(lambda: self.adjustments(bought), 20))
        self.assertTrue(poll(lambda: self.double.report()["events_pending"] == 0, 20))
        self.assertEqual(self.adjustments(bought), [("refund", "completed", 300)])
        told = self.receiver.wait_for(2)[1].json
        self.assertEqual(told["type"], "order_update")
        self.assertEqual(told["data"]["adjustments"][0]["amount"], 300)

    def test_a_dispute_becomes_an_adjustment_that_ends_as_the_bank_decides(self):
        self.open()
        for status, end in (("won", "failed"), ("lost", "completed")):
            with self.subTest(status):
                session = self.session()
                bought = self.pay(session)
                intent = self.intent(session)
                self.double.control(f"dispute/{intent}", status="opened")
                pending = [("dispute", "pending", session.total())]
                self.assertTrue(poll(lambda: self.adjustments(bought) == pending, 20))
                self.double.control(f"dispute/{intent}", status=status)
                ended = [("dispute", end, session.total())]
                self.assertTrue(poll(lambda: self.adjustments(bought) == ended, 20))

    def test_a_review_and_a_warning_of_fraud_hold_the_order(self):
        self.open()
        session = self.session()
        bought = self.pay(session, "pm_double_review")
        self.assertEqual(bought["order"]["status"], "manual_review")
        self.assertIn("on hold", self.act("ship", bought, code=1))
        self.double.control(f"review/{self.intent(session)}", status="closed", reason="approved")
        self.assertTrue(poll(lambda: self.show(bought)["status"] == "confirmed", 20))
        self.double.control(f"fraud_warning/{self.intent(session)}")
        self.assertTrue(poll(lambda: self.show(bought)["status"] == "manual_review", 20))
        self.act("approve", bought)
        self.act("ship", bought)

    def test_a_risk_that_is_to_be_blocked_can_be_charged_and_held(self):
        self.open(stripe='blocked_risk = "manual_review"')
        bought = self.pay(self.session(), "pm_double_block")
        self.assertEqual(bought["order"]["status"], "manual_review")

"""Payments by Stripe whose outcome stays unknown, end to end."""

from shop import poll
from stripe_test import StripeCase


class Doubt(StripeCase):
    def fall_in_doubt(self):
        """A session whose key tells nothing more: Stripe keeps a fault as its answer."""
        session = self.session()
        self.double.control("faults", kind="broken", times=1, path="/v1/payment_intents")
        self.assertEqual(self.pay(session)["status"], "complete_in_progress")
        return session

    def test_an_operator_settles_a_payment_that_stays_in_doubt(self):
        self.open(webhooks=False)
        paid = self.buy()
        session = self.fall_in_doubt()
        strange = self.shop.till("orders settle", session["id"], "--charged-by", self.intent(paid))
        self.assertEqual(strange.returncode, 1, strange.stdout)
        self.assertIn("one of this session", strange.stderr)

        def settle():
            return self.shop.till("orders settle", session["id"], "--not-charged").returncode == 0
        self.assertTrue(poll(settle, 20))
        self.assertEqual(self.agent.get(session["id"])["status"], "ready_for_payment")
        self.assertEqual(self.charges(session), [])
        self.assertEqual(self.pay(session)["status"], "completed")

    def test_an_authorization_that_was_not_made_is_known_by_the_list_of_that_time(self):
        self.open("on_shipment", webhooks=False)
        self.buy()
        session = self.fall_in_doubt()
        self.assertTrue(poll(
            lambda: self.agent.get(session["id"])["status"] == "ready_for_payment", 100))
        self.assertEqual(self.charges(session), [])
        self.assertEqual(self.pay(session)["status"], "completed")

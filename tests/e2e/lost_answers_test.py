"""Decisions whose answers are lost: the command given again says what became of the first."""

import json
import unittest

from agent import CALIFORNIA
from shop import DeafProxy, ShopCase, till

BUYER = {"email": "ann@example.com", "company": {"name": "Engines"}}


class Decisions(ShopCase):
    def waiting(self, item="mug-blue"):
        session = self.agent.create(item, ship_to=CALIFORNIA, buyer=BUYER)
        answer = self.agent.request(
            "POST", f"/checkout_sessions/{session['id']}/complete",
            {"payment_data": {"purchase_order_number": "PO-1", "payment_terms": "net_30"}})
        self.assertEqual(answer["status"], "pending_approval", answer)
        return session["id"]

    def decide(self, action, session, *options):
        return self.shop.till(f"orders {action}", session, *options)

    def lose(self, action, session):
        """Gives the command while answers do not come back."""
        with DeafProxy(self.shop.admin_port) as proxy:
            env = self.shop.operator_env + ".proxy"
            with open(self.shop.operator_env, encoding="utf-8") as direct:
                text = direct.read().replace(f":{self.shop.admin_port}", f":{proxy.port}")
            with open(env, "w", encoding="utf-8") as through:
                through.write(text)
            lost = till("orders", action, session, "--env", env, state=self.shop.folder)
        self.assertEqual((lost.returncode, lost.stdout), (1, ""))
        self.assertIn("Give the same command again", lost.stderr)

    def test_an_approval_given_again_shows_the_order_that_came_of_it(self):
        session = self.waiting()
        self.lose("approve", session)
        order = self.agent.get(session)["order"]["id"]
        again = self.decide("approve", session)
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        self.assertEqual(again.stdout, f"{order}  {session}  completed  "
                                       "(decided before; nothing was done again)\n")
        third = self.decide("approve", session)
        self.assertEqual(third.returncode, 1, "this one was answered and is meant anew")

    def test_a_denial_given_again_shows_the_session_that_goes_on(self):
        session = self.waiting()
        self.lose("deny", session)
        again = self.decide("deny", session, "--json")
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        self.assertEqual(json.loads(again.stdout)["session"]["status"], "ready_for_payment")

    def test_a_decision_that_someone_else_took_otherwise_is_no_success(self):
        session = self.waiting()
        self.lose("deny", session)
        other = self.decide("approve", session)
        self.assertEqual(other.returncode, 1, "it is denied, and this key is another one")
        self.assertNotIn("may have done it", other.stderr)


if __name__ == "__main__":
    unittest.main()

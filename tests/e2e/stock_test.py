"""Stock is held, given back and never oversold; sessions expire (A7)."""

import concurrent.futures
import unittest

from agent import CALIFORNIA
from shop import ShopCase, poll


class Stock(ShopCase):
    def setUp(self):
        self.shop_of_test = self.own_shop().start()
        self.agent = self.shop_of_test.agent()

    def posters(self, quantity):
        return self.agent.create(("poster-limited", quantity), ship_to=CALIFORNIA)

    def assert_left(self, quantity):
        """Exactly so many posters can be had; the hold is given back."""
        more, all_left = self.posters(quantity + 1), None
        self.assertEqual(more["status"], "not_ready_for_payment")
        if quantity:
            all_left = self.posters(quantity)
            self.assertEqual(all_left["status"], "ready_for_payment", all_left)
            self.agent.cancel(all_left["id"])

    def test_a_session_holds_what_it_asks_for_and_cancel_gives_it_back(self):
        session = self.posters(2)
        self.assert_left(1)
        self.assertEqual(self.agent.cancel(session["id"]).status, 200)
        self.assert_left(3)

    def test_a_session_that_does_not_get_everything_holds_nothing(self):
        self.assertEqual(self.posters(4)["status"], "not_ready_for_payment")
        self.assert_left(3)

    def test_a_smaller_quantity_gives_back_the_rest(self):
        session = self.posters(3)
        self.agent.update(session["id"], line_items=[{"id": "poster-limited", "quantity": 1}])
        self.assert_left(2)
        self.agent.update(session["id"], line_items=[{"id": "ebook-acp"}])
        self.assert_left(3)

    def test_a_sessions_own_hold_never_blocks_itself(self):
        session = self.posters(3)
        again = self.agent.update(session["id"], buyer={"email": "a@example.com"})
        self.assertEqual(again["status"], "ready_for_payment", again)
        same = self.agent.update(session["id"],
                                 line_items=[{"id": "poster-limited", "quantity": 3}])
        self.assertEqual(same["status"], "ready_for_payment", same)

    def test_a_decline_keeps_the_hold(self):
        session = self.posters(3)
        declined = self.agent.complete(session, self.agent.vault(session, "4000000000000002")["id"])
        self.assertEqual(declined["status"], "ready_for_payment")
        self.assert_left(0)
        done = self.agent.complete(declined, self.agent.vault(declined)["id"])
        self.assertEqual(done["status"], "completed")
        self.assert_left(0)

    def test_of_20_agents_in_a_hurry_exactly_3_get_the_last_3(self):
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: self.posters(1), range(20)))
        ready = [answer for answer in answers if answer["status"] == "ready_for_payment"]
        self.assertEqual(len(ready), 3)
        late = [answer for answer in answers if answer not in ready]
        self.assertTrue(all(answer.messages("out_of_stock") for answer in late))
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda s: self.agent.complete(s, self.agent.vault(s)["id"]),
                                 ready))
        self.assertEqual([answer["status"] for answer in done], ["completed"] * 3)
        self.assert_left(0)

    def test_20_whole_purchases_in_a_hurry_sell_3(self):
        def purchase(_):
            session = self.posters(1)
            if session["status"] != "ready_for_payment":
                return None
            return self.agent.complete(session, self.agent.vault(session)["id"])["order"]["id"]

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            orders = {order for order in pool.map(purchase, range(20)) if order}
        self.assertEqual(len(orders), 3)


class Expiry(ShopCase):
    SETTINGS = {"session_lifetime_seconds": 2}

    def test_an_expired_session_says_so_refuses_changes_and_gives_stock_back(self):
        session = self.agent.create(("poster-limited", 3), ship_to=CALIFORNIA)
        self.assertIn("expires_at", session.json)
        self.assertTrue(poll(lambda: self.agent.get(session["id"])["status"] == "expired", 20))
        for answer in (self.agent.update(session["id"], discounts={"codes": []}),
                       self.agent.cancel(session["id"]),
                       self.agent.complete(session, "vt_whatever0123456789")):
            self.assertEqual(answer.status, 405)

        def given_back():
            taken = self.agent.create(("poster-limited", 3), ship_to=CALIFORNIA)
            return taken["status"] == "ready_for_payment"

        self.assertTrue(poll(given_back, 30))


if __name__ == "__main__":
    unittest.main()

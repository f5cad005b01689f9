"""Many requests that change one session at once: each has its turn, none is turned away."""

import concurrent.futures
import unittest

from agent import CALIFORNIA
from shop import ShopCase

AT_ONCE = 48
UPDATES = 200


class Contention(ShopCase):
    def test_all_updates_of_one_session_are_carried_out(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)

        def update(number):
            lines = [{"id": "mug-blue", "quantity": number + 1}]
            return self.agent.update(session["id"], line_items=lines)

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(update, range(UPDATES)))
        self.assertEqual({answer.status for answer in answers}, {200})
        for number, answer in enumerate(answers):
            self.assertEqual(answer["line_items"][0]["quantity"], number + 1)

    def test_a_session_is_paid_once_while_it_is_changed_and_canceled(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        token = self.agent.vault(session)["id"]
        calls = [lambda: self.agent.complete(session, token),
                 lambda: self.agent.update(session["id"], order_notes="ring"),
                 lambda: self.agent.cancel(session["id"])] * 8
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda call: call(), calls))
        self.assertNotIn(503, {answer.status for answer in answers})
        end = self.agent.get(session["id"])
        self.assertIn(end["status"], ("completed", "canceled"))
        # Whoever repeats the payment is answered with the one order it made.
        orders = {a.json["order"]["id"] for a in answers
                  if a.status == 200 and a.json["status"] == "completed"}
        self.assertEqual(len(orders), 1 if end["status"] == "completed" else 0, answers)


if __name__ == "__main__":
    unittest.main()

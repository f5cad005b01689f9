"""What every example backend does once: orders, events, and whatever else comes under a key."""

import unittest

from every_backend import AT_ONCE, WithBackendOfItsOwn, at_once, for_every_backend
from purchases import event, order, wanted

MUG, POSTER, EBOOK = "mug-blue", "poster-city", "ebook-acp"


class Orders(WithBackendOfItsOwn):
    def test_a_key_gives_its_answer_again_even_after_a_crash(self):
        self.asker.order(order("ord_0", item=EBOOK))  # Done anew, the next would have its number.
        bought = order("ord_1", quantity=2)
        deeds = [
            ("hold", lambda key: self.asker.hold("cs_1", wanted(1, (POSTER, 2)), key)),
            ("short", lambda key: self.asker.hold("cs_2", wanted(1, (POSTER, 1)), key)),
            ("order", lambda key: self.asker.order(bought, key)),
            ("event", lambda key: self.asker.event("ord_1", event("canceled", bought), key)),
            ("give back", lambda key: self.asker.give_back("cs_1", key)),
        ]
        first = {what: deed("key-" + what) for what, deed in deeds}
        self.assertEqual(first["order"].status, 201)
        for _ in range(2):
            for what, deed in deeds:
                with self.subTest(what):
                    self.assertEqual(deed("key-" + what).as_text(), first[what].as_text())
            self.assertEqual((self.available(POSTER), self.available(MUG)), (2, 12))
            self.restart()

    def test_a_key_is_one_deed_whatever_else_it_comes_with(self):
        first = self.asker.hold("cs_1", wanted(1, (MUG, 1)), "key-1")
        again = self.asker.hold("cs_1", wanted(2, (MUG, 5)), "key-1")
        self.assertEqual(again.as_text(), first.as_text())
        self.assertEqual(self.available(MUG), 11)
        self.assertEqual(self.asker.give_back("cs_1", "key-1").json["refused"]["reason"],
                         "key_reused")
        self.assertEqual(self.available(MUG), 11)

    def test_a_key_of_many_requests_at_once_is_one_deed(self):
        answers = at_once([lambda: self.asker.order(order("ord_1"), "key-1")] * AT_ONCE)
        self.assertEqual(len({one.as_text() for one in answers}), 1)
        self.assertEqual(self.available(MUG), 11)

    def test_a_key_that_was_refused_did_nothing_and_may_be_tried_again(self):
        bought = order("ord_1")
        refused = self.asker.event("ord_1", event("held", bought), "key-1")
        self.assertEqual(refused.json["refused"]["reason"], "unknown_order")
        self.asker.order(bought)
        self.assertEqual(self.asker.event("ord_1", event("held", bought), "key-1").status, 204)

    def test_an_order_has_one_number_under_whatever_key(self):
        first = self.asker.order(order("ord_1"))
        again = self.asker.order(order("ord_1"))
        self.assertEqual((first.status, again.status), (201, 200))
        self.assertEqual(again.json["order_number"], first.json["order_number"])
        self.assertEqual(self.available(MUG), 11)
        self.restart()
        self.assertEqual(self.asker.order(order("ord_1")).json, again.json)
        self.assertNotEqual(self.asker.order(order("ord_2")).json, again.json)

    def test_orders_at_once_have_numbers_of_their_own(self):
        answers = at_once([lambda n=n: self.asker.order(order(f"ord_{n}"))
                            for n in range(AT_ONCE)])
        self.assertEqual(sorted(int(one.json["order_number"]) for one in answers),
                         list(range(10001, 10001 + AT_ONCE)))
        self.assertEqual(self.available(MUG), 12 - AT_ONCE)

    def test_what_was_held_is_sold_with_the_order(self):
        self.asker.hold("cs_1", wanted(1, (MUG, 3)))
        self.asker.order(order("ord_1", session="cs_1", quantity=3))
        self.assertEqual(self.available(MUG), 9)
        self.asker.give_back("cs_1")
        self.assertEqual(self.available(MUG), 9)

    def test_a_paid_order_is_taken_even_when_the_shelf_is_empty(self):
        self.assertEqual(self.asker.order(order("ord_1", item=POSTER, quantity=3)).status, 201)
        self.assertEqual(self.available(POSTER), 0)
        self.assertEqual(self.asker.order(order("ord_2", item=EBOOK)).status, 201)

    def test_an_order_of_an_unknown_item_is_refused_and_moves_nothing(self):
        bought = order("ord_1")
        bought["lines"].append({**bought["lines"][0], "index": 1, "item_id": "nothing"})
        answer = self.asker.order(bought)
        self.assertEqual(answer.status, 422)
        self.assertEqual(answer.json["refused"], {"reason": "unknown_item", "index": 1})
        self.assertEqual(self.available(MUG), 12)
        self.assertEqual(self.asker.order(order("ord_1")).status, 201)

    def test_every_event_of_a_known_order_is_taken_and_of_an_unknown_one_refused(self):
        bought = order("ord_1")
        self.asker.order(bought)
        for kind in ("held", "released", "refunded", "disputed", "canceled"):
            with self.subTest(kind):
                more = {"amount": 100} if kind in ("refunded", "disputed") else {}
                self.assertEqual(self.asker.event("ord_1", event(kind, bought, **more)).status, 204)
                answer = self.asker.event("ord_2", event(kind, order("ord_2"), **more))
                self.assertEqual(answer.status, 422)
                self.assertEqual(answer.json["refused"]["reason"], "unknown_order")

    def test_what_is_canceled_comes_back_once(self):
        for order_id, more, left in (("ord_1", {}, 12),
                                     ("ord_2", {"lines": [{"index": 0, "quantity": 1}]}, 10)):
            bought = order(order_id, quantity=3)
            self.asker.order(bought)
            for _ in range(2):
                self.asker.event(order_id, event("canceled", bought, **more), "key-" + order_id)
            self.assertEqual(self.available(MUG), left)


for_every_backend(Orders, globals())

if __name__ == "__main__":
    unittest.main()

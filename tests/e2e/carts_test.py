"""Carts: estimates that hold nothing, from create to cancel and expiry (A20)."""

import unittest

from agent import ABSENT, new_key
from shop import ShopCase, poll


def lines(*items):
    return {"line_items": [{"id": item, "quantity": count} for item, count in items]}


class Carts(ShopCase):
    def make(self, *items, key=None, **members):
        return self.agent.request("POST", "/carts", {**lines(*items), **members}, key)

    def test_a_cart_is_made_read_replaced_and_canceled(self):
        made = self.make(("mug-blue", 2), ("ebook-acp", 1), buyer={"email": "ann@example.com"})
        self.assertEqual(made.status, 201, made)
        self.assertEqual((made.total(), made["currency"]), (3899, "usd"))
        self.assertEqual(made["buyer"]["email"], "ann@example.com")
        path = f"/carts/{made['id']}"
        self.assertEqual(self.agent.request("GET", path).json, made.json)
        replaced = self.agent.request("PUT", path, lines(("ebook-acp", 3)))
        self.assertEqual((replaced.status, replaced.total()), (200, 2997))
        self.assertNotIn("buyer", replaced.json)
        self.assertEqual(replaced["line_items"][0]["id"], made["line_items"][1]["id"])
        self.assertGreaterEqual(replaced["expires_at"], made["expires_at"])
        canceled = self.agent.request("POST", f"{path}/cancel")
        self.assertEqual((canceled.status, canceled.json), (200, replaced.json))
        for method, end, body in (("GET", "", None), ("PUT", "", lines(("mug-blue", 1))),
                                  ("POST", "/cancel", None)):
            gone = self.agent.request(method, path + end, body)
            self.assertEqual((gone.status, gone["code"]), (404, "not_found"), method)

    def test_a_cart_holds_nothing_and_tells_what_cannot_be_had(self):
        for _ in range(2):
            cart = self.make(("poster-limited", 3), ("cap-sold-out", 1))
            self.assertEqual(cart.status, 201)
            self.assertEqual(len(cart["line_items"]), 2)
            (message,) = cart.messages("out_of_stock")
            self.assertEqual((message["type"], message["param"]), ("error", "$.line_items[1]"))
        session = self.agent.create(("poster-limited", 3))
        self.assertEqual(session.messages("out_of_stock"), [])

    def test_keys_versions_and_tokens_are_as_on_sessions(self):
        key = new_key()
        first, again = (self.make(("mug-blue", 1), key=key) for _ in range(2))
        self.assertEqual((again.status, again.json), (201, first.json))
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        self.assertEqual(self.make(("mug-blue", 2), key=key).status, 422)
        body = lines(("mug-blue", 1))
        path = f"/carts/{first['id']}"
        rows = [("POST", "/carts", {"Authorization": ABSENT}, 401),
                ("POST", "/carts", {"API-Version": "2020-01-01"}, 400),
                ("POST", "/carts", {"Idempotency-Key": ABSENT}, 400),
                ("POST", "/carts", {"Content-Type": "text/plain"}, 415),
                ("PUT", path, {"Idempotency-Key": ABSENT}, 200),
                ("DELETE", path, {}, 405)]
        for method, where, headers, status in rows:
            with self.subTest(method=method, headers=headers):
                answer = self.agent.request(method, where, body, headers=headers)
                self.assertEqual(answer.status, status, answer)

    def test_a_checkout_takes_the_lines_of_a_cart_and_no_cart_id(self):
        cart = self.make(("mug-blue", 2))
        bare = self.agent.request("POST", "/checkout_sessions", {
            "cart_id": cart["id"], "currency": "usd", "capabilities": {}})
        self.assertEqual((bare.status, bare["param"]), (400, "$.line_items"))
        session = self.agent.create(("mug-blue", 2), cart_id=cart["id"])
        self.assertEqual(session.total("subtotal"), cart.total("subtotal"))
        self.assertEqual(self.agent.request("GET", f"/carts/{cart['id']}").status, 200)

    def test_a_cart_survives_a_restart(self):
        cart = self.make(("mug-blue", 2))
        self.shop.kill()
        self.shop.start()
        self.assertEqual(self.agent.request("GET", f"/carts/{cart['id']}").json, cart.json)


class ShortLivedCarts(ShopCase):
    SETTINGS = {"cart_lifetime_seconds": 1}

    def test_a_cart_is_gone_once_it_expired(self):
        cart = self.agent.request("POST", "/carts", lines(("mug-blue", 1)))
        path = f"/carts/{cart['id']}"
        self.assertTrue(poll(lambda: self.agent.request("GET", path).status == 404, 10))


if __name__ == "__main__":
    unittest.main()

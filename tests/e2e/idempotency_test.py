"""Idempotency to the letter (A4), over the wire and across restarts."""

import concurrent.futures
import json
import unittest

from agent import ABSENT, CALIFORNIA, new_key
from shop import ShopCase

BODY = {"line_items": [{"id": "mug-blue", "quantity": 2}], "currency": "usd", "capabilities": {}}


class Idempotency(ShopCase):
    def post(self, body=None, key=None, path="/checkout_sessions", **options):
        return self.agent.request("POST", path, BODY if body is None else body, key, **options)

    def assert_replay(self, first, second):
        self.assertEqual((second.status, second.raw), (first.status, first.raw))
        self.assertEqual(second.headers.get("Idempotent-Replayed"), "true")

    def test_id_01_a_post_without_a_key_is_400_on_every_path(self):
        session = self.agent.create("ebook-acp")["id"]
        for path in ("/checkout_sessions", f"/checkout_sessions/{session}",
                     f"/checkout_sessions/{session}/complete",
                     f"/checkout_sessions/{session}/cancel", "/agentic_commerce/delegate_payment"):
            with self.subTest(path=path):
                answer = self.post({}, path=path, headers={"Idempotency-Key": ABSENT})
                self.assertEqual((answer.status, answer["code"]),
                                 (400, "idempotency_key_required"))

    def test_id_02_a_key_is_1_to_255_characters_of_any_kind(self):
        self.assertEqual(self.post(key="k").status, 201)
        self.assertEqual(self.post(key="ключ".encode().hex() + "~!@#").status, 201)
        self.assertEqual(self.post(key="x" * 255).status, 201)
        self.assertEqual(self.post(key="x" * 256).status, 400)
        self.assertEqual(self.post(headers={"Idempotency-Key": ""}).status, 400)

    def test_id_03_id_04_a_key_belongs_to_one_path(self):
        key = new_key()
        first = self.post(key=key)
        path = f"/checkout_sessions/{first['id']}"
        moved = self.post({"buyer": {"email": "a@example.com"}}, key, path)
        self.assertEqual(moved.status, 200)
        self.assertIsNone(moved.headers.get("Idempotent-Replayed"))
        self.assertEqual(self.post({}, key, path + "/cancel").status, 200)

    def test_id_05_to_id_10_the_same_json_value_is_the_same_request(self):
        rows = [
            b'{"capabilities":{},"currency":"usd","line_items":[{"quantity":2,"id":"mug-blue"}]}',
            b'{"line_items":[{"id":"mug-blue","quantity":2.0}],"currency":"usd","capabilities":{}}',
            b'{"line_items":[{"id":"mug-blue","quantity":2e0}],"currency":"usd","capabilities":{}}',
            b' {"line_items": [{"id":"mug-bl\\u0075e","quantity":2}],\n"currency":"usd",'
            b'"capabilities":{}} ',
        ]
        for row in rows:
            with self.subTest(body=row):
                key = new_key()
                self.assert_replay(self.post(key=key), self.post(row, key))

    def test_id_12_another_body_is_a_conflict_for_good(self):
        rows = [
            {**BODY, "line_items": [{"id": "mug-blue", "quantity": 3}]}, {**BODY, "buyer": None},
            {**BODY, "unheard_of": 1}, {**BODY, "metadata": {}},
        ]
        for row in rows:
            with self.subTest(body=row):
                key = new_key()
                first = self.post(key=key)
                answer = self.post(row, key)
                self.assertEqual((answer.status, answer["code"]), (422, "idempotency_conflict"))
                self.assert_replay(first, self.post(key=key))

    def test_id_09_the_order_of_an_array_matters(self):
        key = new_key()
        lines = [{"id": "mug-blue"}, {"id": "ebook-acp"}]
        self.assertEqual(self.post({**BODY, "line_items": lines}, key).status, 201)
        self.assertEqual(self.post({**BODY, "line_items": lines[::-1]}, key).status, 422)

    def test_headers_are_no_part_of_the_comparison(self):
        key = new_key()
        first = self.post(key=key)
        again = self.post(key=key, headers={"Accept-Language": "fr", "User-Agent": "other",
                                            "Request-Id": "r-1"})
        self.assert_replay(first, again)

    def test_id_15_a_refusal_is_replayed(self):
        key = new_key()
        body = {**BODY, "line_items": [{"id": "nothing"}]}
        first = self.post(body, key)
        self.assertEqual(first.status, 400)
        self.assert_replay(first, self.post(body, key))
        self.assertEqual(self.post(key=key).status, 422)

    def test_what_comes_before_the_use_case_uses_up_no_key(self):
        key = new_key()
        attempts = [
            {"headers": {"Authorization": "Bearer wrong"}},
            {"headers": {"API-Version": "1999-01-01"}},
            {"headers": {"Content-Type": "text/plain"}}, {"body": b"{"},
        ]
        for attempt in attempts:
            self.assertGreaterEqual(self.post(key=key, **attempt).status, 400)
        fresh = self.post(key=key)
        self.assertEqual(fresh.status, 201)
        self.assertIsNone(fresh.headers.get("Idempotent-Replayed"))

    def test_id_18_an_update_is_replayed_though_the_session_moved_on(self):
        session = self.post()["id"]
        path, key = f"/checkout_sessions/{session}", new_key()
        change = {"line_items": [{"id": "mug-blue", "quantity": 7}]}
        first = self.post(change, key, path)
        self.post({"line_items": [{"id": "mug-blue", "quantity": 1}]}, path=path)
        self.assert_replay(first, self.post(change, key, path))
        self.assertEqual(self.agent.get(session)["line_items"][0]["quantity"], 1)

    def test_id_25_a_canceled_session_replays_and_refuses_a_new_key(self):
        session, key = self.post()["id"], new_key()
        first = self.agent.cancel(session, key)
        self.assertEqual((first.status, first["status"]), (200, "canceled"))
        self.assert_replay(first, self.agent.cancel(session, key))
        self.assert_replay(first, self.agent.cancel(session, key, {}))  # ID-26
        self.assertEqual(self.agent.cancel(session).status, 405)

    def test_id_11_a_complete_charges_once(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        token, key = self.agent.vault(session)["id"], new_key()
        first = self.agent.complete(session, token, key)
        self.assertEqual(first["status"], "completed")
        self.assert_replay(first, self.agent.complete(session, token, key))

    def test_id_20_a_token_is_vaulted_once_a_key(self):
        session, key = self.agent.create("ebook-acp"), new_key()
        body = self.agent.vault_body(session)
        path = "/agentic_commerce/delegate_payment"
        self.assert_replay(self.post(body, key, path), self.post(body, key, path))

    def test_50_identical_simultaneous_creates_give_one_session(self):
        key = new_key()
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda _: self.post(key=key), range(50)))
        made = [answer for answer in answers if answer.status == 201]
        others = {(a.status, a["code"]) for a in answers if a.status != 201}
        self.assertLessEqual(others, {(409, "idempotency_in_flight")})
        self.assertEqual(len({answer["id"] for answer in made}), 1)
        first = [answer for answer in made if not answer.headers.get("Idempotent-Replayed")]
        self.assertEqual(len(first), 1)

    def test_simultaneous_completes_under_several_keys_make_one_order(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        tokens = [self.agent.vault(session)["id"] for _ in range(8)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda token: self.agent.complete(session, token), tokens))
        done = [answer for answer in answers if answer.status == 200]
        orders = {a["order"]["id"] for a in done if a["status"] == "completed"}
        self.assertEqual(len(orders), 1, [a.raw for a in answers])
        self.assertLessEqual({answer.status for answer in answers}, {200, 405, 409})


class AfterARestart(ShopCase):
    def test_every_kind_of_answer_is_replayed(self):
        agent = self.agent
        session = agent.create("mug-blue", ship_to=CALIFORNIA)
        token = agent.vault(session)["id"]
        calls = [
            ("/checkout_sessions", BODY),
            ("/checkout_sessions", {**BODY, "line_items": [{"id": "nothing"}]}),
            (f"/checkout_sessions/{session['id']}", {"buyer": {"email": "a@example.com"}}),
            ("/agentic_commerce/delegate_payment", agent.vault_body(session)),
            (f"/checkout_sessions/{session['id']}/complete", agent.payment(session, token)),
        ]
        keyed = [(path, json.dumps(body).encode(), new_key()) for path, body in calls]
        first = [agent.request("POST", *call) for call in keyed]
        self.shop.stop()
        self.shop.start()
        for call, before in zip(keyed, first):
            with self.subTest(path=call[0]):
                after = agent.request("POST", *call)
                self.assertEqual((after.status, after.raw), (before.status, before.raw))
                self.assertEqual(after.headers.get("Idempotent-Replayed"), "true")


if __name__ == "__main__":
    unittest.main()

"""A backend that breaks off, is slow, fails, lies, comes and goes: what agents are told meanwhile,
and that nothing is charged on such an answer."""

import concurrent.futures
import json
import re
import time
import unittest
import urllib.request

from agent import CALIFORNIA, new_key
from faulty_backend import Backend, Proxy, SECRET
from shop import ShopCase, poll

BUYER = {"email": "ada@example.com"}
TIMEOUT_SECONDS = 1.5  # Of a quote, as Till has it by itself.
BREAKER_FAILURES, BREAKER_SECONDS = 8, 5


class FaultsCase(ShopCase):
    """Each test finds a backend that works; `self.proxy.always` says what it does wrongly."""

    @classmethod
    def prepare(cls):
        cls.backend = Backend(cls.shop.folder, stock=1000)
        cls.backend.start()
        cls.addClassCleanup(cls.backend.kill)
        cls.proxy = Proxy(cls.backend, seed=1, faults=0).start()
        cls.addClassCleanup(cls.proxy.close)
        with open(cls.shop.home + "/backend.secret", "w", encoding="utf-8") as file:
            file.write(SECRET + "\n")
        cls.shop.append(f'[backend]\nurl = "http://127.0.0.1:{cls.proxy.server_port}"\n'
                        'secret_file = "backend.secret"\n')

    def setUp(self):
        self.proxy.always = {}
        self.waited = None  # Seconds, for an answer that says no.
        self.create_once_it_answers()

    def tearDown(self):
        self.proxy.always = {}

    def create_once_it_answers(self, key=None):
        """The first answer that is not 503; the breaker may have to close first."""
        key = key or new_key()

        def answered():
            answer = self.agent.create("mug-blue", key=key, ship_to=CALIFORNIA, buyer=BUYER)
            return None if answer.status == 503 else answer
        answer = poll(answered, 30)
        self.assertEqual(answer.status, 201, answer)
        return answer

    def unavailable(self, answer, most_seconds=None):
        self.assertEqual(answer.status, 503, answer)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        if most_seconds is not None:
            self.assertLessEqual(int(answer.headers["Retry-After"]), most_seconds)

    def metric(self, name, **labels):
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            text = answer.read().decode()
        for series, value in re.findall(rf"(?m)^{name}\{{(.*)\}} (.*)$", text):
            if dict(re.findall(r'(\w+)="([^"]*)"', series)) == labels:
                return float(value)
        return 0.0

    def last_failure(self):
        lines = [line for line in self.shop.logged().splitlines() if '"backend_failed"' in line]
        return json.loads(lines[-1])

    def orders(self):
        return json.loads(self.shop.till("orders list", "--json").stdout)["orders"]


class Answers(FaultsCase):
    def refuses_and_then_takes(self, kind, wanted):
        """With this fault nothing is stored, and the same key works once it is over."""
        key = new_key()
        self.proxy.always = {"": kind}
        failed = self.metric("till_backend_requests_total", call="quote", outcome="failed")
        began = time.monotonic()
        self.unavailable(self.agent.create("ebook-acp", key=key))
        self.waited = time.monotonic() - began
        told = poll(lambda: self.last_failure()["kind"] == wanted and self.last_failure(), 5)
        self.assertTrue(told, self.last_failure())
        self.assertEqual(
            self.metric("till_backend_requests_total", call="quote", outcome="failed"), failed + 1)
        self.proxy.always = {}
        self.assertEqual(self.create_once_it_answers(key).status, 201)
        return told

    def test_an_answer_that_breaks_off_is_none(self):
        self.refuses_and_then_takes("half", "no_answer")

    def test_an_answer_that_is_lost_is_none(self):
        self.refuses_and_then_takes("lost_answer", "no_answer")

    def test_a_fault_of_the_backend_is_told_by_its_status(self):
        told = self.refuses_and_then_takes("fails", "wrong_status")
        self.assertRegex(told["detail"], "^50[023]: look for this request_id")

    def test_a_quote_that_cannot_be_is_logged_with_its_place(self):
        self.assertRegex(self.refuses_and_then_takes("wrong", "not_of_schema")["place"], r"^\$\.")

    def test_a_slow_backend_is_waited_for_as_long_as_it_has_and_counted(self):
        self.proxy.slow = (4, 4)
        before = self.metric("till_backend_request_seconds_sum", call="quote")
        self.refuses_and_then_takes("slow", "no_answer")
        self.assertLess(self.waited, 4)
        slow = self.metric("till_backend_request_seconds_sum", call="quote") - before
        self.assertGreaterEqual(slow, TIMEOUT_SECONDS)


class Payments(FaultsCase):
    def session(self):
        session = self.create_once_it_answers()
        self.assertEqual(session["status"], "ready_for_payment", session)
        return session, self.agent.vault(session)["id"]

    def completes(self, session, token):
        done = self.agent.complete(session, token)
        self.assertEqual(done["status"], "completed", done)
        mine = [order for order in self.orders() if order["checkout_session_id"] == session["id"]]
        self.assertEqual(len(mine), 1, mine)

    def test_a_yes_that_is_lost_or_broken_charges_nothing(self):
        session, token = self.session()
        for kind in ("lost_answer", "half", "fails_late", "wrong"):
            with self.subTest(kind):
                self.proxy.always = {"/approve": kind}
                told = self.agent.complete(session, token)
                self.assertEqual((told.status, told["status"]), (200, "ready_for_payment"), told)
                self.assertEqual(len(told.messages("payment_declined")), 1, told)
                self.assertNotIn("order", told.json)
        self.proxy.always = {}
        self.completes(session, token)

    def test_a_quote_that_fails_before_the_charge_leaves_the_session_as_it_was(self):
        session, token = self.session()
        for kind in ("lost_answer", "half", "wrong"):
            with self.subTest(kind):
                self.proxy.always = {"/quote": kind}
                self.unavailable(self.agent.complete(session, token))
                self.assertEqual(self.agent.get(session["id"]).json, session.json)
        self.proxy.always = {}
        self.create_once_it_answers()
        self.completes(session, token)

    def test_a_backend_that_restarts_between_quote_and_charge_is_asked_anew(self):
        session, token = self.session()
        self.backend.kill()
        self.unavailable(self.agent.complete(session, token))
        self.backend.start()
        self.create_once_it_answers()
        self.completes(session, token)

    def test_an_order_whose_taking_is_lost_again_and_again_is_taken_once(self):
        session, token = self.session()
        self.proxy.always = {"/orders": "lost_answer"}
        known = set(self.backend.orders())
        self.completes(session, token)
        asked = self.proxy.calls["orders"]
        self.assertTrue(poll(lambda: self.proxy.calls["orders"] > asked + 1, 30))
        self.proxy.always = {}
        order = self.agent.get(session["id"])["order"]["id"]

        def number():
            return self.agent.request("GET", f"/orders/{order}").json.get("order_number")
        self.assertTrue(poll(number, 60))
        self.assertEqual(number(), self.backend.orders()[order][0])
        self.assertEqual(set(self.backend.orders()) - known, {order})


class Breaker(FaultsCase):
    def open_it(self, kind):
        self.proxy.always = {"": kind}
        for _ in range(BREAKER_FAILURES):
            self.unavailable(self.agent.create("ebook-acp"))
            if self.last_failure()["kind"] == "open_circuit":
                return
        self.fail("the breaker did not open")

    def test_while_it_is_open_agents_are_answered_at_once_and_nobody_is_asked(self):
        self.open_it("fails")
        asked, began = self.proxy.calls["quote"], time.monotonic()
        for _ in range(10):
            self.unavailable(self.agent.create("ebook-acp"), BREAKER_SECONDS)
        if time.monotonic() - began < BREAKER_SECONDS - 1:  # Else it may have tried again.
            self.assertEqual(self.proxy.calls["quote"], asked)
        self.proxy.always = {}
        self.create_once_it_answers()

    def test_one_request_at_a_time_asks_whether_it_is_over(self):
        self.open_it("gone")
        self.proxy.slow = (TIMEOUT_SECONDS * 2, TIMEOUT_SECONDS * 2)
        self.proxy.always = {"": "slow"}

        def asked_again():
            before = self.proxy.calls["quote"] + self.proxy.calls["capabilities"]
            with concurrent.futures.ThreadPoolExecutor(10) as pool:
                answers = list(pool.map(lambda _: self.agent.create("ebook-acp"), range(10)))
            for answer in answers:
                self.unavailable(answer)
            return self.proxy.calls["quote"] + self.proxy.calls["capabilities"] - before
        self.assertEqual(poll(asked_again, 30), 1, "ten asked, one was let through")
        self.proxy.always = {}
        self.create_once_it_answers()


if __name__ == "__main__":
    unittest.main()

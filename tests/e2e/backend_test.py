"""A shop whose prices come from its own backend: the example in Python behind the real binary."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import unittest
import urllib.request

from agent import CALIFORNIA, new_key
from rules import REPOSITORY
from ports import free_ports
from shop import ShopCase, poll

PROGRAM = os.path.join(REPOSITORY, "examples", "backends", "python", "backend.py")
BUYER = {"email": "ada@example.com"}
SECRET = "a secret of both sides"


class Backend:
    """The example, on one port for its whole life, which may end and begin again."""

    program = PROGRAM

    def __init__(self, shop):
        folder = shop.folder
        self.port = free_ports(1)[0]
        self.secret = os.path.join(folder, "backend.secret")
        self.data = os.path.join(folder, "backend.db")
        self.process = None
        self.tell(SECRET)

    def tell(self, secret):
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write(secret + "\n")

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-B", self.program, "--port", str(self.port), "--secret-file",
             self.secret, "--data", self.data], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise AssertionError(f"the backend did not start: {line}")
        return self  # It prints nothing more.

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
            self.process = None


class BackendCase(ShopCase):
    MORE = ""
    BACKEND = Backend

    @classmethod
    def prepare(cls):
        cls.backend = cls.BACKEND(cls.shop)
        cls.addClassCleanup(cls.backend.stop)
        cls.own_secret = os.path.join(cls.shop.home, "backend.secret")
        cls.write_secret(SECRET)
        cls.shop.append(f'[backend]\nurl = "http://127.0.0.1:{cls.backend.port}"\n'
                        f'secret_file = "backend.secret"\n{cls.MORE}')
        cls.backend.start()

    @classmethod
    def write_secret(cls, secret):
        with open(cls.own_secret, "w", encoding="utf-8") as file:
            file.write(secret + "\n")

    def last_line(self, event):
        """What was logged last of it; lines are written a moment late."""
        return poll(lambda: self.log_lines(event), 15)[-1]

    def log_lines(self, event):
        lines = [line for line in self.shop.logged().splitlines() if f'"{event}"' in line]
        return [json.loads(line) for line in lines]


class Purchase(BackendCase):
    def test_prices_taxes_and_discounts_are_those_of_the_backend(self):
        created = self.agent.create(("mug-blue", 2), "ebook-acp")
        self.assertEqual((created.status, created["status"]), (201, "incomplete"), created)
        self.assertEqual(created.total("items_base_amount"), 2 * 1450 + 999)
        told = self.agent.update(created["id"], buyer=BUYER,
                                 fulfillment_details={"address": CALIFORNIA},
                                 discounts={"codes": ["SAVE10", "OLD"]})
        self.assertEqual(told["status"], "ready_for_payment", told)
        self.assertEqual(told.total(), 2610 + 899 + 189, "fetched, as it was before the address")
        mug = next(line for line in told["line_items"] if line["item"]["id"] == "mug-blue")
        told = self.agent.update(created["id"], selected_fulfillment_options=[
            {"type": "shipping", "option_id": "standard", "item_ids": [mug["id"]]}])
        # 2900 - 290 and 999 - 100; 7.25 % of 2610; 500 for delivery.
        self.assertEqual(told.total(), 2610 + 899 + 189 + 500)
        self.assertEqual(told.total("tax"), 189)
        self.assertEqual(len(told.messages("discount_code_expired")), 1, told)
        titles = {option["title"] for option in told["fulfillment_options"]}
        self.assertIn("Pick up in store", titles)
        done = self.agent.complete(told, self.agent.vault(told)["id"])
        self.assertEqual(done["status"], "completed", done)
        self.assertEqual(done.total(), 4198)

    def test_an_item_that_the_backend_does_not_know_is_refused(self):
        refused = self.agent.create("cap-sold-out")  # The catalogue has it, the backend does not.
        self.assertEqual(refused.status, 400, refused)
        self.assertEqual(refused["param"], "$.line_items[0].id", refused)

    def test_what_the_backend_declines_is_not_charged_and_its_reason_stays_private(self):
        session = self.agent.create(("ebook-acp", 60), ship_to=CALIFORNIA, buyer=BUYER)
        self.assertEqual(session["status"], "ready_for_payment", session)
        token = self.agent.vault(session)["id"]
        declined = self.agent.complete(session, token)
        self.assertEqual((declined.status, declined["status"]), (200, "ready_for_payment"))
        told = declined.messages("payment_declined")
        self.assertEqual(len(told), 1, declined)
        self.assertNotIn("without a person", declined.raw.decode())
        self.assertTrue(self.last_line("approval_declined")["reason"], "only the log has it")
        fewer = self.agent.update(session["id"], line_items=[{"id": "ebook-acp", "quantity": 1}])
        done = self.agent.complete(fewer, token)
        self.assertEqual(done["status"], "completed", done)

    def test_stock_is_what_till_has_or_less_if_the_backend_says_so(self):
        many = self.agent.create(("mug-blue", 13), ship_to=CALIFORNIA)
        self.assertEqual(many["status"], "not_ready_for_payment", many)
        self.assertEqual(len(many.messages("out_of_stock")), 1, many)

    def test_the_backend_is_counted(self):
        self.agent.create("ebook-acp")
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            metrics = answer.read().decode()
        for series in ('till_backend_requests_total{call="quote",outcome="accepted"}',
                       'till_backend_request_seconds_count{call="quote"}',
                       'till_backend_requests_total{call="capabilities",outcome="accepted"}'):
            self.assertIn(series, metrics)


class Silence(BackendCase):
    def unavailable(self, answer):
        self.assertEqual(answer.status, 503, answer)
        self.assertTrue(answer.headers["Retry-After"].isdigit())

    def test_a_backend_that_is_gone_stores_nothing_and_the_key_works_later(self):
        session = self.agent.create(("mug-blue", 1), ship_to=CALIFORNIA, buyer=BUYER)
        token = self.agent.vault(session)["id"]
        self.backend.stop()
        keys = [new_key() for _ in range(3)]
        self.unavailable(self.agent.create("ebook-acp", key=keys[0]))
        self.unavailable(self.agent.update(session["id"], key=keys[1], buyer=BUYER))
        self.unavailable(self.agent.complete(session, token, key=keys[2]))
        self.assertEqual(self.agent.get(session["id"]).json, session.json)
        failed = self.last_line("backend_failed")
        self.assertEqual(failed["kind"], "not_sent", failed)
        self.assertRegex(failed["request_id"], "^req_")
        self.backend.start()

        def created():
            answer = self.agent.create("ebook-acp", key=keys[0])
            return answer if answer.status == 201 else None
        self.assertTrue(poll(created, 15), "the same key works again")
        self.assertEqual(self.agent.update(session["id"], key=keys[1], buyer=BUYER).status, 200)
        done = self.agent.complete(session, token, key=keys[2])
        self.assertEqual(done["status"], "completed", done)


class Orders(BackendCase):
    def buy(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA, buyer=BUYER)
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        return done["order"]["id"]

    def number_of(self, order):
        return self.agent.request("GET", f"/orders/{order}").json.get("order_number")

    def deeds(self, order):
        """What the backend answered about an order, each deed once."""
        with sqlite3.connect(self.backend.data) as data:
            rows = data.execute("SELECT status FROM deeds WHERE deed LIKE ? AND key LIKE 'evt_%'",
                                (f"%/orders%{order}%",)).fetchall()
        return [status for status, in rows]

    def test_an_order_gets_the_number_of_the_shop_which_everybody_is_shown(self):
        order = self.buy()
        number = poll(lambda: self.number_of(order), 15)
        self.assertTrue(number, "the shop took the order")
        self.assertIn(number, self.shop.till("orders show", order).stdout)
        self.assertIn(order, self.shop.till("orders list", "--number", number).stdout)

    def test_what_the_operator_does_is_told_to_the_shop_when_it_is_back(self):
        order = self.buy()
        self.assertTrue(poll(lambda: self.number_of(order), 15))
        self.backend.stop()
        self.shop.till("orders cancel", order)
        self.assertTrue(poll(lambda: self.log_lines("backend_failed"), 15))
        self.backend.start()
        self.assertTrue(poll(lambda: self.deeds(order), 60), "the shop was told")


class Secrets(BackendCase):
    @classmethod
    def prepare(cls):
        super().prepare()
        cls.write_secret("another secret")

    def test_a_wrong_secret_is_told_by_the_log_and_mended_by_sighup(self):
        answer = self.agent.create("ebook-acp")
        self.assertEqual(answer.status, 503, answer)
        failed = self.last_line("backend_failed")
        self.assertEqual(failed["kind"], "wrong_status", failed)
        self.assertRegex(failed["detail"], "^401: see that the backend has the secret")
        self.write_secret(SECRET)
        self.shop.hang_up()

        def created():
            return self.agent.create("ebook-acp").status == 201
        self.assertTrue(poll(created, 15), "the secret was taken over")
        self.assertFalse(self.log_lines("restart_needed"))
        for secret in (SECRET, "another secret"):
            self.assertNotIn(secret, self.shop.logged())


class DownAtTheStart(BackendCase):
    def test_it_starts_while_its_backend_is_down(self):
        self.shop.stop()
        self.backend.stop()
        self.shop.start()
        self.assertEqual(self.agent.create("ebook-acp").status, 503)
        self.backend.start()

        def created():
            return self.agent.create("ebook-acp").status == 201
        self.assertTrue(poll(created, 15))


if __name__ == "__main__":
    unittest.main()

"""Pieces that the shop's own backend holds: the example in Python behind the real binary."""

import http.client
import json
import os
import sqlite3
import threading
import time
import unittest
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agent import CALIFORNIA, new_key
from backend_test import SECRET, Backend, BackendCase
from shop import poll

BUYER = {"email": "ada@example.com"}
ALL = ["quote", "holds", "approval", "orders"]
REMEMBERED = 24 * 3600  # Seconds, and five minutes more.
SETTLED_IN = 60  # Seconds: a question that was interrupted is left to whoever asked it for a while.


class Gate:
    """Stands before the backend, and stops what the test wants to be stopped."""

    def __init__(self, port):
        self.port_behind = port
        self.capabilities = ALL
        self.silent = False   # Nothing about holds is answered.
        self.stop = None      # "before" or "after" a PUT has reached the backend.
        self.reached = threading.Event()
        self.released = threading.Event()
        gate = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if self.path == "/capabilities":
                    return 200, json.dumps({"version": "2026-12-01",
                                            "capabilities": gate.capabilities}).encode()
                holds = self.path.startswith("/holds/")
                if holds and gate.silent:
                    return 503, b""
                stop = gate.stop if self.command == "PUT" and holds else None
                if stop == "before":
                    gate.wait()
                    return 503, b""
                connection = http.client.HTTPConnection("127.0.0.1", gate.port_behind, timeout=20)
                try:
                    connection.request(self.command, self.path, body, dict(self.headers))
                    answer = connection.getresponse()
                    answered = answer.status, answer.read()
                finally:
                    connection.close()
                if stop == "after":
                    gate.wait()
                return answered

            def handle_one(self):
                status, body = self.pass_on()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = handle_one

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # Who asked may be gone.
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self):
        self.reached.set()
        self.released.wait(30)

    def stop_once(self, when):
        self.reached.clear()
        self.released.clear()
        self.stop = when

    def go_on(self):
        self.stop = None
        self.released.set()

    def close(self):
        self.go_on()
        self.server.shutdown()
        self.server.server_close()


class HoldsCase(BackendCase):
    CAPABILITIES = ALL

    @classmethod
    def prepare(cls):
        cls.backend = Backend(cls.shop)
        cls.addClassCleanup(cls.backend.stop)
        cls.gate = Gate(cls.backend.port)
        cls.addClassCleanup(cls.gate.close)
        cls.gate.capabilities = cls.CAPABILITIES
        cls.own_secret = os.path.join(cls.shop.home, "backend.secret")
        cls.write_secret(SECRET)
        cls.shop.append(f'[backend]\nurl = "http://127.0.0.1:{cls.gate.port}"\n'
                        'secret_file = "backend.secret"\n')
        cls.backend.start()

    def rows(self, question, *values):
        with sqlite3.connect(self.backend.data, timeout=20) as data:
            return data.execute(question, values).fetchall()

    def held(self, session=None):
        """The pieces that the backend holds for a session, or for all."""
        return dict(self.rows("SELECT item, sum(quantity) FROM held JOIN sets USING (session)"
                              " WHERE until > ? AND ? IN (session, '') GROUP BY item",
                              time.time(), session or ""))

    def stock(self, item, pieces=None):
        if pieces is not None:
            self.rows("UPDATE items SET stock = ? WHERE id = ?", pieces, item)
        return self.rows("SELECT stock FROM items WHERE id = ?", item)[0][0]

    def intents(self):
        """How many sessions Till thinks the backend may hold something for. One that never came to
        be is remembered for a day, so that its versions go on."""
        path = os.path.join(self.shop.home, "till.db")
        remembered = (time.time() + REMEMBERED) * 1000
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20) as data:
            return data.execute("SELECT count(*) FROM hold_intents WHERE due IS NULL OR due < ?",
                                (remembered,)).fetchone()[0]

    def ready(self, *items):
        session = self.agent.create(*items, ship_to=CALIFORNIA, buyer=BUYER)
        self.assertEqual(session["status"], "ready_for_payment", session)
        return session

    def out_of_stock(self, answer):
        self.assertEqual(answer["status"], "not_ready_for_payment", answer)
        told = answer.messages("out_of_stock")
        self.assertEqual(len(told), 1, answer)
        return told[0]


class Holding(HoldsCase):
    def test_pieces_are_held_from_the_first_answer_to_the_cancel(self):
        session = self.ready(("mug-blue", 2), "ebook-acp")
        self.assertEqual(self.held(session["id"]), {"mug-blue": 2}, "an e-book needs no stock")
        self.agent.update(session["id"], line_items=[{"id": "mug-blue", "quantity": 3}])
        self.assertEqual(self.held(session["id"]), {"mug-blue": 3})
        self.agent.update(session["id"], line_items=[{"id": "ebook-acp", "quantity": 1}])
        self.assertTrue(poll(lambda: not self.held(session["id"]), 20), "lines that are dropped")
        self.agent.update(session["id"], line_items=[{"id": "mug-blue", "quantity": 1}])
        self.assertEqual(self.held(session["id"]), {"mug-blue": 1})
        self.agent.cancel(session["id"])
        self.assertTrue(poll(lambda: not self.held(session["id"]), 20))

    def test_what_another_channel_sold_is_out_of_stock_at_the_complete(self):
        session = self.ready(("mug-blue", 2))
        token = self.agent.vault(session)["id"]
        before = self.stock("mug-blue")
        self.stock("mug-blue", 1)
        self.addCleanup(self.stock, "mug-blue", before)
        self.rows("DELETE FROM held WHERE session = ?", session["id"])
        self.out_of_stock(self.agent.complete(session, token))
        self.assertNotIn("order", self.agent.get(session["id"]).json)
        self.stock("mug-blue", before)
        again = self.agent.update(session["id"], line_items=[{"id": "mug-blue", "quantity": 2}])
        self.assertEqual(self.agent.complete(again, token)["status"], "completed")

    def test_a_sale_takes_the_pieces_from_the_shelf_once(self):
        before = self.stock("mug-blue")
        session = self.ready(("mug-blue", 2))
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        self.assertTrue(poll(lambda: self.stock("mug-blue") == before - 2, 20))
        self.assertTrue(poll(lambda: not self.held(session["id"]), 20))
        self.shop.till("orders cancel", done["order"]["id"])
        self.assertTrue(poll(lambda: self.stock("mug-blue") == before, 30), "told, hence put back")

    def test_a_silent_shop_charges_nothing_and_the_key_works_later(self):
        session = self.ready(("mug-blue", 1))
        token, key = self.agent.vault(session)["id"], new_key()
        self.gate.silent = True
        self.addCleanup(setattr, self.gate, "silent", False)
        answer = self.agent.complete(session, token, key=key)
        self.assertEqual(answer.status, 503, answer)
        self.assertTrue(answer.headers["Retry-After"].isdigit())
        self.assertEqual(self.agent.get(session["id"]).json, session.json)
        refused = self.agent.create("mug-blue")
        self.assertEqual(refused.status, 503, refused)
        self.gate.silent = False

        def done():
            answer = self.agent.complete(session, token, key=key)
            return answer if answer.status == 200 else None
        completed = poll(done, 30)
        self.assertTrue(completed and completed["status"] == "completed", completed)

    def test_the_calls_are_counted(self):
        self.agent.cancel(self.ready("mug-blue")["id"])
        wanted = [f'till_backend_requests_total{{call="{call}",outcome="accepted"}}'
                  for call in ("hold", "release")]

        def counted():
            with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
                metrics = answer.read().decode()
            return all(series in metrics for series in wanted)
        self.assertTrue(poll(counted, 20))


class Expiring(HoldsCase):
    SETTINGS = {"session_lifetime_seconds": 3}

    def test_what_an_expired_session_held_is_given_back(self):
        session = self.ready(("mug-blue", 2))
        self.assertEqual(self.held(session["id"]), {"mug-blue": 2})
        self.assertTrue(poll(lambda: not self.held(session["id"]), 30))
        self.assertTrue(poll(lambda: self.intents() == 0, 20), "by a request, and forgotten then")


class Crashing(HoldsCase):
    def crash_while_creating(self, when):
        self.gate.stop_once(when)
        failure = []

        def create():
            try:
                self.agent.create(("mug-blue", 2))
            except (OSError, http.client.HTTPException) as gone:
                failure.append(gone)
        thread = threading.Thread(target=create)
        thread.start()
        self.assertTrue(self.gate.reached.wait(20), "the backend was asked")
        self.assertEqual(self.intents(), 1, "the intent was committed before")
        self.shop.kill()
        thread.join()
        self.assertTrue(failure, "nobody was told of a session")
        held = self.held()
        self.gate.go_on()
        self.shop.start()
        self.assertTrue(poll(lambda: self.intents() == 0, SETTLED_IN))
        self.assertEqual(self.held(), {})
        return held

    def test_a_crash_before_the_hold_leaves_nothing_held(self):
        self.assertEqual(self.crash_while_creating("before"), {})

    def test_a_crash_before_the_answer_gives_the_hold_back(self):
        self.assertEqual(self.crash_while_creating("after"), {"mug-blue": 2})


class QuotesOfTheCatalogue(HoldsCase):
    """The catalogue prices, the backend holds."""

    CAPABILITIES = ["holds", "orders"]

    def test_the_backend_says_how_much_there_is(self):
        there = self.stock("mug-blue")
        many = self.agent.create(("mug-blue", there + 1), ship_to=CALIFORNIA, buyer=BUYER)
        told = self.out_of_stock(many)
        self.assertIn(str(there), told["content"])
        fine = self.agent.update(many["id"], line_items=[{"id": "mug-blue", "quantity": there}])
        self.assertEqual(fine["status"], "ready_for_payment", fine)
        other = self.agent.create("mug-blue", ship_to=CALIFORNIA, buyer=BUYER)
        self.out_of_stock(other)
        done = self.agent.complete(fine, self.agent.vault(fine)["id"])
        self.assertEqual(done["status"], "completed", done)
        self.assertTrue(poll(lambda: self.stock("mug-blue") == 0, 20))


if __name__ == "__main__":
    unittest.main()

"""The example backend in Python with every fault that a shop has: it is silent, slow, gone, fails,
breaks off, answers wrongly, changes its prices, and is killed and started again.

The faults are played by a proxy before it, from a seed; what Till was told in full is remembered.
"""

import collections
import http.client
import http.server
import json
import os
import random
import shutil
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading

from ports import free_ports

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples",
                        "backends")
SECRET = "a secret of both sides"
# What a shop does wrongly, and how often of a hundred faults.
KINDS = {"gone": 14, "lost_question": 14, "lost_answer": 16, "half": 12, "slow": 10, "fails": 12,
         "fails_late": 8, "wrong": 14}
LOST = (OSError, http.client.HTTPException)


def wrong_sums(quote, chance):
    """A quote that cannot be."""
    line = chance.choice(quote["lines"])
    match chance.randrange(6):
        case 0: line["unit_amount"] = -line.get("unit_amount", 1)
        case 1: quote["lines"].append(line)
        case 2: quote["lines"].pop()
        case 3: quote["options"].append({**quote["options"][0], "amount": 1})
        case 4: line["unit_amount"] = 2 ** 53
        case 5:
            quote["discounts"]["applied"].append(
                {"title": "All of it and more",
                 "allocations": [{"index": line["index"], "amount": 2 ** 40}]})


class Backend:
    """The example as a process that may be killed, with stock for so many purchases."""

    def __init__(self, folder, stock):
        self.stock, self.data = stock, os.path.join(folder, "backend.db")
        self.secret = os.path.join(folder, "backend.secret")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write(SECRET + "\n")
        home = os.path.join(folder, "backends")
        shutil.copytree(os.path.join(EXAMPLES, "python"), os.path.join(home, "python"))
        self.program = os.path.join(home, "python", "backend.py")
        with open(os.path.join(EXAMPLES, "shop.json"), encoding="utf-8") as file:
            sold = json.load(file)
        sold["items"]["mug-blue"]["stock"] = stock
        sold["items"]["tee-black-m"] = {**sold["items"]["mug-blue"], "unit_amount": {"usd": 2500}}
        with open(os.path.join(home, "shop.json"), "w", encoding="utf-8") as file:
            json.dump(sold, file)
        self.port, self.process = free_ports(1)[0], None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-B", self.program, "--port", str(self.port), "--secret-file",
             self.secret, "--data", self.data], stdout=subprocess.PIPE, text=True)
        if not self.process.stdout.readline().startswith("listening on "):
            raise AssertionError("the backend did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def orders(self):
        """What it was told, by id: (its number, the order)."""
        with sqlite3.connect(self.data) as data:
            rows = data.execute("SELECT id, number, body FROM orders").fetchall()
        return {order: (str(number), json.loads(body)) for order, number, body in rows}

    def holders(self):
        """Sessions for which pieces are set aside."""
        with sqlite3.connect(self.data) as data:
            rows = data.execute("SELECT DISTINCT session FROM held JOIN sets USING (session)"
                                " WHERE until > unixepoch()").fetchall()
        return {session for session, in rows}

    def pieces(self):
        with sqlite3.connect(self.data) as data:
            return dict(data.execute("SELECT id, stock FROM items").fetchall())


class Proxy(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """What stands between Till and the backend and plays its faults."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, backend, seed, faults):
        super().__init__(("127.0.0.1", 0), Handler)
        self.backend, self.faults = backend, faults
        self.chance, self.lock = random.Random(f"{seed}:backend"), threading.Lock()
        self.played = collections.Counter()
        self.calls = collections.Counter()
        self.offers = collections.defaultdict(list)  # Of a session, as Till was told them.
        self.accepted = collections.defaultdict(set)  # Totals that Till was told to charge.
        self.held = collections.defaultdict(list)  # Pieces of a session, as Till was told.
        self.always = {}  # The fault of every request to a path; of all others by "".
        self.slow = (0.2, 2.5)  # From so many seconds to so many.
        self.calm = False

    def draw(self, path):
        """The fault of this request, or None, and the chance that decides its details."""
        with self.lock:
            chance = random.Random(self.chance.random())
            self.calls[path.split("/")[1]] += 1
            kind = self.always.get(path, self.always.get(""))
            if kind is None and not self.calm and chance.random() < self.faults:
                kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
                self.played[kind] += 1
            return kind, chance

    def note(self, path, asked, answer):
        """Till has it in full."""
        with self.lock:
            if path == "/quote" and asked["purpose"] == "complete":
                self.offers[asked["session_id"]].append((asked, answer))
            if path.startswith("/holds/") and answer:
                self.held[path.rsplit("/", 1)[1]].append(
                    {each["item_id"]: each["quantity"] for each in answer["held"]})
            if path == "/approve" and answer.get("decision") == "approve":
                total = next(t["amount"] for t in asked["totals"] if t["type"] == "total")
                self.accepted[asked["session_id"]].add(total)

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    connection_there = None

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass
        finally:
            if self.connection_there is not None:
                self.connection_there.close()

    def pass_on(self, raw):
        """Status and body of the backend's own answer."""
        if self.connection_there is None:
            self.connection_there = http.client.HTTPConnection(
                "127.0.0.1", self.server.backend.port, timeout=15)
        try:
            self.connection_there.request(self.command, self.path, raw, dict(self.headers))
            response = self.connection_there.getresponse()
            return response.status, response.read()
        except LOST:
            self.connection_there.close()
            self.connection_there = None
            raise

    def serve(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        kind, chance = self.server.draw(self.path)
        if kind in ("gone", "lost_question"):
            return self.end()
        if kind == "fails":
            return self.send(chance.choice([500, 502, 503]), b"<html>busy</html>")
        if kind == "slow":
            threading.Event().wait(chance.uniform(*self.server.slow))
        try:
            status, body = self.pass_on(raw)
        except LOST:
            return self.end()  # It is just being killed.
        if kind == "lost_answer":
            return self.end()
        if kind == "fails_late":
            return self.send(500, b"")
        self.answer(kind, chance, json.loads(raw or b"{}"), status, body)

    def answer(self, kind, chance, asked, status, body):
        answer = json.loads(body) if body else {}
        quote = self.path == "/quote" and status == 200
        if quote and kind == "wrong":
            wrong_sums(answer, chance)
            return self.send(status, json.dumps(answer).encode())
        if quote and chance.random() < 0.03:  # The price changed a moment ago.
            answer["lines"][0]["unit_amount"] += 7
            body = json.dumps(answer).encode()
        if kind == "wrong" and self.command == "POST" and self.path.count("/") == 1:
            return self.send(200, b'{"lines": [], "options": {}, "decision": "maybe"}')
        if kind == "half":
            return self.send(status, body, len(body) // 2)
        if status == 200:
            self.server.note(self.path, asked, answer)
        self.send(status, body)

    def send(self, status, body, cut=None):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        if cut is not None:
            self.end()

    def end(self):
        """Without a word more."""
        self.wfile.flush()
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    do_GET = do_POST = do_PUT = do_DELETE = serve

    log_message = staticmethod(lambda *_: None)

#!/usr/bin/env python3
"""Seeded purchases through the Stripe double with every fault on and the server killed at random.

Afterwards each session has at most one successful charge, each completed one exactly one order and
one charge of the total that was shown, and none is in doubt. Prints its seed; --seed plays the same
purchases, cards, kills and faults again.
"""

import argparse
import collections
import http.client
import json
import os
import random
import sys
import threading
import time
import urllib.parse

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
os.environ.setdefault("TILL_BINARY", os.path.join(TESTS, "..", "build", "dev", "till"))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TESTS, "e2e"))

from ports import free_ports  # noqa: E402
from stripe import Double, StripeShop, WEBHOOK_SECRET  # noqa: E402

CARDS = [("pm_card_visa", 70), ("pm_card_mastercard", 10), ("pm_card_chargeDeclined", 8),
         ("pm_card_threeDSecure2Required", 8), ("pm_card_amex", 4)]
ITEMS = ["mug-blue", "tee-black-m", "ebook-acp"]
ADDRESS = {"name": "Ada Agent", "line_one": "1 Market St", "city": "San Francisco", "state": "CA",
           "country": "US", "postal_code": "94105"}
OVER = ("completed", "canceled", "expired")
PATIENCE_SECONDS = 150


def total_of(purchase):
    return next(total["amount"] for total in purchase["totals"] if total["type"] == "total")


class Client:
    """One agent's connection, opened anew whenever the server went away."""

    def __init__(self, url, token):
        self.address, self.token = urllib.parse.urlsplit(url), token
        self.connection = None

    def once(self, method, path, body, key):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                self.address.hostname, self.address.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.token}", "API-Version": "2026-04-17"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        self.connection.request(method, path, json.dumps(body) if body is not None else None,
                                headers)
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def ask(self, method, path, body=None, key=None):
        """The answer that stands: asked again under the same key while there is none."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                status, answer = self.once(method, path, body, key)
                if status not in (409, 429, 503):
                    return status, answer
            except (OSError, http.client.HTTPException, ValueError):
                self.connection = None
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} had no answer in {PATIENCE_SECONDS} s")


class Proof:
    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.next = 0
        self.shown = {}  # Session: the last total shown before its complete.
        self.failures = []
        self.outcomes = collections.Counter()
        port = free_ports(1)[0]
        self.shop = StripeShop(f"http://127.0.0.1:{port}",
                               capture=options.capture, requests_per_second=0,
                               stripe=f"search_lag_seconds = {options.search_lag}")
        self.shop.configure(plaintext=True, level="warning",
                            public_url=f"http://127.0.0.1:{self.shop.port}")
        self.url = f"http://127.0.0.1:{self.shop.port}"
        self.double = Double(port, seed=options.seed, faults=options.faults,
                             webhook_url=self.url + "/webhooks/stripe",
                             webhook_secret=WEBHOOK_SECRET,
                             webhook_disorder=0.3, authenticate_after=400)
        self.faults = {}

    def begin(self):
        self.prepare()
        self.shop.start()

    def prepare(self):
        """What has to be done to the shop before its server starts."""

    def close(self):
        self.shop.kill()
        self.double.stop()
        self.shop.close()

    def purchase(self, client, number):
        chance = random.Random(f"{self.options.seed}:{number}")
        lines = [{"id": chance.choice(ITEMS), "quantity": chance.randint(1, 3)}
                 for _ in range(chance.randint(1, 2))]
        body = {"line_items": lines, "currency": "usd", "capabilities": {},
                "fulfillment_details": {"address": ADDRESS}}
        status, session = client.ask("POST", "/checkout_sessions", body, f"create-{number}")
        if status != 201:
            raise AssertionError(f"create {number}: {status} {session}")
        path = f"/checkout_sessions/{session['id']}"
        for attempt in range(3):
            total = total_of(session)
            self.shown[session["id"]] = total
            self.complete(client, chance, path, session, total, f"{number}-{attempt}")
            session = self.settled(client, path)
            if session["status"] in OVER:
                break
        self.outcomes[session["status"]] += 1
        return session

    def complete(self, client, chance, path, session, total, name):
        card = chance.choices([c for c, _ in CARDS], [w for _, w in CARDS])[0]
        limit = total - 1 if chance.random() < 0.03 else total
        currency = "eur" if chance.random() < 0.02 else "usd"
        token = self.double.token(limit, currency, card, name="p" + name.replace("-", "t"))
        handler = session["capabilities"]["payment"]["handlers"][0]["id"]
        body = {"payment_data": {"handler_id": handler, "instrument": {
            "type": "card", "credential": {"type": "spt", "token": token}}}}
        twice = chance.random() < 0.1  # An agent that hurries: the same again under another key.
        if twice:
            other = threading.Thread(target=self.hurry, args=(path, body, f"hurry-{name}"))
            other.start()
        client.ask("POST", path + "/complete", body, f"complete-{name}")
        if twice:
            other.join()

    def hurry(self, path, body, key):
        try:
            client = Client(self.url, self.shop.env["TILL_TOKEN"])
            client.once("POST", path + "/complete", body, key)
        except (OSError, http.client.HTTPException, ValueError):
            pass

    def settled(self, client, path):
        """The session once it is no longer in progress."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            _, session = client.ask("GET", path)
            if session["status"] != "complete_in_progress":
                return session
            if time.monotonic() > end:
                raise AssertionError(f"{path} stays in progress")
            time.sleep(0.1)

    def work(self):
        client = Client(self.url, self.shop.env["TILL_TOKEN"])
        while True:
            with self.lock:
                number, self.next = self.next, self.next + 1
            if number >= self.options.purchases or self.failures:
                return
            try:
                self.purchase(client, number)
            except Exception as failure:  # pylint: disable=broad-except
                self.failures.append(f"purchase {number}: {failure}")

    def kill_at_random(self, done):
        chance = random.Random(f"{self.options.seed}:kills")
        kills = 0
        while not done.wait(chance.uniform(0.5, 2.0) * self.options.kill_seconds):
            self.shop.kill()
            self.shop.start()
            kills += 1
        self.outcomes["kills"] = kills

    def fits(self, status, told, shown):
        """Is that what the buyer agreed to? Here no price changes."""
        return told == shown

    def run(self):
        done = threading.Event()
        killer = threading.Thread(target=self.kill_at_random, args=(done,))
        workers = [threading.Thread(target=self.work) for _ in range(self.options.agents)]
        for each in workers:
            each.start()
        killer.start()
        for each in workers:
            each.join()
        done.set()
        killer.join()
        self.check()

    def check(self):
        """What the double charged against what the shop says."""
        report = self.double.report()
        charged = report["sessions"]
        client = Client(self.url, self.shop.env["TILL_TOKEN"])
        orders = collections.Counter()
        for session, total in self.shown.items():
            _, answer = client.ask("GET", f"/checkout_sessions/{session}")
            status, charges = answer["status"], charged.get(session, [])
            if status == "completed":
                orders[answer["order"]["id"]] += 1
            told = total_of(answer)
            wanted = [told] if status == "completed" else []
            right = [charge["amount"] for charge in charges] == wanted
            if not right or not self.fits(status, told, total):
                self.failures.append(f"{session} is {status} at {told}, showed {total} and was "
                                     f"charged {charges}")
            if status == "complete_in_progress":
                self.failures.append(f"{session} is still in doubt")
        for order, count in orders.items():
            if count != 1:
                self.failures.append(f"{order} belongs to {count} sessions")
        unknown = set(charged) - set(self.shown)
        if unknown:
            self.failures.append(f"charged for no session: {sorted(unknown)[:5]}")
        self.outcomes["orders"] = len(orders)
        self.outcomes["faults"] = sum(report["faults"].values())
        self.faults = report["faults"]


def parser_of(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--purchases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2 ** 31))
    parser.add_argument("--agents", type=int, default=16)
    parser.add_argument("--faults", type=float, default=0.08)
    parser.add_argument("--kill-seconds", type=float, default=4.0)
    parser.add_argument("--search-lag", type=int, default=60,
                        help="seconds after which a search of the double may be trusted")
    parser.add_argument("--capture", choices=["with_charge", "on_shipment"], default="with_charge")
    return parser


def play(proof_of, options):
    """Runs a proof and tells how it went; true when it held."""
    print(f"seed {options.seed}: {options.purchases} purchases by {options.agents} agents",
          flush=True)
    began = time.monotonic()
    proof = proof_of(options)
    try:
        proof.begin()
        proof.run()
    finally:
        proof.close()
    for outcome, count in sorted(proof.outcomes.items()):
        print(f"{count:8} {outcome}")
    print(f"faults played: {proof.faults}")
    for failure in proof.failures[:20]:
        print("FAILED", failure)
    print(f"{'failed' if proof.failures else 'held'} after {time.monotonic() - began:.0f} s, "
          f"seed {options.seed}")
    return not proof.failures


if __name__ == "__main__":
    sys.exit(0 if play(Proof, parser_of(__doc__).parse_args()) else 1)

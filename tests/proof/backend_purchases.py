#!/usr/bin/env python3
"""Seeded purchases through a faulty shop behind Till and the faulty Stripe double, while both Till
and the shop are killed at random.

Afterwards, beside all that purchases.py looks at: the shop has each order once and no other, as it
was sold and charged; its stock is short of just what was sold; nothing was charged that the shop
did not price and accept; and Till shows the number that the shop gave. Prints its seed.
"""

import collections
import random
import sys
import threading

from purchases import Client, Proof, parser_of, play, total_of  # Finds the modules of e2e.
from faulty_backend import SECRET, Backend, Proxy
from shop import poll

STOCK = 1_000_000
STOCKED = ("mug-blue", "tee-black-m")


def is_priced(order, offers):
    """Did the shop say all these amounts in one quote that was asked for to charge?"""
    def fits(line, asked, quoted, options):
        option = options.get(line.get("option_id"), {})
        taxes = {each["index"]: each["tax"] for each in option.get("line_taxes", [])}
        discount = sum(part["amount"] for applied in quoted["discounts"]["applied"]
                       for part in applied["allocations"] if part["index"] == line["index"])
        said = next(each for each in quoted["lines"] if each["index"] == line["index"])
        wanted = asked["lines"][line["index"]]
        return (line["item_id"], line["quantity"]) == (wanted["item_id"], wanted["quantity"]) \
            and (line["unit_amount"], line["discount"]) == (said["unit_amount"], discount) \
            and line["tax"] == taxes.get(line["index"], said.get("tax"))

    def covers(asked, quoted):
        options = {option["id"]: option for option in quoted["options"]}
        ways = [(way, options.get(way["option_id"], {})) for way in order["fulfillment"]]
        return len(order["lines"]) == len(asked["lines"]) \
            and all(fits(line, asked, quoted, options) for line in order["lines"]) \
            and all((way["amount"], way["tax"]) == (said.get("amount"), said.get("tax", 0))
                    for way, said in ways) \
            and total_of(order) == sum(line["total"] for line in order["lines"]) + sum(
                way["amount"] + way["tax"] for way in order["fulfillment"])
    return any(covers(asked, quoted) for asked, quoted in offers)


class BackendProof(Proof):
    def __init__(self, parsed):
        super().__init__(parsed)
        self.canceled = {}  # Orders, with their sessions.
        self.backend = self.proxy = None

    def prepare(self):
        self.backend = Backend(self.shop.folder, STOCK)
        self.backend.start()
        self.proxy = Proxy(self.backend, self.options.seed, self.options.backend_faults).start()
        with open(self.shop.home + "/backend.secret", "w", encoding="utf-8") as file:
            file.write(SECRET + "\n")
        self.shop.configure(retry_seconds=[1, 1, 2])
        self.shop.append(f'[backend]\nurl = "http://127.0.0.1:{self.proxy.server_port}"\n'
                         'secret_file = "backend.secret"\n')

    def fits(self, status, told, shown):
        # Who completes twice at once may be charged what the first of them showed meanwhile, though
        # never more than the token is good for.
        return status != "completed" or told <= shown

    def close(self):
        super().close()
        if self.proxy:
            self.proxy.close()
        if self.backend:
            self.backend.kill()

    def purchase(self, client, number):
        """Some orders are called off at once, so that the shop hears of that too."""
        session = super().purchase(client, number)
        chance = random.Random(f"{self.options.seed}:{number}:canceled")
        if session["status"] != "completed" or chance.random() > 0.05:
            return session
        order = session["order"]["id"]
        operator = Client(self.shop.env["TILL_ADMIN_URL"], self.shop.env["TILL_ADMIN_TOKEN"])
        status, answer = operator.ask("POST", f"/orders/{order}/cancel", {}, f"cancel-{number}")
        if status not in (200, 202):  # The refund may be in doubt still.
            raise AssertionError(f"cancel {number}: {status} {answer}")
        with self.lock:
            self.canceled[order] = session["id"]
        return session

    def kill_at_random(self, done):
        other = threading.Thread(target=self.kill_backend, args=(done,))
        other.start()
        super().kill_at_random(done)
        other.join()

    def kill_backend(self, done):
        chance = random.Random(f"{self.options.seed}:backend kills")
        while not done.wait(chance.uniform(0.5, 2.0) * self.options.kill_seconds):
            self.backend.kill()
            done.wait(chance.uniform(0, 1.5))
            self.backend.start()
            self.outcomes["kills of the shop"] += 1

    def check(self):
        self.proxy.calm = True
        super().check()
        client = Client(self.url, self.shop.env["TILL_TOKEN"])
        sold = {}
        for session in self.shown:
            _, answer = client.ask("GET", f"/checkout_sessions/{session}")
            if answer["status"] == "completed":
                sold[answer["order"]["id"]] = answer
        poll(lambda: len(self.backend.orders()) >= len(sold), self.options.taken_seconds)
        told = self.backend.orders()
        for order in sorted(set(told) ^ set(sold))[:5]:
            self.failures.append(f"{order} is known to {'Till' if order in sold else 'the shop'} "
                                 "alone")
        for order in set(told) & set(sold):
            self.check_order(client, order, sold[order], *told[order])
        if not self.proxy.calls["holds"]:
            self.failures.append("the shop was never asked to hold anything")
        self.check_canceled()
        over = {session["id"] for session in sold.values()}
        if not poll(lambda: not over & self.backend.holders(), self.options.taken_seconds):
            self.failures.append(f"held for what is sold: {sorted(over & self.backend.holders())}")
        self.check_stock(told)
        self.outcomes["canceled"] = len(self.canceled)
        self.outcomes["orders of the shop"] = len(told)
        self.outcomes["faults of the shop"] = sum(self.proxy.played.values())
        self.outcomes["quotes"] = self.proxy.calls["quote"]
        self.faults = {"stripe": self.faults, "shop": dict(self.proxy.played)}

    def check_order(self, client, order, session, number, told):
        def look():
            return client.ask("GET", f"/orders/{order}")[1].get("order_number") == number
        if not poll(look, self.options.taken_seconds):
            self.failures.append(f"{order} does not show its number {number}")
        if total_of(told) != total_of(session) or told["session_id"] != session["id"]:
            self.failures.append(f"{order} was told as {told} and sold as {session}")
        if not is_priced(told, self.proxy.offers[session["id"]]):
            self.failures.append(f"{order} is not priced as the shop said")
        if not self.is_held(told):
            self.failures.append(f"{order} was charged without that the shop held its pieces")
        if total_of(told) not in self.proxy.accepted[session["id"]]:
            self.failures.append(f"{order} was charged without the shop's yes")

    def is_held(self, order):
        wanted = collections.Counter()
        for line in order["lines"]:
            if line["item_id"] in STOCKED:
                wanted[line["item_id"]] += line["quantity"]
        heard = self.proxy.held[order["session_id"]]
        return not wanted or any(
            all(held.get(item, 0) >= quantity for item, quantity in wanted.items())
            for held in heard)

    def check_canceled(self):
        def owed():
            charged = self.double.report()["sessions"]
            return {order for order, session in self.canceled.items()
                    if sum(charge["amount"] - charge["refunded"] for charge in charged[session])}
        poll(lambda: not owed(), self.options.taken_seconds)
        for order in owed():
            self.failures.append(f"{order} is canceled and was not given back")

    def check_stock(self, told):
        sold = collections.Counter()
        for order, (_, body) in told.items():
            for line in body["lines"] if order not in self.canceled else []:
                sold[line["item_id"]] += line["quantity"]

        def wrong():
            pieces = self.backend.pieces()
            return {item: pieces[item] for item in STOCKED
                    if pieces[item] != STOCK - sold[item]}
        poll(lambda: not wrong(), self.options.taken_seconds)
        for item, left in wrong().items():
            self.failures.append(f"{left} of {item} are left, and {sold[item]} were sold")


def options():
    parser = parser_of(__doc__)
    parser.add_argument("--backend-faults", type=float, default=0.10)
    parser.add_argument("--taken-seconds", type=float, default=300,
                        help="until all is told, once nothing fails any more")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(0 if play(BackendProof, options()) else 1)

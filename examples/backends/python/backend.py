#!/usr/bin/python3
"""A small shop behind Till (docs/backend/README.md), in nothing but Python's standard library."""

import argparse
import collections
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import sqlite3
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 300  # Seconds that a signature may be away from our clock.
MOST_BODY = 1 << 20
MOST_AMOUNT = 2**53 - 1
SHOP = json.loads((pathlib.Path(__file__).parent.parent / "shop.json").read_text("utf-8"))
ITEMS = SHOP["items"]
# What a line tells of its item as it stands there.
SHOWN = ("title", "description", "max_per_order", "group", "options", "brand", "gtin", "category",
         "condition", "weight_grams", "url", "image_url")
TABLES = """
CREATE TABLE IF NOT EXISTS items (id TEXT PRIMARY KEY, stock INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sets (session TEXT PRIMARY KEY, version INTEGER NOT NULL, until REAL);
CREATE TABLE IF NOT EXISTS held (session TEXT, item TEXT, quantity INTEGER NOT NULL,
                                 PRIMARY KEY (session, item));
CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, number INTEGER UNIQUE, body TEXT);
CREATE TABLE IF NOT EXISTS deeds (key TEXT PRIMARY KEY, deed TEXT, status INTEGER, answer TEXT);
"""


class Refused(Exception):
    """A no, with 422. Its only argument says why."""


def is_signed(header, body, secret, now):
    """Is one of the header's v1 ours, over the raw bytes, and not too old?"""
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not re.fullmatch("[0-9]{1,12}", times[0]) \
            or abs(now - int(times[0])) > TOLERANCE:
        return False
    expected = hmac.new(secret, times[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    given = [value.encode("latin-1") for name, _, value in parts if name == "v1"]
    return any([hmac.compare_digest(expected.encode(), each) for each in given])


def want(value, name, kind, least=None):
    """The member, which has to be there and of its kind, and no less than this."""
    found = value.get(name)
    if not isinstance(found, kind) or found is True \
            or least is not None and not least <= found <= MOST_AMOUNT:
        raise ValueError(f"{name} is missing or not what it should be")
    return found


def seconds_of(request, name):
    return datetime.datetime.fromisoformat(want(request, name, str)).timestamp()


def time_of(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def half_up(amount, parts, whole):
    return (amount * parts * 2 + whole) // (whole * 2)


def tax_of(amount, address, market):
    """What comes on top of the amount, or the part of it that is tax already."""
    rates, country = market["tax_ppm"], address["country"]
    rate = rates.get(f"{country}-{address['state']}", rates.get(country, 0))
    return half_up(amount, rate, 1_000_000 + (rate if market["tax_included"] else 0))


def discounts_of(codes, lines):
    """What the codes take off; each line also learns its own part."""
    applied, rejected = {}, []
    for code in codes:
        percent = SHOP["percent_off"].get(code)
        if percent is None or code in applied:
            reason = "expired" if code in SHOP["expired_codes"] else "invalid"
            rejected.append({"code": code, "reason": "already_applied" if percent else reason})
            continue
        parts = [{"index": line["index"], "amount": half_up(line["base"], percent, 100)}
                 for line in lines]
        for line, part in zip(lines, parts):
            line["left"] -= part["amount"]
        applied[code] = {"code": code, "title": f"{percent}% off", "percent_off": percent,
                         "allocations": parts}
    return {"applied": list(applied.values()), "rejected": rejected}


def lines_of(request):
    """Each line with its item, what it costs and the address it goes to; unknown items too."""
    groups = {want(group, "id", str): group for group in request.get("groups", [])}
    for line in want(request, "lines", list):
        item = ITEMS.get(want(line, "item_id", str))
        index, quantity = want(line, "index", int, 0), want(line, "quantity", int, 1)
        if item is None and request["purpose"] in ("create", "cart"):
            raise Refused({"reason": "unknown_item", "index": index})
        price = item["unit_amount"][request["currency"]] if item else 0
        if "published_amount" in line:  # Our feed said so: nobody pays more than that.
            price = min(price, want(line, "published_amount", int, 0))
        base = price * quantity
        if base > MOST_AMOUNT:
            raise Refused({"reason": "amount_too_large", "index": index})
        group = groups.get(line.get("group_id"), {})
        address = group.get("ship_to") or request.get("ship_to")
        yield {"index": index, "id": line["item_id"], "item": item, "price": price,
               "base": base, "left": base,
               "address": address, "suffix": "@" + group["id"] if group.get("ship_to") else ""}


def quoted_line(line, free, exempt, market):
    if line["item"] is None:
        return {"index": line["index"], "sold": False}
    item = line["item"]
    quoted = {name: item[name] for name in SHOWN if name in item}
    quoted |= {"index": line["index"], "sold": True, "physical": not item.get("digital", False),
               "unit_amount": line["price"], "tax_included": market["tax_included"]}
    if "stock" in item:
        quoted["available"] = free[line["id"]]
    if item.get("tax_exempt") or exempt:
        quoted["tax"] = 0
    elif line["address"]:
        quoted["tax"] = tax_of(line["left"], line["address"], market)
    return quoted  # No address: the tax is not known, and left out.


def rates_to(country, market):
    return [each for each in market["shipping"] if each["country"] == country]


def options_of(lines, now, exempt, market):
    """Shipments by address, then what can be fetched or downloaded."""
    goods = [line for line in lines if not line["item"].get("digital")]
    shipments = collections.defaultdict(list)
    for line in goods:
        if line["address"]:
            shipments[line["suffix"], line["address"]["country"]].append(line)
    included = market["tax_included"]  # Of a delivery, too; else deliveries are not taxed.
    for (suffix, country), together in shipments.items():
        for rate in rates_to(country, market):
            first, last = (time_of(now + days * 86400) for days in rate["days"])
            tax = tax_of(rate["amount"], together[0]["address"], market) if included else 0
            yield {"id": rate["id"] + suffix, "type": "shipping", "title": rate["title"],
                   "amount": rate["amount"], "tax": 0 if exempt else tax, "tax_included": included,
                   "covers": [line["index"] for line in together],
                   "carrier": rate["carrier"], "earliest": first, "latest": last}
    if goods and market["pickup"]:
        place = SHOP["store"]["address"]
        taxes = [{"index": line["index"],
                  "tax": 0 if exempt else tax_of(line["left"], place, market)} for line in goods]
        yield {"id": "store", "type": "pickup", "title": "Pick up in store", "amount": 0,
               "tax": 0, "covers": [line["index"] for line in goods], "location": SHOP["store"],
               "pickup_type": "in_store", "line_taxes": taxes}
    files = [line["index"] for line in lines if line["item"].get("digital")]
    if files:
        yield {"id": "download", "type": "digital", "title": "Download", "amount": 0, "tax": 0,
               "covers": files}


def quote(request, free):
    want(request, "purpose", str)
    market = SHOP["markets"].get(want(request, "currency", str))
    if market is None:
        raise Refused({"reason": "unsupported_currency"})
    if request.get("quote_id"):
        raise Refused({"reason": "unknown_quote"})
    now, exempt = seconds_of(request, "now"), request.get("buyer", {}).get("tax_exempt")
    lines = list(lines_of(request))
    sold = [line for line in lines if line["item"]]
    discounts = discounts_of(request.get("discount_codes", []), sold)
    address = request.get("ship_to")
    return {"lines": [quoted_line(line, free, exempt, market) for line in lines],
            "options": list(options_of(sold, now, exempt, market)), "discounts": discounts,
            "region_served": not address or bool(rates_to(address["country"], market)),
            "expires_at": time_of(now + 1800)}


class Shop:
    def __init__(self, path):
        self.lock = threading.Lock()
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.sql = self.db.execute
        self.db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + TABLES)
        for item, facts in ITEMS.items():
            if "stock" in facts:
                self.sql("INSERT OR IGNORE INTO items VALUES (?, ?)", (item, facts["stock"]))

    def once(self, key, deed, act):
        """Does it, or answers again what it was answered. Deed and answer are written together."""
        with self.lock, self.db:
            self.sql("BEGIN IMMEDIATE")
            for known in self.sql("SELECT deed, status, answer FROM deeds WHERE key = ?", (key,)):
                if known[0] != deed:
                    raise Refused({"reason": "key_reused"})
                return known[1], json.loads(known[2])
            status, answer = act()  # What it refuses changes nothing and is not kept.
            stored = json.dumps(answer)
            self.sql("INSERT INTO deeds VALUES (?, ?, ?, ?)", (key, deed, status, stored))
            return status, answer

    def free(self, but_for=""):
        """Pieces of each item that nobody holds, or nobody but this session."""
        return dict(self.sql(
            "SELECT id, max(0, stock - (SELECT ifnull(sum(quantity), 0) FROM held"
            " JOIN sets USING (session) WHERE item = id AND until > ? AND session != ?))"
            " FROM items", (time.time(), but_for)).fetchall())

    def quote(self, request):
        with self.lock:
            return 200, quote(request, self.free())

    def hold(self, session, request):
        version, until = want(request, "version", int, 1), seconds_of(request, "until")
        wanted = collections.Counter()
        for line in want(request, "lines", list):
            wanted[want(line, "item_id", str)] += want(line, "quantity", int, 1)
        for known in self.sql("SELECT version FROM sets WHERE session = ?", (session,)):
            if version < known[0]:
                return 200, {"held": self.held(session), "short": []}
        self.sql("REPLACE INTO sets VALUES (?, ?, ?)", (session, version, until))
        self.sql("DELETE FROM held WHERE session = ?", (session,))
        free, short = self.free(but_for=session), []
        for item, quantity in wanted.items():
            endless = item in ITEMS and "stock" not in ITEMS[item]
            if endless or quantity <= free.get(item, 0):
                self.sql("INSERT INTO held VALUES (?, ?, ?)", (session, item, quantity))
            else:
                short.append({"item_id": item, "available": free.get(item, 0)})
        return 200, {"held": self.held(session), "short": short}

    def held(self, session):
        rows = self.sql("SELECT item, quantity FROM held JOIN sets USING (session)"
                        " WHERE session = ? AND until > ? ORDER BY item", (session, time.time()))
        return [{"item_id": item, "quantity": quantity} for item, quantity in rows]

    def give_back(self, session):  # Its version stays known: an older PUT may still be on its way.
        self.sql("DELETE FROM held WHERE session = ?", (session,))
        return 204, None

    def approve(self, request):
        totals = {one["type"]: one["amount"] for one in want(request, "totals", list)}
        if want(totals, "total", int) > SHOP["approved_up_to"]:
            return 200, {"decision": "decline", "reason": "above what goes without a person"}
        return 200, {"decision": "approve"}

    def order(self, order):
        order_id, lines = want(order, "id", str), want(order, "lines", list)
        for known in self.sql("SELECT number FROM orders WHERE id = ?", (order_id,)):
            return 200, {"order_number": str(known[0])}
        for line in lines:
            if want(line, "item_id", str) not in ITEMS:
                raise Refused({"reason": "unknown_item", "index": want(line, "index", int, 0)})
            self.move(line["item_id"], -want(line, "quantity", int, 1))
        self.give_back(want(order, "session_id", str))  # What was held is sold now.
        number = self.sql("SELECT ifnull(max(number), 10000) + 1 FROM orders").fetchone()[0]
        self.sql("INSERT INTO orders VALUES (?, ?, ?)", (order_id, number, json.dumps(order)))
        return 201, {"order_number": str(number)}

    def event(self, order_id, event):
        kind = want(event, "type", str)
        known = self.sql("SELECT body FROM orders WHERE id = ?", (order_id,)).fetchone()
        if known is None:
            raise Refused({"reason": "unknown_order"})
        if kind == "canceled":  # All of it, or the pieces that the event names.
            lines = {line["index"]: line for line in json.loads(known[0])["lines"]}
            for line in event.get("lines", lines.values()):
                self.move(lines[line["index"]]["item_id"], line["quantity"])
        return 204, None  # A real shop also stops a parcel that is held, and tells its people.

    def move(self, item, pieces):
        self.sql("UPDATE items SET stock = stock + ? WHERE id = ?", (pieces, item))

    def products(self, query):
        limit = want({"limit": int(query.get("limit", "100"))}, "limit", int, 1)
        with self.lock:
            stock = dict(self.sql("SELECT id, max(0, stock) FROM items").fetchall())
        ids = [each for each in sorted(ITEMS) if each > query.get("cursor", "")]
        page = [{"id": each, **ITEMS[each], **({"stock": stock[each]} if each in stock else {})}
                for each in ids[:limit]]
        more = {"next": page[-1]["id"]} if len(ids) > len(page) else {}
        return 200, {"products": page, **more}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # Head and body leave in one piece.
    timeout = 60
    shop, secret = None, b""

    def answer(self):
        length = self.headers.get("Content-Length", "0")
        if not re.fullmatch("[0-9]{1,7}", length) or int(length) > MOST_BODY:
            self.close_connection = True
            return 413, None
        raw = self.rfile.read(int(length))
        if not is_signed(self.headers.get("Till-Signature", ""), raw, self.secret, time.time()):
            return 401, None
        try:
            return self.route(raw)
        except Refused as no:
            return 422, {"refused": no.args[0]}
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
            return 400, {"error": str(fault)}

    def route(self, raw):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        names = [urllib.parse.unquote(part) for part in url.path.split("/")[1:]]
        body = want({"body": json.loads(raw or "{}")}, "body", dict)
        shop, deed = self.shop, f"{self.command} {url.path}"
        match self.command, names:
            case "GET", ["capabilities"]:
                return 200, {"version": "2026-12-01", "capabilities": [
                    "quote", "holds", "approval", "orders", "products"]}
            case "GET", ["products"]: return shop.products(query)
            case "POST", ["quote"]: return shop.quote(body)
            case "POST", ["approve"]: return shop.approve(body)
            case "PUT", ["holds", session]: act = lambda: shop.hold(session, body)
            case "DELETE", ["holds", session]: act = lambda: shop.give_back(session)
            case "POST", ["orders"]: act = lambda: shop.order(body)
            case "POST", ["orders", order, "events"]: act = lambda: shop.event(order, body)
            case _: return 404, None
        return shop.once(self.headers["Idempotency-Key"] or want({}, "Idempotency-Key", str),
                         deed, act)

    def serve(self):
        status, answer = self.answer()
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = serve

    log_message = staticmethod(lambda *_: None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--secret-file", required=True)
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args()
    Handler.secret = pathlib.Path(arguments.secret_file).read_bytes().rstrip(b"\r\n")
    if not Handler.secret:
        parser.error("the secret is empty")
    Handler.shop = Shop(arguments.data)
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

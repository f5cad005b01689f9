"""An agent: speaks the protocol over TLS 1.3 and checks every answer it gets."""

import datetime
import http.client
import json
import ssl
import urllib.parse
import uuid

import rules

VERSION = "2026-04-17"
CALIFORNIA = {"name": "Ada Agent", "line_one": "1 Market St", "city": "San Francisco",
              "state": "CA", "country": "US", "postal_code": "94105"}
ABSENT = object()  # A header to leave out.


def address(country="US", state="CA"):
    return {**CALIFORNIA, "country": country, "state": state}


def new_key():
    return str(uuid.uuid4())


def in_an_hour():
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    return later.strftime("%Y-%m-%dT%H:%M:%SZ")


class Answer:
    """Status, headers and JSON of one answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()
        self.json = json.loads(self.raw) if self.raw else None

    def __getitem__(self, member):
        return self.json[member]

    def total(self, kind="total"):
        return sum(t["amount"] for t in self.json["totals"] if t["type"] == kind)

    def messages(self, code):
        return [m for m in self.json["messages"] if m.get("code") == code]

    def __repr__(self):
        return f"{self.status} {self.raw[:2000]!r}"


class Agent:
    """One agent's requests. Every answer is checked by rules.check."""

    def __init__(self, url, ca_file, token, version=VERSION):
        self.url = urllib.parse.urlsplit(url)
        self.ca_file, self.token, self.version = ca_file, token, version
        self.tls = ssl.create_default_context(cafile=ca_file)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_3

    def connect(self, timeout=30):
        return http.client.HTTPSConnection(self.url.hostname, self.url.port, context=self.tls,
                                           timeout=timeout)

    def request(self, method, path, body=None, key=None, headers=None, timeout=30):
        """`body` is sent as JSON, bytes as they are. A header of ABSENT is left out."""
        sent = {"Authorization": f"Bearer {self.token}", "API-Version": self.version}
        if method in ("POST", "PUT"):
            sent["Idempotency-Key"] = key or new_key()
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not ABSENT}
        connection = self.connect(timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        rules.check(method, path, sent, answer)
        return answer

    def get(self, session):
        return self.request("GET", f"/checkout_sessions/{session}")

    def create(self, *items, key=None, ship_to=None, **members):
        """Creates a session of items given as id or (id, quantity)."""
        lines = [{"id": item} if isinstance(item, str) else {"id": item[0], "quantity": item[1]}
                 for item in items]
        body = {"line_items": lines, "currency": "usd", "capabilities": {}, **members}
        if ship_to:
            body["fulfillment_details"] = {"address": ship_to}
        return self.request("POST", "/checkout_sessions", body, key)

    def update(self, session, key=None, **members):
        return self.request("POST", f"/checkout_sessions/{session}", members, key)

    def cancel(self, session, key=None, body=None):
        return self.request("POST", f"/checkout_sessions/{session}/cancel", body, key)

    def handler(self, session):
        return session["capabilities"]["payment"]["handlers"][0]

    def vault_body(self, session, card="4242424242424242", **allowance):
        """The delegate_payment request that would pay for this session's answer."""
        return {
            "payment_method": {
                "type": "card", "card_number_type": "fpan", "number": card, "exp_month": "12",
                "exp_year": "2039", "cvc": "123", "display_card_funding_type": "credit",
                "display_last4": card[-4:], "metadata": {}},
            "allowance": {
                "reason": "one_time", "max_amount": session.total(), "currency": "usd",
                "checkout_session_id": session["id"], "expires_at": in_an_hour(),
                "merchant_id": self.handler(session)["config"]["merchant_id"], **allowance},
            "risk_signals": [{"type": "card_testing", "score": 1, "action": "authorized"}],
            "metadata": {"source": "test"}}

    def vault(self, session, card="4242424242424242", key=None, **allowance):
        """A token that pays for this session, or for what `allowance` says instead."""
        body = self.vault_body(session, card, **allowance)
        return self.request("POST", "/agentic_commerce/delegate_payment", body, key)

    def payment(self, session, token):
        return {"payment_data": {
            "handler_id": self.handler(session)["id"],
            "instrument": {"type": "card", "credential": {"type": "spt", "token": token}}}}

    def complete(self, session, token, key=None, **members):
        path = f"/checkout_sessions/{session['id']}/complete"
        return self.request("POST", path, {**self.payment(session, token), **members}, key)

    def buy(self, *items, card="4242424242424242", **members):
        """A whole purchase; the answer to its complete."""
        session = self.create(*items, ship_to=CALIFORNIA, **members)
        return self.complete(session, self.vault(session, card)["id"])

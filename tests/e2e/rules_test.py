"""rules.check, which every other test of this folder relies on, finds what it says it finds."""

import copy
import os
import unittest

import rules
from agent import CALIFORNIA
from shop import ShopCase


class Spoiled:
    """An answer with something wrong about it."""

    def __init__(self, answer, spoil=lambda json: None, **headers):
        self.status, self.headers = answer.status, {**dict(answer.headers), **headers}
        self.json = copy.deepcopy(answer.json)
        spoil(self.json)


def set_amount(kind, amount, line=None):
    def spoil(session):
        totals = session["totals"] if line is None else session["line_items"][line]["totals"]
        next(t for t in totals if t["type"] == kind)["amount"] = amount
    return spoil


def without_total(kind):
    def spoil(session):
        session["totals"] = [t for t in session["totals"] if t["type"] != kind]
    return spoil


def also_in_two_entries(session):
    """The same subtotal, stated in two entries."""
    session["totals"].append({"type": "subtotal", "display_text": "More", "amount": 1})
    set_amount("subtotal", session["line_items"][0]["totals"][2]["amount"] - 1)(session)


def one_more_for_delivery(session):
    """More than the chosen options ask for, in sums that add up."""
    for entry in session["totals"]:
        entry["amount"] += entry["type"] in ("fulfillment", "total")


# rule, what is wrong with a session that is ready for payment.
SESSIONS = [
    ("TR-03", set_amount("total", 20.5)), ("LT-17", set_amount("discount", -1)),
    ("total stands always", without_total("total")),  # LT-04
    ("LT-07", set_amount("subtotal", 1)), ("LT-09", set_amount("total", 1)),
    ("LT-07", set_amount("subtotal", 1, line=0)), ("LT-09", set_amount("total", 1, line=0)),
    ("LT-05", lambda s: s["line_items"][0].update(quantity=3)),
    ("LT-11", lambda s: s["line_items"].append(s["line_items"][0])),
    ("LT-13", one_more_for_delivery),
    ("SE-03", lambda s: s.update(buyer=None)),
    ("ST-10", lambda s: s.update(order={"id": "ord_1"})),
    ("ST-10", lambda s: s.update(status="completed")),
    ("ST-02, ST-03", lambda s: s.update(status="incomplete")),
    ("ST-13", lambda s: s.update(messages=[{"type": "error", "code": "out_of_stock",
                                            "resolution": "recoverable"}])),
    ("ME-05", lambda s: s.update(messages=[{"type": "error", "code": "invalid"}])),
    ("ME-06", lambda s: s.update(messages=[{"type": "info", "param": "line_items"}])),
    ("CU-10", lambda s: s["selected_fulfillment_options"][0].update(option_id="stale")),
    ("FU-06", lambda s: s["selected_fulfillment_options"][0].update(type="pickup")),
    ("links", lambda s: s.update(links=[])),
]

# rule, what is wrong with an error.
ERRORS = [
    ("ER-01", lambda e: e.pop("code")), ("ER-01", lambda e: e.update(message="")),
    ("ER-02", lambda e: e.update(type="rate_limit_exceeded")),
    ("ER-05", lambda e: e.update(request_id="r-1")), ("ME-06", lambda e: e.update(param="id")),
    ("VE-04", lambda e: e.update(supported_versions=["2026-04-17"])),
]

# rule, what the official schema forbids of a session.
FORBIDDEN = [
    ("SE-01", lambda s: s.pop("messages")), ("SE-02", lambda s: s.update(agent="agent-a")),
    ("SE-05", lambda s: s.update(created_at=1795514400)),
    ("SE-11", lambda s: s["links"][0].update(type="imprint")),
    ("ST-01", lambda s: s.update(status="open")),
    ("LT-01", lambda s: s["line_items"][0].pop("totals")),
    ("LT-01", lambda s: s["line_items"][0].update(quantity=0)),
    ("LT-02", lambda s: s["totals"][0].pop("display_text")),
    ("LT-03", lambda s: s["totals"][0].update(type="goods")),
    ("LT-14", lambda s: s["fulfillment_options"][0].pop("totals")),
    ("ME-01", lambda s: s.update(messages=[{"type": "info", "content_type": "plain"}])),
    ("ME-02", lambda s: s.update(messages=[{"type": "warning", "code": "missing",
                                            "content_type": "plain", "content": "x"}])),
    ("ME-03, ME-10", lambda s: s.update(messages=[{"type": "error", "code": "price_change",
                                                   "content_type": "plain", "content": "x"}])),
    ("ME-07", lambda s: s.update(messages=[{"type": "error", "code": "missing", "param": None,
                                            "content_type": "plain", "content": "x"}])),
    ("CP-03", lambda s: s.pop("capabilities")),
    ("PM-01", lambda s: s["capabilities"]["payment"]["handlers"][0].pop("spec")),
]


class Rules(ShopCase):
    def found(self, answer, sent=None):
        """What the check says of the answer; nothing when it is content."""
        try:
            rules.check("POST", "/checkout_sessions", sent or {}, answer)
        except AssertionError as fault:
            return str(fault)
        return ""

    def without_schemas(self):
        known = rules.CAN_VALIDATE
        rules.CAN_VALIDATE = False
        self.addCleanup(setattr, rules, "CAN_VALIDATE", known)

    def test_what_is_wrong_with_a_session_is_found(self):
        self.without_schemas()
        session = self.agent.create(("mug-blue", 2), ship_to=CALIFORNIA)
        self.assertEqual(session["status"], "ready_for_payment")
        self.assertEqual(self.found(Spoiled(session)), "")
        for rule, spoil in SESSIONS:
            with self.subTest(rule):
                self.assertIn(rule, self.found(Spoiled(session, spoil)))

    def test_lt_12_entries_of_one_type_are_summed(self):
        self.without_schemas()
        session = self.agent.create(("mug-blue", 2), ship_to=CALIFORNIA)
        self.assertEqual(self.found(Spoiled(session, also_in_two_entries)), "")

    def test_what_is_wrong_with_an_error_is_found(self):
        self.without_schemas()
        error = self.agent.create("nothing")
        self.assertEqual((error.status, self.found(Spoiled(error))), (400, ""))
        for rule, spoil in ERRORS:
            with self.subTest(rule):
                self.assertIn(rule, self.found(Spoiled(error, spoil)))

    def test_what_is_wrong_with_the_headers_is_found(self):
        session = self.agent.create("ebook-acp")
        for name in ("Idempotency-Key", "Request-Id"):  # TR-07, TR-08
            self.assertIn(name, self.found(Spoiled(session), {name: "another"}))
        replayed = Spoiled(session, **{"Idempotent-Replayed": "false"})
        self.assertIn("TR-09", self.found(replayed))
        page = Spoiled(session, **{"Content-Type": "text/html"})
        self.assertIn("JSON", self.found(page))

    @unittest.skipUnless(rules.CAN_VALIDATE or os.environ.get("CI"),
                         "no official schemas at ../shared/spec")
    def test_what_the_official_schema_forbids_is_found(self):
        session = self.agent.create(("mug-blue", 2), ship_to=CALIFORNIA)
        self.assertEqual(self.found(Spoiled(session)), "")
        for rule, spoil in FORBIDDEN:
            with self.subTest(rule):
                self.assertIn("no CheckoutSession", self.found(Spoiled(session, spoil)))


if __name__ == "__main__":
    unittest.main()

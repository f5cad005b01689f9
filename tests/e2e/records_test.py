"""What agents tell the seller alone: kept, exported to the operator, never shown again
(A16 to A18, SE-07)."""

import json
import unittest
import urllib.error
import urllib.request

from agent import CALIFORNIA, new_key
from shop import ShopCase

FIRST = {"provider": "network.example", "token": "atp_first_secret", "campaign_id": "summer",
         "source": {"type": "url", "url": "https://blog.example/mugs"}, "touchpoint": "first",
         "issued_at": "2026-02-11T10:00:00Z", "metadata": {"rate": 0.15, "kind": "influencer"},
         "tomorrow": {"x": 1}}
LAST = {"provider": "other.example", "publisher_id": "pub_last", "touchpoint": "last"}
RISK = {"ip_address": "192.0.2.7", "user_agent": "Browser/1", "device_fingerprint": "fp_1"}


def admin(shop, method, path, expected=200):
    request = urllib.request.Request(
        shop.env["TILL_ADMIN_URL"] + path, method=method,
        headers={"Authorization": f"Bearer {shop.env['TILL_ADMIN_TOKEN']}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        status, body = refused.code, refused.read()
    if status != expected:
        raise AssertionError(f"{method} {path}: {status} {body!r}")
    return json.loads(body)


class Records(ShopCase):
    def record(self, session):
        return admin(self.shop, "GET", f"/sessions/{session['id']}")

    def assert_hidden(self, *answers):
        for answer in answers:
            for secret in ("atp_first_secret", "pub_last", "fp_1", "opted_in", "comparison",
                           "summer"):
                self.assertNotIn(secret, answer.raw.decode())

    def test_both_touches_and_the_signals_are_exported_and_never_shown(self):
        session = self.agent.create("ebook-acp", affiliate_attribution=FIRST)
        token = self.agent.vault(session)["id"]
        done = self.agent.complete(session, token, affiliate_attribution=LAST, risk_signals=RISK)
        self.assertEqual(done["status"], "completed", done)
        shown = self.agent.get(session["id"])
        order = self.agent.request("GET", f"/orders/{done['order']['id']}")
        self.assert_hidden(session, done, shown, order)
        record = self.record(session)
        first, last = record["affiliate_attributions"]
        self.assertEqual(first, {k: v for k, v in FIRST.items() if k != "tomorrow"})
        self.assertEqual(last, LAST)
        self.assertEqual(record["risk_signals"], RISK)
        self.assertEqual(record["order_id"], done["order"]["id"])
        self.assertEqual(record["session"], shown.json)
        self.assertNotIn("atp_first_secret", self.shop.logged())

    def test_an_attribution_that_is_malformed_or_names_a_person_is_refused(self):
        rows = [([], "$.affiliate_attribution", "invalid_type"),
                ({"token": "t"}, "$.affiliate_attribution.provider", "invalid_type"),
                ({"provider": "p"}, "$.affiliate_attribution.token", "invalid_type"),
                ({**LAST, "metadata": {"a": {}}}, "$.affiliate_attribution.metadata.a",
                 "invalid_type"),
                ({**LAST, "touchpoint": "middle"}, "$.affiliate_attribution.touchpoint",
                 "invalid_type"),
                ({**LAST, "source": {"type": "dream"}}, "$.affiliate_attribution.source.type",
                 "invalid_type"),
                ({**LAST, "metadata": {"user_email": "x"}},
                 "$.affiliate_attribution.metadata.user_email", "pii_not_allowed"),
                ({**LAST, "sub_id": "ann@example.com"}, "$.affiliate_attribution.sub_id",
                 "pii_not_allowed")]
        session = self.agent.create("ebook-acp")
        token = self.agent.vault(session)["id"]
        for told, param, code in rows:
            with self.subTest(told=told):
                for refused in (self.agent.create("ebook-acp", affiliate_attribution=told),
                                self.agent.complete(session, token, affiliate_attribution=told)):
                    self.assertEqual((refused.status, refused["code"], refused["param"]),
                                     (400, code, param))
        updated = self.agent.update(session["id"], affiliate_attribution=LAST)
        self.assertEqual(updated.status, 200)  # AT-01: without meaning on an update.
        self.assertEqual(self.record(session)["affiliate_attributions"], [])

    def test_a_trace_is_kept_once_with_the_canceled_session(self):
        session = self.agent.create("mug-blue")
        trace = {"reason_code": "comparison", "metadata": {"amount": 100, "x": True},
                 "trace_summary": "Cheaper elsewhere, write to ann@example.com"}
        key = new_key()
        canceled = self.agent.cancel(session["id"], key, {"intent_trace": trace})
        again = self.agent.cancel(session["id"], key, {"intent_trace": trace})
        self.assertEqual((canceled.status, canceled["status"]), (200, "canceled"))
        self.assertEqual(again.raw, canceled.raw)
        self.assert_hidden(canceled, self.agent.get(session["id"]))
        kept = self.record(session)["intent_trace"]
        self.assertEqual(kept, {**trace, "trace_summary": "Cheaper elsewhere, write to [removed]"})

    def test_a_reason_of_tomorrow_counts_as_other_and_a_malformed_trace_is_refused(self):
        session = self.agent.create("mug-blue")
        rows = [("text", "$.intent_trace"), ({}, "$.intent_trace.reason_code"),
                ({"reason_code": "other", "trace_summary": "s" * 501},
                 "$.intent_trace.trace_summary"),
                ({"reason_code": "other", "metadata": {"a": []}}, "$.intent_trace.metadata.a")]
        for trace, param in rows:
            refused = self.agent.cancel(session["id"], body={"intent_trace": trace})
            self.assertEqual((refused.status, refused["code"], refused["param"]),
                             (400, "invalid_type", param))
        self.agent.cancel(session["id"], body={"intent_trace": {"reason_code": "moon_phase"}})
        self.assertEqual(self.record(session)["intent_trace"], {"reason_code": "other"})

    def test_consent_is_offered_and_kept_for_offered_channels_only(self):
        session = self.agent.create("ebook-acp", buyer={"email": "ann@example.com"})
        (option,) = session["marketing_consent_options"]
        self.assertEqual(option["channel"], "email")
        done = self.agent.complete(
            session, self.agent.vault(session)["id"],
            marketing_consents=[{"channel": "email", "opted_in": True},
                                {"channel": "push", "opted_in": True}, {"channel": 7}])
        self.assertEqual(done["status"], "completed", done)
        self.assertNotIn("marketing_consent_options", done.json)
        self.assert_hidden(done)
        (consent,) = self.record(session)["marketing_consents"]
        self.assertEqual((consent["channel"], consent["opted_in"], consent["contact"],
                          consent["shown_text"]),
                         ("email", True, "ann@example.com", option["display_text"]))

    def test_notes_are_shown_with_the_order_alone(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA, order_notes="Ring twice")
        self.assertNotIn("Ring twice", session.raw.decode())
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["order"]["confirmation"], {"order_notes": "Ring twice"})
        order = self.agent.request("GET", f"/orders/{done['order']['id']}")
        self.assertEqual(order["confirmation"], {"order_notes": "Ring twice"})
        self.assertEqual(self.record(session)["order_notes"], "Ring twice")
        long = self.agent.update(session["id"], order_notes="n" * 5001)
        self.assertEqual((long.status, long["param"]), (400, "$.order_notes"))

    def test_timezone_metadata_and_locale_come_back(self):
        told = {"timezone": "Europe/Berlin", "locale": "en-US", "metadata": {"a": {"b": [1]}}}
        session = self.agent.create("mug-blue", **told)
        self.assertEqual({name: session[name] for name in told}, told)

    def test_the_operator_alone_may_look(self):
        session = self.agent.create("mug-blue")
        admin(self.shop, "GET", "/sessions/cs_unknown", expected=404)
        admin(self.shop, "POST", f"/sessions/{session['id']}/approve", expected=422)
        admin(self.shop, "POST", f"/sessions/{session['id']}/bless", expected=404)
        admin(self.shop, "GET", f"/sessions/{session['id']}/approve", expected=405)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(
                f"{self.shop.env['TILL_ADMIN_URL']}/sessions/{session['id']}", timeout=20)
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()


if __name__ == "__main__":
    unittest.main()

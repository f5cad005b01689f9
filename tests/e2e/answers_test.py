"""What answers hold and never hold, and what requests may bring beside what counts (A1 to A9)."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import unittest

import rules
from agent import CALIFORNIA, in_an_hour, new_key
from shop import ShopCase

AFFILIATE = {"provider": "impact.example", "token": "affiliate-secret-4711", "touchpoint": "first"}
VAULT = "/agentic_commerce/delegate_payment"


def members_of(value):
    """The name of every member at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from members_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members_of(inner)


class AnswersCase(ShopCase):
    def post(self, path, body, key=None, **headers):
        return self.agent.request("POST", path, body, key, headers=headers)

    def ready(self, *items, **members):
        return self.agent.create(*(items or ("mug-blue",)), ship_to=CALIFORNIA, **members)

    def whole_life(self):
        """Answers of all kinds: create, get, update, complete, cancel and a decline."""
        session = self.agent.create(("tee-black-m", 2), "ebook-acp", "desk-oak",
                                    discounts={"codes": ["SAVE10", "TAKE5", "NOSUCH"]})
        ready = self.agent.update(session["id"], fulfillment_details={"address": CALIFORNIA})
        declined = self.agent.complete(
            ready, self.agent.vault(ready, "4000000000000002")["id"])
        done = self.agent.complete(declined, self.agent.vault(declined)["id"])
        self.assertEqual(done["status"], "completed")
        order = self.agent.request("GET", f"/orders/{done['order']['id']}")
        other = self.ready("cap-sold-out", "mug-blue")
        return [session, ready, declined, done, order, self.agent.get(done["id"]), other,
                self.agent.cancel(other["id"])]


class Requests(AnswersCase):
    def test_tr_06_what_is_only_recommended_may_be_absent(self):
        body = json.dumps({"line_items": [{"id": "ebook-acp"}], "currency": "usd",
                           "capabilities": {}}).encode()
        connection = self.agent.connect()
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/checkout_sessions", skip_accept_encoding=True)
        for name, value in (("Authorization", f"Bearer {self.agent.token}"),
                            ("API-Version", self.agent.version), ("Idempotency-Key", new_key()),
                            ("Content-Type", "application/json"),
                            ("Content-Length", str(len(body)))):
            connection.putheader(name, value)
        connection.endheaders(body)
        self.assertEqual(connection.getresponse().status, 201)

    def test_id_24_another_attribution_is_another_body(self):
        key = new_key()
        first = self.agent.create("ebook-acp", key=key, affiliate_attribution=AFFILIATE)
        self.assertEqual(first.status, 201)
        other = self.agent.create("ebook-acp", key=key,
                                  affiliate_attribution={**AFFILIATE, "token": "another"})
        self.assertEqual((other.status, other["code"]), (422, "idempotency_conflict"))

    def test_cu_05_an_update_takes_no_currency_capabilities_or_attribution(self):
        session = self.ready()
        path = f"/checkout_sessions/{session['id']}"
        same = self.post(path, {"currency": "eur", "affiliate_attribution": AFFILIATE,
                                "capabilities": {"extensions": ["discount"]}})
        self.assertEqual((same.status, same["currency"]), (200, "usd"))
        self.assertEqual(same["capabilities"], session["capabilities"])
        self.assertEqual(same["totals"], session["totals"])

    def test_se_09_metadata_is_given_with_the_create_only(self):
        session = self.ready(metadata={"cart": [1, 2]})
        same = self.agent.update(session["id"], metadata={"cart": "other"})
        self.assertEqual((same.status, same["metadata"]), (200, {"cart": [1, 2]}))
        self.assertNotIn("metadata", self.ready().json)

    def test_pm_13_a_token_is_not_judged_by_its_spelling(self):
        for token in ("spt_123", "vt_1", "a token of another kind/äöü"):
            with self.subTest(token):
                answer = self.agent.complete(self.ready(), token)
                self.assertEqual((answer.status, answer["status"]), (200, "ready_for_payment"))
                self.assertEqual(answer.messages("payment_declined")[0]["param"],
                                 "$.payment_data.instrument.credential.token")

    def test_st_12_updates_lead_to_and_fro_until_the_session_is_over(self):
        session = self.agent.create("mug-blue")
        steps = [({"fulfillment_details": {"address": CALIFORNIA}}, "ready_for_payment"),
                 ({"line_items": [{"id": "cap-sold-out"}]}, "not_ready_for_payment"),
                 ({"line_items": [{"id": "mug-blue"}]}, "ready_for_payment"),
                 ({"fulfillment_details": None}, "incomplete"),
                 ({"line_items": [{"id": "ebook-acp"}]}, "ready_for_payment")]
        self.assertEqual(session["status"], "incomplete")
        for change, status in steps:
            with self.subTest(change=change):
                self.assertEqual(self.agent.update(session["id"], **change)["status"], status)
        self.assertEqual(self.agent.cancel(session["id"])["status"], "canceled")
        self.assertEqual(self.agent.update(session["id"], **steps[0][0]).status, 405)

    def test_cu_11_what_is_sold_out_meanwhile_leaves_the_session_there(self):
        session = self.ready("poster-limited")
        out = self.agent.update(session["id"], line_items=[
            {"id": "mug-blue"}, {"id": "poster-limited", "quantity": 4}])
        self.assertEqual((out.status, out["status"]), (200, "not_ready_for_payment"))
        self.assertEqual([m["param"][:len("$.line_items[1]")]
                          for m in out.messages("out_of_stock")], ["$.line_items[1]"])
        self.assertEqual([line["item"]["id"] for line in out["line_items"]],
                         ["mug-blue", "poster-limited"])


class Answers(AnswersCase):
    def test_ep_06_every_change_answers_the_whole_session(self):
        session = self.ready()
        changed = self.agent.update(session["id"], buyer={"email": "a@example.com"})
        paid = self.agent.complete(changed, self.agent.vault(changed)["id"])
        canceled = self.agent.cancel(self.ready()["id"])
        self.assertEqual(self.agent.get(paid["id"]).json, paid.json)
        self.assertEqual(self.agent.get(canceled["id"]).json, canceled.json)
        other = self.ready()
        self.assertEqual(self.agent.get(other["id"]).json, other.json)
        names = set(session.json) - {"marketing_consent_options"}  # Asked while it is open only.
        for answer in (changed, paid, canceled):
            self.assertLessEqual(names, set(answer.json))

    def test_se_07_what_an_agent_says_to_the_seller_alone_is_never_repeated(self):
        said = {"affiliate_attribution": AFFILIATE, "order_notes": "never-repeated notes"}
        session = self.ready(coupons=["SAVE10"], **said)
        changed = self.agent.update(session["id"], order_notes="never-repeated either",
                                    coupons=["TAKE5"])
        done = self.agent.complete(
            changed, self.agent.vault(changed)["id"],
            risk_signals={"ip_address": "203.0.113.77", "device_fingerprint": "never-repeated"},
            marketing_consents=[{"channel": "never-repeated", "opted_in": True}], **said)
        self.assertEqual(done["status"], "completed")
        trace = {"intent_trace": {"reason_code": "other", "trace_summary": "never-repeated why"}}
        canceled = self.agent.cancel(self.ready()["id"], body=trace)
        self.assertEqual(canceled["status"], "canceled")
        hidden = {"affiliate_attribution", "risk_signals", "payment_data", "marketing_consents",
                  "authentication_result", "coupons", "intent_trace"}
        order = self.agent.request("GET", f"/orders/{done['order']['id']}")
        for answer in (session, changed, done, canceled, self.agent.get(done["id"]),
                       self.agent.get(canceled["id"]), order):
            self.assertFalse(hidden & set(members_of(answer.json)))
            self.assertNotIn("order_notes", answer.json)
            for word in ("affiliate-secret", "203.0.113.77", "never-repeated why"):
                self.assertNotIn(word, answer.raw.decode())

    def test_cp_06_what_an_agent_can_show_is_not_repeated(self):
        can = {"supported": ["3ds", "telepathy"], "display_context": "webview",
               "redirect_context": "in_app", "max_redirects": 3, "max_interaction_depth": 2}
        session = self.agent.create("ebook-acp", capabilities={"interventions": can, "new": {}})
        self.assertEqual(session.status, 201, session)
        for answer in (session, self.agent.update(session["id"], buyer=None),
                       self.agent.get(session["id"]), self.agent.cancel(session["id"])):
            told = answer["capabilities"]
            self.assertEqual(set(told), {"payment", "interventions"})
            self.assertEqual(set(told["interventions"]), {"supported", "required", "enforcement"})
            self.assertNotIn("telepathy", told["interventions"]["supported"])
            self.assertEqual(told, session["capabilities"])

    def test_fu_14_where_it_goes_is_repeated_as_it_was_given(self):
        where = {"name": "Ada", "phone_number": "+15125550100", "email": "ada@example.com",
                 "address": {**CALIFORNIA, "line_two": "Floor 2"}}
        session = self.agent.create("mug-blue", fulfillment_details=where)
        for answer in (session, self.agent.update(session["id"], discounts={"codes": []}),
                       self.agent.get(session["id"])):
            self.assertEqual(answer["fulfillment_details"], where)

    def test_se_10_no_answer_states_a_second_currency(self):
        second = {"presentment_currency", "exchange_rate", "exchange_rate_timestamp",
                  "presentment_amount"}
        for answer in self.whole_life():
            self.assertFalse(second & set(members_of(answer.json)))

    def test_lt_12_each_type_of_total_stands_once_and_none_that_is_not_charged(self):
        charged = {"items_base_amount", "items_discount", "subtotal", "discount", "fulfillment",
                   "tax", "total", "amount_refunded"}
        for answer in self.whole_life():
            self.assertFalse({"breakdown", "discount_details"} & set(members_of(answer.json)))
            for holder in [answer.json, *answer["line_items"],
                           *answer.json.get("fulfillment_options", [])]:
                kinds = [entry["type"] for entry in holder["totals"]]
                self.assertEqual(len(kinds), len(set(kinds)))
                self.assertLessEqual(set(kinds), charged)

    def test_pm_02_to_pm_07_the_handler_is_spelled_as_its_rules_say(self):
        handlers = self.agent.create("ebook-acp")["capabilities"]["payment"]["handlers"]
        self.assertEqual(len({handler["id"] for handler in handlers}), len(handlers))
        for handler in handlers:
            self.assertRegex(handler["id"], r"^[a-zA-Z0-9_-]{1,64}$")
            self.assertRegex(handler["name"], r"^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*)+$")
            config = handler["config"]
            self.assertTrue(0 < len(config["merchant_id"]) <= 256)
            self.assertEqual(config["psp"], handler["psp"])
            self.assertTrue(config["accepted_brands"])
            self.assertTrue(handler["instrument_schemas"])

    def test_tr_11_an_affiliates_token_is_in_no_log(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        session = agent.create("ebook-acp", affiliate_attribution=AFFILIATE)
        paid = agent.complete(session, agent.vault(session)["id"], affiliate_attribution={
            **AFFILIATE, "touchpoint": "last"})
        self.assertEqual(paid["status"], "completed")
        bad = agent.create("ebook-acp", affiliate_attribution=AFFILIATE, buyer={"email": 1})
        self.assertEqual(bad.status, 400)
        shop.stop()
        log = shop.logged() + "\n".join(shop.output)
        self.assertIn("POST /checkout_sessions", log)
        self.assertNotIn(AFFILIATE["token"], log)


class Discovery(AnswersCase):
    def test_dv_14_the_base_url_leads_to_the_sessions(self):
        found = self.agent.request("GET", "/.well-known/acp.json")
        base = found["api_base_url"]
        self.assertFalse(base.endswith("/"))
        self.assertEqual(base, self.shop.env["TILL_URL"])
        self.assertEqual(self.agent.create("ebook-acp").status, 201)

    def test_dv_04_to_dv_13_discovery_tells_what_is_served_and_nothing_of_the_seller(self):
        found = self.agent.request("GET", "/.well-known/acp.json").json
        capabilities = found["capabilities"]
        self.assertLessEqual(set(capabilities["services"]),
                             {"checkout", "orders", "delegate_payment", "carts"})
        self.assertLessEqual(set(capabilities.get("intervention_types", [])),
                             {"3ds", "biometric", "address_verification"})
        for currency in capabilities["supported_currencies"]:
            self.assertRegex(currency, "^[a-z]{3}$")
        for locale in capabilities["supported_locales"]:
            self.assertRegex(locale, r"^[a-z]{2,3}(-[A-Z]{2})?$")
        for extension in capabilities["extensions"]:
            self.assertLessEqual(set(extension), {"name", "spec", "schema"})
        names = set(members_of(found))
        self.assertFalse({"merchant_id", "handlers", "psp", "payment"} & names)
        handler = self.agent.handler(self.agent.create("ebook-acp"))
        self.assertNotIn(handler["config"]["merchant_id"], json.dumps(found))

    def test_dv_12_discovery_is_the_same_until_the_config_changes(self):
        first = self.agent.request("GET", "/.well-known/acp.json")
        self.agent.buy("mug-blue")
        self.assertEqual(self.agent.request("GET", "/.well-known/acp.json").raw, first.raw)

    def test_fd_01_ep_16_nothing_else_is_served(self):
        order = self.agent.buy("ebook-acp")["order"]["id"]
        for method, path in (("GET", "/feeds"), ("POST", "/feeds"), ("GET", "/feeds/x/products"),
                             ("PATCH", "/feeds/x/products"), ("GET", "/orders"),
                             ("POST", f"/orders/{order}/refund"), ("GET", "/refunds")):
            with self.subTest(method=method, path=path):
                answer = self.agent.request(method, path)
                self.assertEqual((answer.status, answer["code"]), (404, "not_found"))
        self.assertEqual(self.agent.request("GET", "/checkout_sessions").status, 405)


class Vault(AnswersCase):
    def test_dl_20_a_key_of_delegate_payment_is_as_any_other(self):
        session, key = self.ready(), new_key()
        body = self.agent.vault_body(session)
        first = self.post(VAULT, body, key)
        self.assertEqual(first.status, 201)
        again = self.post(VAULT, dict(reversed(body.items())), key)
        self.assertEqual((again.status, again.raw), (201, first.raw))
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        other = self.post(VAULT, {**body, "metadata": {"source": "another"}}, key)
        self.assertEqual((other.status, other["code"]), (422, "idempotency_conflict"))
        self.assertEqual(self.agent.complete(session, first["id"])["status"], "completed")

    def test_dl_14_dl_23_a_refusal_has_its_status_code_and_path(self):
        good = self.agent.vault_body(self.ready())
        card, blocked = good["payment_method"], {"type": "card_testing", "score": 9}
        rows = [
            ({**good, "risk_signals": [{**blocked, "action": "blocked"}]}, None),  # DL-14
            ({**good, "payment_method": {**card, "number": "4242424242424241"}},
             "$.payment_method.number"),  # DL-18, DL-22
            ({**good, "allowance": {**good["allowance"], "max_amount": 0}},
             "$.allowance.max_amount"),  # DL-11
            ({**good, "payment_method": {**card, "checks_performed": ["avs", "zip"]}},
             "$.payment_method.checks_performed[1]"),  # DL-08
        ]
        for body, param in rows:
            with self.subTest(param=param):
                answer = self.post(VAULT, body)
                self.assertEqual((answer.status, answer["type"], answer["code"]),
                                 (400, "invalid_request", "invalid_card"))
                if param:
                    self.assertEqual(answer["param"], param)
                rules.validate("delegate_payment", "Error", answer.json)

    def test_dl_21_a_billing_address_has_bounds(self):
        good = self.agent.vault_body(self.ready())
        bounds = {"name": 256, "line_one": 60, "line_two": 60, "city": 60, "postal_code": 20}
        for member, most in bounds.items():
            with self.subTest(member):
                fits = {**good, "billing_address": {**CALIFORNIA, member: "é" * most}}
                self.assertEqual(self.post(VAULT, fits).status, 201)
                long = {**good, "billing_address": {**CALIFORNIA, member: "é" * (most + 1)}}
                answer = self.post(VAULT, long)
                self.assertEqual((answer.status, answer["param"]),
                                 (400, f"$.billing_address.{member}"))

    def test_dl_02_a_token_is_answered_with_its_instant_and_nothing_of_the_card(self):
        answer = self.agent.vault(self.ready())
        self.assertEqual(set(answer.json), {"id", "created", "metadata"})
        self.assertRegex(answer["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertNotIn("4242", answer.raw.decode())


class SignedVault(AnswersCase):
    SECRET, TOKEN = "signature-secret-of-a-vaulter-012345", "token-of-an-agent-that-vaults-signed"

    @classmethod
    def prepare(cls):
        with open(os.path.join(cls.shop.home, "vaulter.key"), "w", encoding="utf-8") as key:
            key.write(cls.SECRET)
        os.chmod(key.name, 0o600)
        digest = hashlib.sha256(cls.TOKEN.encode()).hexdigest()
        cls.shop.append(f'[[agents]]\nid = "vaulter"\ntoken_sha256 = ["{digest}"]\n'
                        'signature_algorithm = "hmac-sha256"\n'
                        'signature_key_file = "vaulter.key"\n')

    def send(self, path, body, timestamp=None):
        data, headers = json.dumps(body).encode(), {}
        if timestamp:
            digest = hmac.new(self.SECRET.encode(), data, hashlib.sha256).digest()
            headers = {"Signature": base64.urlsafe_b64encode(digest).decode().rstrip("="),
                       "Timestamp": timestamp}
        return self.shop.agent(self.TOKEN).request("POST", path, data, headers=headers)

    def test_sg_06_a_card_is_vaulted_for_a_signed_request_only(self):
        create = {"line_items": [{"id": "ebook-acp"}], "currency": "usd", "capabilities": {}}
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        session = self.send("/checkout_sessions", create, now)
        self.assertEqual(session.status, 201, session)
        body = self.agent.vault_body(session)
        self.assertEqual(self.send(VAULT, body).status, 401)
        self.assertEqual(self.send(VAULT, body, in_an_hour()).status, 401)
        self.assertEqual(self.send(VAULT, body, now).status, 201)


if __name__ == "__main__":
    unittest.main()

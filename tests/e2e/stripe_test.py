"""Payments through Stripe, which the double plays: what is charged."""

import json
import time

import rules
from ports import free_ports
from shop import poll, till
from stripe import Double, StripeCase, StripeShop, WEBHOOK_SECRET


class Charges(StripeCase):
    def test_a_purchase_is_charged_once_and_its_handler_names_the_profile(self):
        self.open()
        session = self.session("mug-blue", "ebook-acp")
        handler = self.agent.handler(session)
        self.assertEqual((handler["psp"], handler["config"]["merchant_id"]),
                         ("stripe", "profile_test_double"))
        bought = self.pay(session)
        self.assertEqual(bought["status"], "completed")
        charge, = self.charges(session)
        self.assertEqual((charge["amount"], charge["currency"], charge["status"]),
                         (session.total(), "usd", "succeeded"))
        self.assertNotIn("spt_", self.shop.logged())

    def test_every_refusal_leaves_the_session_open_for_a_new_token(self):
        self.open()
        rows = [
            ("declined", {"payment_method": "pm_card_chargeDeclined"}, "declined"),
            ("no funds", {"payment_method": "pm_card_chargeDeclinedInsufficientFunds"}, "funds"),
            ("over the limit", {"amount": 500}, "less than the total"),
            ("other currency", {"currency": "eur"}, "currency"),
            ("blocked", {"payment_method": "pm_double_block"}, "declined"),
            ("expired", {"expires_at": int(time.time()) - 10}, "expired"),
        ]
        for name, token, words in rows:
            with self.subTest(name):
                session = self.session()
                refused = self.pay(session, **token)
                self.assertEqual((refused.status, refused["status"]), (200, "ready_for_payment"))
                message, = refused.messages("payment_declined")
                self.assertIn(words, message["content"])
                self.assertNotRegex(message["content"], "spt_|generic_decline|insufficient_funds")
                self.assertEqual(self.charges(session), [])
                self.assertEqual(self.pay(session)["status"], "completed")

    def test_tokens_that_are_revoked_unknown_or_spent_are_refused(self):
        self.open()
        session = self.session()
        token = self.double.token(session.total())
        self.double.call("POST", f"/v1/test_helpers/shared_payment/granted_tokens/{token}/revoke")
        for bad in (token, "spt_unknown", "not a token", "../intents"):
            refused = self.agent.complete(session, bad)
            self.assertEqual(refused["status"], "ready_for_payment", bad)
            self.assertTrue(refused.messages("payment_declined"), bad)
        spent = self.double.token(session.total())
        self.assertEqual(self.agent.complete(session, spent)["status"], "completed")
        other = self.session()
        self.assertEqual(self.agent.complete(other, spent)["status"], "ready_for_payment")
        self.assertEqual(self.charges(other), [])

    def test_the_agent_authenticates_the_buyer_and_the_session_waits_for_it(self):
        self.open()
        for outcome, status in (("succeeded", "completed"), ("failed", "ready_for_payment")):
            with self.subTest(outcome):
                session = self.session()
                waiting = self.pay(session, "pm_card_threeDSecure2Required")
                self.assertEqual(waiting["status"], "complete_in_progress")
                attempt = self.last_intent()
                self.double.control(f"authenticate/{attempt}", outcome=outcome)
                self.assertEqual(self.settled(session)["status"], status)

    def last_intent(self):
        """Ids are counted: the highest that is there."""
        number = 1
        last = None
        misses = 0
        while misses < 10:
            status, answer = self.double.call("GET", f"/v1/payment_intents/pi_{number:012}")
            misses = 0 if status == 200 else misses + 1
            last = answer["id"] if status == 200 else last
            number += 1
        return last

    def test_a_processing_charge_is_finished_by_its_report(self):
        self.open(authenticate_after=1500)
        session = self.session()
        self.assertEqual(self.pay(session, "pm_double_processing")["status"],
                         "complete_in_progress")
        self.assertEqual(self.settled(session)["status"], "completed")
        self.assertEqual(len(self.charges(session)), 1)


class Faults(StripeCase):
    def test_each_fault_ends_in_one_charge_and_one_order(self):
        self.open()
        for kind in ("drop_before", "drop_after", "truncated", "lock", "broken_late",
                     "unavailable"):
            with self.subTest(kind):
                session = self.session()
                self.double.control("faults", kind=kind, times=1, path="/v1/payment_intents")
                answer = self.pay(session)
                self.assertIn(answer["status"], ("completed", "complete_in_progress"))
                self.assertEqual(self.settled(session)["status"], "completed")
                self.assertEqual([c["amount"] for c in self.charges(session)], [session.total()])

    def test_a_fault_that_stripe_keeps_is_undone_only_when_nothing_was_charged(self):
        self.open(webhooks=False, stripe="search_lag_seconds = 3")
        session = self.session()
        self.double.control("faults", kind="broken", times=1, path="/v1/payment_intents")
        self.assertEqual(self.pay(session)["status"], "complete_in_progress")
        self.assertTrue(poll(
            lambda: self.agent.get(session["id"])["status"] == "ready_for_payment", 100))
        self.assertEqual(self.charges(session), [])
        self.assertEqual(self.pay(session)["status"], "completed")

    def test_a_slow_stripe_is_answered_within_four_seconds(self):
        self.open()
        session = self.session()
        token = self.double.token(session.total())
        self.double.control("faults", kind="slow", times=1, path="/v1/payment_intents")
        began = time.monotonic()
        answer = self.agent.complete(session, token)
        self.assertLess(time.monotonic() - began, 4.0)
        self.assertEqual(answer["status"], "complete_in_progress")
        self.assertEqual(self.settled(session)["status"], "completed")
        self.assertEqual(len(self.charges(session)), 1)

    def test_a_stripe_that_is_down_is_left_alone_and_tried_again(self):
        self.open()
        sessions = [self.session() for _ in range(8)]
        token = self.double.token(sessions[0].total())
        self.double.control("faults", kind="unavailable", times=1000, path="/v1/")
        for session in sessions[:4]:
            self.agent.complete(session, token)
        began = time.monotonic()
        refused = self.agent.complete(sessions[7], token)
        self.assertLess(time.monotonic() - began, 0.5)
        self.assertEqual(refused.status, 503)
        self.assertTrue(refused.headers["Retry-After"])
        self.assertEqual(self.agent.get(sessions[7]["id"])["status"], "ready_for_payment")


class OverTls(StripeCase):
    def test_a_handshake_that_fails_charges_nothing_and_the_next_one_does(self):
        port = free_ports(1)[0]
        self.shop = StripeShop(f"https://127.0.0.1:{port}", stripe='ca_file = "tls/ca.pem"')
        self.addCleanup(self.shop.close)
        files = {name: f"{self.shop.home}/tls/{name}.pem" for name in ("ca", "cert", "key")}
        self.double = Double(port, ca_file=files["ca"], tls_cert=files["cert"],
                             tls_key=files["key"])
        self.addCleanup(self.double.stop)
        self.shop.start()
        self.agent = self.shop.agent()
        session = self.session()
        token = self.double.token(session.total())
        self.double.control("faults", kind="refused", times=3)
        self.agent.complete(session, token)
        self.assertEqual(self.settled(session)["status"], "completed")
        self.assertEqual([c["amount"] for c in self.charges(session)], [session.total()])
        self.assertEqual(self.double.report()["faults"]["refused"], 3)

    def test_a_certificate_of_another_authority_is_not_trusted(self):
        port = free_ports(1)[0]
        self.shop = StripeShop(f"https://127.0.0.1:{port}")
        self.addCleanup(self.shop.close)
        home = self.shop.home
        self.double = Double(port, ca_file=f"{home}/tls/ca.pem", tls_cert=f"{home}/tls/cert.pem",
                             tls_key=f"{home}/tls/key.pem")
        self.addCleanup(self.double.stop)
        checked = till("stripe", "check", "--config", self.shop.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("no answer", checked.stderr)


class Reports(StripeCase):
    def post(self, body, signature):
        agent = self.agent
        connection = agent.connect()
        connection.request("POST", "/webhooks/stripe", body,
                           {"Stripe-Signature": signature} if signature else {})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, json.loads(text)

    def test_a_report_needs_a_fresh_signature_of_the_endpoints_secret(self):
        self.open()
        body = b'{"id":"evt_1","type":"balance.available","data":{"object":{}}}'
        now = int(time.time())
        good = rules.stripe_signature(WEBHOOK_SECRET, body, now)
        rows = [
            ("good", body, good, 200),
            ("good among others", body, f"{good},v1={'0' * 64},v0=abc", 200),
            ("none", body, None, 400),
            ("another secret", body, rules.stripe_signature("whsec_other", body, now), 400),
            ("another body", body + b" ", good, 400),
            ("too old", body, rules.stripe_signature(WEBHOOK_SECRET, body, now - 301), 400),
            ("no JSON", b"{", rules.stripe_signature(WEBHOOK_SECRET, b"{", now), 400),
        ]
        for name, sent, signature, status in rows:
            with self.subTest(name):
                self.assertEqual(self.post(sent, signature)[0], status)
        connection = self.agent.connect()
        connection.request("GET", "/webhooks/stripe")
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "POST"))
        connection.close()

    def test_the_sandboxs_vault_is_closed(self):
        self.open()
        session = self.session()
        refused = self.agent.vault(session)
        self.assertEqual(refused.status, 404)


class CommandLine(StripeCase):
    def test_the_keys_are_checked_and_a_test_purchase_is_made(self):
        self.open()
        checked = self.shop_command("check")
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("test mode", checked.stdout)
        bought = self.shop_command("test-purchase", "--env", self.shop.agent_env,
                                   "--item", "ebook-acp")
        self.assertEqual(bought.returncode, 0, bought.stderr)
        self.assertRegex(bought.stdout, r"order +ord_")
        declined = self.shop_command("test-purchase", "--env", self.shop.agent_env,
                                     "--item", "ebook-acp",
                                     "--payment-method", "pm_card_chargeDeclined")
        self.assertEqual(declined.returncode, 1)
        self.assertIn("declined", declined.stderr)

    def test_any_provider_is_asked_by_the_same_words(self):
        self.open()
        checked = till("payments", "check", "--config", self.shop.config)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("stripe, takes new purchases", checked.stdout)
        self.assertIn("test mode", checked.stdout)
        for named in ([], ["--provider", "stripe"]):
            bought = till("payments", "test-purchase", *named, "--config", self.shop.config,
                          "--env", self.shop.agent_env, "--item", "ebook-acp")
            self.assertEqual(bought.returncode, 0, bought.stderr)
            self.assertRegex(bought.stdout, r"order +ord_")
        unknown = till("payments", "check", "--provider", "sandbox", "--config", self.shop.config)
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("not paid through", unknown.stderr)

    def shop_command(self, *arguments):
        return till("stripe", *arguments, "--config", self.shop.config)

    def test_a_wrong_key_is_told(self):
        self.open()
        with open(self.shop.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.shop.config, "w", encoding="utf-8") as file:
            file.write(text.replace("sk_test_double", "sk_test_other"))
        checked = self.shop_command("check")
        self.assertEqual(checked.returncode, 1)
        self.assertIn("does not take the key", checked.stderr)
        self.assertNotIn("sk_test_other", checked.stderr)

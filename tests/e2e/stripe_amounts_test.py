"""Payments through Stripe: amounts as Stripe counts them, and what changes between payments."""

import time

import rules
from agent import address
from catalog_test import edit, item, reload
from ports import free_ports
from shop import TABLES, till
from stripe import SECRET_KEY, WEBHOOK_SECRET, Double, StripeCase, StripeShop

TABLES.update(secret_key="stripe", webhook_secret="stripe")
BRITAIN = address("GB", "")


class MoneyCase(StripeCase):
    def open_shop(self, change=lambda catalog: None, **settings):
        port = free_ports(1)[0]
        self.shop = StripeShop(f"http://127.0.0.1:{port}", **settings)
        self.addCleanup(self.shop.close)
        edit(self.shop, change)
        self.double = Double(port, webhook_url=self.shop.webhook_url,
                             webhook_ca=self.shop.env["TILL_CA"], webhook_secret=WEBHOOK_SECRET)
        self.addCleanup(self.double.stop)
        self.shop.start()
        self.agent = self.shop.agent()


def worldwide(catalog):
    item(catalog, "mug-blue")["unit_amount"] = {
        "usd": 1450, "isk": 2000, "ugx": 55_000, "jpy": 2200, "mga": 65_050, "kwd": 4957}
    for rate in catalog["shipping"]:
        rate["amount"] = 0


class Amounts(MoneyCase):
    def test_each_currency_is_charged_and_given_back_in_stripes_unit(self):
        self.open_shop(worldwide)
        rows = [("isk", 2000, 200_000), ("ugx", 55_000, 5_500_000), ("jpy", 2200, 2200),
                ("mga", 65_000, 650), ("kwd", 4950, 4950)]
        for currency, shown, charged in rows:
            with self.subTest(currency):
                session = self.agent.create("mug-blue", ship_to=BRITAIN, currency=currency)
                self.assertEqual((session["status"], session.total()),
                                 ("ready_for_payment", shown))
                bought = self.pay(session, amount=charged, currency=currency)
                self.assertEqual(bought["status"], "completed", bought)
                charge, = self.charges(session)
                self.assertEqual((charge["amount"], charge["captured"]), (charged, charged))
                self.act("refund", bought)
                self.assertEqual(self.charges(session)[0]["refunded"], charged)
                self.assertEqual(self.adjustments(bought), [("refund", "completed", shown)])

    def test_a_token_allows_what_stripe_counts(self):
        self.open_shop(worldwide)
        session = self.agent.create("mug-blue", ship_to=BRITAIN, currency="isk")
        refused = self.pay(session, amount=2000, currency="isk")
        self.assertIn("less than the total", refused.messages("payment_declined")[0]["content"])

    def test_percentages_and_refunds_in_thousandths(self):
        self.open_shop(worldwide)
        session = self.agent.create("mug-blue", ship_to=BRITAIN, currency="kwd",
                                    discounts={"codes": ["SAVE10"]})
        self.assertEqual(session.total() % 10, 0)
        bought = self.pay(session, currency="kwd")
        self.assertEqual(bought["status"], "completed", bought)
        self.assertIn("multiples of 0.010", self.act("refund", bought, "--amount", "1001", code=1))
        self.act("refund", bought, "--amount", "1000")
        self.assertEqual(self.charges(session)[0]["refunded"], 1000)

    def test_a_total_that_stripe_does_not_charge_is_not_ready_and_says_why(self):
        def change(catalog):
            worldwide(catalog)
            item(catalog, "mug-blue")["unit_amount"] = {"usd": 49, "gbp": 30, "jpy": 49}
            item(catalog, "desk-oak")["unit_amount"] = 100_000_000

        self.open_shop(change)
        for currency, thing, status, words in (
                ("usd", "mug-blue", "not_ready_for_payment", "less than 0.50 usd"),
                ("gbp", "mug-blue", "ready_for_payment", ""),
                ("jpy", "mug-blue", "not_ready_for_payment", "less than 50 jpy"),
                ("usd", "desk-oak", "not_ready_for_payment", "more than 999999.99 usd")):
            session = self.agent.create(thing, ship_to=BRITAIN, currency=currency)
            self.assertEqual(session["status"], status, session)
            texts = [each["content"] for each in session["messages"] if each["type"] == "error"]
            self.assertTrue(any(words in text for text in texts) if words else not texts, texts)

    def test_the_test_purchase_is_granted_enough(self):
        self.open_shop(worldwide)
        run = till("stripe", "test-purchase", "--config", self.shop.config, "--env",
                   self.shop.agent_env, "--item", "mug-blue", "--currency", "jpy")
        self.assertEqual(run.returncode, 0, run.stderr + run.stdout)


class Receipts(MoneyCase):
    def test_an_address_that_stripe_may_dislike_does_not_keep_the_buyer_from_paying(self):
        self.open_shop()
        for email in ("ada@example.com", "ada@localhost.localdomain", "a.d.a+till@example.co.uk"):
            session = self.agent.create("mug-blue", ship_to=BRITAIN, buyer={"email": email})
            self.assertEqual(self.pay(session)["status"], "completed", email)


class Changes(MoneyCase):
    def test_stripes_secrets_are_read_again(self):
        self.open_shop()
        self.shop.stop()
        self.shop.configure(secret_key="sk_test_old", webhook_secret="whsec_old")
        self.shop.start()
        self.agent = self.shop.agent()
        session = self.session()
        refused = self.pay(session)
        self.assertNotIn("omplete again", refused.messages("payment_declined")[0]["content"])
        self.shop.configure(secret_key=SECRET_KEY, webhook_secret=WEBHOOK_SECRET)
        reload(self.shop)
        self.assertEqual(self.pay(session)["status"], "completed")
        body = b'{"id":"evt_1","type":"balance.available","data":{"object":{}}}'
        signature = rules.stripe_signature(WEBHOOK_SECRET, body, int(time.time()))
        self.assertEqual(self.post(body, signature), 200)

    def post(self, body, signature):
        connection = self.agent.connect()
        headers = {"Stripe-Signature": signature} if signature else {}
        connection.request("POST", "/webhooks/stripe", body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def test_unsigned_posts_are_bounded_and_told_once_in_a_while(self):
        self.open_shop()
        answers = [self.post(b"{}", None) for _ in range(60)]
        self.assertEqual(set(answers), {400, 429})
        lines = [line for line in self.shop.logged().splitlines() if "webhooks/stripe" in line
                 or "payment_report_refused" in line]
        self.assertLess(len(lines), 5, lines)
        body = b'{"id":"evt_1","type":"balance.available","data":{"object":{}}}'
        signature = rules.stripe_signature(WEBHOOK_SECRET, body, int(time.time()))
        self.assertEqual(self.post(body, signature), 200)

    def test_an_order_of_another_provider_keeps_its_money(self):
        self.open_shop()
        bought = self.buy("mug-blue")
        self.shop.stop()
        self.shop.configure(provider="sandbox")
        self.shop.start()
        for action in (["refund"], ["refund", "--amount", "100"], ["cancel"]):
            said = self.act(action[0], bought, *action[1:], code=1)
            self.assertIn("stripe", said)
        self.assertEqual(self.adjustments(bought), [])
        self.act("ship", bought)

    def test_an_order_is_refunded_at_its_provider_while_that_is_named(self):
        self.open_shop()
        session = self.session()
        bought = self.pay(session)
        self.shop.stop()
        self.shop.configure(provider="sandbox", former=["stripe"])
        self.shop.start()
        self.assertEqual(self.shop.agent().buy("mug-blue")["status"], "completed")
        self.act("refund", bought)
        self.assertEqual(self.adjustments(bought), [("refund", "completed", session.total())])
        self.assertEqual(self.charges(session)[0]["refunded"], session.total())
        checked = till("payments", "check", "--config", self.shop.config)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("sandbox, takes new purchases", checked.stdout)
        self.assertIn("stripe, for earlier orders only", checked.stdout)
        self.assertIn("test mode", checked.stdout)

    def test_the_sandbox_takes_nothing_beside_stripe(self):
        self.open_shop()
        self.shop.stop()
        self.shop.configure(provider=["stripe", "sandbox"])
        with open(self.shop.config, encoding="utf-8") as file:
            text = file.read().replace('provider = ["stripe"', 'providers = ["stripe"')
        with open(self.shop.config, "w", encoding="utf-8") as file:
            file.write(text)
        self.shop.start()
        self.agent = self.shop.agent()
        session = self.session()
        handlers = session["capabilities"]["payment"]["handlers"]
        self.assertEqual([each["psp"] for each in handlers], ["stripe"])
        self.assertEqual(self.agent.vault(session).status, 404)
        self.assertEqual(self.pay(session)["status"], "completed")

    def test_declines_of_one_session_are_bounded(self):
        self.open_shop()
        session = self.session()
        for _ in range(5):
            declined = self.pay(session, "pm_card_chargeDeclined")
            self.assertEqual(declined["status"], "ready_for_payment")
        refused = self.pay(session)
        self.assertEqual((refused.status, refused["code"]), (409, "too_many_declines"))
        self.assertEqual(self.agent.cancel(session["id"])["status"], "canceled")

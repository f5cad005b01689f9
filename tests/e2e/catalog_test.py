"""The catalogue: discounts of every kind, currencies, and a reload without a failed request."""

import concurrent.futures
import json
import os
import re
import threading
import unittest

from agent import CALIFORNIA, address
from shop import ShopCase, poll, till

BUYER = {"email": "ada@example.com"}


class CatalogCase(ShopCase):
    def open(self, change=None):
        """A shop of this test's own, whose catalogue `change` has edited."""
        shop = self.own_shop()
        if change:
            edit(shop, change)
        shop.start()
        return shop, shop.agent()


def path_of(shop):
    return os.path.join(shop.home, "catalog.json")


def edit(shop, change):
    with open(path_of(shop), encoding="utf-8") as file:
        catalog = json.load(file)
    change(catalog)
    write(shop, json.dumps(catalog))


def write(shop, text):
    """Puts the file in place at once, as an editor does."""
    with open(path_of(shop) + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path_of(shop) + ".new", path_of(shop))


def item(catalog, name):
    return next(each for each in catalog["items"] if each["id"] == name)


def reload(shop, log="\"reloaded\""):
    before = shop.logged().count(log)
    shop.hang_up()
    if not poll(lambda: shop.logged().count(log) > before, 20):
        raise AssertionError(f"no {log} in the log:\n{shop.logged()[-2000:]}")


class Discounts(CatalogCase):
    def sell(self, *discounts):
        return self.open(lambda catalog: catalog["discounts"].extend(discounts))[1]

    def test_every_kind_and_its_allocations(self):
        agent = self.sell(
            {"code": "MUGS", "name": "20% off mugs", "percent_off": 20, "items": ["mug-blue"]},
            {"code": "SPLIT", "name": "10.00 off tees and mugs", "amount_off": 1000,
             "items": ["mug-blue", "tee-black-m"]},
            {"code": "3FOR2", "name": "Three for two", "buy_and_get": {"buy": 2, "get": 1}},
            {"code": "BULK", "name": "Many", "volume": [{"pieces": 5, "percent_off": 10},
                                                        {"pieces": 10, "percent_off": 20}]})
        rows = [  # codes, items, items_discount of each line
            (["MUGS"], [("mug-blue", 2), ("tee-black-m", 1)], [580, 0]),
            (["SPLIT"], [("mug-blue", 2), ("tee-black-m", 1)], [537, 463]),
            (["3FOR2"], [("mug-blue", 2), ("tee-black-m", 1)], [1450, 0]),
            (["BULK"], [("mug-blue", 9), ("tee-black-m", 1)], [2610, 500]),
            (["BULK"], [("mug-blue", 5)], [725]),
        ]
        for codes, items, expected in rows:
            with self.subTest(codes=codes):
                session = agent.create(*items, discounts={"codes": codes}, ship_to=CALIFORNIA)
                taken = [next(t["amount"] for t in line["totals"] if t["type"] == "items_discount")
                         for line in session["line_items"]]
                self.assertEqual(taken, expected, session)
                self.assertEqual(session["status"], "ready_for_payment")

    def test_conditions_and_their_reasons(self):
        agent = self.sell(
            {"code": "SOON", "name": "S", "percent_off": 5, "starts": "2999-01-01T00:00:00Z"},
            {"code": "GONE", "name": "G", "percent_off": 5, "ends": "2020-01-01T00:00:00Z"},
            {"code": "ALONE", "name": "A", "percent_off": 5, "combines": False},
            {"code": "ONCE", "name": "O", "percent_off": 5, "once_per_buyer": True},
            {"code": "NEVER", "name": "N", "percent_off": 5, "usage_limit": 0})
        rows = [(["SOON"], "discount_code_invalid"), (["GONE"], "discount_code_expired"),
                (["SAVE10", "ALONE"], "discount_code_combination_disallowed"),
                (["ONCE"], "discount_code_user_ineligible"),
                (["NEVER"], "discount_code_usage_limit_reached")]
        for codes, reason in rows:
            with self.subTest(codes=codes):
                session = agent.create("mug-blue", discounts={"codes": codes})
                rejected = [(r["code"], r["reason"]) for r in session["discounts"]["rejected"]]
                self.assertEqual(rejected, [(codes[-1], reason)])
                warning = session.messages(reason)[0]
                self.assertEqual(warning["param"], f"$.discounts.codes[{len(codes) - 1}]")

    def test_an_automatic_discount_needs_no_code(self):
        agent = self.sell({"id": "big", "name": "From 100.00", "percent_off": 10,
                           "minimum": 10000})
        self.assertNotIn("discounts", agent.create(("mug-blue", 6)).json)
        session = agent.create(("mug-blue", 10))
        applied = session["discounts"]["applied"][0]
        self.assertTrue(applied["automatic"])
        self.assertNotIn("code", applied)
        self.assertEqual((applied["coupon"]["id"], applied["amount"]), ("big", 1450))

    def test_coupons_are_the_older_name_of_codes(self):
        session = self.sell().create("tee-black-m", coupons=["SAVE10"])
        self.assertEqual(session["discounts"]["codes"], ["SAVE10"])
        self.assertNotIn("coupons", session.json)

    def test_a_code_sent_twice_keeps_its_warning_at_the_next_version(self):
        agent = self.sell()
        session = agent.create("mug-blue", discounts={"codes": ["SAVE10", "save10"]})
        again = agent.update(session["id"], buyer=BUYER)
        for answer in (session, again):
            self.assertEqual(len(answer.messages("discount_code_already_applied")), 1, answer)
            self.assertEqual(answer["discounts"]["codes"], ["SAVE10"])

    def test_of_simultaneous_completes_no_more_than_the_limit_get_the_discount(self):
        agent = self.sell({"code": "FIVE", "name": "F", "percent_off": 10, "usage_limit": 5})
        sessions = [agent.create("mug-blue", ship_to=CALIFORNIA, discounts={"codes": ["FIVE"]})
                    for _ in range(12)]
        self.assertEqual({s.total("items_discount") for s in sessions}, {145})
        tokens = [agent.vault(session)["id"] for session in sessions]
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            done = list(pool.map(agent.complete, sessions, tokens))
        bought = [answer for answer in done if answer["status"] == "completed"]
        self.assertEqual(len(bought), 5, [answer["status"] for answer in done])
        for answer in done:
            if answer["status"] != "completed":
                self.assertEqual(answer["status"], "ready_for_payment")
                self.assertEqual(len(answer.messages("discount_code_usage_limit_reached")), 1)
                self.assertEqual(len(answer.messages("price_change")), 1)
        rest = next(answer for answer in done if answer["status"] != "completed")
        self.assertEqual(agent.complete(rest, agent.vault(rest)["id"])["status"], "completed")

    def test_a_decline_gives_the_use_back(self):
        agent = self.sell({"code": "ONE", "name": "O", "percent_off": 10, "usage_limit": 1})
        session = agent.create("mug-blue", ship_to=CALIFORNIA, discounts={"codes": ["ONE"]})
        declined = agent.complete(session, agent.vault(session, "4000000000000002")["id"])
        self.assertEqual(declined["status"], "ready_for_payment")
        done = agent.complete(declined, agent.vault(declined)["id"])
        self.assertEqual((done["status"], done.total("items_discount")), ("completed", 145))
        late = agent.create("mug-blue", discounts={"codes": ["ONE"]})
        self.assertEqual(len(late.messages("discount_code_usage_limit_reached")), 1)

    def test_each_buyer_once(self):
        agent = self.sell({"code": "ONCE", "name": "O", "percent_off": 10, "once_per_buyer": True})

        def shop_as(email):
            return agent.create("mug-blue", ship_to=CALIFORNIA, buyer={"email": email},
                                discounts={"codes": ["ONCE"]})

        first, second = shop_as("ada@example.com"), shop_as("bob@example.com")
        for session in (first, second):
            done = agent.complete(session, agent.vault(session)["id"])
            self.assertEqual((done["status"], done.total("items_discount")), ("completed", 145))
        again = shop_as("Ada@Example.com")
        self.assertEqual(len(again.messages("discount_code_usage_limit_reached")), 1)
        other = shop_as("eve@example.com")
        turned = agent.complete(other, agent.vault(other)["id"], buyer={"email": "ada@example.com"})
        self.assertEqual(turned["status"], "ready_for_payment")
        self.assertEqual(turned.total("items_discount"), 0)

    def test_the_line_of_an_order_explains_its_subtotal(self):
        agent = self.sell()
        done = agent.buy(("mug-blue", 2), discounts={"codes": ["SAVE10"]})
        order = agent.request("GET", f"/orders/{done['order']['id']}")
        totals = {t["type"]: t["amount"] for t in order["line_items"][0]["totals"]}
        self.assertEqual((totals["items_base_amount"], totals["items_discount"],
                          totals["subtotal"]), (2900, 290, 2610))


class Currencies(CatalogCase):
    @staticmethod
    def abroad(catalog):
        item(catalog, "mug-blue")["unit_amount"] = {"usd": 1450, "jpy": 2199, "kwd": 4455}
        catalog["shipping"][2]["amount"] = {"usd": 2500, "jpy": 3500, "kwd": 7750}
        catalog["tax"].append({"country": "JP", "rate_ppm": 100000})
        catalog["discounts"].append({"code": "YEN", "name": "Y", "amount_off": {"jpy": 500}})

    def buy(self, agent, currency, codes):
        session = agent.create(("mug-blue", 3), currency=currency, ship_to=address("JP", "13"),
                               discounts={"codes": codes})
        token = agent.vault(session, currency=currency)["id"]
        return session, agent.complete(session, token)

    def test_the_currency_of_the_session_chooses_the_prices(self):
        _, agent = self.open(self.abroad)
        rows = [  # currency, items, discount of 10 %, delivery, tax, total
            ("jpy", 6597, 660, 3500, 594, 10031),
            ("kwd", 13365, 1337, 7750, 1203, 20981),
            ("usd", 4350, 435, 2500, 392, 6807),
        ]
        for currency, items, off, delivery, tax, total in rows:
            with self.subTest(currency=currency):
                session, done = self.buy(agent, currency, ["SAVE10"])
                self.assertEqual([session.total(kind) for kind in (
                    "items_base_amount", "items_discount", "fulfillment", "tax", "total")],
                    [items, off, delivery, tax, total])
                self.assertEqual(done["status"], "completed", done)
                self.assertEqual(done["currency"], currency)

    def test_an_agent_of_the_command_line_pays_in_yen(self):
        def change(catalog):
            self.abroad(catalog)
            catalog["shipping"][0]["amount"] = {"usd": 500, "jpy": 800}
        shop, _ = self.open(change)
        bought = shop.till("buy", "--item", "mug-blue", "--currency", "jpy")
        self.assertEqual(bought.returncode, 0, bought.stderr)
        self.assertIn(" 3158 JPY", bought.stdout)  # 2199, 800 of delivery and 159 of tax.

    def test_an_amount_off_holds_in_its_currencies_only(self):
        _, agent = self.open(self.abroad)
        yen, _ = self.buy(agent, "jpy", ["YEN"])
        self.assertEqual(yen.total("discount"), 500)
        self.assertEqual(yen["discounts"]["applied"][0]["coupon"]["currency"], "jpy")
        dollars, _ = self.buy(agent, "usd", ["YEN"])
        self.assertEqual(len(dollars.messages("discount_code_invalid")), 1)

    def test_what_is_not_sold_in_a_currency_is_refused(self):
        _, agent = self.open(self.abroad)
        unknown = agent.create("mug-blue", currency="chf")
        self.assertEqual((unknown.status, unknown["code"], unknown["param"]),
                         (400, "unsupported", "$.currency"))
        unpriced = agent.create("mug-blue", "tee-black-m", currency="jpy")
        self.assertEqual((unpriced.status, unpriced["code"], unpriced["param"]),
                         (400, "unsupported", "$.line_items[1].id"))
        discovery = agent.request("GET", "/.well-known/acp.json")
        self.assertEqual(discovery["capabilities"]["supported_currencies"], ["usd", "jpy", "kwd"])


class Reference(CatalogCase):
    """docs/catalog.md does not rot."""

    def test_its_example_is_a_sound_catalogue_that_holds_every_member_it_names(self):
        page = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "catalog.md")
        with open(page, encoding="utf-8") as file:
            text = file.read()
        example = re.search(r"^```json\n(.*?)^```", text, re.M | re.S).group(1)
        tables = re.findall(r"^\| (`[^|]*) \|", text, re.M)
        for name in re.findall(r"`(\w+)`", " ".join(tables)):
            self.assertIn(f'"{name}":', example)
        shop = self.own_shop()
        write(shop, example)
        self.assertEqual(till("check", "--config", shop.config).returncode, 0)
        agent = shop.start().agent()
        session = agent.create(("mug-blue", 12), discounts={"codes": ["MUGS"]})
        self.assertEqual([a["amount"] for a in session["discounts"]["applied"]], [5800, 580])
        self.assertEqual(session["line_items"][0]["disclosures"][0]["content_type"], "markdown")

    def test_markdown_with_raw_html_is_refused_at_the_start(self):  # MD-02, MD-06
        shop = self.own_shop()
        edit(shop, lambda catalog: item(catalog, "mug-blue").update(
            disclosures=[{"content_type": "markdown", "content": "a <b>b</b>"}]))
        checked = till("check", "--config", shop.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("Markdown without raw HTML", checked.stderr)


class Interventions(CatalogCase):
    def test_always_required_and_not_agreed_blocks_until_an_agent_can(self):  # CP-04, CP-05, CP-10
        shop = self.own_shop()
        shop.configure(supported=["3ds"], required=["3ds"], enforcement="always")
        agent = shop.start().agent()
        rows = [({}, [], "not_ready_for_payment"),
                ({"interventions": {"supported": ["biometric"]}}, [], "not_ready_for_payment"),
                ({"interventions": {"supported": ["3ds", "biometric", "new"],
                                    "display_context": "native", "max_redirects": 1}},
                 ["3ds"], "ready_for_payment")]
        for capabilities, agreed, status in rows:
            session = agent.create("mug-blue", ship_to=CALIFORNIA, capabilities=capabilities)
            updated = agent.update(session["id"], buyer=BUYER)
            for answer in (session, updated):
                self.assertEqual(answer["capabilities"]["interventions"], {
                    "supported": agreed, "required": ["3ds"], "enforcement": "always"})
                self.assertEqual(answer["status"], status)
                blocked = len(answer.messages("intervention_required"))
                self.assertEqual(blocked, 0 if agreed else 1)


class Reload(CatalogCase):
    def test_prices_rates_taxes_and_discounts_change_without_a_failed_request(self):
        shop, agent = self.open()
        stop, answers, failures = threading.Event(), [], []

        def shopping(_):
            own = shop.agent()
            while not stop.is_set():
                try:
                    done = own.buy("mug-blue", discounts={"codes": ["SAVE10", "NEW"]})
                    answers.append(done)
                    if done.status != 200 or done["status"] not in ("completed",
                                                                    "ready_for_payment"):
                        failures.append(done)
                except Exception as error:  # pylint: disable=broad-except
                    failures.append(error)

        def change(step):
            def apply(catalog):
                item(catalog, "mug-blue")["unit_amount"] = 1000 + 100 * step
                catalog["shipping"][0]["amount"] = 100 * step
                catalog["tax"][0]["rate_ppm"] = 10000 * step
                catalog["discounts"][4:] = [{"code": "NEW", "name": "N", "percent_off": step}]
            edit(shop, apply)
            reload(shop)

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            buyers = [pool.submit(shopping, number) for number in range(4)]
            for step in range(1, 9):
                change(step)
                self.assertTrue(poll(lambda: len(answers) > 4 * step, 30))
            stop.set()
            for buyer in buyers:
                buyer.result()
        self.assertEqual(failures, [])
        last = agent.create("mug-blue", ship_to=CALIFORNIA, discounts={"codes": ["NEW"]})
        self.assertEqual([last.total(kind) for kind in (
            "items_base_amount", "items_discount", "fulfillment", "tax")], [1800, 144, 800, 132])

    def test_a_price_in_another_currency_opens_it(self):
        shop, agent = self.open()
        self.assertEqual(agent.create("mug-blue", currency="jpy").status, 400)
        edit(shop, Currencies.abroad)
        reload(shop)
        self.assertEqual(agent.create("mug-blue", currency="jpy").total(), 2199)
        discovery = agent.request("GET", "/.well-known/acp.json")
        self.assertIn("jpy", discovery["capabilities"]["supported_currencies"])

    def test_a_broken_catalogue_keeps_the_old_one_and_says_why(self):
        shop, agent = self.open()
        for text in ('{"currency": "usd", "items": [{"id": "mug-blue"', '{"currency": "usd", '
                     '"items": [{"id": "a", "title": "A", "unit_amount": -1, "stock": 1}]}'):
            write(shop, text)
            reload(shop, "\"reload_refused\"")
            self.assertEqual(agent.create("mug-blue").total("items_base_amount"), 1450)
        self.assertIn("$.items[0].unit_amount must be", shop.logged())

    def test_an_item_taken_out_is_said_at_its_line(self):  # EP-11, CU-11
        shop, agent = self.open()
        sessions = [agent.create("tee-black-m", "mug-blue", ship_to=CALIFORNIA) for _ in range(2)]
        tokens = [agent.vault(session)["id"] for session in sessions]
        edit(shop, lambda catalog: catalog["items"].remove(item(catalog, "mug-blue")))
        reload(shop)
        answers = [agent.update(sessions[0]["id"], buyer=BUYER),
                   agent.complete(sessions[1], tokens[1])]
        for answer in answers:
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer["status"], "not_ready_for_payment")
            message = answer.messages("out_of_stock")
            self.assertEqual([m["param"] for m in message], ["$.line_items[1]"])
            self.assertEqual(answer["line_items"][1]["availability_status"], "out_of_stock")
        refused = agent.create("mug-blue")
        self.assertEqual((refused.status, refused["code"]), (400, "invalid_item_id"))
        mended = agent.update(sessions[0]["id"], line_items=[{"id": "tee-black-m"}])
        self.assertEqual(mended["status"], "ready_for_payment", mended)

    def test_stated_stock_moves_by_the_difference(self):
        shop, agent = self.open()
        agent.create(("poster-limited", 2), ship_to=CALIFORNIA)
        edit(shop, lambda catalog: item(catalog, "poster-limited").update(stock=5))
        reload(shop)
        reload(shop)  # The same number once more changes nothing.
        self.assertEqual(agent.create(("poster-limited", 4), ship_to=CALIFORNIA)["status"],
                         "not_ready_for_payment")
        self.assertEqual(agent.create(("poster-limited", 3), ship_to=CALIFORNIA)["status"],
                         "ready_for_payment")


if __name__ == "__main__":
    unittest.main()

"""Requests as people type them: blanks, empty fields, states by name; a strict catalogue."""

import json
import os
import unittest

from agent import ABSENT, CALIFORNIA, address
from catalog_test import CatalogCase, edit, item, path_of, reload
from shop import ShopCase, till


class Typed(ShopCase):
    def test_blanks_around_a_code_do_not_matter(self):
        for code in ("SAVE10", " SAVE10", "save10 ", "\tSAVE10\n", "SAVE10\u00a0"):
            session = self.agent.create("mug-blue", discounts={"codes": [code]})
            self.assertEqual(len(session["discounts"]["applied"]), 1, code)

    def test_a_state_is_known_by_name_or_refused_by_member(self):
        for state in ("CA", "ca", "California", "US-CA", " CA", "Calif."):
            session = self.agent.create("mug-blue", ship_to=address(state=state))
            self.assertEqual(session.total("tax"), 105, state)
            self.assertEqual(session["fulfillment_details"]["address"]["state"], "CA")
        for state in ("Kalifornien", "XX", ""):
            refused = self.agent.create("mug-blue", ship_to=address(state=state))
            self.assertEqual((refused.status, refused["param"]),
                             (400, "$.fulfillment_details.address.state"))

    def test_an_email_that_is_none_is_refused_wherever_it_stands(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        token = self.agent.vault(session)["id"]
        for email in ("ada@example", "ada lovelace@example.com", "ada@@example.com"):
            for refused in (self.agent.create("mug-blue", buyer={"email": email}),
                            self.agent.update(session["id"], buyer={"email": email}),
                            self.agent.complete(session, token, buyer={"email": email})):
                self.assertEqual((refused.status, refused["param"]), (400, "$.buyer.email"))
        done = self.agent.complete(session, token, buyer={"email": " ada@example.com\n"})
        self.assertEqual((done["status"], done["buyer"]["email"]),
                         ("completed", "ada@example.com"))

    def test_an_empty_member_is_an_absent_one(self):
        buyer = {"email": "ada@example.com", "first_name": "", "phone_number": " ", "company": ""}
        session = self.agent.create("mug-blue", ship_to={**CALIFORNIA, "line_two": ""},
                                    buyer=buyer, locale="", quote_id="", discounts="",
                                    fulfillment_groups="", metadata="")
        self.assertEqual(session.status, 201, session)
        self.assertEqual(session["buyer"], {"email": "ada@example.com"})
        again = self.agent.update(session["id"], buyer="", line_items="")
        self.assertEqual(again["buyer"], session["buyer"])
        self.assertEqual(len(again["line_items"]), 1)

    def test_null_and_a_blank_body_cancel(self):
        for body in (b"null", b" \r\n", b"", None):
            session = self.agent.create("mug-blue")
            self.assertEqual(self.agent.cancel(session["id"], body=body)["status"], "canceled")
        session = self.agent.create("mug-blue")
        path = f"/checkout_sessions/{session['id']}/cancel"
        blank = self.agent.request("POST", path, b"\n", headers={"Content-Type": ABSENT})
        self.assertEqual(blank["status"], "canceled")

    def test_large_integers_are_read_and_told_apart(self):
        body = {"line_items": [{"id": "mug-blue"}], "currency": "usd", "capabilities": {},
                "metadata": {"order": 10**30}, "x": -10**25}
        key = "large-" + os.path.basename(self.shop.home)
        first = self.agent.request("POST", "/checkout_sessions", body, key)
        self.assertEqual((first.status, first["metadata"]), (201, {"order": 10**30}))
        again = self.agent.request("POST", "/checkout_sessions", body, key)
        self.assertEqual(again.json, first.json)
        other = self.agent.request("POST", "/checkout_sessions", {**body, "x": -10**25 - 1}, key)
        self.assertEqual((other.status, other["code"]), (422, "idempotency_conflict"))

    def test_two_groups_of_one_id_are_refused(self):
        group = {"id": "g", "item_ids": ["mug-blue"], "destination_type": "shipping"}
        refused = self.agent.create("mug-blue", ship_to=CALIFORNIA,
                                    fulfillment_groups=[group, {**group, "item_ids": []}])
        self.assertEqual((refused.status, refused["param"]), (400, "$.fulfillment_groups[1].id"))


class Places(CatalogCase):
    def test_a_postal_code_is_not_asked_for_where_there_are_none(self):
        def change(catalog):
            catalog["shipping"][2]["countries"] += ["HK", "AE", "IE"]
        agent = self.open(change)[1]
        for country in ("HK", "AE", "IE"):
            for code in ({"postal_code": ""}, {}):
                to = {**address(country, ""), "city": "Town"}
                del to["postal_code"]
                session = agent.create("mug-blue", ship_to={**to, **code},
                                       buyer={"email": "ada@example.com"})
                self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual(agent.create("mug-blue", ship_to=address("UK", ""))["status"],
                         "ready_for_payment")
        for to, member in (({**CALIFORNIA, "postal_code": ""}, "postal_code"),
                           (address("ZZ", ""), "country")):
            refused = agent.create("mug-blue", ship_to=to)
            self.assertEqual((refused.status, refused["param"]),
                             (400, f"$.fulfillment_details.address.{member}"))

    def test_a_place_that_is_not_served_says_why(self):
        def change(catalog):
            for rate in catalog["shipping"][:2]:
                rate["postal_prefixes"] = ["941", "sw1 a"]
        agent = self.open(change)[1]
        rows = [("US", "94105", None), ("US", "94 105-1234", None), ("US", "SW1A", None),
                ("US", "10001", "postal_code"), ("MX", "94105", "country")]
        for country, code, member in rows:
            to = {**address(country), "postal_code": code}
            session = agent.create("mug-blue", ship_to=to)
            told = [m["param"] for m in session.messages("region_restricted")]
            self.assertEqual(told, [f"$.fulfillment_details.address.{member}"] if member else [])


class Taxes(CatalogCase):
    def test_a_line_that_is_picked_up_is_taxed_where_it_is_picked_up(self):
        def change(catalog):
            catalog["pickup"]["location"]["address"].update(city="Albany", state="NY")
        agent = self.open(change)[1]
        shipped = {"type": "shipping", "option_id": "standard", "item_ids": ["mug-blue"]}
        fetched = {"type": "pickup", "option_id": "pickup-store", "item_ids": ["desk-oak"]}
        session = agent.create("desk-oak", "mug-blue", ship_to=CALIFORNIA)
        self.assertEqual(session.total("tax"), 3328 + 105)
        session = agent.update(session["id"], selected_fulfillment_options=[fetched, shipped])
        self.assertEqual(session.total("tax"), 4074 + 105)  # 45900 at 8.875 %, 1450 at 7.25 %.
        done = agent.complete(session, agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)

    def test_a_file_that_is_taxed_waits_for_an_address(self):
        agent = self.open(lambda catalog: item(catalog, "ebook-acp").pop("tax_exempt"))[1]
        session = agent.create("ebook-acp", buyer={"email": "ada@example.com"})
        self.assertEqual(session["status"], "incomplete")
        self.assertEqual([m["param"] for m in session.messages("missing")],
                         ["$.fulfillment_details.address"])
        session = agent.update(session["id"], fulfillment_details={"address": CALIFORNIA})
        self.assertEqual((session["status"], session.total("tax")), ("ready_for_payment", 72))

    def test_a_state_decides_only_where_states_have_rates(self):
        def change(catalog):
            catalog["shipping"][2]["countries"].append("ES")
            catalog["tax"] += [{"country": "ES", "rate_ppm": 210000},
                               {"country": "ES", "state": "CN", "rate_ppm": 70000}]
        agent = self.open(change)[1]
        for state, tax in (("Madrid", 305), ("Las Palmas", 102), ("ES-CN", 102)):
            session = agent.create("mug-blue", ship_to=address("ES", state))
            self.assertEqual((session["status"], session.total("tax")), ("ready_for_payment", tax))
            self.assertEqual(session["fulfillment_details"]["address"]["state"], state)
        for state, code in (("", "missing"), ("Atlantis", "invalid")):
            session = agent.create("mug-blue", ship_to=address("ES", state))
            self.assertEqual([m["param"] for m in session.messages(code)],
                             ["$.fulfillment_details.address.state"], session)


class Strictness(CatalogCase):
    def test_every_fault_is_told_at_once_with_its_place(self):
        shop = self.own_shop()

        def change(catalog):
            item(catalog, "mug-blue")["price"] = 5
            item(catalog, "tee-black-m")["id"] = "mug-blue"
            catalog["shipping"][0]["countries"] = ["UK"]
            catalog["discounts"][0]["code"] = "SAVE 10"
        edit(shop, change)
        checked = till("check", "--config", shop.config)
        self.assertEqual(checked.returncode, 1)
        for place in ("4 faults", "$.items[0].price", "$.items[1].id must be unique: $.items[0].id",
                      "$.shipping[0].countries[0]", "$.discounts[0].code"):
            self.assertIn(place, checked.stderr)

    def test_broken_json_is_told_by_line_and_column(self):
        shop = self.own_shop()
        with open(path_of(shop), "w", encoding="utf-8") as file:
            file.write('{\n  "currency": "usd"\n  "items": []\n}\n')
        checked = till("check", "--config", shop.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("line 3, column 3", checked.stderr)

    def test_what_a_catalogue_holds_is_counted(self):
        shop = self.own_shop()
        checked = till("check", "--config", shop.config)
        self.assertIn("6 items, 5 ways to get them, 5 tax rates, 4 discounts", checked.stdout)
        shop.start()
        reload(shop)
        line = next(json.loads(text) for text in shop.logged().splitlines()
                    if '"reloaded"' in text)
        self.assertEqual((line["items"], line["ways"], line["discounts"]), (6, 5, 4))


if __name__ == "__main__":
    unittest.main()

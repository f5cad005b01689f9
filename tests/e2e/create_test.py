"""Create and update: which requests make a session, and what it says (A8, A10, A11)."""

import unittest

from agent import ABSENT, CALIFORNIA, address
from shop import ShopCase

BASE = {"currency": "usd", "capabilities": {}}


class Create(ShopCase):
    def post(self, body, **options):
        return self.agent.request("POST", "/checkout_sessions", body, **options)

    def lines(self, *lines):
        return self.post({**BASE, "line_items": list(lines)})

    def test_a_line_is_an_id_with_or_without_quantity_or_an_item(self):
        rows = [({"id": "mug-blue"}, 1), ({"id": "mug-blue", "quantity": 3}, 3),
                ({"item": {"id": "mug-blue", "quantity": 2}}, 2),
                ({"item": {"id": "mug-blue"}}, 1),
                ({"id": "mug-blue", "name": "Mug", "unit_amount": 1}, 1),
                ({"id": "mug-blue", "quantity": 2.0}, 2)]
        for line, quantity in rows:
            with self.subTest(line=line):
                session = self.lines(line)
                self.assertEqual(session.status, 201, session)
                self.assertEqual(session["line_items"][0]["quantity"], quantity)
                self.assertEqual(session.total("items_base_amount"), 1450 * quantity)

    def test_lines_of_one_item_are_not_merged_and_keep_their_order(self):
        session = self.agent.create(("mug-blue", 1), "ebook-acp", ("mug-blue", 2))
        got = [(line["item"]["id"], line["quantity"]) for line in session["line_items"]]
        self.assertEqual(got, [("mug-blue", 1), ("ebook-acp", 1), ("mug-blue", 2)])
        self.assertEqual(len({line["id"] for line in session["line_items"]}), 3)

    def test_a_malformed_request_is_400_and_names_the_member(self):
        line = {"id": "mug-blue"}
        rows = [
            ({}, None), ({**BASE}, "$.line_items"), ({**BASE, "line_items": []}, "$.line_items"),
            ({**BASE, "line_items": {}}, "$.line_items"),
            ({"line_items": [line], "capabilities": {}}, "$.currency"),
            ({"line_items": [line], "currency": "usd"}, "$.capabilities"),
            ({**BASE, "line_items": [line], "currency": "eur"}, "$.currency"),
            ({**BASE, "line_items": [line], "currency": 5}, "$.currency"),
            ({**BASE, "line_items": [{}]}, "$.line_items[0].id"),
            ({**BASE, "line_items": [line, {"id": "nothing"}]}, "$.line_items[1].id"),
            ({**BASE, "line_items": [line], "buyer": {"first_name": "A"}}, "$.buyer.email"),
        ]
        rows.append(({**BASE, "line_items": [{"id": "mug-blue", "quantity": 10**30}]}, None))
        quantities = [0, -1, 1.5, "2", True, 10**12]
        rows += [({**BASE, "line_items": [{"id": "mug-blue", "quantity": q}]},
                  "$.line_items[0].quantity") for q in quantities]
        for body, param in rows:
            with self.subTest(body=body):
                answer = self.post(body)
                self.assertEqual((answer.status, answer["type"]), (400, "invalid_request"))
                if param:
                    self.assertEqual(answer.json.get("param"), param, answer)

    def test_a_total_beyond_the_largest_amount_is_refused_and_not_wrapped(self):
        answer = self.lines(*[{"id": "desk-oak", "quantity": 10**9}] * 100)
        self.assertIn(answer.status, (201, 400))
        if answer.status == 201:
            self.assertEqual(answer.total("items_base_amount"), 45900 * 10**11)

    def test_too_many_lines_are_refused(self):
        self.assertEqual(self.lines(*[{"id": "ebook-acp"}] * 101).status, 400)
        self.assertEqual(self.lines(*[{"id": "ebook-acp"}] * 100).status, 201)

    def test_without_an_address_a_session_is_incomplete_and_says_what_is_missing(self):
        session = self.agent.create("mug-blue")
        self.assertEqual(session["status"], "incomplete")
        missing = session.messages("missing")
        self.assertIn("$.fulfillment_details.address", [m["param"] for m in missing])

    def test_a_digital_cart_is_ready_at_once(self):
        session = self.agent.create("ebook-acp")
        self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual([o["type"] for o in session["fulfillment_options"]], ["digital"])

    def test_a_sold_out_item_blocks_payment_and_says_so_at_its_line(self):
        session = self.agent.create("ebook-acp", "cap-sold-out", ship_to=CALIFORNIA)
        self.assertEqual((session.status, session["status"]), (201, "not_ready_for_payment"))
        out = session.messages("out_of_stock")
        self.assertEqual([m["type"] for m in out], ["error"])
        self.assertTrue(out[0]["param"].startswith("$.line_items[1]"), out)

    def test_lines_of_one_item_are_one_demand(self):
        session = self.agent.create(("poster-limited", 2), ("poster-limited", 2),
                                    ship_to=CALIFORNIA)
        self.assertEqual(session["status"], "not_ready_for_payment")
        params = {m["param"][:len("$.line_items[0]")] for m in session.messages("out_of_stock")}
        self.assertEqual(params, {"$.line_items[0]", "$.line_items[1]"})

    def test_a_country_without_shipping_is_restricted(self):
        session = self.agent.create("mug-blue", ship_to=address("BR", "SP"))
        self.assertEqual(session["status"], "not_ready_for_payment", session)
        self.assertTrue(session.messages("region_restricted"))
        self.assertEqual(session["fulfillment_options"], [])
        back = self.agent.update(session["id"], fulfillment_details={"address": CALIFORNIA})
        self.assertEqual(back["status"], "ready_for_payment", back)

    def test_unknown_members_are_ignored(self):
        session = self.post({**BASE, "line_items": [{"id": "mug-blue", "color": 1}],
                             "brand_new": {"deep": [None]}})
        self.assertEqual(session.status, 201, session)

    def test_the_agents_prices_are_hints(self):
        session = self.lines({"id": "mug-blue", "unit_amount": 1})
        self.assertEqual(session.total("items_base_amount"), 1450)


class Update(ShopCase):
    def test_an_absent_member_stays_and_null_clears(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA,
                                    buyer={"email": "a@example.com"})
        kept = self.agent.update(session["id"], discounts={"codes": []})
        self.assertEqual(kept["status"], "ready_for_payment")
        cleared = self.agent.update(session["id"], fulfillment_details=None)
        self.assertEqual((cleared.status, cleared["status"]), (200, "incomplete"))

    def test_line_items_are_replaced_and_a_line_keeps_its_id(self):
        session = self.agent.create("mug-blue", "ebook-acp", ship_to=CALIFORNIA)
        before = {line["item"]["id"]: line["id"] for line in session["line_items"]}
        changed = self.agent.update(session["id"], line_items=[
            {"id": "mug-blue", "quantity": 4}, {"id": "tee-black-m"}])
        after = {line["item"]["id"]: line["id"] for line in changed["line_items"]}
        self.assertEqual(list(after), ["mug-blue", "tee-black-m"])
        self.assertEqual(after["mug-blue"], before["mug-blue"])
        self.assertEqual(changed.total("items_base_amount"), 4 * 1450 + 2500)

    def test_an_option_that_is_not_offered_is_refused_or_reported(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        line = session["line_items"][0]["id"]
        answer = self.agent.update(session["id"], selected_fulfillment_options=[
            {"type": "shipping", "option_id": "no-such-option", "item_ids": [line]}])
        self.assertIn(answer.status, (200, 400))
        if answer.status == 400:
            self.assertEqual(answer["param"], "$.selected_fulfillment_options[0].option_id")
        else:
            self.assertTrue(answer.messages("invalid"))

    def test_a_stale_selection_is_replaced_when_the_address_changes(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        moved = self.agent.update(session["id"],
                                  fulfillment_details={"address": address("FR", "")})
        offered = {option["id"] for option in moved["fulfillment_options"]}
        chosen = {s["option_id"] for s in moved["selected_fulfillment_options"]}
        self.assertTrue(chosen and chosen <= offered)

    def test_an_update_of_an_unknown_session_is_404(self):
        answer = self.agent.update("cs_nothing", line_items=[{"id": "mug-blue"}])
        self.assertEqual((answer.status, answer["code"]), (404, "not_found"))

    def test_a_refused_update_alters_nothing(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        refused = self.agent.update(session["id"], line_items=[{"id": "nothing"}])
        self.assertEqual(refused.status, 400)
        self.assertEqual(self.agent.get(session["id"]).json, session.json)

    def test_get_needs_no_key_and_ignores_one(self):
        session = self.agent.create("ebook-acp")
        for headers in ({"Idempotency-Key": ABSENT}, {"Idempotency-Key": "k"}):
            answer = self.agent.request("GET", f"/checkout_sessions/{session['id']}",
                                        headers=headers)
            self.assertEqual((answer.status, answer.json), (200, session.json))


if __name__ == "__main__":
    unittest.main()

"""Buyers read texts in the language the agent asks for (TR-10)."""

import unittest

from agent import CALIFORNIA
from shop import ShopCase


def names(answer):
    return {total["type"]: total["display_text"] for total in answer.json["totals"]}


class Languages(ShopCase):
    CART = {"line_items": [{"id": "mug-blue", "quantity": 1}], "currency": "usd",
            "capabilities": {}, "fulfillment_details": {"address": CALIFORNIA}}

    def create(self, accept=None, **members):
        headers = {"Accept-Language": accept} if accept else {}
        return self.agent.request("POST", "/checkout_sessions", {**self.CART, **members},
                                  headers=headers)

    def test_the_header_chooses_and_the_locale_stands_above_it(self):
        for accept, members, total in [
                (None, {}, "Total"), ("de-AT, en;q=0.5", {}, "Gesamtbetrag"),
                ("nl", {}, "Total"), ("de", {"locale": "ja-JP"}, "合計"),
                ("es", {"locale": "nl-NL"}, "Total"), ("fr", {"locale": "nl-NL"}, "Total")]:
            with self.subTest(accept=accept, members=members):
                answer = self.create(accept, **members)
                self.assertEqual(answer.status, 201, answer.json)
                self.assertEqual(names(answer)["total"], total)

    def test_the_language_stays_until_another_is_asked_for(self):
        session = self.create("de")
        path = "/checkout_sessions/" + session.json["id"]
        self.assertEqual(names(self.agent.request("GET", path))["tax"], "Steuern")
        lines = {"line_items": [{"id": "cap-sold-out", "quantity": 1}]}
        kept = self.agent.request("POST", path, lines)
        self.assertIn("nicht zu haben", kept.json["messages"][0]["content"])
        other = self.agent.request("POST", path, lines, headers={"Accept-Language": "fr"})
        self.assertIn("plus disponible", other.json["messages"][0]["content"])

    def test_discovery_lists_what_ships(self):
        found = self.agent.request("GET", "/.well-known/acp.json")
        self.assertEqual(found.json["capabilities"]["supported_locales"],
                         ["en", "fr", "de", "es", "ja"])


if __name__ == "__main__":
    unittest.main()

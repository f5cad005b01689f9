"""The purchase of docs/mcp.md is a real one: it is played again, ids aside."""

import json
import os
import re
import unittest

from mcp import Client
from shop import ShopCase

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "mcp.md")
STEP = re.compile(r"^> (\w+) (\{.*\})\n< (\{.*\})$", re.M)
ID = re.compile(r"(?:cs|vt|ord)_[0-9a-z]{26}")


def steps():
    with open(PAGE, encoding="utf-8") as page:
        return STEP.findall(page.read())


def fit(expected, given, ids, place="$"):
    """What differs of the part of an answer that the page shows; ids are learnt."""
    if isinstance(expected, str) and ID.fullmatch(expected):
        return [] if ids.setdefault(expected, given) == given else [f"{place}: {given}"]
    if isinstance(expected, dict):
        return [fault for name, value in expected.items()
                for fault in fit(value, given.get(name), ids, f"{place}.{name}")]
    if isinstance(expected, list):
        # Each entry of the page is found somewhere among those given.
        return [f"{place}: no {value} in {given}" for value in expected
                if all(fit(value, each, dict(ids), place) for each in given)]
    return [] if expected == given else [f"{place}: {given} instead of {expected}"]


class Guide(ShopCase):
    def test_its_purchase_can_be_made(self):
        client, ids, session = Client(self.agent), {}, None
        told = steps()
        self.assertGreater(len(told), 5)
        for tool, arguments, expected in told:
            with self.subTest(tool=tool):
                if tool == "complete_checkout_session":
                    token = self.delegate(session)
                    ids[next(i for i in ID.findall(arguments) if i.startswith("vt_"))] = token
                for old, new in ids.items():
                    arguments = arguments.replace(old, new)
                value = client.call(tool, **json.loads(arguments))
                self.assertEqual(fit(json.loads(expected), value, ids), [])
                session = value.get("id") if tool == "create_checkout_session" else session

    def delegate(self, session):
        body = self.agent.vault_body(self.agent.get(session))
        return self.agent.request("POST", "/agentic_commerce/delegate_payment", body)["id"]


if __name__ == "__main__":
    unittest.main()

"""The till over MCP by lines: `till mcp` with a shop of its own, or before a till that serves."""

import json
import os
import unittest

from mcp import ORDER, Lines, Refused, meta
from shop import ShopCase, poll


class Stdio(ShopCase):
    def initialize(self, lines):
        self.assertEqual(lines.request("initialize", {"protocolVersion": "2025-11-25"})[
            "protocolVersion"], "2025-11-25")
        lines.tell({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def test_a_shop_that_nobody_serves_is_opened(self):
        shop = self.own_shop()
        lines = Lines(shop.config)
        self.initialize(lines)
        session = lines.call("create_checkout_session", meta=meta(), payload=ORDER)
        self.assertEqual(session["status"], "ready_for_payment")
        self.assertEqual(lines.close(), 0)
        again = Lines(shop.config)
        self.initialize(again)
        kept = again.call("get_checkout_session", meta=meta(), id=session["id"])
        self.assertEqual(kept["id"], session["id"])
        self.assertEqual(again.close(), 0)

    def test_a_shop_that_is_served_is_reached_through_its_server(self):
        lines = Lines(self.shop.config)
        self.initialize(lines)
        session = lines.call("create_checkout_session", meta=meta(), payload=ORDER)
        self.assertEqual(self.agent.get(session["id"])["id"], session["id"])
        self.assertEqual(lines.close(), 0)

    def test_a_till_that_is_down_is_an_error_to_the_request_that_misses_it(self):
        shop = self.own_shop().start()
        lines = Lines(shop.config)
        self.initialize(lines)
        shop.stop()
        with self.assertRaises(Refused) as caught:
            lines.call("search_products")
        self.assertEqual(caught.exception.code, -32603)
        self.assertIn(shop.env["TILL_URL"], caught.exception.message)
        self.assertEqual(lines.close(), 0)

    def test_a_till_that_was_started_again_is_reached_as_before(self):
        shop = self.own_shop().start()
        lines = Lines(shop.config)
        self.initialize(lines)
        session = lines.call("create_checkout_session", meta=meta(), payload=ORDER)
        shop.stop()
        shop.start()
        kept = lines.call("get_checkout_session", meta=meta(), id=session["id"])
        self.assertEqual(kept, session)
        self.assertEqual(lines.close(), 0)

    def test_a_till_behind_tells_of_progress_and_of_other_products(self):
        shop = self.own_shop().start()
        lines = Lines(shop.config)
        self.initialize(lines)
        lines.request("tools/call", {
            "_meta": {"progressToken": 5}, "name": "create_checkout_session",
            "arguments": {"meta": meta(), "payload": ORDER}})
        self.assertEqual([(each["method"], each["params"]["progress"]) for each in lines.told],
                         [("notifications/progress", 0), ("notifications/progress", 1)])
        # It listens beside the lines: by when, no answer says.
        self.assertTrue(poll(lambda: '"method":"MCP","route":"MCP transport","status":200'
                             in shop.logged(), 10))
        shop.hang_up()
        self.assertEqual(lines.read()["method"], "notifications/resources/list_changed")
        self.assertEqual(lines.close(seconds=5), 0)

    def test_a_shop_of_its_own_is_read_anew(self):
        shop = self.own_shop()
        lines = Lines(shop.config)
        self.initialize(lines)
        self.assertEqual(lines.call("search_products", query="teapot")["total"], 0)
        path = os.path.join(shop.home, "catalog.json")
        with open(path, encoding="utf-8") as file:
            catalog = json.load(file)
        catalog["items"].append({"id": "teapot", "title": "Teapot", "unit_amount": 2900,
                                 "stock": 5})
        with open(path, "w", encoding="utf-8") as file:
            json.dump(catalog, file)
        lines.hang_up()
        self.assertEqual(lines.read()["method"], "notifications/resources/list_changed")
        self.assertEqual(lines.call("search_products", query="teapot")["total"], 1)
        self.assertEqual(lines.close(), 0)

    def test_what_the_till_refuses_unread_is_an_error_to_its_request(self):
        shop = self.own_shop().start()
        with open(shop.agent_env, encoding="utf-8") as file:
            text = file.read()
        with open(shop.agent_env, "w", encoding="utf-8") as file:
            file.write(text.replace(shop.env["TILL_TOKEN"], "till_agent_of_nobody"))
        lines = Lines(shop.config)
        with self.assertRaises(Refused) as caught:
            self.initialize(lines)
        self.assertEqual(caught.exception.data["code"], "unauthorized")
        self.assertEqual(lines.close(), 0)

    def test_what_is_no_message_is_answered_and_the_next_one_too(self):
        shop = self.own_shop()
        lines = Lines(shop.config)
        lines.process.stdin.write("nonsense\n")
        lines.process.stdin.flush()
        self.assertEqual(json.loads(lines.process.stdout.readline())["error"]["code"], -32700)
        self.initialize(lines)
        self.assertEqual(lines.close(), 0)


if __name__ == "__main__":
    unittest.main()

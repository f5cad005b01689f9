"""The till over MCP 2026-07-28: the real binary, over TLS and by lines."""

import json
import threading
import unittest

from agent import new_key
from faulty_backend import Backend, Proxy, SECRET
from mcp import (MODERN, ORDER, Client, Lines, ModernClient, Refused, events, meta, modern_message,
                 payload_of, result_of)
from shop import ShopCase, poll, till


class ModernCase(ShopCase):
    def setUp(self):
        self.client = ModernClient(self.agent)

    def create(self):
        return self.client.call("create_checkout_session", meta=meta(), payload=ORDER)

    def payment(self, session):
        body = self.agent.vault_body(self.agent.get(session["id"]))
        token = self.agent.request("POST", "/agentic_commerce/delegate_payment", body)["id"]
        return payload_of(session, token, session["capabilities"]["payment"]["handlers"][0]["id"])


class Purchase(ModernCase):
    def test_a_purchase_from_discovery_to_order(self):
        told = self.client.request("server/discover")
        self.assertEqual(told["supportedVersions"][0], MODERN)
        self.assertEqual(told["cacheScope"], "public")
        tools = self.client.request("tools/list")["tools"]
        self.assertEqual(tools[0]["name"], "search_products")
        self.assertEqual(self.client.call("search_products", query="blue mug")["products"][0]["id"],
                         "mug-blue")
        session = self.create()
        done = self.client.call("complete_checkout_session", meta=meta(), id=session["id"],
                                payload=self.payment(session))
        self.assertEqual(done["status"], "completed")
        order = self.client.call("get_order", meta=meta(), id=done["order"]["id"])
        self.assertEqual(order["checkout_session_id"], session["id"])

    def test_each_step_of_a_purchase_may_be_of_another_version(self):
        key = new_key()
        session = Client(self.agent).call("create_checkout_session", meta=meta(key), payload=ORDER)
        again = self.client.call("create_checkout_session", meta=meta(key), payload=ORDER)
        self.assertEqual(again, session)
        arguments = {"meta": meta(key), "id": session["id"], "payload": self.payment(session)}
        over_rest = self.agent.request("POST", f"/checkout_sessions/{session['id']}/complete",
                                       arguments["payload"], key)
        self.assertEqual(over_rest["status"], "completed")
        replayed = self.client.request("tools/call", {"name": "complete_checkout_session",
                                                      "arguments": arguments})
        self.assertEqual(replayed["structuredContent"], over_rest.json)
        self.assertTrue(replayed["_meta"]["till/idempotent-replayed"])

    def test_a_refusal_of_the_shop_is_told_to_the_model(self):
        with self.assertRaises(Refused) as refused:
            self.client.call("get_checkout_session", meta=meta(), id="cs_1")
        self.assertEqual((refused.exception.code, refused.exception.data["code"]),
                         (None, "not_found"))


class Transport(ModernCase):
    def test_what_is_refused_and_how(self):
        rows = [
            (400, -32020, "tools/list", {}, {"MCP-Protocol-Version": None}),
            (400, -32020, "tools/list", {}, {"Mcp-Method": None}),
            (400, -32020, "tools/call", {"name": "get_order"}, {"Mcp-Name": "get_cart"}),
            (404, -32601, "initialize", {}, {}),
            (404, -32601, "ping", {}, {}),
            (200, -32602, "tools/call", {"name": "burn"}, {}),
            (200, -32602, "resources/read", {"uri": "till://nothing"}, {}),
        ]
        for status, code, method, params, headers in rows:
            with self.subTest(method=method, headers=headers):
                answer = self.client.ask(method, params, headers)
                error = json.loads(answer.body)
                self.assertEqual((answer.status, error["error"]["code"], error["id"]),
                                 (status, code, self.client.number))

    def test_a_version_that_is_not_spoken_is_answered_with_those_that_are(self):
        message = modern_message(1, "tools/list")
        message["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "v999"
        answer = self.client.send(message, headers={"MCP-Protocol-Version": "v999",
                                                    "Mcp-Method": "tools/list"})
        error = json.loads(answer.body)["error"]
        self.assertEqual((answer.status, error["code"]), (400, -32022))
        self.assertEqual(error["data"]["requested"], "v999")
        self.assertEqual(error["data"]["supported"][0], MODERN)

    def test_a_client_that_names_a_legacy_version_in_its_header_is_served_as_one(self):
        answer = self.client.ask("tools/list", headers={
            "MCP-Protocol-Version": "2025-11-25", "Mcp-Method": None, "Mcp-Name": None})
        self.assertNotIn("resultType", result_of(json.loads(answer.body)))

    def test_a_page_may_send_the_headers(self):
        answer = self.client.http("OPTIONS", headers={
            "Origin": self.shop.env["TILL_URL"], "Access-Control-Request-Method": "POST",
            "Authorization": None})
        self.assertIn("Mcp-Method, Mcp-Name", answer.headers["Access-Control-Allow-Headers"])

    def test_a_call_that_asks_for_progress_is_a_stream_without_ids(self):
        answer = self.client.ask("tools/call", {"name": "search_products", "arguments": {}},
                                 progress=7)
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        self.assertEqual([(each[0], each[1].get("method")) for each in events(answer.body)],
                         [(None, "notifications/progress")] * 2 + [(None, None)])


class Listening(ModernCase):
    def listen(self, client):
        connection = client.open("subscriptions/listen",
                                 {"notifications": {"resourcesListChanged": True}})
        self.addCleanup(connection.close)
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        return answer

    def heard(self, answer, wanted):
        line = answer.readline()
        while wanted not in line:
            self.assertNotEqual(line, b"", "the stream has ended")
            line = answer.readline()
        return json.loads(line.removeprefix(b"data: "))

    def test_who_listens_hears_that_the_products_changed(self):
        answer = self.listen(self.client)
        told = self.heard(answer, b"acknowledged")["params"]
        self.assertEqual(told["notifications"], {"resourcesListChanged": True})
        self.shop.hang_up()
        changed = self.heard(answer, b"list_changed")["params"]
        self.assertEqual(changed["_meta"], told["_meta"])

    def test_listening_ends_with_a_result_when_the_server_stops(self):
        shop = self.own_shop().start()
        answer = self.listen(ModernClient(shop.agent()))
        self.heard(answer, b"acknowledged")
        shop.stop(seconds=5)
        self.assertEqual(self.heard(answer, b'"result"')["result"]["resultType"], "complete")
        self.assertNotIn(b"data:", answer.read())

    def test_a_revoked_agents_listening_ends_at_the_next_sighup(self):
        shop = self.own_shop()
        token = json.loads(till("agents", "add", "second", "--json", "--config",
                                shop.config).stdout)["token"]
        shop.start()
        answer = self.listen(ModernClient(shop.agent(token)))
        self.heard(answer, b"acknowledged")
        self.assertEqual(till("agents", "revoke", "second", "--config", shop.config).returncode, 0)
        shop.hang_up()
        self.heard(answer, b'"result"')

    def test_an_agent_listens_on_so_many_streams_and_no_more(self):
        shop = self.own_shop().start()
        client = ModernClient(shop.agent())
        for _ in range(256):
            self.listen(client)
        refused = client.ask("subscriptions/listen", {"notifications": {}})
        self.assertEqual(refused.status, 429)
        self.assertEqual(client.request("tools/list")["resultType"], "complete")


class ByLines(ModernCase):
    def lines(self, config):
        lines = Lines(config)
        self.addCleanup(lambda: lines.process.poll() is None and lines.process.kill())
        return lines

    def ask(self, lines, method, params=None):
        lines.number += 1
        lines.tell(modern_message(lines.number, method, params))
        answer = lines.read()
        self.assertEqual(answer.get("id"), lines.number, answer)
        return result_of(answer)

    def check_eras(self, config):
        lines = self.lines(config)
        self.assertEqual(self.ask(lines, "server/discover")["supportedVersions"][0], MODERN)
        begun = lines.request("initialize", {"protocolVersion": "2025-11-25"})
        self.assertEqual(begun["protocolVersion"], "2025-11-25")
        found = self.ask(lines, "tools/call", {"name": "search_products",
                                               "arguments": {"query": "blue mug"}})
        self.assertEqual(found["resultType"], "complete")
        session = lines.call("create_checkout_session", meta=meta(), payload=ORDER)
        seen = self.ask(lines, "tools/call", {
            "name": "get_checkout_session", "arguments": {"meta": meta(), "id": session["id"]}})
        self.assertEqual(seen["structuredContent"], session)
        with self.assertRaises(Refused) as refused:
            self.ask(lines, "ping")
        self.assertEqual(refused.exception.code, -32601)
        self.assertEqual(lines.request("ping"), {})
        self.assertEqual(lines.close(), 0)

    def test_a_client_mixes_the_eras_before_a_shop_of_its_own(self):
        self.check_eras(self.own_shop().config)

    def test_a_client_mixes_the_eras_before_a_till_that_serves(self):
        self.check_eras(self.shop.config)

    def check_listening(self, lines, hang_up):
        for name in ("a", "b"):
            lines.tell(modern_message(name, "subscriptions/listen",
                                      {"notifications": {"resourcesListChanged": True}}))
            self.assertEqual(lines.read()["params"]["notifications"],
                             {"resourcesListChanged": True})
        lines.tell({"jsonrpc": "2.0", "method": "notifications/cancelled",
                    "params": {"requestId": "a"}})
        self.assertEqual(self.ask(lines, "tools/list")["resultType"], "complete")
        hang_up()
        told = lines.read()
        self.assertEqual((told["method"], told["params"]["_meta"]), (
            "notifications/resources/list_changed",
            {"io.modelcontextprotocol/subscriptionId": "b"}))
        self.assertEqual(lines.close(seconds=10), 0)

    def test_subscriptions_share_the_lines_of_a_shop_of_its_own(self):
        lines = self.lines(self.own_shop().config)
        self.check_listening(lines, lines.hang_up)

    def test_subscriptions_share_the_lines_to_a_till_that_serves(self):
        shop = self.own_shop().start()
        self.check_listening(self.lines(shop.config), shop.hang_up)


class HoldingProxy(Proxy):
    """Keeps a question to the shop until the test lets it go."""

    def __init__(self, backend):
        super().__init__(backend, seed=1, faults=0)
        self.holds, self.reached, self.let_go = False, threading.Event(), threading.Event()

    def draw(self, path):
        if self.holds and path == "/quote":
            self.reached.set()
            self.let_go.wait(10)
        return super().draw(path)


class Cancelling(ModernCase):
    @classmethod
    def prepare(cls):
        cls.backend = Backend(cls.shop.folder, stock=100)
        cls.backend.start()
        cls.addClassCleanup(cls.backend.kill)
        cls.proxy = HoldingProxy(cls.backend).start()
        cls.addClassCleanup(cls.proxy.close)
        with open(cls.shop.home + "/backend.secret", "w", encoding="utf-8") as file:
            file.write(SECRET + "\n")
        cls.shop.append(f'[backend]\nurl = "http://127.0.0.1:{cls.proxy.server_port}"\n'
                        'secret_file = "backend.secret"\n')

    def held_payment(self, leave, **options):
        """A payment that the client gives up while the shop is asked for its price."""
        session = self.create()
        arguments = {"meta": meta(), "id": session["id"], "payload": self.payment(session)}
        self.proxy.reached.clear()
        self.proxy.let_go.clear()
        self.proxy.holds = True
        leave(self.client.open("tools/call", {"name": "complete_checkout_session",
                                              "arguments": arguments}, **options))
        self.proxy.holds = False
        self.proxy.let_go.set()
        return session, arguments

    def close_when_held(self, connection):
        self.assertTrue(self.proxy.reached.wait(10))
        connection.close()

    def over(self, calls):
        """Has Till ended so many payments?"""
        return self.shop.logged().count('"route":"MCP complete_checkout_session"') >= calls

    def test_a_client_that_closes_its_connection_is_not_charged_and_may_ask_again(self):
        calls = 0
        for progress in (None, 1):
            with self.subTest(progress=progress):
                session, arguments = self.held_payment(self.close_when_held, progress=progress)
                calls += 1
                self.assertTrue(poll(lambda: self.over(calls), 10))  # pylint: disable=W0640
                self.assertEqual(self.agent.get(session["id"])["status"], "ready_for_payment")
                done = self.client.call("complete_checkout_session", **arguments)
                self.assertEqual(done["status"], "completed")
                calls += 1

    def test_a_client_that_waits_is_charged(self):
        def wait(connection):
            self.addCleanup(connection.close)
            self.assertTrue(self.proxy.reached.wait(10))
            self.proxy.let_go.set()
            self.assertIn(b'"status":"completed"', connection.getresponse().read())
        self.held_payment(wait)


if __name__ == "__main__":
    unittest.main()

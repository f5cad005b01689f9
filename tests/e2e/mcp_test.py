"""The till over MCP: the real binary over TLS."""

import json
import re
import unittest

from agent import new_key
from mcp import ORDER, Client, Refused, events, meta, payload_of
from shop import ShopCase, poll, till


class McpCase(ShopCase):
    def setUp(self):
        self.client = Client(self.agent)

    def refusal(self, tool, **arguments):
        with self.assertRaises(Refused) as refused:
            self.client.call(tool, **arguments)
        return refused.exception

    def create(self, **members):
        return self.client.call("create_checkout_session", meta=meta(), payload=ORDER | members)

    def token(self, session):
        """A token that pays for a session: over REST, for MCP does not cover it (MP-15)."""
        answer = self.agent.get(session["id"])
        body = self.agent.vault_body(answer)
        return self.agent.request("POST", "/agentic_commerce/delegate_payment", body)["id"]

    def complete(self, session, key=None):
        handler = session["capabilities"]["payment"]["handlers"][0]["id"]
        return self.client.call("complete_checkout_session", meta=meta(key), id=session["id"],
                                payload=payload_of(session, self.token(session), handler))


class Purchase(McpCase):
    def test_a_purchase_from_search_to_order(self):
        found = self.client.call("search_products", query="blue mug")
        self.assertEqual(found["products"][0]["id"], "mug-blue")
        session = self.create()
        self.assertEqual(session["status"], "ready_for_payment")
        option = session["fulfillment_options"][1]
        session = self.client.call(
            "update_checkout_session", meta=meta(), id=session["id"], payload={
                "selected_fulfillment_options": [{"type": option["type"],
                                                  "option_id": option["id"]}]})
        done = self.complete(session)
        self.assertEqual(done["status"], "completed")
        order = self.client.call("get_order", meta=meta(), id=done["order"]["id"])
        self.assertEqual(order["checkout_session_id"], session["id"])

    def test_a_purchase_begun_over_one_transport_is_finished_over_the_other(self):
        begun = self.create()
        done = self.agent.request(
            "POST", f"/checkout_sessions/{begun['id']}/complete",
            payload_of(begun, self.token(begun), self.agent.handler(begun)["id"]))
        self.assertEqual(done["status"], "completed")
        begun = self.agent.request("POST", "/checkout_sessions", ORDER)
        self.assertEqual(self.complete(begun.json)["status"], "completed")

    def test_one_key_is_one_key_over_both_transports(self):
        key = new_key()
        over_rest = self.agent.request("POST", "/checkout_sessions", ORDER, key)
        over_mcp = self.client.call("create_checkout_session", meta=meta(key), payload=ORDER)
        self.assertEqual(over_mcp, over_rest.json)
        other = self.refusal("create_checkout_session", meta=meta(key),
                             payload=ORDER | {"currency": "eur"})
        self.assertEqual((other.code, other.data["code"]), (-32000, "idempotency_conflict"))

    def test_the_payment_sheet_of_chatgpt_pays_once_for_a_token(self):
        session = self.create()
        arguments = {"checkout_session_id": session["id"],
                     "buyer": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"},
                     "payment_data": {"token": self.token(session), "provider": "stripe"}}
        first = self.client.call("complete_checkout", **arguments)
        self.assertEqual(first["status"], "completed")
        self.assertEqual(self.client.call("complete_checkout", **arguments), first)

    def test_the_payment_sheet_refuses_a_token_that_is_too_long(self):
        session = self.create()
        for letter in "ab":
            refused = self.refusal(
                "complete_checkout", checkout_session_id=session["id"],
                payment_data={"token": letter * 513, "provider": "stripe"})
            self.assertEqual(refused.data.get("param"), "$.payment_data.token", refused.data)

    def test_a_cart_is_gathered_changed_and_dropped(self):
        lines = {"line_items": [{"id": "mug-blue"}]}
        cart = self.client.call("create_cart", meta=meta(), payload=lines)
        self.assertEqual(self.client.call("get_cart", meta=meta(), id=cart["id"])["id"],
                         cart["id"])
        more = {"line_items": [{"id": "mug-blue"}, {"id": "ebook-acp"}]}
        changed = self.client.call("update_cart", meta=meta(), id=cart["id"], payload=more)
        self.assertEqual(len(changed["line_items"]), 2)
        self.client.call("cancel_cart", meta=meta(), id=cart["id"])
        self.assertEqual(self.refusal("get_cart", meta=meta(), id=cart["id"]).data["code"],
                         "not_found")

    def test_a_session_is_canceled_without_a_payload(self):
        session = self.create()
        canceled = self.client.call("cancel_checkout_session", meta=meta(), id=session["id"])
        self.assertEqual(canceled["status"], "canceled")

    def test_the_tools_name_as_the_method_gives_the_bare_session(self):
        session = self.client.request("create_checkout_session",
                                      {"meta": meta(), "payload": ORDER})
        self.assertEqual(session["status"], "ready_for_payment")


class Refusals(McpCase):
    def test_what_is_wrong_around_the_payload_is_told_to_the_model(self):
        rows = [
            ({"payload": ORDER}, "$.meta"),
            ({"meta": {"idempotency_key": "k"}, "payload": ORDER}, "$.meta.api_version"),
            ({"meta": {"api_version": "2026-04-17"}, "payload": ORDER}, "$.meta.idempotency_key"),
            ({"meta": meta() | {"idempotency_key": ""}}, "$.meta.idempotency_key"),
            ({"meta": meta()}, "$.payload"),
            ({"meta": meta(), "payload": 7}, "$.payload"),
        ]
        for arguments, param in rows:
            with self.subTest(param=param, arguments=arguments):
                refused = self.refusal("create_checkout_session", **arguments)
                self.assertEqual((refused.code, refused.data["param"]), (None, param))
                with self.assertRaises(Refused) as bare:  # MP-11: ACP's own method
                    self.client.request("create_checkout_session", arguments)
                self.assertEqual((bare.exception.code, bare.exception.data["param"]),
                                 (-32602, param))

    def test_a_missing_key_is_explained_with_what_to_add(self):
        refused = self.refusal("create_checkout_session", meta={"api_version": "2026-04-17"},
                               payload=ORDER)
        self.assertIn('Add "idempotency_key" to "meta"', refused.message)

    def test_what_is_wrong_with_the_payload_is_an_error_of_acp_at_its_place(self):
        rows = [
            ("create_checkout_session", {"payload": {"currency": "usd"}}, "$.payload.line_items"),
            ("create_checkout_session",
             {"payload": ORDER | {"line_items": [{"id": "nothing-of-the-kind"}]}},
             "$.payload.line_items[0].id"),
        ]
        for tool, arguments, param in rows:
            with self.subTest(param=param):
                refused = self.refusal(tool, meta=meta(), **arguments)
                self.assertEqual((refused.code, refused.data["param"]), (-32000, param))
                self.assertIn(refused.data["message"], refused.message)

    def test_a_version_that_is_not_spoken_is_refused_with_those_that_are(self):
        refused = self.refusal("get_checkout_session", meta=meta() | {"api_version": "2020-01-01"},
                               id="cs_1")
        self.assertEqual((refused.code, refused.data["supported_versions"]),
                         (-32000, ["2026-04-17"]))

    def test_a_session_of_no_one_is_not_found(self):
        refused = self.refusal("get_checkout_session", meta=meta(), id="cs_1")
        self.assertEqual((refused.code, refused.data["code"]), (-32000, "not_found"))

    def test_unknown_tools_and_methods_are_named_as_such(self):
        self.assertEqual(self.refusal("buy_everything").code, -32602)
        with self.assertRaises(Refused) as refused:
            self.client.request("tools/burn")
        self.assertEqual(refused.exception.code, -32601)


class Transport(McpCase):
    def test_without_a_token_the_answer_says_where_to_learn_more(self):
        answer = self.client.send({}, headers={"Authorization": None})
        self.assertEqual(answer.status, 401)
        where = answer.headers["WWW-Authenticate"].split('resource_metadata="')[1].split('"')[0]
        path = where.removeprefix(self.shop.env["TILL_URL"])
        described = self.client.http("GET", path=path, headers={"Authorization": None})
        self.assertEqual(json.loads(described.body)["resource"],
                         self.shop.env["TILL_URL"] + "/mcp")

    def test_what_the_transport_refuses(self):
        ping = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
        rows = [
            (403, "POST", ping, {"Origin": "https://evil.example.com"}),
            (200, "POST", ping, {"Origin": self.shop.env["TILL_URL"]}),
            (405, "PUT", ping, {}),
            (415, "POST", ping, {"Content-Type": "text/plain"}),
            (406, "POST", ping, {"Accept": "text/html"}),
            (400, "POST", ping, {"MCP-Protocol-Version": "1999-01-01"}),
            (404, "POST", ping, {"Mcp-Session-Id": "mcp_01m87ksqctmmhspt0z8t17mm1q"}),
            (400, "POST", "{", {}),
            (400, "POST", f"[{ping}]", {}),
            (406, "GET", None, {"Accept": "application/json"}),
            (400, "GET", None, {"Mcp-Session-Id": None}),
            (400, "DELETE", None, {"Mcp-Session-Id": None}),
        ]
        for status, method, body, headers in rows:
            with self.subTest(status=status, headers=headers):
                self.assertEqual(self.client.http(method, body, headers).status, status)

    def test_notifications_are_taken_without_an_answer(self):
        answer = self.client.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        self.assertEqual((answer.status, answer.body), (202, b""))

    def test_versions_are_negotiated_and_only_the_first_has_batches(self):
        for version in ("2025-03-26", "2025-06-18", "2025-11-25"):
            client = Client(self.agent, version)
            self.assertEqual(client.server["protocolVersion"], version)
            batch = [{"jsonrpc": "2.0", "id": number, "method": "ping"} for number in (1, 2)]
            answer = client.send(batch)
            if version == "2025-03-26":
                self.assertEqual([each["id"] for each in json.loads(answer.body)], [1, 2])
            else:
                self.assertEqual(answer.status, 400)
        self.assertEqual(Client(self.agent, "2031-01-01").server["protocolVersion"], "2025-11-25")

    def test_an_ended_session_is_unknown(self):
        self.assertEqual(self.client.http("DELETE").status, 204)
        answer = self.client.send({"jsonrpc": "2.0", "id": 1, "method": "ping"})
        self.assertEqual(answer.status, 404)

    def test_a_call_that_asks_for_progress_is_streamed_and_can_be_resumed(self):
        answer = self.client.send({
            "jsonrpc": "2.0", "id": "x", "method": "tools/call", "params": {
                "_meta": {"progressToken": 5}, "name": "create_checkout_session",
                "arguments": {"meta": meta(), "payload": ORDER}}})
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        told = events(answer.body)
        self.assertEqual([each[1].get("method") for each in told],
                         ["notifications/progress"] * 2 + [None])
        self.assertEqual(told[-1][1]["id"], "x")
        first = told[0][0]
        again = self.client.http("GET", headers={"Accept": "text/event-stream",
                                                 "Last-Event-ID": first})
        self.assertEqual(events(again.body), told[1:])

    def test_discovery_names_the_transport(self):
        answer = self.client.http("GET", path="/.well-known/acp.json")
        self.assertEqual(json.loads(answer.body)["transports"], ["rest", "mcp"])

    def test_a_log_line_tells_tool_agent_and_request_and_no_secret(self):
        name = "request-" + new_key()
        session = self.client.call("create_checkout_session", meta=meta(request_id=name),
                                   payload=ORDER)
        token = self.token(session)
        handler = session["capabilities"]["payment"]["handlers"][0]["id"]
        self.client.call("complete_checkout_session", meta=meta(), id=session["id"],
                         payload=payload_of(session, token, handler))
        self.assertTrue(poll(lambda: name in self.shop.logged(), 5))
        line = next(line for line in self.shop.logged().splitlines() if name in line)
        self.assertEqual(json.loads(line)["route"], "MCP create_checkout_session")
        self.assertNotIn(token, self.shop.logged())


class Changes(McpCase):
    def test_a_client_that_listens_hears_that_the_products_changed(self):
        connection = self.agent.connect(20)
        self.addCleanup(connection.close)
        connection.request("GET", "/mcp", headers={
            "Authorization": f"Bearer {self.agent.token}", "Accept": "text/event-stream",
            "Mcp-Session-Id": self.client.session})
        answer = connection.getresponse()
        self.shop.hang_up()
        line = answer.readline()
        while b"list_changed" not in line:
            self.assertNotEqual(line, b"")
            line = answer.readline()

    def listening(self, shop, client):
        """An open stream of the client's session."""
        connection = client.agent.connect(20)
        self.addCleanup(connection.close)
        connection.request("GET", "/mcp", headers={
            "Authorization": f"Bearer {client.token}", "Accept": "text/event-stream",
            "Mcp-Session-Id": client.session})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200, shop.last_lines())
        return answer

    def test_a_revoked_agents_streams_end_at_the_next_sighup_and_no_others(self):
        shop = self.own_shop()
        token = json.loads(till("agents", "add", "second", "--json", "--config",
                                shop.config).stdout)["token"]
        shop.start()
        revoked = self.listening(shop, Client(shop.agent(token)))
        others = self.listening(shop, Client(shop.agent()))
        self.assertEqual(till("agents", "revoke", "second", "--config", shop.config).returncode, 0)
        shop.hang_up()
        self.assertNotIn(b"list_changed", revoked.read(), "it is told nothing any more")
        line = others.readline()
        while b"list_changed" not in line:
            self.assertNotEqual(line, b"", "the stream of another agent goes on")
            line = others.readline()

    def test_a_server_that_ends_ends_its_streams(self):
        shop = self.own_shop().start()
        client = Client(shop.agent())
        connection = client.agent.connect(20)
        self.addCleanup(connection.close)
        connection.request("GET", "/mcp", headers={
            "Authorization": f"Bearer {client.token}", "Accept": "text/event-stream",
            "Mcp-Session-Id": client.session})
        answer = connection.getresponse()
        shop.stop(seconds=5)
        answer.read()


class Config(ShopCase):
    SETTINGS = {"tools": ["orders"], "allowed_origins": ["https://chat.example.com"]}

    def test_only_the_tools_of_the_config_are_offered(self):
        client = Client(self.agent)
        names = [tool["name"] for tool in client.request("tools/list")["tools"]]
        self.assertEqual(len(names), 6)
        self.assertIn("get_order", names)
        with self.assertRaises(Refused):
            client.call("create_cart", meta=meta(), payload={"line_items": [{"id": "mug-blue"}]})

    def test_an_allowed_origin_may_call(self):
        client = Client(self.agent)
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        page = {"Origin": "https://chat.example.com"}
        answer = client.send(ping, headers=page)
        self.assertEqual((answer.status, answer.headers["Access-Control-Allow-Origin"]),
                         (200, "https://chat.example.com"))
        asked = page | {"Authorization": None, "Access-Control-Request-Method": "POST"}
        answer = client.http("OPTIONS", headers=asked)
        self.assertEqual(answer.status, 204)
        self.assertIn("Mcp-Session-Id", answer.headers["Access-Control-Allow-Headers"])

    def test_a_page_of_another_origin_is_told_nothing(self):
        client = Client(self.agent)
        answer = client.http("OPTIONS", headers={
            "Origin": "https://evil.example.com", "Access-Control-Request-Method": "POST"})
        self.assertIsNone(answer.headers["Access-Control-Allow-Origin"])

    def test_mcp_can_be_left_out(self):
        shop = self.own_shop()
        with open(shop.config, encoding="utf-8") as file:
            text = file.read()
        with open(shop.config, "w", encoding="utf-8") as file:
            file.write(re.sub(r"(\[mcp\][^\[]*enabled = )true", r"\1false", text))
        shop.start()
        agent = shop.agent()
        self.assertEqual(agent.request("POST", "/mcp", {}).status, 404)
        self.assertEqual(agent.request("GET", "/.well-known/acp.json")["transports"], ["rest"])


if __name__ == "__main__":
    unittest.main()

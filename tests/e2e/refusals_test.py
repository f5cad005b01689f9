"""What the server refuses before a use case is asked, on every path in JSON (A1, A2, A5)."""

import hashlib
import http.client
import json
import socket
import ssl
import unittest

from agent import ABSENT, new_key
from shop import ShopCase

LINES = '"line_items":[{"id":"mug-blue"}],"currency":"usd","capabilities":{}'
SECOND_TOKEN = "second-agent-token-for-tests-0123456789"


class Refusals(ShopCase):
    @classmethod
    def prepare(cls):
        digest = hashlib.sha256(SECOND_TOKEN.encode()).hexdigest()
        cls.shop.append(f'[[agents]]\nid = "second"\ntoken_sha256 = ["{digest}"]\n')

    def post(self, body, path="/checkout_sessions", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.agent.request("POST", path, body, headers=names)

    def test_401_comes_before_any_look_at_path_body_or_key(self):
        wrong = [ABSENT, "Bearer", "Bearer wrong", "Basic YTpi", self.agent.token]
        for value in wrong:
            for method, path in (("POST", "/checkout_sessions"), ("GET", "/nothing"),
                                 ("PUT", "/checkout_sessions"), ("GET", "/checkout_sessions/x"),
                                 ("POST", "/agentic_commerce/delegate_payment")):
                with self.subTest(value=str(value), path=path):
                    answer = self.agent.request(method, path, b"{", headers={
                        "Authorization": value, "API-Version": ABSENT, "Content-Type": "a/b"})
                    self.assertEqual(answer.status, 401)

    def test_another_agents_session_is_not_there(self):
        session = self.agent.create("ebook-acp")
        second = self.shop.agent(SECOND_TOKEN)
        unknown = second.get("cs_0000000000000000")
        self.assertEqual(second.create("ebook-acp").status, 201)
        for answer in (second.get(session["id"]), second.cancel(session["id"]),
                       second.update(session["id"], discounts={"codes": []}),
                       second.request("POST", f"/checkout_sessions/{session['id']}/complete",
                                      self.agent.payment(session, "vt_x"))):
            self.assertEqual((answer.status, answer["code"]), (404, "not_found"))
            self.assertEqual(answer["message"], unknown["message"])

    def test_a_key_belongs_to_one_agent(self):
        second, key = self.shop.agent(SECOND_TOKEN), new_key()
        mine, theirs = self.agent.create("mug-blue", key=key), second.create("ebook-acp", key=key)
        self.assertEqual((mine.status, theirs.status), (201, 201))
        self.assertNotEqual(mine["id"], theirs["id"])

    def test_an_unknown_path_is_404_and_another_method_405_with_allow(self):
        for path in ("/", "/nothing", "/checkout_sessions/", "/checkout_sessions/x/y",
                     "/checkout_sessions/x/complete/z", "/.well-known/other", "/metrics"):
            with self.subTest(path=path):
                answer = self.agent.request("GET", path)
                self.assertEqual((answer.status, answer["code"]), (404, "not_found"))
        rows = [("GET", "/checkout_sessions", {"POST"}), ("DELETE", "/checkout_sessions", {"POST"}),
                ("PUT", "/checkout_sessions/x", {"GET", "POST"}),
                ("GET", "/checkout_sessions/x/complete", {"POST"}),
                ("GET", "/checkout_sessions/x/cancel", {"POST"}),
                ("GET", "/agentic_commerce/delegate_payment", {"POST"}),
                ("DELETE", "/.well-known/acp.json", {"GET"})]
        for method, path, allowed in rows:
            with self.subTest(method=method, path=path):
                answer = self.agent.request(method, path)
                self.assertEqual(answer.status, 405)
                names = {name.strip() for name in answer.headers["Allow"].split(",")}
                self.assertEqual(names - {"HEAD", "OPTIONS"}, allowed)

    def test_versions_match_a_released_date_exactly(self):
        for value in (ABSENT, "", "2026-04-18", "2027-01-01", "unreleased", "2026-04-17 ,x"):
            with self.subTest(version=str(value)):
                answer = self.post({}, API_Version=value)
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer["code"], "missing_api_version" if value in (ABSENT, "")
                                 else "unsupported_api_version")
                self.assertIn("2026-04-17", answer["supported_versions"])
        session = self.agent.create("ebook-acp")
        self.assertEqual(self.post(self.agent.vault_body(session), API_Version="2025-09-29",
                                   path="/agentic_commerce/delegate_payment").status, 201)

    def test_a_body_that_is_not_json_is_415(self):
        for value in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx",
                      ABSENT):
            with self.subTest(value=str(value)):
                self.assertEqual(self.post(b"{" + LINES.encode() + b"}",
                                           Content_Type=value).status, 415)
        for value in ("application/json; charset=utf-8", "Application/JSON"):
            self.assertEqual(self.post(b"{" + LINES.encode() + b"}",
                                       Content_Type=value).status, 201)

    def test_malformed_json_is_400(self):
        rows = [
            b"", b" ", b"{", b"nul", b"[]", b'"text"', b"1", b"null", b"{}{}", b"{} x",
            b"{" + LINES.encode() + b',"currency":"usd"}',
            b"{" + LINES.encode() + b',"a":{"b":1,"b":2}}',
            b"{" + LINES.encode() + b',"a":{"b":1,"\\u0062":2}}',
            b"{" + LINES.encode() + b',"a":"\xff"}', b"{" + LINES.encode() + b',"a":"\xc0\xaf"}',
            b"{" + LINES.encode() + b',"a":"\xed\xa0\x80"}',
            b"{" + LINES.encode() + b',"a":"\\ud800"}',
            b"{" + LINES.encode() + b',"a":"\\udc00\\ud800"}',
            b"{" + LINES.encode() + b',"a":' + b"[" * 40 + b"]" * 40 + b"}",
            b"{" + LINES.encode() + b',"a":' + b"[" * 100000 + b"]" * 100000 + b"}",
            b"{" + LINES.encode() + b',"a":01}', b"{" + LINES.encode() + b',"a":NaN}',
            b"{" + LINES.encode() + b',"a":1,}', b"\xef\xbb\xbf{}x", b"{'a':1}",
            b"{" + LINES.encode() + b',"a":"\x01"}',
        ]
        for body in rows:
            with self.subTest(body=body[:90]):
                answer = self.post(body)
                self.assertEqual((answer.status, answer["type"]), (400, "invalid_request"))

    def test_a_body_beyond_1_mib_is_413(self):
        body = b"{" + LINES.encode() + b',"a":"' + b"x" * (1024 * 1024) + b'"}'
        try:
            answer = self.post(body)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.skipTest("the answer was lost while the body was still being sent")
        self.assertEqual(answer.status, 413)

    def test_headers_beyond_the_bound_are_431(self):
        self.assertEqual(self.agent.request("GET", "/checkout_sessions/x", headers={
            "X-Long": "x" * 20000}).status, 431)

    def test_discovery_needs_neither_token_nor_version(self):
        answer = self.agent.request("GET", "/.well-known/acp.json", headers={
            "Authorization": ABSENT, "API-Version": ABSENT})
        self.assertEqual(answer.status, 200)
        protocol = answer["protocol"]
        self.assertEqual((protocol["name"], protocol["version"]),
                         ("acp", protocol["supported_versions"][-1]))
        self.assertEqual(answer["transports"], ["rest", "mcp"])
        self.assertIn("max-age", answer.headers["Cache-Control"])

    def test_request_id_and_key_come_back_on_errors_too(self):
        for headers in ({"Authorization": "Bearer wrong"}, {"API-Version": "x"}, {}):
            answer = self.agent.request("POST", "/checkout_sessions", {}, "the-key", headers={
                "Request-Id": "the-request", **headers})
            self.assertGreaterEqual(answer.status, 400)
            self.assertEqual(answer.headers["Request-Id"], "the-request")
            self.assertEqual(answer.headers["Idempotency-Key"], "the-key")

    def test_what_is_not_http_1_is_refused_and_the_server_lives_on(self):
        for text in (b"\r\n\r\nnonsense\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.shop.port), 10) as plain, \
                    self.agent.tls.wrap_socket(plain, server_hostname="127.0.0.1") as tls:
                tls.sendall(text)
                answer = http.client.HTTPResponse(tls)
                try:
                    answer.begin()
                except (http.client.HTTPException, ConnectionError):
                    continue  # Cut without an answer.
                self.assertIn(answer.status, (400, 505))
                self.assertIn("code", json.loads(answer.read()))
        self.assertEqual(self.agent.create("ebook-acp").status, 201)

    def test_several_requests_share_one_connection(self):
        connection = self.agent.connect()
        self.addCleanup(connection.close)
        for _ in range(5):
            connection.request("GET", "/.well-known/acp.json")
            response = connection.getresponse()
            self.assertEqual((response.status, bool(response.read())), (200, True))


class RateLimit(ShopCase):
    SETTINGS = {"requests_per_second": 1, "burst": 5}

    def test_too_many_requests_are_429_with_retry_after(self):
        answers = [self.agent.get("cs_x") for _ in range(20)]
        refused = [answer for answer in answers if answer.status == 429]
        self.assertTrue(refused)
        self.assertEqual(refused[0]["code"], "rate_limited")


if __name__ == "__main__":
    unittest.main()

"""HTTP as clients, monitors and people speak it, around the protocol."""

import os
import socket
import ssl
import unittest
import urllib.parse

from agent import new_key
from shop import ShopCase

ORDER = b'{"capabilities":{},"currency":"usd","line_items":[{"id":"ebook-acp"}]}'


class HttpCase(ShopCase):
    def headers(self, **more):
        return {"Authorization": f"Bearer {self.agent.token}", "API-Version": "2026-04-17", **more}

    def exchange(self, method, path, body=None, headers=None):
        """The answer with its body as bytes."""
        connection = self.agent.connect(30)
        try:
            connection.request(method, path, body=body, headers=headers or self.headers())
            answer = connection.getresponse()
            answer.body = answer.read()
        finally:
            connection.close()
        return answer

    def post(self, body, path="/checkout_sessions", **headers):
        return self.exchange("POST", path, body, self.headers(**{
            "Content-Type": "application/json", "Idempotency-Key": new_key(), **headers}))

    def raw(self, data, end=b"\r\n\r\n"):
        """What comes back over a connection of its own until the head of an answer is there."""
        url = urllib.parse.urlsplit(self.shop.env["TILL_URL"])
        context = ssl.create_default_context(cafile=self.shop.env["TILL_CA"])
        with socket.create_connection((url.hostname, url.port), timeout=30) as plain, \
                context.wrap_socket(plain, server_hostname=url.hostname) as tls:
            tls.sendall(data)
            got = b""
            while end not in got:
                piece = tls.recv(4096)
                if not piece:
                    break
                got += piece
        return got


class Methods(HttpCase):
    def test_head_is_answered_wherever_get_is(self):
        session = self.agent.create("ebook-acp")
        paths = ["/.well-known/acp.json", f"/checkout_sessions/{session['id']}",
                 "/.well-known/oauth-protected-resource", "/checkout_sessions/none",
                 "/shop/orders/none"]
        for path in paths:
            with self.subTest(path):
                get, head = self.exchange("GET", path), self.exchange("HEAD", path)
                self.assertEqual(head.status, get.status)
                self.assertEqual(head.body, b"")
                for name in ("Content-Length", "Content-Type", "Cache-Control"):
                    self.assertEqual(head.headers[name], get.headers[name], name)
        self.assertEqual(self.exchange("HEAD", "/checkout_sessions").status, 405)

    def test_a_request_may_follow_an_empty_line(self):
        request = b"GET /.well-known/acp.json HTTP/1.1\r\nHost: till\r\n\r\n"
        self.assertTrue(self.raw(b"\r\n" + request).startswith(b"HTTP/1.1 200"))

    def test_a_folded_header_is_refused(self):
        request = b"GET /.well-known/acp.json HTTP/1.1\r\nHost: till\r\nX-A: 1\r\n b\r\n\r\n"
        self.assertTrue(self.raw(request).startswith(b"HTTP/1.1 400"))

    def test_a_path_may_be_written_with_escapes(self):
        session = self.agent.create("ebook-acp")["id"].replace("_", "%5f")
        self.assertEqual(self.exchange("GET", f"/checkout%5Fsessions/{session}").status, 200)


class Bodies(HttpCase):
    def test_a_byte_order_mark_is_passed_over(self):
        self.assertEqual(self.post(b"\xef\xbb\xbf" + ORDER).status, 201)

    def test_an_encoded_body_is_415(self):
        for coding in ("gzip", "br", "identity, gzip"):
            answer = self.post(ORDER, **{"Content-Encoding": coding})
            self.assertEqual((answer.status, answer.headers["Accept-Encoding"]),
                             (415, "identity"), coding)
        self.assertEqual(self.post(ORDER, **{"Content-Encoding": "identity"}).status, 201)
        self.assertEqual(self.post(b"{}", "/mcp", **{"Content-Encoding": "gzip"}).status, 415)

    def test_a_body_is_not_waited_for_from_a_stranger(self):
        for path in ("/checkout_sessions", "/mcp", "/nothing"):
            with self.subTest(path):
                head = (f"POST {path} HTTP/1.1\r\nHost: till\r\nAuthorization: Bearer nobody\r\n"
                        "Content-Length: 1000000\r\n\r\n")
                answer = self.raw(head.encode())
                self.assertTrue(answer.startswith(b"HTTP/1.1 401"), answer)
                self.assertIn(b"Connection: close", answer)


class Headers(HttpCase):
    def test_answers_are_kept_by_nobody_and_are_what_they_say(self):
        session = self.agent.create("ebook-acp")["id"]
        for path in (f"/checkout_sessions/{session}", "/orders/none"):
            headers = self.exchange("GET", path).headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers.get_all("X-Content-Type-Options"), ["nosniff"])
            self.assertRegex(headers["Strict-Transport-Security"], "^max-age=[0-9]{7,}$")
        page = self.exchange("GET", "/shop/orders/none").headers
        self.assertEqual(page.get_all("X-Content-Type-Options"), ["nosniff"])
        self.assertIn(b"Strict-Transport-Security", self.raw(b"nonsense\r\n\r\n"))

    def test_pages_of_any_origin_may_read_what_is_public(self):
        for path in ("/.well-known/acp.json", "/.well-known/oauth-protected-resource/mcp"):
            with self.subTest(path):
                asked = self.exchange("GET", path, headers={"Origin": "https://page.example"})
                self.assertEqual(asked.headers.get_all("Access-Control-Allow-Origin"), ["*"])
                preflight = self.exchange("OPTIONS", path, headers={
                    "Origin": "https://page.example", "Access-Control-Request-Method": "GET"})
                self.assertEqual((preflight.status,
                                  preflight.headers["Access-Control-Allow-Origin"]), (204, "*"))
        session = self.agent.create("ebook-acp")["id"]
        private = self.exchange("GET", f"/checkout_sessions/{session}",
                                headers=self.headers(Origin="https://page.example"))
        self.assertNotIn("Access-Control-Allow-Origin", private.headers)


class Logs(HttpCase):
    def test_nothing_that_turns_or_hides_text_reaches_the_log(self):
        method = "GET\u202e".encode()
        self.raw(method + b" /.well-known/acp.json HTTP/1.1\r\nHost: till\r\n\r\n")
        answer = self.exchange("GET", "/orders/none", headers=self.headers(
            **{"Request-Id": "\u202egnp".encode().decode("latin-1")}))
        self.assertEqual(answer.status, 404)
        with open(os.path.join(self.shop.folder, "log"), "rb") as log:
            self.assertNotIn("\u202e".encode(), log.read())


if __name__ == "__main__":
    unittest.main()

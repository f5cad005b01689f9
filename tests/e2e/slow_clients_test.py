"""Clients that send too slowly are cut, over TLS, and hinder no one else."""

import http.client
import io
import socket
import time
import unittest

import rules
from agent import Answer, VERSION, new_key
from shop import ShopCase

LIMIT_SECONDS = 1
PATIENCE_SECONDS = 20
BODY = b'{"line_items":[{"id":"ebook-acp"}],"currency":"usd","capabilities":{}}'


class Received:
    """What has come in, for the parser of answers."""

    def __init__(self, data):
        self.data = data

    def makefile(self, *_):
        return io.BytesIO(self.data)


class SlowClients(ShopCase):
    SETTINGS = {"request_timeout_seconds": LIMIT_SECONDS}

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.shop.port), PATIENCE_SECONDS)
        tls = self.agent.tls.wrap_socket(plain, server_hostname="127.0.0.1")
        self.addCleanup(tls.close)
        return tls

    def head(self, length=len(BODY)):
        return (f"POST /checkout_sessions HTTP/1.1\r\nHost: till\r\nAPI-Version: {VERSION}\r\n"
                f"Authorization: Bearer {self.agent.token}\r\nIdempotency-Key: {new_key()}\r\n"
                "Content-Type: application/json\r\nRequest-Id: the-slow-one\r\n"
                f"Content-Length: {length}\r\n\r\n").encode()

    def dribble(self, tls, data):
        """Sends a byte at a time until the server says something or hangs up: what it said."""
        tls.settimeout(0.05)
        for byte in data:
            try:
                tls.sendall(bytes([byte]))
                return tls.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return b""
        self.fail("the whole request was sent")

    def assert_cut(self, tls, began, echoed, received=b""):
        """A 408 has come, or comes still, and then the end of the connection."""
        tls.settimeout(PATIENCE_SECONDS)
        try:
            while piece := tls.recv(65536):
                received += piece
        except ConnectionError:
            pass  # Cut while bytes were still on their way.
        took = time.monotonic() - began
        self.assertGreater(took, LIMIT_SECONDS * 0.9)
        self.assertLess(took, LIMIT_SECONDS + PATIENCE_SECONDS / 2)
        response = http.client.HTTPResponse(Received(received))
        response.begin()
        answer = Answer(response)
        self.assertEqual(answer.status, 408)
        self.assertEqual(answer.headers["Connection"], "close")
        self.assertEqual(answer.headers["Request-Id"], "the-slow-one" if echoed else None)
        rules.check("POST", "/checkout_sessions", {}, answer)

    def test_a_head_that_dribbles_in_is_cut(self):
        tls, began = self.connect(), time.monotonic()
        said = self.dribble(tls, self.head() * 3)
        self.assert_cut(tls, began, False, said)

    def test_a_body_that_dribbles_in_is_cut(self):
        tls, began = self.connect(), time.monotonic()
        tls.sendall(self.head(length=4096))
        said = self.dribble(tls, BODY * 30)
        self.assert_cut(tls, began, True, said)

    def test_a_client_that_stops_in_the_middle_is_cut(self):
        for name, sent in (("head", self.head()[:40]), ("body", self.head() + BODY[:10])):
            with self.subTest(name):
                tls, began = self.connect(), time.monotonic()
                tls.sendall(sent)
                self.assert_cut(tls, began, echoed=name == "body")

    def test_others_are_served_meanwhile_and_no_session_comes_of_it(self):
        slow = [self.connect() for _ in range(20)]
        for each in slow:
            each.sendall(self.head() + BODY[:-1])
        began = time.monotonic()
        self.assertEqual(self.agent.create("ebook-acp").status, 201)
        self.assertLess(time.monotonic() - began, LIMIT_SECONDS)
        for each in slow:
            self.assert_cut(each, began - 1, echoed=True)
        self.assertEqual(self.agent.create("ebook-acp").status, 201)

    def test_a_client_that_is_just_quick_enough_is_served(self):
        tls = self.connect()
        for piece in (self.head()[:10], self.head()[10:]):
            tls.sendall(piece)
        tls.sendall(BODY)
        response = http.client.HTTPResponse(tls)
        response.begin()
        self.assertEqual(response.status, 201)


if __name__ == "__main__":
    unittest.main()

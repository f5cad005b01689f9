"""A webhook receiver on the loopback that answers as told and verifies signatures itself."""

import hashlib
import hmac
import http.server
import json
import re
import threading
import time


class Delivery:
    """One POST as it arrived."""

    def __init__(self, handler, body):
        self.path, self.headers, self.body = handler.path, handler.headers, body
        self.received_at = time.time()
        self.json = json.loads(body)
        self.request_id = handler.headers.get("Request-Id")

    def verify(self, secret):
        """Fails unless Merchant-Signature is right and fresh (WH-07 to WH-09)."""
        header = self.headers.get("Merchant-Signature", "")
        match = re.fullmatch(r"t=(\d+),v1=([a-fA-F0-9]{64})", header)
        if not match:
            raise AssertionError(f"no signature: {header!r}")
        signed = match.group(1).encode() + b"." + self.body
        expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, match.group(2).lower()):
            raise AssertionError("the signature is wrong")
        if abs(self.received_at - int(match.group(1))) > 300:
            raise AssertionError("the signature is stale")


class Receiver:
    """Answers the statuses it is given, one a request, then 200."""

    PATH = "/agentic_checkout/webhooks/order_events"

    def __init__(self, statuses=(), port=0):
        self.statuses, self.deliveries = list(statuses), []
        self.changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.take(Delivery(self, body))
                answer = b'{"received":true}'
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}{self.PATH}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, delivery):
        with self.changed:
            self.deliveries.append(delivery)
            self.changed.notify_all()
            return self.statuses.pop(0) if self.statuses else 200

    def wait_for(self, count, seconds=20):
        """The first `count` deliveries, or a failure when they do not come in time."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.deliveries) >= count, seconds):
                raise AssertionError(f"{len(self.deliveries)} of {count} webhooks came")
            return self.deliveries[:count]

    def close(self):
        self.server.shutdown()
        self.server.server_close()

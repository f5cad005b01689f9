"""A double of an agent's Feed API: ACP 2026-04-17, with the unreleased feed_update_id."""

import http.server
import json
import pathlib
import re
import threading

SCHEMA = (pathlib.Path(__file__).resolve().parents[3] / "shared" / "spec" / "2026-04-17" /
          "json-schema" / "schema.feed.json")


class FeedApi:
    """Keeps feeds by their ids; answers the statuses that it is given first, one a request."""

    TOKEN = "feed-token"

    def __init__(self, versions=True):
        self.versions, self.statuses, self.refuses = versions, [], set()
        self.feeds, self.calls = {}, []  # Products by id, by feed; (method, path, body, status).
        self.headers = []
        self.changed = threading.Condition()
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length) or b"null")
                status, answer = api.take(self.command, self.path, self.headers, body)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = serve

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/acp"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def error(code, message, param=None):
        body = {"type": "invalid_request", "code": code, "message": message}
        return {**body, "param": param} if param else body

    def take(self, method, path, headers, body):
        with self.changed:
            self.headers.append(dict(headers))
            status, answer = self.answer(method, path, headers, body)
            self.calls.append((method, path, body, status))
            self.changed.notify_all()
            return status, answer

    def answer(self, method, path, headers, body):
        if self.statuses:
            status = self.statuses.pop(0)
            if status:
                return status, self.error("told_so", "as the test wants it")
        if headers.get("Authorization") != "Bearer " + self.TOKEN:
            return 401, self.error("unauthorized", "no such token")
        if headers.get("API-Version") != "2026-04-17":
            return 400, self.error("unsupported_api_version", "2026-04-17 is supported")
        if (method, path) == ("POST", "/acp/feeds"):
            fault = self.fault("CreateFeedRequest", body)
            if fault:
                return 400, self.error("invalid_feed_payload", fault)
            feed = f"feed {len(self.feeds) + 1}/x"  # An id that has to be escaped.
            self.feeds[feed] = {}
            return 201, {"id": feed, **body}
        match = re.fullmatch(r"/acp/feeds/feed%20(\d+)%2Fx/products", path)
        feed = f"feed {match.group(1)}/x" if match else None
        if feed not in self.feeds:
            return 404, self.error("feed_not_found", "Feed not found", "id")
        if method == "GET":
            return 200, {"products": list(self.feeds[feed].values())}
        fault = self.fault("UpsertProductsRequest", body)
        if not fault and any(each["id"] in self.refuses for each in body["products"]):
            fault = "a product that this agent does not want"
        if fault:
            return 400, self.error("invalid_product_payload", fault, "products")
        for product in body["products"]:
            self.feeds[feed][product["id"]] = product
        accepted = {"id": feed, "accepted": True}
        if self.versions:
            accepted["feed_update_id"] = f"upd_{len(self.calls)}"
        return 200, accepted

    @staticmethod
    def fault(name, body):
        """What the official schema has against it, where that is at hand."""
        if not SCHEMA.exists():
            return None
        import jsonschema  # pylint: disable=import-outside-toplevel
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}",
                                                     "$defs": schema["$defs"]})
        return next((error.message for error in validator.iter_errors(body)), None)

    def pushed(self):
        """The ids of the products in each PATCH that was accepted, in order."""
        with self.changed:
            return [[each["id"] for each in body["products"]]
                    for method, _, body, status in self.calls
                    if method == "PATCH" and status == 200]

    def products(self):
        """What the newest feed holds, by id."""
        with self.changed:
            return dict(list(self.feeds.values())[-1]) if self.feeds else {}

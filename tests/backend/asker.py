"""Asks a backend as Till does: signed requests, answers checked against the published schemas."""

import functools
import hashlib
import hmac
import http.client
import itertools
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse

import jsonschema

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONTRACT = os.path.join(REPOSITORY, "docs", "backend")
SCHEMAS = os.path.join(CONTRACT, "schemas")
EXAMPLES = os.path.join(REPOSITORY, "examples", "backends")
SECRET = b"a secret of tests"
START_SECONDS = 20

# How each example is started, and the program without which it cannot be.
COMMANDS = {
    "python": [sys.executable, "-B", os.path.join(EXAMPLES, "python", "backend.py")],
    "node": ["node", os.path.join(EXAMPLES, "node", "backend.mjs")],
    "php": ["php", os.path.join(EXAMPLES, "php", "serve.php")],
}


def can_start(name):
    return shutil.which(COMMANDS[name][0]) is not None


# Schemas: every file is a definition of one document, so that no reference leaves it.


def read_schema(name):
    with open(os.path.join(SCHEMAS, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def schema_names():
    return sorted(name[:-len(".json")] for name in os.listdir(SCHEMAS) if name.endswith(".json"))


def at_home(value, home):
    """The schema with references as they are in the document of all: of `home`, of its siblings."""
    if isinstance(value, list):
        return [at_home(each, home) for each in value]
    if not isinstance(value, dict):
        return value
    moved = {name: at_home(each, home) for name, each in value.items() if name != "$schema"}
    if isinstance(value.get("$ref"), str):
        file, _, place = value["$ref"].partition("#")
        name = os.path.basename(file)[:-len(".json")] if file else home
        moved["$ref"] = f"#/$defs/{name}{place}"
    return moved


@functools.cache
def all_schemas():
    return {name: at_home(read_schema(name), name) for name in schema_names()}


@functools.cache
def validator(place):
    """Of a message, as `quote`, or of a definition, as `refused/$defs/of_quote`."""
    schema = {"$defs": all_schemas(), "$ref": f"#/$defs/{place}"}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def faults(place, value):
    return [f"{fault.json_path}: {fault.message[:200]}"
            for fault in validator(place).iter_errors(value)]


def check(place, value):
    found = faults(place, value)
    if found:
        raise AssertionError(f"no {place}: {found}\n{json.dumps(value)[:3000]}")
    return value


# Requests and answers


def signature(body, secret=SECRET, at=None):
    at = int(time.time()) if at is None else at
    digest = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"

    def as_text(self):
        return self.status, self.body


class Asker:
    """Signs and asks; every question has an id of its own, every deed a key unless it is given."""

    numbers = itertools.count(1)

    def __init__(self, url, secret=SECRET):
        self.url, self.secret = urllib.parse.urlsplit(url), secret

    def send(self, method, path, raw=b"", headers=None):
        """Raw bytes with these headers alone."""
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=10)
        try:
            connection.request(method, self.url.path.rstrip("/") + path, raw or None,
                               {"Content-Length": str(len(raw)), **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def headers(self, raw, key=None):
        number = next(self.numbers)
        headers = {"Till-Signature": signature(raw, self.secret),
                   "Till-Request-Id": f"req_{number}", "Till-Deadline-Ms": "1500",
                   "traceparent": f"00-{number:032x}-{number:016x}-01"}
        if raw:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        return headers

    def ask(self, method, path, body=None, key=None):
        raw = b"" if body is None else json.dumps(body).encode()
        return self.send(method, path, raw, self.headers(raw, key))

    def new_key(self):
        return f"key-{os.getpid()}-{next(self.numbers)}"

    # The contract, message by message. What is asked is of its schema, and so is the answer.

    def capabilities(self):
        return self.checked(self.ask("GET", "/capabilities"), "capabilities")

    def quote(self, request):
        return self.checked(self.ask("POST", "/quote", check("quote-request", request)), "quote",
                            "refused/$defs/of_quote")

    def hold(self, session, request, key=None):
        return self.checked(self.ask("PUT", f"/holds/{session}", check("holds-request", request),
                                     key or self.new_key()), "holds")

    def give_back(self, session, key=None):
        return self.checked(self.ask("DELETE", f"/holds/{session}", None, key or self.new_key()))

    def approve(self, request):
        return self.checked(self.ask("POST", "/approve", check("approval-request", request)),
                            "approval")

    def order(self, order, key=None):
        return self.checked(self.ask("POST", "/orders", check("order", order),
                                     key or self.new_key()), "order-answer")

    def event(self, order_id, event, key=None):
        return self.checked(self.ask("POST", f"/orders/{order_id}/events",
                                     check("order-event", event), key or self.new_key()))

    def products(self, **query):
        text = "?" + urllib.parse.urlencode(query) if query else ""
        return self.checked(self.ask("GET", "/products" + text), "products")

    def checked(self, answer, schema=None, refusal="refused"):
        if answer.status in (409, 422):
            check(refusal, answer.json)
        elif not 200 <= answer.status < 300:
            raise AssertionError(f"neither an answer nor a refusal: {answer}")
        elif schema:
            check(schema, answer.json)
        return answer


class Backend:
    """One example, on a port that it picks, with its state below `folder`. It is started at once,
    and waited for when somebody first wants its address."""

    def __init__(self, name, folder, data="shop.data"):
        self.name = name
        secret_file = os.path.join(folder, "backend.secret")
        with open(secret_file, "wb") as file:
            file.write(SECRET + b"\n")
        command = COMMANDS[name] + ["--port", "0", "--secret-file", secret_file,
                                    "--data", os.path.join(folder, data)]
        self.log = os.path.join(folder, "log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log,
                                            start_new_session=True)

    @functools.cached_property
    def asker(self):
        return Asker(self.url)

    @functools.cached_property
    def url(self):
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        line = self.process.stdout.readline().decode() if ready else ""
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:[0-9]+)\n", line)
        if not found:
            self.kill()
            with open(self.log, encoding="utf-8", errors="replace") as log:
                raise AssertionError(f"{self.name} did not start: {line!r}\n{log.read()}")
        return found[1]

    def kill(self):
        """At once and without warning, with all that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process.stdout.close()

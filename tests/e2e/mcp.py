"""An MCP client: messages over HTTP, streams and lines, without any library of the protocol."""

import json
import signal
import subprocess

from agent import CALIFORNIA, new_key
from shop import BINARY

VERSION = "2025-11-25"
ACP = "2026-04-17"
ORDER = {"currency": "usd", "capabilities": {}, "line_items": [{"id": "mug-blue", "quantity": 2}],
         "fulfillment_details": {"address": CALIFORNIA},
         "buyer": {"email": "ada@example.com", "first_name": "Ada", "last_name": "Agent"}}


def meta(key=None, **members):
    return {"api_version": ACP, "idempotency_key": key or new_key(), **members}


def payload_of(session, token, handler):
    """What completes a session with a token."""
    return {"payment_data": {"handler_id": handler, "instrument": {
        "type": "card", "credential": {"type": "spt", "token": token}}}}


class Refused(AssertionError):
    """An error: its code of JSON-RPC, its message and, for one of ACP, the Error object."""

    def __init__(self, error):
        super().__init__(json.dumps(error))
        self.code, self.message = error["code"], error["message"]
        self.data = error.get("data", {})


def events(body):
    """The messages of a stream of server-sent events, with the id of each."""
    found = []
    for block in body.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if lines.get("data"):
            found.append((lines.get("id"), json.loads(lines["data"])))
    return found


class Client:
    """One MCP session over HTTP with an agent's token."""

    def __init__(self, agent, version=VERSION, token=None):
        self.agent, self.token = agent, token or agent.token
        self.session, self.number, self.version = None, 0, version
        answer = self.send({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": version, "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}})
        self.session = answer.headers["Mcp-Session-Id"]
        self.server = json.loads(answer.body)["result"]
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def http(self, method, body=None, headers=None, path="/mcp", timeout=30):
        """The answer with its whole body as `body`; a header given as None is left out."""
        sent = {"Authorization": f"Bearer {self.token}",
                "Accept": "application/json, text/event-stream"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if self.session:
            sent |= {"Mcp-Session-Id": self.session, "MCP-Protocol-Version": self.version}
        sent = {name: value for name, value in (sent | (headers or {})).items()
                if value is not None}
        connection = self.agent.connect(timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            answer.body = answer.read()
        finally:
            connection.close()
        return answer

    def send(self, message, **options):
        body = message if isinstance(message, (bytes, str)) else json.dumps(message)
        return self.http("POST", body, **options)

    def request(self, method, params=None):
        """The result of a request; Refused when it is an error or says so itself."""
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method}
        if params is not None:
            message["params"] = params
        answer = json.loads(self.send(message).body)
        if answer["id"] != self.number:
            raise AssertionError(f"the answer to another request: {answer}")
        return result_of(answer)

    def call(self, tool, **arguments):
        """The structured value of a tool, which its text must say as well."""
        return value_of(self.request("tools/call", {"name": tool, "arguments": arguments}))


MODERN = "2026-07-28"


def modern_message(number, method, params=None, progress=None):
    """A request of the version without sessions, which says all there is to know of it."""
    said = {"io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {}}
    if progress is not None:
        said["progressToken"] = progress
    return {"jsonrpc": "2.0", "id": number, "method": method,
            "params": {"_meta": said} | (params or {})}


def modern_headers(message):
    params = message["params"]
    name = params.get("uri" if message["method"] == "resources/read" else "name")
    return {"MCP-Protocol-Version": MODERN, "Mcp-Method": message["method"], "Mcp-Name": name}


class ModernClient(Client):
    """A client of the version without sessions."""

    def __init__(self, agent, token=None):  # pylint: disable=super-init-not-called
        self.agent, self.token = agent, token or agent.token
        self.session, self.number, self.version = None, 0, MODERN

    def ask(self, method, params=None, headers=None, **options):
        """The answer over HTTP to a request."""
        self.number += 1
        message = modern_message(self.number, method, params, **options)
        return self.send(message, headers=modern_headers(message) | (headers or {}))

    def request(self, method, params=None):
        answer = self.ask(method, params)
        body = json.loads(answer.body)
        if body.get("id") != self.number:
            raise AssertionError(f"the answer to another request: {body}")
        result = result_of(body)
        if result.get("resultType", "complete") != "complete":
            raise AssertionError(f"there is more to it: {result}")
        return result

    def open(self, method, params=None, headers=None, **options):
        """A connection on which a request was sent, to be read and closed by the caller."""
        self.number += 1
        message = modern_message(self.number, method, params, **options)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                "Accept": "application/json, text/event-stream"}
        sent |= modern_headers(message) | (headers or {})
        connection = self.agent.connect(20)
        connection.request("POST", "/mcp", body=json.dumps(message),
                           headers={name: value for name, value in sent.items() if value})
        return connection


def result_of(answer):
    if "error" in answer:
        raise Refused(answer["error"])
    if answer["result"].get("isError"):  # For the model; the code of the call is None.
        said = {"code": None, "message": answer["result"]["content"][0]["text"],
                "data": answer["result"]["_meta"]["till/error"]}
        raise Refused(said)
    return answer["result"]


def value_of(result):
    value = result["structuredContent"]
    if result["isError"] or json.loads(result["content"][0]["text"]) != value:
        raise AssertionError(f"text and structure differ: {result}")
    return value


class Lines:
    """`till mcp` as a child: one message a line."""

    def __init__(self, config):
        self.process = subprocess.Popen([BINARY, "mcp", "--config", config], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.number = 0
        self.told = []  # What came that was no answer.

    def tell(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def request(self, method, params=None):
        self.number += 1
        self.tell({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params or {}})
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                return result_of(answer)
            self.told.append(answer)

    def read(self):
        """The next message, whatever it is."""
        return json.loads(self.process.stdout.readline())

    def call(self, tool, **arguments):
        return value_of(self.request("tools/call", {"name": tool, "arguments": arguments}))

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)

    def close(self, seconds=20):
        """Ends the input; the exit status."""
        self.process.stdin.close()
        status = self.process.wait(seconds)
        self.process.stdout.close()
        self.process.stderr.close()
        return status

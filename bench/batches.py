"""The loads of bench/run in counted batches: as many requests at once as there are connections."""

import json
import socket

AT_ONCE = 32
VERSION = "2026-04-17"
PLACE = {"name": "Ann Lee", "email": "ann@example.com", "address": {
    "name": "Ann Lee", "line_one": "5 Elm St", "city": "San Francisco", "state": "CA",
    "country": "US", "postal_code": "94105"}}
CREATE = {"line_items": [{"id": "mug-blue", "quantity": 1}], "currency": "usd",
          "capabilities": {"interventions": {"supported": ["3ds"]}},
          "buyer": {"first_name": "Ann", "last_name": "Lee", "email": "ann@example.com"},
          "fulfillment_details": PLACE}


def text(value):
    return json.dumps(value, separators=(",", ":"))


class Agent:
    """Asks a till over connections that stay open, one request on each at a time."""

    def __init__(self, till):
        host, port = till.url.removeprefix("http://").split(":")
        self.token = till.token
        self.asked = 0
        self.sockets = [socket.create_connection((host, int(port))) for _ in range(AT_ONCE)]
        self.mcp = till.mcp_session()

    def request(self, method, path, body=None, **headers):
        lines = [f"{method} {path} HTTP/1.1", "Host: till", f"Authorization: Bearer {self.token}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines + ["", body or ""]).encode()

    def post(self, path, body):
        self.asked += 1
        return self.request("POST", path, text(body), API_Version=VERSION,
                            Idempotency_Key=f"key-{self.asked:09}")

    def call(self, tool, payload):
        self.asked += 1
        meta = {"api_version": VERSION, "idempotency_key": f"mcp-{self.asked:09}"}
        params = {"name": tool, "arguments": {"meta": meta, "payload": payload}}
        message = {"jsonrpc": "2.0", "id": self.asked, "method": "tools/call", "params": params}
        return self.request("POST", "/mcp", text(message), Mcp_Session_Id=self.mcp,
                            Accept="application/json, text/event-stream",
                            MCP_Protocol_Version="2025-11-25")

    def modern_call(self, tool, payload):
        self.asked += 1
        meta = {"api_version": VERSION, "idempotency_key": f"mcp-{self.asked:09}"}
        said = {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {}}
        params = {"_meta": said, "name": tool, "arguments": {"meta": meta, "payload": payload}}
        message = {"jsonrpc": "2.0", "id": self.asked, "method": "tools/call", "params": params}
        return self.request("POST", "/mcp", text(message),
                            Accept="application/json, text/event-stream",
                            MCP_Protocol_Version="2026-07-28", Mcp_Method="tools/call",
                            Mcp_Name=tool)

    def ask(self, requests):
        """The bodies of the answers, which must all be good."""
        for connection, request in zip(self.sockets, requests):
            connection.sendall(request)
        return [read_answer(connection) for connection, _ in zip(self.sockets, requests)]

    def close(self):
        for connection in self.sockets:
            connection.close()


def read_answer(connection):
    read = b""
    while b"\r\n\r\n" not in read:
        read += receive(connection)
    head, body = read.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    if lines[0].split()[1] not in ("200", "201"):
        raise SystemExit(f"{lines[0]}: {body.decode()}")
    length = next(int(line.split(":")[1]) for line in lines
                  if line.lower().startswith("content-length:"))
    while len(body) < length:
        body += receive(connection)
    return body


def receive(connection):
    piece = connection.recv(65536)
    if not piece:
        raise SystemExit("till closed a connection")
    return piece


def create(agent):
    return agent.ask([agent.post("/checkout_sessions", CREATE) for _ in range(AT_ONCE)])


class Sessions:
    """The loads, each a function that asks one batch of them."""

    def __init__(self, agent):
        self.agent = agent
        self.ids = [json.loads(body)["id"] for body in create(agent)]
        self.turn = 0

    def create(self):
        create(self.agent)

    def get(self):
        self.agent.ask([self.agent.request("GET", f"/checkout_sessions/{each}", API_Version=VERSION)
                        for each in self.ids])

    def update(self):
        self.turn += 1
        lines = {"line_items": [{"id": "mug-blue", "quantity": 1 + self.turn % 2}]}
        self.agent.ask([self.agent.post(f"/checkout_sessions/{each}", lines) for each in self.ids])

    def mcp_create(self):
        self.agent.ask([self.agent.call("create_checkout_session", CREATE)
                        for _ in range(AT_ONCE)])

    def mcp_modern_create(self):
        self.agent.ask([self.agent.modern_call("create_checkout_session", CREATE)
                        for _ in range(AT_ONCE)])

    def purchase(self):
        sessions = [json.loads(body) for body in create(self.agent)]
        vault = "/agentic_commerce/delegate_payment"
        tokens = self.agent.ask([self.agent.post(vault, delegate(each["id"])) for each in sessions])
        handler = sessions[0]["capabilities"]["payment"]["handlers"][0]["id"]
        completes = []
        for session, token in zip(sessions, tokens):
            credential = {"type": "spt", "token": json.loads(token)["id"]}
            payment = {"handler_id": handler,
                       "instrument": {"type": "card", "credential": credential}}
            completes.append(self.agent.post(f"/checkout_sessions/{session['id']}/complete",
                                             {"payment_data": payment}))
        for body in self.agent.ask(completes):
            if json.loads(body)["status"] != "completed":
                raise SystemExit(body.decode())


def delegate(session):
    return {
        "payment_method": {
            "type": "card", "card_number_type": "fpan", "number": "4242424242424242",
            "exp_month": "11", "exp_year": "2031", "cvc": "123",
            "display_card_funding_type": "credit", "display_brand": "visa",
            "display_last4": "4242", "metadata": {}},
        "allowance": {
            "reason": "one_time", "max_amount": 100000, "currency": "usd",
            "checkout_session_id": session, "merchant_id": "merchant_demo",
            "expires_at": "2037-01-01T00:00:00Z"},
        "risk_signals": [{"type": "card_testing", "score": 10, "action": "manual_review"}],
        "metadata": {}}

"""`till backend check`: the examples keep the contract, and a planted bug is named."""

import http.client
import http.server
import json
import os
import shutil
import sys
import tempfile
import threading
import unittest
import unittest.mock

from rules import REPOSITORY
from shop import till

sys.path.insert(0, os.path.join(REPOSITORY, "tests", "backend"))
import asker  # pylint: disable=wrong-import-position

PROGRAM = os.path.join(asker.EXAMPLES, "python", "backend.py")
# What breaks the example in Python, and the rules that are then said to be broken.
BUGS = {
    "every signature is let in": (
        "        if not is_signed(", "        if False and not is_signed(",
        {"signature.missing", "signature.get", "signature.wrong", "signature.other_body",
         "signature.old", "signature.early"}),
    "an older version counts": (
        "if version < known[0]:", "if version < 0:", {"holds.older_version", "holds.late_put"}),
    "keys are forgotten": (
        'self.sql("INSERT INTO deeds VALUES (?, ?, ?, ?)", (key, deed, status, stored))', "pass",
        {"holds.same_key", "orders.same_key"}),
}


class Recorder(http.server.BaseHTTPRequestHandler):
    """Passes each request on and keeps its body by method and path."""

    protocol_version = "HTTP/1.1"
    seen, port = [], 0

    def pass_on(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.seen.append((self.command, self.path, raw))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(self.command, self.path, raw or None, dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.send_response(answer.status)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = pass_on
    log_message = staticmethod(lambda *_: None)


class BackendCheck(unittest.TestCase):
    def setUp(self):
        self.make_shop()

    def make_shop(self):
        self.folder = tempfile.mkdtemp(prefix="till-e2e-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = os.path.join(self.folder, "shop", "till.toml")
        made = till("init", os.path.join(self.folder, "shop"))
        self.assertEqual(made.returncode, 0, made.stderr)

    def name_backend(self, url):
        with open(os.path.join(self.folder, "shop", "backend.secret"), "wb") as file:
            file.write(asker.SECRET)
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(f'\n[backend]\nurl = "{url}"\nsecret_file = "backend.secret"\n'
                       "timeout_ms = 15000\n")  # Machines that test are busy.

    def start(self, name):
        backend = asker.Backend(name, self.folder)
        self.addCleanup(backend.kill)
        self.name_backend(backend.url)
        return backend

    def check(self, *more):
        return till("backend", "check", "--config", self.config, *more)

    def results(self, *more):
        """The exit code, and the ids by their result."""
        run = self.check("--json", *more)
        report = json.loads(run.stdout)
        by_result = {"passed": set(), "failed": set(), "skipped": set()}
        for row in report["checks"]:
            by_result[row["result"]].add(row["id"])
        self.assertEqual({name: len(found) for name, found in by_result.items()},
                         {name: report[name] for name in by_result})
        return run.returncode, by_result

    def keeps_the_contract(self, name):
        if not (asker.can_start(name) or os.environ.get("CI")):
            self.skipTest(f"no {name} here")
        backend = self.start(name)
        before = backend.asker.products().json
        code, found = self.results("--orders")
        self.assertEqual((code, found["failed"], found["skipped"]), (0, set(), set()))
        self.assertEqual(backend.asker.products().json, before, "the order was canceled")
        code, found = self.results("--item", "mug-blue")
        self.assertEqual((code, found["failed"]), (0, set()))
        self.assertEqual({one.split(".")[0] for one in found["skipped"]}, {"orders"})

    def test_the_example_in_python_keeps_the_contract(self):
        self.keeps_the_contract("python")

    def test_the_example_in_node_keeps_the_contract(self):
        self.keeps_the_contract("node")

    def test_the_example_in_php_keeps_the_contract(self):
        self.keeps_the_contract("php")

    def test_the_report_can_be_read(self):
        self.start("python")
        run = self.check()
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
        lines = run.stdout.splitlines()
        self.assertRegex(lines[0], r"^ok  capabilities\.answer +GET /capabilities .* \(\d+ ms\)$")
        self.assertRegex(lines[-1], r"^\d+ passed, 0 failed, \d+ skipped$")

    def test_a_planted_bug_is_named(self):
        with open(PROGRAM, encoding="utf-8") as file:
            whole = file.read()
        for bug, (text, instead, broken) in BUGS.items():
            with self.subTest(bug=bug):
                self.assertIn(text, whole)
                self.make_shop()
                os.mkdir(os.path.join(self.folder, "python"))
                shutil.copy(os.path.join(asker.EXAMPLES, "shop.json"), self.folder)
                copy = os.path.join(self.folder, "python", "backend.py")
                with open(copy, "w", encoding="utf-8") as file:
                    file.write(whole.replace(text, instead))
                command = {"broken": [sys.executable, "-B", copy]}
                with unittest.mock.patch.dict(asker.COMMANDS, command):
                    self.start("broken")
                code, found = self.results("--orders")
                self.assertEqual((code, found["failed"]), (1, broken))
                run = self.check("--orders")
                self.assertEqual(run.returncode, 1)
                for each in broken:
                    self.assertIn(f"!!  {each}", run.stdout)
                self.assertIn("mend it as the report says", run.stderr)

    def test_what_is_asked_is_of_the_schemas(self):
        backend = asker.Backend("python", self.folder)
        self.addCleanup(backend.kill)
        handler = type("Handler", (Recorder,), {"seen": [], "port": backend.asker.url.port})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.name_backend(f"http://127.0.0.1:{server.server_port}")
        code, found = self.results("--orders")
        self.assertEqual((code, found["failed"]), (0, set()))
        asked = set()
        for method, path, raw in handler.seen:
            parts = path.split("?")[0].split("/")[1:]
            schema = {("POST", "quote"): "quote-request", ("POST", "approve"): "approval-request",
                      ("PUT", "holds"): "holds-request", ("POST", "events"): "order-event",
                      ("POST", "orders"): "order"}.get(
                          (method, "events" if parts[-1] == "events" else parts[0]))
            if schema is None:
                self.assertEqual(raw, b"")
            elif raw != b'{"session_id":':  # What is no JSON on purpose.
                asker.check(schema, json.loads(raw))
                asked.add(schema)
        self.assertEqual(len(asked), 5, asked)

    def test_a_backend_that_is_gone_is_one_failure(self):
        backend = self.start("python")
        backend.kill()
        code, found = self.results()
        self.assertEqual((code, found["failed"]), (1, {"capabilities.answer"}))

    def test_wrong_use_is_told_apart(self):
        for arguments, code in (((), 2), (("--nonsense",), 2)):
            run = self.check(*arguments)
            self.assertEqual((run.returncode, run.stdout), (code, ""))
        self.assertIn("[backend]", self.check().stderr)

"""A demo shop of the real binary in a temporary folder: opened, configured, started, killed."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from agent import Agent
from ports import free_ports

BINARY = os.environ.get("TILL_BINARY", "")
START_SECONDS = 30
LAST_LINES = 40  # Of the log, told when a server ends in a way that no test asked for.
TABLES = {"requests_per_second": "limits", "burst": "limits",
          "request_timeout_seconds": "limits", "retry_seconds": "webhooks",
          "without_buyer_seconds": "holds", "agent_share_percent": "holds",
          "agent_open_sessions": "holds", "wait_for": "approvals",
          "session_lifetime_seconds": "shop", "cart_lifetime_seconds": "shop",
          "trusted_proxies": "listen", "supported": "interventions", "required": "interventions",
          "enforcement": "interventions", "tools": "mcp", "allowed_origins": "mcp"}


def poll(look, seconds):
    """What `look` gives once it gives something true, or its last answer when time is up."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found or time.monotonic() > end:
            return found
        threading.Event().wait(0.1)


def till(*arguments, timeout=60, stdin=None, state=None):
    """Runs the program to its end; `state` is the folder where it may keep something."""
    env = {**os.environ, "XDG_STATE_HOME": state} if state else None
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=timeout, check=False, input=stdin, env=env)


class DeafProxy:
    """Passes each request on to a port of this machine, and loses the answer."""

    def __init__(self, port):
        self.to = port
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def serve(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", self.to)) as server:
                server.sendall(client.recv(65536))
                server.recv(1)  # It is done once there is an answer.

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


def fate(status):
    """How a process ended."""
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def read_env(path):
    with open(path, encoding="utf-8") as file:
        return dict(pair.split("=", 1) for pair in shlex.split(file.read(), comments=True))


class Shop:
    """One shop: its folder, its config, and the server while it runs."""

    def __init__(self, webhook_url=None, **settings):
        self.folder = tempfile.mkdtemp(prefix="till-e2e-")
        self.home = os.path.join(self.folder, "shop")
        self.config = os.path.join(self.home, "till.toml")
        self.port, self.admin_port = free_ports(2)
        arguments = ["init", self.home, "--listen", f"127.0.0.1:{self.port}",
                     "--admin-listen", f"127.0.0.1:{self.admin_port}"]
        if webhook_url:
            arguments += ["--webhook-url", webhook_url]
        made = till(*arguments)
        if made.returncode != 0:
            raise AssertionError(f"till init: {made.returncode}: {made.stderr}")
        self.agent_env = os.path.join(self.home, "agent.env")
        self.operator_env = os.path.join(self.home, "operator.env")
        self.env = {**read_env(self.operator_env), **read_env(self.agent_env)}
        self.process = None
        self.output = []
        self.log = os.path.join(self.folder, "log")
        # Tests of other things must not meet the limit.
        self.configure(**{"requests_per_second": 0, **settings})

    def configure(self, **settings):
        """Sets keys of till.toml: in place, else where they are a comment, or in their table."""
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        for key, value in settings.items():
            line = f"{key} = " + json.dumps(value)
            text, count = re.subn(rf"(?m)^[ \t]*{key}[ \t]*=.*$", line, text)
            if count == 0:
                text, count = re.subn(rf"(?m)^#[ \t]*{key}[ \t]*=.*$", line, text)
            if count == 0:
                head = f"[{TABLES[key]}]\n"
                text = text.replace(head, head + line + "\n") if head in text \
                    else f"{text}\n{head}{line}\n"
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text)

    def append(self, text):
        with open(self.config, "a", encoding="utf-8") as file:
            file.write("\n" + text)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([BINARY, "serve", "--config", self.config],
                                            stdout=subprocess.PIPE, stderr=log, text=True)
        listening = threading.Event()
        self.output = []

        def read(stream):
            for line in stream:
                self.output.append(line.rstrip("\n"))
                if line.startswith("listening on "):
                    listening.set()
            listening.set()

        reader = threading.Thread(target=read, args=(self.process.stdout,), daemon=True)
        reader.start()
        listening.wait(START_SECONDS)
        if not any(line.startswith("listening on ") for line in self.output):
            self.kill()  # Tells by itself when it has ended already.
            raise AssertionError(f"the server did not start:\n{self.logged()}")
        return self

    def stop(self, expected=0, seconds=25):
        """SIGTERM and the exit status."""
        process = self.take_process()
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the server did not end after SIGTERM") from None
        finally:
            process.stdout.close()
        if expected is not None and status != expected:
            raise AssertionError(f"the server ended with {fate(status)}:\n{self.last_lines()}")

    def kill(self):
        """kill -9."""
        process = self.take_process()
        if process is not None:
            process.kill()
            process.wait()
            process.stdout.close()

    def take_process(self):
        """The running server, which is the caller's from now on; a failure when it has ended by
        itself, with what it left to be known of that."""
        process, self.process = self.process, None
        status = None if process is None else process.poll()
        if status is not None:
            process.stdout.close()
            raise AssertionError(f"the server was gone with {fate(status)}:\n{self.last_lines()}")
        return process

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)

    def close(self):
        try:
            self.kill()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def logged(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def last_lines(self):
        return "\n".join(self.logged().splitlines()[-LAST_LINES:])

    def agent(self, token=None, **options):
        return Agent(self.env["TILL_URL"], self.env["TILL_CA"], token or self.env["TILL_TOKEN"],
                     **options)

    def till(self, command, *arguments, **options):
        """Runs a command of an agent or an operator, with the file that is meant for it."""
        words = command.split()
        env = self.agent_env if words[0] in ("buy", "stripe") else self.operator_env
        return till(*words, "--env", env, *arguments, **{"state": self.folder, **options})


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class ShopCase(unittest.TestCase):
    """A test with one running shop for the whole class; SETTINGS go into its till.toml."""

    SETTINGS = {}

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop(**cls.SETTINGS)
        cls.addClassCleanup(cls.shop.close)
        cls.prepare()
        cls.shop.start()
        cls.agent = cls.shop.agent()

    @classmethod
    def prepare(cls):
        """What has to be done to the shop before its server starts."""

    def own_shop(self, **options):
        """A shop for this test alone, not started."""
        shop = Shop(**options)
        self.addCleanup(shop.close)
        return shop

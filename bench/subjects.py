"""The servers that are measured: till on SQLite, and nginx with a static answer as the ceiling."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.request

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
LISTEN = "127.0.0.1:18080"
NGINX_LISTEN = "127.0.0.1:18081"


def processor_seconds(pids):
    """User and system time of the processes so far."""
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_SECOND


def memory_bytes(pid, field):
    """VmRSS or VmHWM of a process."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise ValueError(field)


class Till:
    """A release server on a fresh shop, in its default configuration but for the rate limit."""

    def __init__(self, binary, folder, configure=None, wrapper=()):
        self.url = f"http://{LISTEN}"
        self.shop = folder / "shop"
        subprocess.run([binary, "init", self.shop, "--plaintext", "--listen", LISTEN,
                        "--admin-listen", "127.0.0.1:19465", "--webhook-url",
                        f"http://{NGINX_LISTEN}/"], check=True, capture_output=True)
        config = self.shop / "till.toml"
        config.write_text(config.read_text().replace("requests_per_second = 50000",
                                                     "requests_per_second = 0"))
        if configure:
            configure(config)
        catalog = self.shop / "catalog.json"  # A bench sells more than a demo has in stock.
        catalog.write_text(catalog.read_text().replace("1000000", "1000000000"))
        lines = (self.shop / "agent.env").read_text().splitlines()
        self.token = dict(line.split("=", 1) for line in lines)["TILL_TOKEN"]
        self.log = open(folder / "till.log", "wb")
        self.process = subprocess.Popen([*wrapper, binary, "serve", "--config", config],
                                        stdout=subprocess.PIPE, stderr=self.log)
        if b"listening" not in self.process.stdout.readline():
            raise SystemExit("till did not start: " + (folder / "till.log").read_text())

    @property
    def pids(self):
        return [self.process.pid]

    def create(self, body, key):
        """One session over plain HTTP, as the loads create it: (id, the bytes of its answer)."""
        request = urllib.request.Request(self.url + "/checkout_sessions", body.encode(), {
            "Authorization": "Bearer " + self.token, "API-Version": "2026-04-17",
            "Content-Type": "application/json", "Idempotency-Key": key})
        answer = urllib.request.urlopen(request).read()
        return json.loads(answer), answer

    def mcp_session(self):
        """The id of a new MCP session."""
        message = {"jsonrpc": "2.0", "id": 1, "method": "initialize",
                   "params": {"protocolVersion": "2025-11-25"}}
        request = urllib.request.Request(self.url + "/mcp", json.dumps(message).encode(), {
            "Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        return urllib.request.urlopen(request).headers["Mcp-Session-Id"]

    def stored_bytes(self):
        """What the sessions take; the reserve for a full disk is there before the first."""
        return sum(file.stat().st_size for file in self.shop.glob("till.db*")
                   if file.suffix != ".reserve")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


class Nginx:
    """One static answer of the given bytes to every request, from two workers without a log."""

    def __init__(self, folder, answer):
        quoted = answer.decode().replace("\\", "\\\\").replace("'", "\\'").replace("$", "${dollar}")
        self.serve(folder / "nginx", NGINX_LISTEN, f"location / {{ return 200 '{quoted}'; }}")

    def serve(self, folder, listen, locations, modules="", upstream=""):
        self.url = f"http://{listen}"
        folder.mkdir()
        (folder / "nginx.conf").write_text(f"""
{modules}
worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  geo $dollar {{ default "$"; }}
  {upstream}
  server {{ listen {listen}; {locations} }}
}}
""")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"])
        while not self._answers():
            if self.process.poll() is not None:
                raise SystemExit("nginx did not start: see above")
            time.sleep(0.05)

    def _answers(self):
        try:
            return urllib.request.urlopen(self.url).status == 200
        except OSError:
            return False

    @property
    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

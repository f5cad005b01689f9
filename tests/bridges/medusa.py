"""A real Medusa with the bridge in it: its database, its seeded shop, its admin API."""

import atexit
import base64
import functools
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(REPOSITORY, "tests", each) for each in ("backend", "e2e")]
import asker  # pylint: disable=wrong-import-position
from ports import free_ports  # pylint: disable=wrong-import-position
from shop import poll  # pylint: disable=wrong-import-position

BRIDGE = os.path.join(REPOSITORY, "bridges", "medusa")
COMMAND = os.path.join(BRIDGE, "node_modules", ".bin", "medusa")
POSTGRES = "/usr/lib/postgresql/15/bin"
SECRET = asker.SECRET.decode()
OLD_SECRET = "the secret before"
START_SECONDS = 180  # A busy machine needs a while.
MIGRATE_SECONDS = 600


def as_nobody_special(command):
    """PostgreSQL refuses root; its own user does."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


class Cluster:
    """A PostgreSQL of its own, in a temporary folder, for as long as the tests run."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="till-bridges-")
        atexit.register(self.close)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.data = os.path.join(self.folder, "data")
        self.port = free_ports(1)[0]
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "medusa", "-E", "UTF8",
                 "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=off " \
                  f"-c unix_socket_directories={self.folder}"
        self.run("pg_ctl", "-D", self.data, "-o", options, "-w", "-l",
                 os.path.join(self.folder, "log"), "start")

    def run(self, program, *arguments):
        done = subprocess.run(as_nobody_special([os.path.join(POSTGRES, program), *arguments]),
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              cwd=self.folder, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{program}: {done.stderr}")

    def create(self, name, template="template1"):
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "medusa",
                 "-T", template, name)

    def sql(self, name, text):
        self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "medusa", "-d", name,
                 "-v", "ON_ERROR_STOP=1", "-c", text)

    def url(self, name):
        return f"postgres://medusa@127.0.0.1:{self.port}/{name}"

    def close(self):
        if os.path.exists(os.path.join(self.data, "postmaster.pid")):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Seeded:
    """The database that every shop begins with, and the folder of the merchant's Medusa."""

    NAME = "seeded"

    def __init__(self):
        self.cluster = Cluster()
        self.home = os.path.join(tempfile.mkdtemp(prefix="till-bridges-"), "shop")
        atexit.register(shutil.rmtree, os.path.dirname(self.home), ignore_errors=True)
        shutil.copytree(os.path.join(HERE, "merchant"), self.home)
        self.install()
        with open(os.path.join(self.home, "package.json"), "w", encoding="utf-8") as file:
            json.dump({"name": "shop", "private": True,
                       "dependencies": {"@medusajs/medusa": "*"}}, file)
        self.cluster.create(self.NAME)
        self.run("db:migrate")
        key = re.search(r"admin key: (\S+)", self.run("exec", "./seed.js"))
        self.key = key[1]

    def install(self):
        """What `npm install` of the package would put there; Medusa itself is linked."""
        modules, installed = os.path.join(self.home, "node_modules"), \
            os.path.join(BRIDGE, "node_modules")
        os.mkdir(modules)
        for name in os.listdir(installed):
            os.symlink(os.path.join(installed, name), os.path.join(modules, name))
        packed = subprocess.run(["npm", "pack", "--silent", "--pack-destination", self.home],
                                cwd=BRIDGE, capture_output=True, text=True, check=True)
        shutil.unpack_archive(os.path.join(self.home, packed.stdout.strip()), self.home)
        os.rename(os.path.join(self.home, "package"), os.path.join(modules, "till-medusa"))

    def env(self, name, **more):
        return {**os.environ, "DATABASE_URL": self.cluster.url(name), "TILL_SECRET": SECRET,
                "TILL_PREVIOUS_SECRET": OLD_SECRET,
                "MEDUSA_DISABLE_TELEMETRY": "1", "NODE_ENV": "production",
                "LOG_LEVEL": "warn",
                "MEDUSA_DB_MIGRATION_CONNECTION_TIMEOUT": "60000", **more}

    def run(self, *arguments):
        done = subprocess.run([COMMAND, *arguments], cwd=self.home, env=self.env(self.NAME),
                              capture_output=True, text=True, check=False, timeout=MIGRATE_SECONDS)
        if done.returncode != 0:
            raise AssertionError(f"medusa {arguments}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout


@functools.cache
def seeded():
    return Seeded()


class Medusa:
    """One shop on a database of its own, on one port for its whole life."""

    numbers = iter(range(1, 1000))

    def __init__(self, **settings):
        self.seeded, self.settings = seeded(), settings
        self.name = f"shop_{next(self.numbers)}"
        self.seeded.cluster.create(self.name, Seeded.NAME)
        self.port = free_ports(1)[0]
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = os.path.join(self.seeded.home, f"{self.name}.log")
        self.process = None

    @property
    def asker(self):
        return asker.Asker(self.base + "/till")

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, "start", "--host", "127.0.0.1", "--port", str(self.port)],
                cwd=self.seeded.home, env=self.seeded.env(self.name, **self.settings),
                stdout=log, stderr=log, start_new_session=True)
        if not poll(self.answers, START_SECONDS):
            self.kill()
            raise AssertionError(f"Medusa did not start:\n{self.logged()[-3000:]}")
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"Medusa ended:\n{self.logged()[-3000:]}")
        try:
            with urllib.request.urlopen(self.base + "/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        """At once and without warning."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
            self.process = None

    def sql(self, text):
        self.seeded.cluster.sql(self.name, text)

    def logged(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    # What the merchant does, by Medusa's own admin API.

    def admin(self, method, path, body=None, expected=200):
        token = base64.b64encode(self.seeded.key.encode() + b":").decode()
        raw = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + "/admin" + path, raw, method=method, headers={
            "Authorization": f"Basic {token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as fault:
            status, text = fault.code, fault.read()
        if status != expected:
            raise AssertionError(f"{method} {path}: {status} {text[:2000]!r}")
        return json.loads(text)

    FIELDS = "+metadata,+email,+currency_code,+tax_total,+payment_status,+fulfillment_status," \
             "*items,*items.adjustments,*items.tax_lines,*shipping_methods,*fulfillments," \
             "*fulfillments.items,*payment_collections.payments," \
             "*payment_collections.payments.refunds"

    def order(self, till_id):
        return self.admin("GET", f"/orders/order_{till_id}?fields={self.FIELDS}")["order"]

    def orders(self):
        return self.admin("GET", "/orders?limit=200&fields=id,status,metadata")["orders"]

    def level(self, sku):
        """Pieces that are there and pieces that are reserved."""
        item = self.admin("GET", f"/inventory-items?sku={sku}")["inventory_items"][0]
        return item["stocked_quantity"], item["reserved_quantity"]

    def place(self):
        return self.admin("GET", "/stock-locations")["stock_locations"][0]["id"]

    def pack(self, order, quantities=None, expected=200):
        """A fulfillment of all lines, or of some pieces by SKU; its id."""
        items = [{"id": item["id"], "quantity": (quantities or {}).get(item["variant_sku"],
                                                                       item["quantity"])}
                 for item in order["items"]
                 if quantities is None or item["variant_sku"] in quantities]
        answer = self.admin("POST", f"/orders/{order['id']}/fulfillments?fields=*fulfillments",
                            {"items": items, "location_id": self.place()}, expected)
        if expected != 200:
            return answer
        before = {each["id"] for each in order.get("fulfillments") or []}
        return next(each["id"] for each in answer["order"]["fulfillments"]
                    if each["id"] not in before)

    def ship(self, order, fulfillment, tracking):
        lines = next(each for each in self.order(order["metadata"]["till_order_id"])["fulfillments"]
                     if each["id"] == fulfillment)["items"]
        self.admin("POST", f"/orders/{order['id']}/fulfillments/{fulfillment}/shipments", {
            "items": [{"id": each["line_item_id"], "quantity": each["quantity"]}
                      for each in lines],
            "labels": [{"tracking_number": tracking, "label_url": "",
                        "tracking_url": f"https://track.example.com/{tracking}"}]})

    def deliver(self, order, fulfillment):
        self.admin("POST", f"/orders/{order['id']}/fulfillments/{fulfillment}/mark-as-delivered",
                   {})

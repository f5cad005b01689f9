"""The Stripe double, as a process of its own, and a shop that is paid through it."""

import base64
import http.client
import json
import signal
import ssl
import subprocess
import urllib.parse

from agent import CALIFORNIA
from receiver import Receiver
from ports import free_ports
from shop import BINARY, Shop, ShopCase, fate, poll

SECRET_KEY = "sk_test_double"
WEBHOOK_SECRET = "whsec_double"
VERSION = "2026-04-22.preview"


class Double:
    """`till stripe-double`; `options` are its flags, with _ for -."""

    def __init__(self, port=None, ca_file=None, **options):
        port = port or free_ports(1)[0]
        command = [BINARY, "stripe-double", "--listen", f"127.0.0.1:{port}"]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("stripe double on "):
            raise AssertionError(f"the double did not start: {line!r}")
        self.url = line.split()[-1]
        self.tls = ssl.create_default_context(cafile=ca_file) if ca_file else None

    def call(self, method, path, form=None):
        """Status and JSON of one answer; a dropped one raises an OSError or a ValueError."""
        address = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        if self.tls:
            connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=10,
                                                     context=self.tls)
        login = base64.b64encode(f"{SECRET_KEY}:".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Stripe-Version": VERSION,
                   "Content-Type": "application/x-www-form-urlencoded"}
        try:
            body = urllib.parse.urlencode(form) if form else None
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except http.client.HTTPException as failure:
            raise OSError(str(failure)) from failure
        finally:
            connection.close()

    def token(self, amount, currency="usd", payment_method="pm_card_visa", expires_at=None,
              name=None):
        """A shared payment token that the agent was granted, called after the name."""
        form = {"payment_method": payment_method, "usage_limits[currency]": currency,
                "usage_limits[max_amount]": amount}
        if name:
            form["shared_metadata[name]"] = name
        if expires_at:
            form["usage_limits[expires_at]"] = expires_at
        for _ in range(50):  # Faults may be on.
            try:
                status, answer = self.call(
                    "POST", "/v1/test_helpers/shared_payment/granted_tokens", form)
            except (OSError, ValueError):
                continue
            if status == 200:
                return answer["id"]
        raise AssertionError(f"no token: {answer}")

    def surely(self, method, path, form=None):
        """The answer also when connections are refused."""
        for _ in range(50):
            try:
                return self.call(method, path, form)
            except OSError as failure:
                last = failure
        raise last

    def control(self, deed, **form):
        status, answer = self.surely("POST", "/double/" + deed, form)
        if status != 200:
            raise AssertionError(f"/double/{deed}: {status} {answer}")
        return answer

    def report(self):
        return self.surely("GET", "/double/report")[1]

    def stop(self):
        gone = self.process.poll()
        if gone:
            raise AssertionError(f"the double was gone with {fate(gone)}")
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self.process.stdout.close()


class StripeShop(Shop):
    """A shop whose payments go through the double."""

    def __init__(self, double_url, capture="with_charge", stripe="", **settings):
        super().__init__(**settings)
        self.configure(provider="stripe", capture=capture)
        self.append(f"""
[stripe]
secret_key = "{SECRET_KEY}"
profile = "profile_test_double"
api_base = "{double_url}"
webhook_secret = "{WEBHOOK_SECRET}"
{stripe}
""")

    @property
    def webhook_url(self):
        return self.env["TILL_URL"] + "/webhooks/stripe"


class StripeCase(ShopCase):
    """Each test has a shop, a double and a receiver of its own."""

    @classmethod
    def setUpClass(cls):
        pass

    def open(self, capture="with_charge", stripe="", webhooks=True, **double):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        port = free_ports(1)[0]
        self.shop = StripeShop(f"http://127.0.0.1:{port}", capture, stripe,
                               webhook_url=self.receiver.url)
        self.addCleanup(self.shop.close)
        if webhooks:
            double |= {"webhook_url": self.shop.webhook_url,
                       "webhook_ca": self.shop.env["TILL_CA"], "webhook_secret": WEBHOOK_SECRET}
        self.double = Double(port, **double)
        self.addCleanup(self.double.stop)
        self.shop.start()
        self.agent = self.shop.agent()

    def session(self, *items):
        return self.agent.create(*(items or ["mug-blue"]), ship_to=CALIFORNIA)

    def pay(self, session, payment_method="pm_card_visa", key=None, **token):
        amount = token.pop("amount", session.total())
        return self.agent.complete(
            session, self.double.token(amount, payment_method=payment_method, **token), key)

    def buy(self, *items, **options):
        answer = self.pay(self.session(*items), **options)
        self.assertEqual(answer["status"], "completed", answer)
        return answer

    def charges(self, session):
        return self.double.report()["sessions"].get(session["id"], [])

    def intent(self, session):
        return self.charges(session)[0]["id"]

    def settled(self, session):
        """The session once its payment is no longer in progress."""
        self.assertTrue(poll(
            lambda: self.agent.get(session["id"])["status"] != "complete_in_progress", 60))
        return self.agent.get(session["id"])

    def act(self, action, order, *arguments, code=0):
        run = self.shop.till(f"orders {action}", order["order"]["id"], *arguments)
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stderr or run.stdout

    def show(self, bought):
        run = self.shop.till("orders show", bought["order"]["id"], "--json")
        return json.loads(run.stdout)

    def adjustments(self, bought):
        return [(each["type"], each["status"], each.get("amount"))
                for each in self.show(bought)["adjustments"]]

"""Operators with names and rights, where requests come from, and what a reload says."""

import hashlib
import json
import os
import signal
import urllib.error
import urllib.request

from shop import ShopCase, poll, till

TOKEN = "packer-token-for-tests-0123456789"


class Operators(ShopCase):
    SETTINGS = {"trusted_proxies": ["127.0.0.1"]}

    def lines(self, event):
        found = []
        for line in self.shop.logged().splitlines():
            if f'"event":"{event}"' in line:
                found.append(json.loads(line))
        return found

    def admin(self, path, token, method="GET"):
        request = urllib.request.Request(self.shop.env["TILL_ADMIN_URL"] + path, method=method,
                                         headers={"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def test_a_request_is_logged_with_the_address_behind_a_known_proxy(self):
        for forwarded, peer in (("6.6.6.6, 203.0.113.7", "203.0.113.7"), ("nonsense", "127.0.0.1"),
                                ("2001:db8::7", "2001:db8::7"), (None, "127.0.0.1")):
            name = f"peer-{peer}-{forwarded is None}"
            headers = {"Request-Id": name}
            if forwarded:
                headers["X-Forwarded-For"] = forwarded
            self.agent.request("GET", "/checkout_sessions/x", headers=headers)
            line = poll(lambda n=name: [each for each in self.lines("request")
                                        if each["request_id"] == n], 10)
            self.assertTrue(line, name)
            self.assertEqual(line[0]["peer"], peer, forwarded)

    def test_a_reload_takes_over_operators_and_names_what_needs_a_restart(self):
        self.assertEqual(self.admin("/orders", TOKEN), 401)
        digest = hashlib.sha256(TOKEN.encode()).hexdigest()
        self.shop.append(f'[[operators]]\nname = "packer"\ntoken_sha256 = ["{digest}"]\n'
                         'rights = ["fulfil"]\n')
        self.shop.configure(burst=77, session_lifetime_seconds=1234)
        self.shop.hang_up()
        warning = poll(lambda: self.lines("restart_needed"), 20)
        self.assertTrue(warning, self.shop.last_lines())
        self.assertEqual(warning[0]["settings"], "limits.burst, shop.session_lifetime_seconds")
        self.assertNotIn(digest, self.shop.logged())
        order = "/orders/ord_" + "0" * 26
        self.assertEqual(self.admin("/orders", TOKEN), 403)
        self.assertEqual(self.admin(order + "/ship", TOKEN, "POST"), 404)
        self.assertEqual(self.admin(order + "/refund", TOKEN, "POST"), 403)
        audit = json.loads(self.shop.till("audit list", "--operator", "packer", "--json").stdout)
        self.assertEqual([(event["action"], event["status"]) for event in audit["events"]],
                         [("refund_order", 403), ("ship_order", 404)])

    def test_a_catalogue_that_cannot_be_read_leaves_the_old_one_in_use(self):
        catalog = os.path.join(self.shop.home, "catalog.json")
        with open(catalog, encoding="utf-8") as file:
            text = file.read()

        def restore():
            os.rmdir(catalog)
            with open(catalog, "w", encoding="utf-8") as file:
                file.write(text)

        os.remove(catalog)
        os.mkdir(catalog)
        self.addCleanup(restore)
        self.shop.hang_up()
        refused = poll(lambda: self.lines("reload_refused"), 20)
        self.assertTrue(refused, self.shop.last_lines())
        self.assertIn("cannot read the catalogue", refused[0]["error"])
        self.assertEqual(self.agent.create("mug-blue").status, 201)
        check = till("check", "--config", self.shop.config)
        self.assertEqual((check.returncode, check.stderr.count("unexpected")), (1, 0))
        self.assertIn("cannot read the catalogue", check.stderr)

    def test_a_server_that_hangs_does_not_hang_its_operator(self):
        self.shop.process.send_signal(signal.SIGSTOP)
        try:
            run = self.shop.till("orders show", "ord_" + "0" * 26, timeout=50)
        finally:
            self.shop.process.send_signal(signal.SIGCONT)
        self.assertEqual(run.returncode, 1)
        self.assertIn("nothing came within 10 seconds", run.stderr)

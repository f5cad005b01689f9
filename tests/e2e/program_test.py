"""The command line, the listeners and the logs, as an operator sees them."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import re
import socket
import ssl
import stat
import unittest
import urllib.error
import urllib.request

from agent import CALIFORNIA
from receiver import Receiver
from ports import free_ports
from shop import ShopCase, read_env, till

ORDER = "ord_" + "0" * 26


class CommandLine(ShopCase):
    def test_init_writes_what_the_design_lists_and_keeps_secrets_to_its_owner(self):
        for name in ("till.toml", "catalog.json", "tls/ca.pem", "tls/cert.pem", "tls/key.pem",
                     "agent.env", "operator.env"):
            self.assertTrue(os.path.isfile(os.path.join(self.shop.home, name)), name)
        for name in ("agent.env", "operator.env", "tls/key.pem"):
            mode = stat.S_IMODE(os.stat(os.path.join(self.shop.home, name)).st_mode)
            self.assertEqual(mode, 0o600, name)
        self.assertEqual({"TILL_URL", "TILL_CA", "TILL_TOKEN", "TILL_WEBHOOK_SECRET"},
                         set(read_env(self.shop.agent_env)), "no more than an agent may know")
        self.assertEqual({"TILL_ADMIN_URL", "TILL_ADMIN_TOKEN", "TILL_CA"},
                         set(read_env(self.shop.operator_env)))

    def test_each_file_is_for_its_own_commands(self):
        rows = [("orders list", self.shop.agent_env, "operator.env"),
                ("orders show " + ORDER, self.shop.agent_env, "operator.env"),
                ("orders refund " + ORDER, self.shop.agent_env, "operator.env"),
                ("webhooks list", self.shop.agent_env, "operator.env"),
                ("webhooks replay --dead", self.shop.agent_env, "operator.env"),
                ("buy --item mug-blue", self.shop.operator_env, "agent.env")]
        for command, env, instead in rows:
            with self.subTest(command):
                refused = till(*command.split(), "--env", env)
                self.assertEqual(refused.returncode, 2, refused.stdout + refused.stderr)
                self.assertIn(instead, refused.stderr)
                self.assertEqual(len(refused.stderr.strip().splitlines()), 1, refused.stderr)

    def test_init_refuses_to_overwrite_without_force(self):
        shop = self.own_shop()
        again = till("init", shop.home)
        self.assertEqual(again.returncode, 2)
        self.assertEqual(len(again.stderr.strip().splitlines()), 1, again.stderr)
        self.assertEqual(till("init", shop.home, "--force").returncode, 0)

    def test_plaintext_is_for_the_loopback_only(self):
        refused = till("init", os.path.join(self.shop.folder, "plain"), "--plaintext", "--listen",
                       "0.0.0.0:8080")
        self.assertIn(refused.returncode, (1, 2))

    def test_plaintext_serves_http(self):
        folder = os.path.join(self.shop.folder, "plain-shop")
        public, admin = free_ports(2)
        made = till("init", folder, "--plaintext", "--listen", f"127.0.0.1:{public}",
                    "--admin-listen", f"127.0.0.1:{admin}")
        self.assertEqual(made.returncode, 0, made.stderr)
        with open(os.path.join(folder, "agent.env"), encoding="utf-8") as env:
            self.assertIn(f"TILL_URL=http://127.0.0.1:{public}", env.read())

    def test_the_store_is_closed_to_others_and_check_makes_nothing(self):
        shop = self.own_shop()
        before = sorted(os.listdir(shop.home))
        self.assertEqual(till("check", "--config", shop.config).returncode, 0)
        self.assertEqual(sorted(os.listdir(shop.home)), before)
        shop.start()
        files = [name for name in os.listdir(shop.home) if name not in before]
        self.assertLessEqual({"till.db", "till.db-wal", "till.db-shm"}, set(files))
        for name in files:
            mode = stat.S_IMODE(os.stat(os.path.join(shop.home, name)).st_mode)
            self.assertEqual(mode, 0o600, name)

    def test_check_passes_a_new_shop_and_names_what_is_wrong(self):
        shop = self.own_shop()
        fine = till("check", "--config", shop.config)
        self.assertEqual(fine.returncode, 0, fine.stdout + fine.stderr)
        with open(os.path.join(shop.home, "catalog.json"), "w", encoding="utf-8") as catalog:
            catalog.write("{")
        broken = till("check", "--config", shop.config)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("catalog", broken.stdout + broken.stderr)

    def test_check_passes_a_shop_that_is_served(self):
        fine = till("check", "--config", self.shop.config)
        self.assertEqual(fine.returncode, 0, fine.stdout + fine.stderr)
        self.assertIn("in use by a running till", fine.stdout)

    def test_wrong_use_is_2_in_one_line(self):
        for arguments in (["nothing"], ["serve"], ["init"], ["buy", "--nothing"], []):
            with self.subTest(arguments=arguments):
                run = till(*arguments)
                self.assertEqual(run.returncode, 2, run.stdout + run.stderr)
        missing = till("serve", "--config", "/nothing/till.toml")
        self.assertIn(missing.returncode, (1, 2))
        self.assertEqual(len(missing.stderr.strip().splitlines()), 1, missing.stderr)

    def test_version_and_help(self):
        self.assertRegex(till("--version").stdout, r"\d+\.\d+\.\d+")
        for arguments in (["help"], ["help", "serve"], ["help", "buy"], ["--help"]):
            run = till(*arguments)
            self.assertEqual(run.returncode, 0, arguments)
            self.assertTrue(run.stdout.strip())

    def test_buy_prints_a_purchase_step_by_step(self):
        receiver_port = free_ports(1)[0]
        shop = self.own_shop(webhook_url=f"http://127.0.0.1:{receiver_port}{Receiver.PATH}")
        shop.start()
        run = shop.till("buy", "--item", "mug-blue", "--quantity", "2", "--item", "ebook-acp",
                        "--quantity", "1", "--webhook-listen", f"127.0.0.1:{receiver_port}")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("webhook verified", run.stdout)
        self.assertRegex(run.stdout, r"order\W+ord_\w+")
        self.assertNotIn(shop.env["TILL_TOKEN"], run.stdout)

    def test_buy_fails_with_a_card_that_is_not_approved(self):
        for card in ("4000000000000002", "4000000000009995"):
            with self.subTest(card=card):
                run = self.shop.till("buy", "--item", "ebook-acp", "--card", card)
                self.assertEqual(run.returncode, 1, run.stdout)
                self.assertNotIn("ord_", run.stdout)
                session = re.search(r"created\W+(cs_\w+)", run.stdout)[1]
                self.assertRegex(run.stdout, rf"canceled\W+{session}")
                self.assertEqual(self.agent.get(session)["status"], "canceled")
        fine = self.shop.till("buy", "--item", "ebook-acp", "--card", "4242424242424242")
        self.assertEqual(fine.returncode, 0, fine.stderr)

    def test_buy_waits_for_a_payment_in_doubt(self):
        run = self.shop.till("buy", "--item", "ebook-acp", "--card", "4000000000000119",
                             timeout=120)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("ord_", run.stdout)

    def test_buy_of_an_unknown_item_says_so(self):
        run = self.shop.till("buy", "--item", "nothing")
        self.assertEqual(run.returncode, 1)
        self.assertIn("nothing", run.stdout + run.stderr)


class Listeners(ShopCase):
    def admin(self, path, token=None):
        request = urllib.request.Request(self.shop.env["TILL_ADMIN_URL"] + path)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_health_readiness_and_metrics(self):
        self.agent.buy("mug-blue")
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.admin(path)[0], 200, path)
        status, text = self.admin("/metrics")
        self.assertEqual(status, 200)
        for family in ("requests", "duration", "commit", "outbox"):
            self.assertRegex(text, rf"(?m)^till_\w*{family}\w*(\{{.*\}})? [0-9.e+-]+$")

    def test_the_admin_api_wants_its_own_token(self):
        for token in (None, "wrong", self.shop.env["TILL_TOKEN"]):
            self.assertEqual(self.admin("/admin/webhooks", token)[0], 401)

    def test_tls_1_2_is_refused(self):
        old = ssl.create_default_context(cafile=self.shop.env["TILL_CA"])
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            with socket.create_connection(("127.0.0.1", self.shop.port), 10) as plain:
                old.wrap_socket(plain, server_hostname="localhost").close()

    def test_the_certificate_is_good_for_localhost_and_127_0_0_1(self):
        for name in ("localhost", "127.0.0.1"):
            with socket.create_connection(("127.0.0.1", self.shop.port), 10) as plain:
                with self.agent.tls.wrap_socket(plain, server_hostname=name) as tls:
                    self.assertEqual(tls.version(), "TLSv1.3")

    def test_logs_tell_requests_and_keep_secrets(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA,
                                    buyer={"email": "secret-buyer@example.com"})
        token = self.agent.vault(session)["id"]
        self.agent.complete(session, token)
        self.agent.request("GET", "/checkout_sessions/x", headers={"Request-Id": "request-in-log"})
        self.agent.request("GET", "/x", headers={"Authorization": "Bearer a-wrong-token-0123"})
        self.shop.stop()
        log = self.shop.logged() + "\n".join(self.shop.output)
        self.shop.start()
        self.assertIn("request-in-log", log)
        for word in (self.shop.env["TILL_TOKEN"], "a-wrong-token-0123", token, "4242424242424242",
                     CALIFORNIA["line_one"], "secret-buyer", self.shop.env["TILL_WEBHOOK_SECRET"],
                     self.shop.env["TILL_ADMIN_TOKEN"]):
            self.assertNotIn(word, log)
        with open(self.shop.config, encoding="utf-8") as config:
            self.assertNotIn(self.shop.env["TILL_TOKEN"], config.read())


class Signatures(ShopCase):
    SECRET = "signature-secret-for-tests-0123456789"
    TOKEN = "signing-agent-token-for-tests-0123456789"
    BODY = b'{"capabilities":{},"currency":"usd","line_items":[{"id":"mug-blue"}]}'

    @classmethod
    def prepare(cls):
        digest = hashlib.sha256(cls.TOKEN.encode()).hexdigest()
        with open(os.path.join(cls.shop.home, "signer.key"), "w", encoding="utf-8") as key:
            key.write(cls.SECRET)
        os.chmod(key.name, 0o600)
        cls.shop.append(f'[[agents]]\nid = "signer"\ntoken_sha256 = ["{digest}"]\n'
                        'signature_algorithm = "hmac-sha256"\n'
                        'signature_key_file = "signer.key"\n')

    def post(self, **headers):
        return self.shop.agent(self.TOKEN).request("POST", "/checkout_sessions", self.BODY,
                                                   headers=headers)

    def signed(self, seconds=0, body=None):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
        canonical = json.dumps(json.loads(body or self.BODY), separators=(",", ":"),
                               sort_keys=True)
        digest = hmac.new(self.SECRET.encode(), canonical.encode(), hashlib.sha256).digest()
        return {"Signature": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "Timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}

    def test_sg_03_a_missing_wrong_or_stale_signature_is_401(self):
        right = self.signed()
        rows = [{}, {"Signature": right["Signature"]}, {"Timestamp": right["Timestamp"]},
                {**right, "Signature": "AAAA"}, self.signed(-400), self.signed(400),
                self.signed(body=b"{}"), {**right, "Timestamp": "now"}]
        for headers in rows:
            with self.subTest(headers=headers):
                self.assertEqual(self.post(**headers).status, 401)
        self.assertEqual(self.post(**right).status, 201)

    def test_an_agent_without_a_key_needs_no_signature(self):
        self.assertEqual(self.agent.create("ebook-acp").status, 201)


if __name__ == "__main__":
    unittest.main()

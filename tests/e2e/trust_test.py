"""Who may call, and whether the shop is fit to be open: as an operator sees it from outside."""

import json
import os
import shlex
import stat
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from shop import BINARY, ShopCase, poll, till


class Agents(ShopCase):
    def agents(self, *arguments):
        done = till("agents", *arguments, "--config", self.shop.config, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def status_of(self, token):
        return self.shop.agent(token).get("csn_1").status

    def reload(self):
        before = self.shop.logged().count('"reloaded"')
        self.shop.hang_up()
        self.assertTrue(poll(lambda: self.shop.logged().count('"reloaded"') > before, 20))

    def test_are_let_in_rotated_and_revoked_while_the_shop_is_open(self):
        first = self.agents("add", "second-agent")["token"]
        self.assertEqual(self.status_of(first), 401)
        self.reload()
        self.assertEqual(self.status_of(first), 404)
        second = self.agents("rotate", "second-agent")["token"]
        self.reload()
        self.assertEqual([self.status_of(first), self.status_of(second)], [404, 404])
        self.agents("revoke", "second-agent", "--old")
        self.reload()
        self.assertEqual([self.status_of(first), self.status_of(second)], [401, 404])
        self.agents("revoke", "second-agent")
        self.reload()
        self.assertEqual([self.status_of(first), self.status_of(second)], [401, 401])
        self.assertEqual(self.status_of(self.shop.env["TILL_TOKEN"]), 404)
        listed = {each["id"]: each for each in self.agents("list")["agents"]}
        self.assertEqual(listed["second-agent"]["token_sha256"], [])
        mode = stat.S_IMODE(os.stat(self.shop.config).st_mode)
        self.assertEqual(mode, 0o600)

    def test_that_send_no_token_never_get_in(self):
        for header in ({}, {"Authorization": "Bearer "}, {"Authorization": ""}):
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.shop.admin_port}/orders", headers=header)
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=10)
            self.assertEqual(refused.exception.code, 401)


class Production(ShopCase):
    def found(self, shop, *options):
        done = till("check", "--config", shop.config, "--json", *options)
        return done.returncode, [each["code"] for each in json.loads(done.stdout)["findings"]]

    def test_a_demo_is_fit_for_its_own_machine_alone(self):
        shop = self.own_shop()
        self.assertEqual(self.found(shop), (0, []))
        status, codes = self.found(shop, "--production")
        self.assertEqual(status, 1)
        self.assertIn("sandbox_payments", codes)
        self.assertIn("demo_catalog", codes)

    def test_the_server_says_what_is_not_fit_when_it_starts(self):
        shop = self.own_shop(public_url="https://shop.example")
        os.chmod(os.path.join(shop.home, "tls", "key.pem"), 0o644)
        status, codes = self.found(shop)
        self.assertEqual(status, 0)
        self.assertLessEqual({"sandbox_payments", "certificate_host", "secret_readable"},
                             set(codes))
        shop.start()
        poll(lambda: '"started"' in shop.logged(), 10)
        logged = [json.loads(line) for line in shop.logged().splitlines()]
        warned = [line["code"] for line in logged if line["event"] == "not_fit_to_be_open"]
        self.assertEqual(warned, codes)
        self.assertLess([line["event"] for line in logged].index("not_fit_to_be_open"),
                        [line["event"] for line in logged].index("started"))

    def test_a_metric_counts_the_days_of_the_certificate(self):
        url = f"http://127.0.0.1:{self.shop.admin_port}/metrics"
        with urllib.request.urlopen(url, timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        days = [float(line.split()[1]) for line in lines
                if line.startswith("till_certificate_days_left ")]
        self.assertEqual(len(days), 1)
        self.assertAlmostEqual(days[0], 825, delta=1)


class Init(unittest.TestCase):
    def test_makes_a_shop_whose_files_and_commands_work_whatever_its_folder_is_called(self):
        for name in ("my shop", "it's", "$HOME `id` \"x\" #1", "Käse; ls", "100%", "a\\b", "[x]"):
            with self.subTest(name=name), tempfile.TemporaryDirectory() as above:
                folder = os.path.join(above, name)
                made = till("init", folder)
                self.assertEqual(made.returncode, 0, made.stderr)
                self.assertEqual(till("check", "--config", f"{folder}/till.toml").returncode, 0)
                sourced = subprocess.run(
                    ["bash", "-euc", '. "$1/agent.env"; . "$1/operator.env"; cat "$TILL_CA"',
                     "-", folder], capture_output=True, text=True, check=False)
                self.assertIn("BEGIN CERTIFICATE", sourced.stdout, sourced.stderr)
                typed = [shlex.split(line.split(": ", 1)[1])
                         for line in made.stdout.splitlines() if ": till " in line]
                files = [words[at + 1] for words in typed for at, word in enumerate(words)
                         if word in ("--config", "--env")]
                self.assertEqual([os.path.exists(file) for file in files], [True] * 3, files)

    def test_takes_no_folder_whose_name_hides_something(self):
        with tempfile.TemporaryDirectory() as above:
            for name in ("a\nb", "a\tb", "a\x1b[2J", "a\u202eb", b"a\xff"):
                folder = os.path.join(above.encode(), name.encode() if isinstance(name, str)
                                      else name)
                made = subprocess.run([BINARY, "init", folder], capture_output=True, check=False)
                self.assertEqual((made.returncode, os.listdir(above)), (2, []), made.stderr)

    def test_closes_its_folder_whatever_the_umask(self):
        with tempfile.TemporaryDirectory() as folder:
            before = os.umask(0)
            try:
                made = till("init", os.path.join(folder, "shop"))
            finally:
                os.umask(before)
            self.assertEqual(made.returncode, 0, made.stderr)
            for path, _, files in os.walk(os.path.join(folder, "shop")):
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o700, path)
                for name in files:
                    mode = stat.S_IMODE(os.stat(os.path.join(path, name)).st_mode)
                    self.assertEqual(mode, 0o600, name)


if __name__ == "__main__":
    unittest.main()

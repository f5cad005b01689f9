"""The guides from an export to the first order: each command as it stands, and what it prints."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

from ports import free_ports
from shop import BINARY, poll

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
GUIDES = os.path.join(ROOT, "docs", "guides")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def blocks_of(text):
    """Kind and text of each block of code; what a command prints has no kind."""
    return FENCE.findall(text)


def with_settings(config, wanted):
    """The till.toml with the keys of another one, each in its section."""
    section = None
    for line in wanted.splitlines():
        if line.startswith("["):
            section = line
            if not re.search(rf"(?m)^{re.escape(section)}$", config):
                config += f"\n{section}\n"
        elif "=" in line:
            key = line.split("=")[0].strip()
            head, body = config.split(f"\n{section}\n")
            body, rest = (re.split(r"(?m)(?=^\[)", body, maxsplit=1) + [""])[:2]
            body, count = re.subn(rf"(?m)^{key} = .*$", lambda _, line=line: line, body)
            if count == 0:
                body = line + "\n" + body
            config = f"{head}\n{section}\n{body}{rest}"
    return config


def pattern_of(shown):
    """What a page shows of an output: … stands for ids and moments, and a line that is indented
    goes on the one before."""
    return re.escape(re.sub(r"\n {4}", " ", shown)).replace("…", r"[^\n]*")


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class Guides(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="till-guide-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.makedirs(os.path.join(self.folder, "build", "release"))
        os.symlink(BINARY, os.path.join(self.folder, "build", "release", "till"))
        os.symlink(os.path.join(ROOT, "examples"), os.path.join(self.folder, "examples"))
        public, admin, double = free_ports(3)
        self.ports = {"8443": str(public), "4010": str(double),
                      "till init shop": f"till init shop --listen 127.0.0.1:{public} "
                                        f"--admin-listen 127.0.0.1:{admin}"}

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def read(self, *names):
        with open(self.path(*names), encoding="utf-8") as file:
            return file.read()

    def write(self, text, *names):
        with open(self.path(*names), "w", encoding="utf-8") as file:
            file.write(text)

    def here(self, text):
        """With the ports of this test."""
        for name, value in self.ports.items():
            text = text.replace(name, value)
        return text

    def run_block(self, block):
        """Gives the exit status and everything that was printed."""
        reloads = self.count("shop.log", '"reloaded"')
        with subprocess.Popen(["bash", "-eu", "-o", "pipefail", "-c", self.here(block)],
                              cwd=self.folder, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True) as shell:
            if " &\n" in block:
                self.addCleanup(self.end, shell.pid)
            printed = shell.communicate(timeout=60)[0]
        for name, log, ready in (("till serve", "shop.log", "listening on"),
                                 ("till stripe-double", "double.log", "stripe double on"),):
            if name in block:
                self.wait_for(log, ready, 1)
        if "kill -HUP" in block:
            self.wait_for("shop.log", '"reloaded"', reloads + 1)
        return shell.returncode, printed

    def count(self, log, words):
        return self.read(log).count(words) if os.path.exists(self.path(log)) else 0

    def wait_for(self, log, words, times):
        self.assertTrue(poll(lambda: self.count(log, words) >= times, 30), self.read(log)[-2000:])

    @staticmethod
    def end(group):
        """What a block left running."""
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def follow(self, name):
        """Does what the guide says, from its first line to its last."""
        with open(os.path.join(GUIDES, name), encoding="utf-8") as page:
            blocks = blocks_of(page.read())
        shown = [text for kind, text in blocks if kind == ""]
        self.assertGreater(len(shown), 7)
        for i, (kind, text) in enumerate(blocks):
            if kind == "toml":
                self.write(with_settings(self.read("shop", "till.toml"), self.here(text)),
                           "shop", "till.toml")
            elif kind == "json":
                self.write(text, "shop", "catalog.json")
            elif kind == "bash":
                behind, output = (blocks[i + 1:] + [("none", None)])[0]
                self.follow_block(text, output if behind == "" else None)
            else:
                self.assertEqual((kind, blocks[i - 1][0]), ("", "bash"), text)

    def follow_block(self, block, wanted):
        status, printed = self.run_block(block)
        fails = wanted is not None and "\ntill: " in "\n" + wanted
        self.assertEqual(status, 1 if fails else 0, block + printed)
        if wanted is not None:
            self.assertRegex(printed, r"\A" + pattern_of(self.here(wanted)) + r"\Z", block)

    def test_from_a_shopify_export_to_the_first_order(self):
        self.follow("shopify.md")

    def test_from_a_woocommerce_export_to_the_first_order(self):
        self.follow("woocommerce.md")

    def test_from_a_google_merchant_feed_to_the_first_order(self):
        self.follow("google-merchant.md")

    def test_there_is_no_other_guide(self):
        self.assertEqual(set(os.listdir(GUIDES)),
                         {"shopify.md", "woocommerce.md", "google-merchant.md"})


if __name__ == "__main__":
    unittest.main()

"""The Stripe double, as Stripe's official client finds it."""

import os
import shutil
import subprocess
import unittest

from ports import free_ports
from shop import BINARY
from stripe import WEBHOOK_SECRET, Double

CLIENT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "stripe_client")
READY = all([BINARY, shutil.which("node"),
             os.path.isdir(os.path.join(CLIENT, "node_modules", "stripe"))])


@unittest.skipUnless(READY, "no Stripe client here: scripts/install-packages --tests and "
                            "npm ci --prefix tests/stripe_client bring one")
class StripeClient(unittest.TestCase):
    def check(self, name):
        """Runs one file of node tests against a double of its own."""
        double_port, webhook_port = free_ports(2)
        double = Double(double_port, webhook_url=f"http://127.0.0.1:{webhook_port}/")
        self.addCleanup(double.stop)
        env = {**os.environ, "DOUBLE_URL": double.url, "WEBHOOK_PORT": str(webhook_port),
               "WEBHOOK_SECRET": WEBHOOK_SECRET}
        run = subprocess.run(["node", "--test", os.path.join(CLIENT, name)], env=env,
                             capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_pays_captures_and_refunds(self):
        self.check("payments.test.mjs")

    def test_meets_the_errors_that_it_has_names_for(self):
        self.check("refusals.test.mjs")

    def test_takes_the_webhooks_for_those_of_stripe(self):
        self.check("webhooks.test.mjs")


if __name__ == "__main__":
    unittest.main()

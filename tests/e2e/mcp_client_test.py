"""Till's MCP server, as the official SDK, conformance suite and inspector find it."""

import os
import subprocess
import unittest

from shop import BINARY, ShopCase

CLIENT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "mcp_client")
NODE = os.path.join(CLIENT, "node_modules", ".bin", "node")  # The system's may be too old.
READY = BINARY and os.path.exists(NODE)


@unittest.skipUnless(READY, "no MCP client here: scripts/install-packages --tests and "
                            "npm ci --prefix tests/mcp_client bring one")
class McpClient(ShopCase):
    def check(self, name, **more):
        """Runs one file of node tests against the running shop."""
        env = {**os.environ, **self.shop.env, "TILL_CONFIG": self.shop.config,
               "TILL_PID": str(self.shop.process.pid),
               "NODE_EXTRA_CA_CERTS": self.shop.env["TILL_CA"], **more}
        run = subprocess.run([NODE, "--test", os.path.join(CLIENT, name)], env=env,
                             capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def idle(self):
        """The config of a shop that no till serves."""
        return self.own_shop().config

    def test_the_official_client_buys_over_both_transports(self):
        self.check("purchase.test.mjs", IDLE_CONFIG=self.idle())

    def test_the_official_client_is_answered_alike_over_each_transport(self):
        self.check("answers.test.mjs", IDLE_CONFIG=self.idle())

    def test_the_official_conformance_suite_passes(self):
        self.check("conformance.test.mjs")

    def test_the_official_inspector_calls_every_tool(self):
        self.check("inspector.test.mjs")


if __name__ == "__main__":
    unittest.main()

"""A short run of the proof of tests/proof: seeded purchases under faults and kills."""

import os
import subprocess
import sys
import unittest

from shop import BINARY

PROOF = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proof", "purchases.py")


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class Proof(unittest.TestCase):
    def test_money_is_right_under_faults_and_kills(self):
        for capture in ("with_charge", "on_shipment"):
            with self.subTest(capture):
                run = subprocess.run(
                    [sys.executable, "-B", PROOF, "--purchases", "60", "--agents", "8",
                     "--kill-seconds", "2", "--capture", capture],
                    capture_output=True, text=True, timeout=280, check=False)
                self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
                self.assertIn("held after", run.stdout)


if __name__ == "__main__":
    unittest.main()

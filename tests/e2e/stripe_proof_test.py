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
        runs = [subprocess.Popen(
            [sys.executable, "-B", PROOF, "--purchases", "40", "--agents", "20",
             "--kill-seconds", "3", "--capture", capture, "--search-lag", "10"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            for capture in ("with_charge", "on_shipment")]
        for run in runs:  # They mostly wait, so both at once.
            told, _ = run.communicate(timeout=240)
            self.assertEqual(run.returncode, 0, told)
            self.assertIn("held after", told)


if __name__ == "__main__":
    unittest.main()

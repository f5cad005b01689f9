"""Short runs of the proofs of tests/proof: seeded purchases under faults and kills."""

import os
import subprocess
import sys
import unittest

from shop import BINARY

PROOFS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proof")


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class Proof(unittest.TestCase):
    def begin(self, proof, *options):
        return subprocess.Popen(
            [sys.executable, "-B", os.path.join(PROOFS, proof), "--kill-seconds", "3", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def hold(self, runs):
        for run in runs:
            told, _ = run.communicate(timeout=240)
            self.assertEqual(run.returncode, 0, told)
            self.assertIn("held after", told)

    def test_money_is_right_under_faults_and_kills(self):
        self.hold([  # They mostly wait, so both at once.
            self.begin("purchases.py", "--purchases", "40", "--agents", "20", "--capture", capture,
                       "--search-lag", "10")
            for capture in ("with_charge", "on_shipment")])

    def test_a_faulty_shop_behind_till_knows_just_what_was_sold_and_charged(self):
        self.hold([self.begin("backend_purchases.py", "--purchases", "60", "--agents", "8",
                              "--faults", "0.03", "--search-lag", "5")])


if __name__ == "__main__":
    unittest.main()

"""Short runs of the proofs of tests/proof: seeded purchases under faults and kills."""

import os
import signal
import subprocess
import sys
import unittest

from shop import BINARY

PROOF_SECONDS = 240
PROOFS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proof")


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class Proof(unittest.TestCase):
    def begin(self, proof, *options):
        run = subprocess.Popen(
            [sys.executable, "-B", os.path.join(PROOFS, proof), "--kill-seconds", "3", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.addCleanup(self.end, run)
        return run

    def end(self, run):
        """Nothing of it is left; what it has told."""
        told = ""
        if run.returncode is None:
            run.send_signal(signal.SIGINT)  # It puts away what it made.
            try:
                told, _ = run.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                told, _ = run.communicate()
        return told

    def hold(self, runs):
        for run in runs:
            try:
                told, _ = run.communicate(timeout=PROOF_SECONDS)
            except subprocess.TimeoutExpired:
                self.fail(f"it did not end in {PROOF_SECONDS} s\n{self.end(run)}")
            self.assertEqual(run.returncode, 0, told)
            self.assertIn("held after", told)

    def test_money_is_right_under_faults_and_kills(self):
        self.hold([  # They mostly wait, so both at once.
            self.begin("purchases.py", "--purchases", "40", "--agents", "20", "--capture", capture,
                       "--search-lag", "10")
            for capture in ("with_charge", "on_shipment")])

    def test_a_faulty_shop_behind_till_knows_just_what_was_sold_and_charged(self):
        self.hold([self.begin("backend_purchases.py", "--purchases", "60", "--agents", "8",
                              "--faults", "0.03", "--search-lag", "5", "--taken-seconds", "60")])


if __name__ == "__main__":
    unittest.main()

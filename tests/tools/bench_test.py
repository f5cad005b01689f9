"""The tools that measure say what they do, and count what a profile holds."""

import os
import subprocess
import sys
import unittest

from rule_tool import REPOSITORY

BENCH = os.path.join(REPOSITORY, "bench")
sys.path.append(BENCH)

from profiles import totals  # noqa: E402

# 2 calls from one function and 3 from another, which names the callee by its number alone.
PROFILE = """version: 1
events: Ir
fn=(1) till::json::Writer::key
10 70
cfn=(2) operator new(unsigned long)
calls=2 0
10 300
fn=(3) main
cfn=(2)
calls=3 0
20 450
cfn=(4) operator delete(void*)
calls=5 0
20 50
cfn=(1)
calls=9 0
20 370
totals: 870
"""


class Bench(unittest.TestCase):
    def test_each_tool_says_how_it_is_used(self):
        for tool in ("run", "stripe", "backend", "instructions"):
            with self.subTest(tool):
                told = subprocess.run([os.path.join(BENCH, tool), "--help"], capture_output=True,
                                      text=True, check=False)
                self.assertEqual(told.returncode, 0, told.stderr)
                self.assertIn("usage: " + tool, told.stdout)

    def test_instructions_and_allocations_are_counted(self):
        self.assertEqual(totals(PROFILE.splitlines()), (870, 5))


if __name__ == "__main__":
    unittest.main()

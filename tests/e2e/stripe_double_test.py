"""What the double does by itself, without a call."""

import time
import unittest

from shop import BINARY, poll
from stripe import Double


@unittest.skipUnless(BINARY, "TILL_BINARY names the program to test")
class ByItself(unittest.TestCase):
    def test_a_token_that_expires_is_reported_though_nobody_asks_for_it(self):
        double = Double(webhook_url="http://127.0.0.1:9/")  # Nobody takes it: the event waits.
        self.addCleanup(double.stop)
        double.token(1000, expires_at=int(time.time()) + 2)
        self.assertEqual(double.report()["events_pending"], 0)
        self.assertTrue(poll(lambda: double.report()["events_pending"] == 1, 10))


if __name__ == "__main__":
    unittest.main()

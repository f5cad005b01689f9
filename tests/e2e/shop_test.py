"""What the tests say when the server under them is suddenly gone."""

import os
import signal

from shop import ShopCase


class Gone(ShopCase):
    def end(self, shop, how):
        os.kill(shop.process.pid, how)
        os.waitid(os.P_PID, shop.process.pid, os.WEXITED | os.WNOWAIT)

    def test_a_server_that_vanished_tells_how_and_its_last_lines(self):
        for leave in ("kill", "stop"):
            shop = self.own_shop().start()
            self.assertEqual(shop.agent().create("mug-blue").status, 201)
            with open(shop.log, "a", encoding="utf-8") as log:
                log.write("its last words\n")
            self.end(shop, signal.SIGSEGV)
            with self.assertRaisesRegex(AssertionError, "signal SIGSEGV(.|\n)*its last words"):
                getattr(shop, leave)()

    def test_a_server_that_stopped_by_itself_is_told_too(self):
        shop = self.own_shop().start()
        self.end(shop, signal.SIGTERM)
        with self.assertRaisesRegex(AssertionError, "gone with exit status 0"):
            shop.close()

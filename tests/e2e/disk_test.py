"""A disk without room refuses new sessions and nothing else, and ends no server."""

import os
import resource
import subprocess
import unittest
import unittest.mock

from agent import CALIFORNIA
from shop import ShopCase, poll

MEBIBYTE = 1 << 20


class Disk(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def limit_files(self, shop, size):
        """No file of the server may become larger, as if its disk were full."""
        resource.prlimit(shop.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def refused(self, shop):
        answer = shop.agent().create("mug-blue", ship_to=CALIFORNIA)
        if answer.status == 201:
            return False
        self.assertEqual(answer.status, 503)
        self.assertIn("Retry-After", answer.headers)
        return True

    def test_below_the_reserve_what_was_begun_goes_on(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        kept, canceled = (agent.create("mug-blue", ship_to=CALIFORNIA) for _ in range(2))
        shop.stop()
        shop.configure(reserve_mb=1_000_000)
        shop.start()
        self.assertTrue(self.refused(shop))
        self.assertEqual(agent.update(kept["id"], buyer={"email": "ada@example.com"}).status, 200)
        self.assertEqual(agent.cancel(canceled["id"]).status, 200)
        self.assertEqual(agent.complete(kept, agent.vault(kept)["id"])["status"], "completed")
        self.assertTrue(poll(lambda: "disk_below_reserve" in shop.logged(), 10))

    def test_a_server_goes_on_once_there_is_room_again(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        begun = agent.create("mug-blue", ship_to=CALIFORNIA)
        size = os.path.getsize(os.path.join(shop.home, "till.db"))
        self.limit_files(shop, size + 64 * 1024)
        self.assertTrue(poll(lambda: self.refused(shop), 60), "it never became full")
        self.assertEqual(agent.get(begun["id"]).status, 200)
        self.limit_files(shop, resource.RLIM_INFINITY)
        self.assertTrue(poll(lambda: not self.refused(shop), 60))
        self.assertEqual(agent.complete(begun, agent.vault(begun)["id"])["status"], "completed")
        shop.stop()

    def test_a_disk_that_fails_ends_the_process_for_a_supervisor_to_start_again(self):
        shop = self.own_shop()
        sign = os.path.join(shop.folder, "the-disk-fails")
        disk = {"LD_PRELOAD": os.environ["TILL_DISK"], "TILL_FAILING_SYNC": sign,
                "ASAN_OPTIONS": "verify_asan_link_order=0"}
        with unittest.mock.patch.dict(os.environ, disk):
            shop.start()
        agent = shop.agent()
        kept = agent.create("mug-blue", ship_to=CALIFORNIA)
        with open(sign, "w", encoding="utf-8"):
            pass
        self.assertEqual(agent.create("mug-blue").status, 500)
        self.assertEqual(shop.process.wait(30), 1)
        self.assertIn("store_failed", shop.logged())
        shop.process.stdout.close()
        shop.start()
        self.assertEqual(agent.complete(kept, agent.vault(kept)["id"])["status"], "completed")
        shop.stop()

    def test_a_small_disk_that_is_full_still_ends_what_was_begun(self):
        folder = os.path.join(self.own_shop().folder, "disk")
        os.mkdir(folder)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", folder],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("mounting a disk needs root")
        self.addCleanup(subprocess.run, ["umount", "-l", folder], check=False)
        shop = self.own_shop()
        with open(shop.config, encoding="utf-8") as file:
            text = file.read().replace('"sqlite:till.db"', f'"sqlite:{folder}/till.db"')
        with open(shop.config, "w", encoding="utf-8") as file:
            file.write(text)
        shop.start()
        agent = shop.agent()
        begun = [agent.create("mug-blue", ship_to=CALIFORNIA) for _ in range(4)]
        tokens = [agent.vault(session)["id"] for session in begun]
        ballast = os.path.join(folder, "others")
        with open(ballast, "wb", buffering=0) as file:
            for size in (MEBIBYTE, 4096):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    pass
        self.assertTrue(poll(lambda: self.refused(shop), 20))
        for session, token in zip(begun[:3], tokens):
            self.assertEqual(agent.complete(session, token)["status"], "completed")
        self.assertEqual(agent.cancel(begun[3]["id"]).status, 200)
        os.remove(ballast)
        self.assertTrue(poll(lambda: not self.refused(shop), 20))
        shop.stop()


if __name__ == "__main__":
    unittest.main()

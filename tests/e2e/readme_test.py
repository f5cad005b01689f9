"""The purchase with curl in README.md is a real one: it is run as it stands."""

import os
import re
import subprocess
import unittest

from shop import ShopCase

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "README.md")


def script():
    with open(README, encoding="utf-8") as page:
        blocks = re.findall(r"^```bash\n(.*?)^```", page.read(), re.M | re.S)
    assert len(blocks) == 1, "README.md has one block of bash: the purchase"
    return blocks[0]


class Readme(ShopCase):
    def test_its_purchase_with_curl_ends_with_an_order(self):
        run = subprocess.run(["bash", "-eu", "-o", "pipefail", "-c", script()],
                             cwd=self.shop.folder, capture_output=True, text=True, timeout=60,
                             check=False)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertRegex(run.stdout, r"^status: completed, total: 4610, order: ord_[0-9a-z]{26}\n$")

    def test_each_file_of_the_shop_that_it_names_is_made(self):
        with open(README, encoding="utf-8") as page:
            named = set(re.findall(r"`shop/([\w.]+)`", page.read()))
        self.assertGreater(len(named), 3)
        self.assertEqual({name for name in named
                          if not os.path.exists(os.path.join(self.shop.home, name))}, set())


if __name__ == "__main__":
    unittest.main()

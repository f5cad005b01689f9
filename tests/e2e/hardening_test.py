"""The program is built so that a fault of memory ends it instead of opening it."""

import json
import os
import re
import subprocess
import tempfile
import unittest

from shop import ShopCase

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ["TILL_BINARY"]


def readelf(option):
    return subprocess.run(["readelf", "-W", option, BINARY], capture_output=True, text=True,
                          check=True).stdout


class TheBinary(unittest.TestCase):
    def test_stands_anywhere_and_binds_everything_before_it_runs(self):
        self.assertRegex(readelf("-h"), r"Type:\s+DYN \(Position-Independent Executable file\)")
        segments = readelf("-l")
        self.assertIn("GNU_RELRO", segments)
        self.assertRegex(segments, r"GNU_STACK.* RW +0x")
        self.assertNotRegex(segments, r"LOAD.* RWE ")
        self.assertRegex(readelf("-d"), r"FLAGS_1.*NOW")

    def test_is_compiled_with_every_guard_for_a_release(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "--preset", "release", "-B", folder, "-DTILL_TESTS=OFF"],
                           cwd=REPOSITORY, capture_output=True, check=True)
            with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
                commands = json.load(file)
            with open(os.path.join(folder, "build.ninja"), encoding="utf-8") as file:
                ninja = file.read()
        layers = {re.search(r"-o CMakeFiles/(\w+)\.dir/", entry["command"]).group(1)
                  for entry in commands}
        self.assertGreater(len(layers), 15)
        for entry in commands:
            for flag in ["-O2", "-D_FORTIFY_SOURCE=2", "-fstack-protector-strong",
                         "-fcf-protection", "-fPIE"]:
                self.assertIn(flag, entry["command"].split(), entry["file"])
        linked = re.search(r"^build till: CXX_EXECUTABLE_LINKER.*?^\n", ninja, re.M | re.S)
        for flag in ["-pie", "-Wl,-z,relro", "-Wl,-z,now", "-Wl,-z,noexecstack"]:
            self.assertIn(flag, linked.group(0))


class TheServer(ShopCase):
    def test_leaves_no_core_dump(self):
        with open(f"/proc/{self.shop.process.pid}/limits", encoding="ascii") as limits:
            self.assertRegex(limits.read(), r"Max core file size +0 +0 ")


if __name__ == "__main__":
    unittest.main()

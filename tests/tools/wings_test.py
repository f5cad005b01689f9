"""A dialect, a store and a payment provider: each is one folder and one row of a table."""

import os
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
# What is touched beside the new folder: path, the line that is there, what stands behind it then.
ROWS = {
    "wire": [
        ("wire/dialects.cpp", '#include "wire/acp/v2026_04_17.h"\n',
         '#include "wire/toy/dialect.h"\n'),
        ("wire/dialects.cpp", "    make<acp::V2026_04_17>,\n", "    make<toy::Toy>,\n"),
        ("checkout/dialect_id.h", "{ acp_2026_04_17 = 1", ", toy = 200"),
    ],
    "store": [
        ("assembly/stores.cpp", '#include "store/sqlite/sqlite_store.h"\n',
         '#include "store/toy/toy_store.h"\n'),
        ("assembly/stores.cpp", "constexpr std::array kStores{\n",
         '    StoreRow{"toy", "toy:", false,\n'
         "             [](const cli::StoreConfig&, app::Observer&,\n"
         "                Log&) -> Result<OpenedStore, std::string> {\n"
         "               auto toy = store::open_toy();\n"
         "               app::AuditTrail* const audit = toy.get();\n"
         "               return OpenedStore{std::move(toy), [] { return true; }, audit};\n"
         "             },\n"
         "             [](const cli::StoreConfig&) -> Result<bool, std::string> "
         "{ return false; },\n"
         "             [](const cli::StoreConfig&) { return false; }},\n"),
    ],
    "payments": [
        ("payments/providers.cpp", '#include "payments/stripe/stripe_provider.h"\n',
         '#include "payments/toy/toy_provider.h"\n'),
        ("payments/providers.cpp", "constexpr std::array kProviders{\n",
         '    ProviderRow{"toy", read_toy, {}},\n'),
    ],
}
MOST_FILES = 2  # Touched outside the folder by any of them.


class Wings(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for part in ("src", "docs", "cmake"):
            shutil.copytree(os.path.join(REPOSITORY, part), os.path.join(self.root, part))

    def source(self, path):
        return os.path.join(self.root, "src", path)

    def add(self, layer):
        """Adds the folder and its rows: what has to be compiled for it."""
        new = os.path.join(layer, "toy")
        shutil.copytree(os.path.join(HERE, "wings", new), self.source(new))
        for path, before, row in ROWS[layer]:
            with open(self.source(path), encoding="utf-8") as file:
                text = file.read()
            self.assertEqual(text.count(before), 1, f"{path}: {before}")
            with open(self.source(path), "w", encoding="utf-8") as file:
                file.write(text.replace(before, before + row))
        sources = [os.path.join(new, name) for name in os.listdir(self.source(new))]
        tables = {path for path, _, _ in ROWS[layer]}
        return sorted(path for path in {*sources, *tables} if path.endswith(".cpp"))

    def compile(self, path):
        command = ["g++-12", "-std=c++20", "-fcoroutines", "-fsyntax-only", "-Wall", "-Wextra",
                   "-Werror", "-DFMT_SHARED", "-I", os.path.join(self.root, "src"),
                   self.source(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_each_touches_its_table_only(self):
        for layer, rows in ROWS.items():
            with self.subTest(layer=layer):
                self.assertLessEqual(len({path for path, _, _ in rows}), MOST_FILES)
                for path in self.add(layer):
                    compiled = self.compile(path)
                    self.assertEqual(compiled.returncode, 0, compiled.stderr)

    def test_a_dialect_without_a_number_of_its_own_does_not_compile(self):
        shutil.copytree(os.path.join(HERE, "wings", "wire", "toy"), self.source("wire/toy"))
        compiled = self.compile("wire/toy/dialect.cpp")
        self.assertIn("\u2018toy\u2019 is not a member of", compiled.stderr)

    def test_the_house_rules_hold_with_all_of_them(self):
        for layer in ROWS:
            self.add(layer)
        tidy = subprocess.run([os.path.join(REPOSITORY, "tools", "tidy"), "--root", self.root],
                              capture_output=True, text=True, check=False)
        self.assertEqual(tidy.returncode, 0, tidy.stdout)


if __name__ == "__main__":
    unittest.main()

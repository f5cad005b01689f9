"""A payment provider is a folder and a row: the rest of the program does not know its name."""

import os
import re
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCES = os.path.join(REPOSITORY, "src")
# Where a name may stand all the same: older words of the command line, the file of a new shop, and
# who charges when nobody is named.
ALLOWED = {
    "cli/payment_commands.cpp": {"stripe"},
    "cli/shop_files.cpp": {"stripe", "sandbox"},
    "cli/payments_config.cpp": {"sandbox"},
}


def read(path):
    with open(os.path.join(SOURCES, path), encoding="utf-8") as file:
        return file.read()


def rows():
    return re.findall(r'ProviderRow\{"(\w+)"', read("payments/providers.cpp"))


def sources():
    for folder, _, names in os.walk(SOURCES):
        inside = os.path.relpath(folder, SOURCES)
        if inside.split(os.sep)[0] in ("payments", "stripe_double"):
            continue
        yield from (os.path.normpath(os.path.join(inside, name)) for name in names
                    if name.endswith((".h", ".cpp")))


class Providers(unittest.TestCase):
    def test_each_row_has_its_folder(self):
        self.assertEqual(rows(), ["sandbox", "stripe"])
        for name in rows():
            self.assertTrue(os.path.isdir(os.path.join(SOURCES, "payments", name)), name)

    def test_nobody_else_names_one(self):
        for path in sources():
            text = re.sub(r"//[^\n]*", "", read(path))
            for name in set(rows()) - ALLOWED.get(path, set()):
                with self.subTest(path=path, provider=name):
                    self.assertNotRegex(text, rf'["/ ]{name}["./]|payments/{name}|\b{name}::')


if __name__ == "__main__":
    unittest.main()

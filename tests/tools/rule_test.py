"""tools/rule shows a rule with its files, lines and tests, or names the nearest ones."""

import os
import re
import subprocess
import tempfile
import unittest
from unittest import mock

from rule_tool import REPOSITORY, TOOL, rule_tool

PAGE = """# Rules

## A1 Transport

| row | in short | proved by | kept by | note |
|---|---|---|---|---|
| TR-01 | All is JSON | `Wire.IsJson`, `wire_test.test_json` | `wire/body.cpp`, `wire/body.h` | |
| TR-12 | Bodies are whole | `Wire.IsWhole` | `wire/body.cpp` | also empty ones |
| TR-13 | A header | not ours | | unreleased |

## A10 Fulfilment

| row | in short | proved by | kept by | note |
|---|---|---|---|---|
| FU-06 | A choice fits | `Wire.Fits` | `wire/body.cpp` | |
"""
TREE = {
    "docs/protocol.md": PAGE,
    "src/wire/body.cpp": "// Whole (TR-12).\nint a;\nint b;  // TR-01, and C-14\n",
    "src/wire/body.h": "#pragma once\n",
    "src/app/choice.h": "// Choices (FU-05 to\n// FU-08), by SHA-256 of it.\n",
    "tests/wire/body_test.cpp": "TEST(Wire, IsJson) {}  // TR-01\n\nTEST_F(Wire, IsWhole) {\n}\n"
                                "TYPED_TEST(Wire, Fits) {}  // C-14\n",
    "tests/e2e/wire_test.py": "class A:\n    def test_json(self):\n        pass\n",
}


def run(*arguments):
    return subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False,
                          timeout=60)


class TreeCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for path, text in TREE.items():
            place = os.path.join(folder.name, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as file:
                file.write(text)
        patch = mock.patch.object(rule_tool, "REPOSITORY", folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def shown(self, name):
        cited = rule_tool.citations("src").get(name, {})
        return rule_tool.shown(rule_tool.rules()[name], cited, rule_tool.tests())


class Shown(TreeCase):
    def test_a_rule_is_shown_with_its_words_files_lines_and_tests(self):
        self.assertEqual(self.shown("TR-01"), [
            "TR-01 (A1 Transport): All is JSON",
            "kept by",
            "  src/wire/body.cpp",
            "    3: int b;  // TR-01, and C-14",
            "  src/wire/body.h",
            "proved by",
            "  tests/wire/body_test.cpp:1 Wire.IsJson",
            "  tests/e2e/wire_test.py:2 wire_test.test_json"])

    def test_a_note_stands_below_the_words(self):
        self.assertEqual(self.shown("TR-12")[:2], [
            "TR-12 (A1 Transport): Bodies are whole", "note: also empty ones"])

    def test_a_file_that_cites_it_and_is_not_named_is_shown_too(self):
        self.assertEqual(self.shown("FU-06"), [
            "FU-06 (A10 Fulfilment): A choice fits",
            "kept by",
            "  src/wire/body.cpp",
            "cited in",
            "  src/app/choice.h",
            "    1: // Choices (FU-05 to",
            "proved by",
            "  tests/wire/body_test.cpp:5 Wire.Fits"])

    def test_a_rule_that_is_not_ours_has_its_reason_alone(self):
        self.assertEqual(self.shown("TR-13"), [
            "TR-13 (A1 Transport): A header", "note: unreleased", "not ours"])

    def test_an_id_that_only_sources_cite_is_shown_with_its_citations(self):
        self.assertEqual(
            rule_tool.shown_citations("C-14", *map(rule_tool.citations, ("src", "tests"))), [
                "C-14: no row of docs/protocol.md",
                "cited in",
                "  src/wire/body.cpp",
                "    3: int b;  // TR-01, and C-14",
                "  tests/wire/body_test.cpp",
                "    5: TYPED_TEST(Wire, Fits) {}  // C-14"])


class Ids(TreeCase):
    def test_are_taken_as_people_type_them(self):
        for typed in ("TR-01", "tr-01", "tr-1", "TR1", " Tr_01 ", "tr 1"):
            self.assertEqual(rule_tool.spelled(typed), "TR-01", typed)
        for other in ("TR", "1", "T-R-1", ""):
            self.assertEqual(rule_tool.spelled(other), other, other)

    def test_that_are_unknown_get_those_of_the_nearest_letters_and_number(self):
        known = rule_tool.rules()
        rows = [("TR-11", ["TR-12", "TR-13", "TR-01"]), ("TR-02", ["TR-01", "TR-12", "TR-13"]),
                ("FUU-6", ["FU-06", "TR-01", "TR-12"]), ("TR", ["TR-01", "TR-12", "TR-13"])]
        for name, wanted in rows:
            self.assertEqual(rule_tool.nearest(name, known), wanted, name)

    def test_between_two_are_cited_as_well(self):
        cited = rule_tool.citations("src")
        self.assertEqual({name for name in cited if name.startswith("FU")},
                         {"FU-05", "FU-06", "FU-07", "FU-08"})
        self.assertEqual(set(cited) - {"FU-05", "FU-06", "FU-07", "FU-08"},
                         {"TR-01", "TR-12", "C-14"})


class Command(unittest.TestCase):
    def test_shows_several_rules_of_the_page(self):
        done = run("id13", "EP-03")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        first, second = done.stdout.split("\n\n")
        self.assertTrue(first.startswith("ID-13 (A4 Idempotency): "), first)
        self.assertTrue(second.startswith("EP-03 (A5 Paths and statuses): "), second)
        for line in re.findall(r"^  (src/\S+)$", done.stdout, re.M):
            self.assertTrue(os.path.isfile(os.path.join(REPOSITORY, line)), line)
        self.assertRegex(first, r"\n  tests/\w+/\w+\.(cpp|py):\d+ \w+\.\w+")

    def test_names_the_nearest_of_one_that_is_not_known(self):
        done = run("EP-99", "EP-03")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, "There is no rule EP-99. The nearest: EP-16, EP-15, EP-14.\n")
        self.assertTrue(done.stdout.startswith("EP-03 "))

    def test_says_what_it_does(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("the nearest ones are named", done.stdout)


if __name__ == "__main__":
    unittest.main()

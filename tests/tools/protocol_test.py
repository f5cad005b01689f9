"""docs/protocol.md does not rot: each rule has its words, its files and a test, or a reason."""

import functools
import glob
import os
import re
import unittest

from rule_tool import REPOSITORY, rule_tool

RULES = os.path.join(os.path.dirname(REPOSITORY), "shared", "protocol", "acp-rules.md")
SECTIONS = [f"A{number}" for number in range(1, 25)] + ["A26"]
CELLS = 5
MOST_WORDS = 14  # What a rule says in short.
MOST_FILES = 4

LINK = re.compile(r"\]\((decisions/[\w.-]+\.md)\)")
LIST = r"`[\w./]+`(, `[\w./]+`)"


@functools.cache
def rules_of_page():
    return list(rule_tool.rules().values())


@functools.cache
def known_tests():
    return rule_tool.tests()


def whereabouts(name):
    """Where a file of this name is now, for whoever moved it."""
    found = glob.glob(os.path.join(REPOSITORY, "src", "**", os.path.basename(name)),
                      recursive=True)
    return " or ".join(os.path.relpath(path, REPOSITORY) for path in found) or "no place"


def rules_of_digest():
    """Section and id of every rule of the digest, as far as it is ours to prove."""
    section = None
    with open(RULES, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        if heading := re.match(r"### (A\d+) ", line):
            section = heading[1]
        elif line.startswith(("# ", "## ")):
            section = None
        elif (rule := re.match(r"\| ([A-Z]+-\d+) \|", line)) and section in SECTIONS:
            yield section, rule[1]


class Protocol(unittest.TestCase):
    def test_a_row_has_five_cells_and_stands_once_in_its_section(self):
        seen = list(rule_tool.rows())
        self.assertGreater(len(seen), 300)
        for row in seen:
            self.assertEqual(len(row), 2 + CELLS, row)
        ids = [row[2] for row in seen]
        self.assertEqual([name for name in ids if ids.count(name) > 1], [])
        self.assertEqual(list(dict.fromkeys(row[0] for row in seen)), SECTIONS)

    def test_every_row_says_in_short_what_the_rule_asks(self):
        for rule in rules_of_page():
            with self.subTest(rule.id):
                self.assertRegex(rule.text, r"^[A-Z0-9`-].*[^.]$")
                self.assertLessEqual(len(rule.text.split()), MOST_WORDS)

    def test_no_two_rows_say_the_same(self):
        texts = [rule.text for rule in rules_of_page()]
        self.assertEqual([text for text in texts if texts.count(text) > 1], [])

    def test_every_row_has_a_proof_or_a_reason(self):
        for rule in rules_of_page():
            with self.subTest(rule.id):
                if rule.proof == rule_tool.NOT_OURS:
                    self.assertTrue(rule.note, "why does it not apply?")
                elif rule.proof.startswith("["):
                    self.assertTrue(LINK.search(rule.proof), "no decision is named")
                else:
                    self.assertRegex(rule.proof, f"^{LIST}{{0,3}}$")

    def test_every_test_that_is_named_exists(self):
        for rule in rules_of_page():
            for name in rule.tests():
                with self.subTest(rule=rule.id, test=name):
                    self.assertIn(name, known_tests())

    def test_every_rule_of_ours_is_kept_by_a_file_and_no_other_is(self):
        for rule in rules_of_page():
            with self.subTest(rule.id):
                if rule.proof == rule_tool.NOT_OURS:
                    self.assertEqual(rule.keepers, "")
                else:
                    self.assertRegex(rule.keepers, f"^{LIST}{{0,{MOST_FILES - 1}}}$")

    def test_every_file_that_is_named_exists(self):
        for rule in rules_of_page():
            for path in rule.files():
                with self.subTest(rule=rule.id):
                    if not os.path.isfile(os.path.join(REPOSITORY, path)):
                        self.fail(f"{path} is gone; such a file is at {whereabouts(path)}")

    def test_a_decision_that_is_named_speaks_of_the_rule(self):
        for rule in rules_of_page():
            for page in LINK.findall(rule.proof + rule.note):
                with self.subTest(rule=rule.id, page=page):
                    text = rule_tool.read(os.path.join("docs", page))
                    # An address' company is C-07 there, which is a clash and no rule.
                    self.assertIn("C-07" if rule.id == "FU-14" else rule.id, text)

    @unittest.skipUnless(os.path.exists(RULES) or os.environ.get("CI"),
                         "the rules are not at ../shared/protocol")
    def test_the_rows_are_the_rules_and_no_others(self):
        self.assertEqual([(rule.section, rule.id) for rule in rules_of_page()],
                         list(rules_of_digest()))


if __name__ == "__main__":
    unittest.main()

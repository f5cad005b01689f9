"""docs/protocol.md does not rot: every rule is in it, with a test that exists or a reason."""

import functools
import glob
import os
import re
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RULES = os.path.join(os.path.dirname(REPOSITORY), "shared", "protocol", "acp-rules.md")
PAGE = os.path.join(REPOSITORY, "docs", "protocol.md")
SECTIONS = [f"A{number}" for number in range(1, 25)] + ["A26"]

GOOGLE_TEST = re.compile(r"^(?:TYPED_)?TEST(?:_F|_P)?\((\w+),\s*(\w+)", re.M)
LINK = re.compile(r"\]\((decisions/[\w.-]+\.md)\)")
NOT_OURS = "not ours"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


@functools.cache
def known_tests():
    """Every test as docs/protocol.md may name it."""
    found = set()
    for path in glob.glob(os.path.join(REPOSITORY, "tests", "*", "*.cpp")):
        found |= {f"{suite}.{name}" for suite, name in GOOGLE_TEST.findall(read(path))}
    for path in glob.glob(os.path.join(REPOSITORY, "tests", "e2e", "*_test.py")):
        module = os.path.splitext(os.path.basename(path))[0]
        found |= {f"{module}.{name}"
                  for name in re.findall(r"^    def (test_\w+)\(self", read(path), re.M)}
    return found


def rows():
    """Section, id, proof and note of every row of the page."""
    section = None
    for line in read(PAGE).splitlines():
        if heading := re.match(r"## (A\d+) ", line):
            section = heading[1]
        elif re.match(r"\| [A-Z]+-\d+ ", line):
            yield section, *(cell.strip() for cell in line.strip("|").split("|"))


def rules():
    """Section and id of every rule of the digest, as far as it is ours to prove."""
    section = None
    for line in read(RULES).splitlines():
        if heading := re.match(r"### (A\d+) ", line):
            section = heading[1]
        elif line.startswith(("# ", "## ")):
            section = None
        elif (rule := re.match(r"\| ([A-Z]+-\d+) \|", line)) and section in SECTIONS:
            yield section, rule[1]


class Protocol(unittest.TestCase):
    def test_a_row_has_three_cells_and_stands_once_in_its_section(self):
        seen = list(rows())
        self.assertGreater(len(seen), 300)
        for row in seen:
            self.assertEqual(len(row), 4, row)
        ids = [row[1] for row in seen]
        self.assertEqual([name for name in ids if ids.count(name) > 1], [])
        self.assertEqual(list(dict.fromkeys(row[0] for row in seen)), SECTIONS)

    def test_every_row_has_a_proof_or_a_reason(self):
        for _, rule, proof, note in rows():
            with self.subTest(rule):
                if proof == NOT_OURS:
                    self.assertTrue(note, "why does it not apply?")
                elif proof.startswith("["):
                    self.assertTrue(LINK.search(proof), "no decision is named")
                else:
                    self.assertRegex(proof, r"^`[\w.]+`(, `[\w.]+`){0,3}$")

    def test_every_test_that_is_named_exists(self):
        for _, rule, proof, _ in rows():
            for name in re.findall(r"`([\w.]+)`", proof):
                with self.subTest(rule=rule, test=name):
                    self.assertIn(name, known_tests())

    def test_a_decision_that_is_named_speaks_of_the_rule(self):
        for _, rule, proof, note in rows():
            for page in LINK.findall(proof + note):
                with self.subTest(rule=rule, page=page):
                    text = read(os.path.join(REPOSITORY, "docs", page))
                    # An address' company is C-07 there, which is a clash and no rule.
                    self.assertIn("C-07" if rule == "FU-14" else rule, text)

    @unittest.skipUnless(os.path.exists(RULES) or os.environ.get("CI"),
                         "the rules are not at ../shared/protocol")
    def test_the_rows_are_the_rules_and_no_others(self):
        self.assertEqual([row[:2] for row in rows()], list(rules()))


if __name__ == "__main__":
    unittest.main()

"""tools/mutants: every bug of its lists can still be planted, and it says plainly what cannot."""

import importlib.machinery
import importlib.util
import os
import sys
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAYERS = ("app", "assembly", "base", "checkout", "cli", "commerce", "console", "http", "json",
          "mail", "mcp", "net", "payments", "products", "simulation", "store", "webhooks", "wire")


def load():
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader(
        "mutants", os.path.join(REPOSITORY, "tools", "mutants"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutants", loader))
    sys.modules["mutants"] = module  # Where its value types look for themselves.
    loader.exec_module(module)
    return module


mutants = load()


def bug(line, text="", place=""):
    written = f"@{place} src/app/a.cpp: it breaks\n- {line}\n+ {text}\n"
    return mutants.parse("app", written)[0]


class KeptBugs(unittest.TestCase):
    def test_each_can_still_be_planted(self):
        """Whoever changes a line that a bug stands on mends the bug: the message says how."""
        faults = []
        for each in (each for bugs in mutants.kept_bugs().values() for each in bugs):
            try:
                each.planted(mutants.read(os.path.join(REPOSITORY, each.path)))
            except (mutants.Fault, OSError) as fault:
                faults.append(str(fault))
        self.assertEqual(faults, [], "\n".join(faults))

    def test_every_layer_has_its_list_and_all_have_enough(self):
        kept = mutants.kept_bugs()
        self.assertEqual(tuple(kept), LAYERS)
        self.assertGreaterEqual(sum(map(len, kept.values())), 200)

    def test_none_stands_twice_in_a_list(self):
        for layer, bugs in mutants.kept_bugs().items():
            changes = [(each.path, each.place, each.before, each.after) for each in bugs]
            self.assertEqual(len(changes), len(set(changes)), layer)


class Planting(unittest.TestCase):
    def test_changes_the_text_that_is_named(self):
        self.assertEqual(bug("a < b", "a <= b").planted("x\nif (a < b)\n"), "x\nif (a <= b)\n")
        self.assertEqual(bug("f();").planted("f(); g();"), " g();")
        self.assertEqual(bug("f", "g", "2").planted("f f f"), "f g f")

    def test_leaves_the_choice_to_a_flag_where_one_line_can_be_both(self):
        ask = 'std::getenv("TILL_BUG_1") != nullptr'
        for line, text, source, wanted in (
                ("if (a) {", "if (b) {", "if (a) {", f"if ({ask} ? bool(b) : bool(a)) {{"),
                ("if (auto x = f(); !x) {", "if (auto x = f(); false) {", "",
                 f"if (auto x = f(); {ask} ? bool(false) : bool(!x)) {{"),
                ("return a;", "return b;", "", f"return {ask} ? (b) : (a);"),
                ("step.amount = a;", "step.amount = b;", "", f"step.amount = {ask} ? (b) : (a);"),
                ("f(a);", ";", "", f"if ({ask}) {{ ; }} else {{ f(a); }}"),
                ("const Turn turn = take();", ";", "", None),
                ("f(a);", ";", "while (b)\n  f(a);\n", None),
                ("a && b;", "a;", "x =\n  a && b;\n", f"{ask} ? (a) : (a && b);")):
            with self.subTest(line):
                source = source or f"int f() {{\n  {line}\n}}\n"
                self.assertEqual(bug(line, text).switched(source), wanted)

    def test_says_what_does_not_fit(self):
        for wanted, text, place, source in (("has no `f`", "f", "", "g"),
                                            ("2 times", "f", "", "f f"),
                                            ("2 times", "f", "3", "f f")):
            with self.subTest(wanted), self.assertRaisesRegex(mutants.Fault, wanted):
                bug(text, "x", place).planted(source)

    def test_says_how_a_bug_is_written(self):
        for written in ("@ src/app/a.cpp\n- f\n+ g\n", "@ src/app/a.cpp: it breaks\n- f\n",
                        "@ src/app/a.cpp: it breaks\n- f\n+ f\n",
                        "@ src/net/a.cpp: of another layer\n- f\n+ g\n",
                        "@ src/app/a.cpp: it breaks\n+ g\n- f\n"):
            with self.subTest(written), self.assertRaisesRegex(mutants.Fault, "is written as"):
                mutants.parse("app", written)

    def test_counts_in_its_last_line(self):
        counts = {"found": 19, "survived": 1, "stale": 0, "broken": 0}
        self.assertEqual(mutants.summary("app", counts),
                         "app: 19 found, 1 survived, 0 stale, 0 broken (95 %)")


if __name__ == "__main__":
    unittest.main()

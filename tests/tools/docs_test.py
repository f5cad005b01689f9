"""The documents do not rot: commands, links and names in them exist."""

import itertools
import json
import os
import re
import shlex
import subprocess
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("TILL_BINARY", "")


def read(path):
    with open(os.path.join(REPOSITORY, path), encoding="utf-8") as file:
        return file.read()


def pages():
    found = [name for name in os.listdir(REPOSITORY) if name.endswith(".md")]
    for folder, _, names in os.walk(os.path.join(REPOSITORY, "docs")):
        found += [os.path.relpath(os.path.join(folder, name), REPOSITORY)
                  for name in names if name.endswith(".md")]
    return sorted(found)


def commands(page):
    """The lines of every ```sh block."""
    for block in re.findall(r"^```sh\n(.*?)^```", read(page), re.M | re.S):
        yield from (shlex.split(line) for line in block.splitlines() if line.strip())


def run(*arguments):
    return subprocess.run(arguments, cwd=REPOSITORY, capture_output=True, text=True, check=False,
                          timeout=60)


class Documents(unittest.TestCase):
    def test_every_finding_is_in_the_guide_to_opening_and_no_other(self):
        found = set(re.findall(r'add\("(\w+)"', read("src/cli/findings.cpp")))
        rows = re.findall(r"^\| (`.*?) \|", read("docs/opening.md"), re.M)
        self.assertEqual(set(re.findall(r"`(\w+)`", " ".join(rows))), found)

    def setUp(self):
        self.presets = json.loads(read("CMakePresets.json"))

    def check_cmake(self, words):
        build = "--build" in words
        named = {preset["name"] for preset in
                 self.presets["buildPresets" if build else "configurePresets"]}
        if "--preset" in words:
            self.assertIn(words[words.index("--preset") + 1], named)
        if "--target" in words:
            target = words[words.index("--target") + 1]
            self.assertRegex(target, r"^till_(\w+_tests|simulation)$")
            layer = target[len("till_"):-len("_tests")]
            self.assertIn(f"till_tests({layer} ", read("tests/CMakeLists.txt"))

    def check_script(self, words):
        path = os.path.join(REPOSITORY, words[0])
        self.assertTrue(os.access(path, os.X_OK), words[0])
        text = read(words[0])
        for option in words[1:]:
            self.assertIn(option, text, f"{words[0]} does not know {option}")

    def check_till(self, words):
        """The command and its options are in the program's own help."""
        if not BINARY or not os.access(BINARY, os.X_OK):
            return
        named = re.compile("[a-z]+(-[a-z]+)*")
        command = list(itertools.takewhile(named.fullmatch, words[1:]))
        help_text = run(BINARY, "help", *command[:2]).stdout
        for option in (word for word in words[2:] if word.startswith("--")):
            self.assertIn(option, help_text)

    def check_ctest(self, words):
        folder = words[words.index("--test-dir") + 1]
        self.assertIn(os.path.basename(folder),
                      {preset["name"] for preset in self.presets["configurePresets"]})
        if "-R" in words:
            name = words[words.index("-R") + 1]
            module = re.sub(r"^e2e_", "", name)
            known = f"till_tests({name} " in read("tests/CMakeLists.txt") or os.path.exists(
                os.path.join(REPOSITORY, "tests", "e2e", module + "_test.py"))
            self.assertTrue(known, name)

    def test_every_command_of_the_documents_can_be_typed(self):
        seen = 0
        for page in pages():
            for words in commands(page):
                with self.subTest(page=page, command=" ".join(words)):
                    seen += 1
                    if words[0] == "cmake":
                        self.check_cmake(words)
                    elif words[0] == "ctest":
                        self.check_ctest(words)
                    elif words[0].endswith("/till"):
                        self.check_till(words)
                    elif words[0].startswith("build/"):
                        self.assertRegex(words[0], r"^build/\w+/tests/till_(\w+_tests|simulation)$")
                    else:
                        self.check_script(words)
        self.assertGreater(seen, 20)

    def test_the_config_of_init_has_every_setting_as_the_readme_says(self):
        written = read("src/cli/shop_files.cpp")
        seen = 0
        for reader in [f"src/cli/{name}" for name in os.listdir(os.path.join(REPOSITORY, "src/cli"))
                       if name.endswith("config.cpp")]:
            text = read(reader)
            own = re.search(r'TomlSection section = root\.section\("(\w+)"\)', text)
            part = written[written.index(f"# [{own[1]}]"):].split("\n\n")[0] if own else written
            asked = re.findall(r'\w\.(?:need_)?(?:text|name|whole|yes|section)s?\("(\w+)"', text)
            asked += re.findall(r'read_\w+\(section, (?:secrets, )?"(\w+)"', text)
            for key in asked:
                seen += 1
                there = re.search(rf'(?m)(^|")(# )?\[*(?:\w+\.)?{key}(_file)?( = |\])', part)
                self.assertTrue(there, f"{reader}: {key}")
        self.assertGreater(seen, 80)

    def test_the_two_commands_are_the_first_of_the_readme(self):
        first = [" ".join(words) for words in commands("README.md")][:2]
        self.assertEqual(first, ["./scripts/demo", "./scripts/test"])

    def test_the_cheap_commands_run(self):
        self.assertEqual(run("tools/tidy", "--help").returncode, 0)
        for script in os.listdir(os.path.join(REPOSITORY, "scripts")):
            shell = read(f"scripts/{script}").splitlines()[0].split("/")[-1]
            checked = run(shell, "-n", f"scripts/{script}")
            self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_every_link_leads_somewhere(self):
        for page in (*pages(), "bridges/medusa/README.md"):
            for target in re.findall(r"\]\(([^)#]+)[^)]*\)", read(page)):
                if not re.match(r"https?:", target):
                    path = os.path.join(REPOSITORY, os.path.dirname(page), target)
                    self.assertTrue(os.path.exists(path), f"{page}: {target}")

    def test_every_file_named_in_the_documents_is_there(self):
        for page in pages():
            names = re.findall(r"`((?:src|tests|docs|scripts|tools|fuzz)/[\w./-]+)`", read(page))
            for name in set(names) - {"tools/call", "tools/list"}:  # Methods of MCP.
                with self.subTest(page=page, name=name):
                    self.assertTrue(os.path.exists(os.path.join(REPOSITORY, name)))

    def test_prose_has_at_most_120_columns(self):
        for page in pages():
            fenced = False
            for number, line in enumerate(read(page).splitlines(), 1):
                fenced ^= line.lstrip().startswith("```")
                if not fenced and not line.startswith("|"):
                    self.assertLessEqual(len(line), 120, f"{page}:{number}")

    def test_every_decision_says_problem_decision_and_alternatives(self):
        folder = os.path.join(REPOSITORY, "docs", "decisions")
        names = sorted(os.listdir(folder))
        numbers = {name.split("-")[0] for name in names}
        self.assertEqual(len(numbers), len(names), "two decisions have one number")
        for name in names:
            with self.subTest(name=name):
                self.assertRegex(name, r"^\d{4}-[a-z]")
                text = read(f"docs/decisions/{name}")
                for word in ("**Problem.**", "**Decision.**", "**Alternatives.**"):
                    self.assertIn(word, text)


if __name__ == "__main__":
    unittest.main()

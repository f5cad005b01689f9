"""tools/tidy finds every house rule that is broken, and nothing where none is."""

import os
import subprocess
import tempfile
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TIDY = os.path.join(REPOSITORY, "tools", "tidy")

CLEAN = {
    "docs/architecture.md": (
        "| folder | holds | may include |\n|---|---|---|\n"
        "| `src/base/` | values | |\n"
        "| `src/json/` | JSON | base |\n"
        "| `src/net/` | sockets | base |\n"
        "| `src/checkout/` | rules | base |\n"
        "| `src/wire/` | JSON | base, checkout |\n"
        "| `src/app/` | use cases | base, checkout |\n"),
    "docs/errors.md": "| code | status |\n|---|---|\n"
                      "| `not_found` | 404 |\n| `invalid` | - |\n",
    "src/base/amount.h": "// Amount.\n#pragma once\n\n#include <string>\n",
    "src/base/amount.cpp": '#include "base/amount.h"\n\n#include <string>\n',
    "src/base/clock.cpp": "long f() { return std::chrono::system_clock::now(); }\n",
    "src/net/server.cpp": '#include <boost/asio.hpp>\n\n#include "base/amount.h"\n',
    "src/app/use_case.h": '#pragma once\n#include "checkout/message.h"\n',
    "src/checkout/message.h": "#pragma once\nenum class MessageCode { none, invalid };\n",
    "src/wire/error_codes.cpp": 'Row kRows[] = {{404, kRequest, "not_found", "Not here."}};\n',
    "src/main.cpp": '#include "app/use_case.h"\n#include "wire/error_body.h"\n',
    "src/wire/error_body.h": "#pragma once\n",
}


def function_of(lines, header="int f(int a)"):
    return header + " {\n" + "  g();\n" * (lines - 2) + "}\n"


# rule, path, text that breaks it.
BROKEN = [
    ("layers", "src/checkout/a.cpp", '#include "app/use_case.h"\n'),
    ("layers", "src/wire/a.cpp", '#include "app/use_case.h"\n'),
    ("layers", "src/app/a.cpp", '#include "wire/error_body.h"\n'),
    ("layers", "src/base/a.h", '#pragma once\n#include "checkout/message.h"\n'),
    ("layers", "src/unheard/a.cpp", "int x;\n"),
    ("layers", "src/a.cpp", "int x;\n"),
    ("include-path", "src/base/a.cpp", '#include "missing.h"\n'),
    ("foreign-header", "src/app/a.cpp", "#include <boost/asio.hpp>\n"),
    ("foreign-header", "src/app/a.cpp", "#include <simdjson.h>\n"),
    ("foreign-header", "src/json/value.h", "#pragma once\n#include <simdjson.h>\n"),
    ("foreign-header", "src/app/a.cpp", "#include <sqlite3.h>\n"),
    ("foreign-header", "src/checkout/a.cpp", "#include <openssl/evp.h>\n"),
    ("file-length", "src/base/a.cpp", "int x;\n" * 401),
    ("file-length", "tests/e2e/a.py", "x = 1\n" * 401),
    ("function-length", "src/base/a.cpp", function_of(71)),
    ("function-length", "src/base/a.cpp", "namespace a {\n" + function_of(71) + "}\n"),
    ("function-length", "src/base/a.cpp",
     "struct A {\n" + function_of(71, "  A(int b) : x_{b}, y_{b}") + "};\n"),
    ("function-length", "src/base/a.cpp",
     function_of(71, "Task<int> A::f(std::function<void()> g) const noexcept")),
    ("function-length", "tests/base/a_test.cpp", function_of(71, "TEST(Amount, Adds)")),
    ("function-length", "src/base/a.cpp",
     "int f() {\n  if (x) {\n" + '    g("}");\n' * 70 + "  }\n}\n"),
    ("line-width", "src/base/a.cpp", "// " + "x" * 98 + "\n"),
    ("banned-call", "src/app/a.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("banned-call", "tests/app/a.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("banned-call", "src/app/a.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("banned-call", "src/app/a.cpp", "int x = rand();\n"),
    ("banned-call", "src/app/a.cpp", "void f() { srand(1); }\n"),
    ("banned-call", "tests/app/a.cpp", "std::this_thread::sleep_for(one);\n"),
    ("banned-call", "src/net/a.cpp", "void f() { usleep(1); }\n"),
    ("banned-call", "src/net/a.cpp", "void f() { ::sleep(1); }\n"),
    ("spelling", "src/checkout/a.cpp", 'auto path = "$.line_items";\n'),
    ("spelling", "src/checkout/a.cpp", 'auto path = "$.a[" + number(i) + "]";\n'),
    ("spelling", "src/app/a.cpp", 'auto path = std::string("$") + member;\n'),
    ("spelling", "src/app/a.cpp", 'auto key = header("Idempotency-Key");\n'),
    ("spelling", "src/app/a.cpp", 'auto text = "after Retry-After";\n'),
    ("spelling", "src/app/a.cpp", 'auto text = "/.well-known/acp.json";\n'),
    ("spelling", "src/checkout/a.cpp", 'auto text = "The cart is empty.";\n'),
    ("spelling", "src/checkout/a.cpp", 'auto text = "{0} is gone. Take it out.";\n'),
    ("spelling", "src/checkout/a.cpp", 'auto text = "The cart "\n            "is empty.";\n'),
    ("spelling", "src/app/a.cpp", 'auto text = "Only a few of " + item;\n'),
    ("spelling", "src/app/a.cpp", "auto text = Text::spelled(words);\n"),
    ("spelling", "src/checkout/a.cpp", "auto field = checkout::Field::spelled(path);\n"),
    ("unfinished", "src/base/a.cpp", "// TO" "DO: later\n"),
    ("unfinished", "docs/a.md", "FIX" "ME\n"),
    ("unfinished", "scripts/a", "# X" "XX\n"),
    ("machine-path", "docs/a.md", "see /ho" "me/someone/notes\n"),
    ("citation", "src/base/a.cpp", "// As DESIGN section 4 says.\n"),
    ("citation", "src/app/a.cpp", "int x;  // app/missing.h\n"),
    ("citation", "tests/app/a.h", "#pragma once\n/* See docs/missing.md. */\n"),
    ("citation", "tests/e2e/a.py", '"' * 3 + "As DESIGN sections 4 and 5 say." + '"' * 3 + "\n"),
    ("citation", "tests/e2e/a.py", "# As docs/missing.md says.\n"),
    ("pragma-once", "src/base/a.h", "#include <string>\n#pragma once\n"),
    ("pragma-once", "tests/base/a.h", "int x;\n"),
    ("own-header", "src/base/amount.cpp", '#include <string>\n\n#include "base/amount.h"\n'),
    ("error-codes", "src/wire/error_codes.cpp",
     'Row a{404, kA, "not_found", ""}, b{400, kA, "brand_new", ""};\n'),
    ("error-codes", "src/wire/error_body.cpp",
     '#include "wire/error_body.h"\nA a{"some_type", "brand_new"};\n'),
    ("error-codes", "src/wire/error_codes.cpp", 'Row a{410, kA, "not_found", "Gone."};\n'),
    ("error-codes", "src/checkout/message.h",
     "#pragma once\nenum class MessageCode { none, invalid, brand_new };\n"),
    ("error-codes", "docs/errors.md", "| `not_found` | 404 |\n| `invalid` | |\n| `gone` | 1 |\n"),
    ("error-codes", "docs/errors.md", "| `invalid` | - |\n"),
]

# Looks like a broken rule and is none.
HARMLESS = [
    ("src/base/a.cpp", function_of(70) + function_of(70)),
    ("src/base/a.cpp", "namespace a {\n" + function_of(40) * 3 + "}\n"),
    ("src/base/a.cpp", "struct A {\n" + function_of(40) * 3 + "};\n"),
    ("src/app/a.cpp", "// rand() and system_clock::now() are for base.\nint operand(int);\n"),
    ("src/app/a.cpp", 'auto text = "rand( system_clock::now";\n'),
    ("src/net/a.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("src/app/a.cpp", "// app/use_case.h, docs/errors.md, RFC 8785 section 3, and/or.\n"),
    ("src/app/a.cpp", 'auto text = "app/missing.h";\n'),
    ("src/checkout/a.cpp", "// The cart is empty. It is at \"$.line_items\".\n"),
    ("src/checkout/a.cpp", 'auto text = "Rounding";\nauto id = "all:" + id;\n'),
    ("src/app/a.cpp", 'log.write("charge_without_order", {{"given_back", "no: look"}});\n'),
    ("src/wire/a.cpp", 'auto text = "$.line_items", other = "The cart is empty.";\n'),
    ("src/json/value.cpp", "#include <simdjson.h>\n"),
    ("src/base/a.cpp", "int x = 1'000'000;\nint f() { return '{'; }\n"),
    ("src/base/a.cpp", "x" * 100 + "\n"),
    ("docs/a.md", "x" * 200 + "\nhttps://example.com/home/page\n"),
]


def report_of(files):
    """tools/tidy's (exit status, output) on a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        run = subprocess.run([TIDY, "--root", root], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout + run.stderr


class Tidy(unittest.TestCase):
    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(report_of(CLEAN), (0, ""))

    def test_every_broken_rule_is_reported_with_its_name_and_file(self):
        for rule, path, text in BROKEN:
            with self.subTest(rule=rule, path=path, text=text[:60]):
                status, output = report_of({**CLEAN, path: text})
                self.assertEqual(status, 1, output)
                self.assertRegex(output, f"(?m)^\\S+:\\d+: {rule}: ")
                if rule != "error-codes":
                    self.assertIn(path + ":", output)

    def test_a_broken_rule_is_the_only_finding(self):
        for rule, path, text in BROKEN:
            with self.subTest(rule=rule, path=path, text=text[:60]):
                _, output = report_of({**CLEAN, path: text})
                rules = {line.split(": ")[1] for line in output.splitlines()}
                self.assertEqual(rules, {rule}, output)

    def test_what_only_looks_broken_is_left_alone(self):
        for path, text in HARMLESS:
            with self.subTest(path=path, text=text[:60]):
                self.assertEqual(report_of({**CLEAN, path: text}), (0, ""))

    def test_a_tree_without_a_layer_table_is_refused(self):
        status, output = report_of({**CLEAN, "docs/architecture.md": "Nothing.\n"})
        self.assertEqual(status, 1)
        self.assertIn("layers", output)


if __name__ == "__main__":
    unittest.main()

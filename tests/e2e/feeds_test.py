"""What leaves as a feed: what checkout says, in its published form, whole or not at all."""

import gzip
import io
import json
import os
import pathlib
import re
import shlex
import subprocess
import unittest

from agent import CALIFORNIA
from feeds import FeedCase, product
from shop import BINARY, till

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs",
                     "feeds-out.md")
SCHEMA = (pathlib.Path(__file__).resolve().parents[3] / "shared" / "spec" / "2026-04-17" /
          "json-schema" / "schema.feed.json")


class Feeds(FeedCase):
    def test_prices_and_stock_are_those_of_checkout_while_the_shop_is_open(self):
        self.bring(product("lamp", 2000), product("rug", 900, stock=1),
                   product("sofa", 90000, sale={"unit_amount": 80000}),
                   product("chair", 500, sale={"unit_amount": 400,
                                               "until": "2020-01-01T00:00:00Z"}))
        self.shop.start()
        agent = self.shop.agent()
        session = agent.create(("rug", 1), ship_to=CALIFORNIA)
        self.assertEqual(agent.complete(session, agent.vault(session)["id"])["status"],
                         "completed")
        self.feed("acp", "--out", self.path("acp.jsonl"))
        variants = self.variants()
        for name in ("lamp", "sofa", "chair", "mug-blue"):
            line = agent.create((name, 1), ship_to=CALIFORNIA)["line_items"][0]
            self.assertEqual(variants[name]["price"],
                             {"amount": line["unit_amount"], "currency": "USD"}, name)
            self.assertTrue(variants[name]["availability"]["available"], name)
        self.assertEqual(variants["sofa"]["list_price"]["amount"], 90000)
        for name in ("rug", "cap-sold-out"):
            self.assertEqual(variants[name]["availability"],
                             {"available": False, "status": "out_of_stock"}, name)
            self.assertEqual(agent.create((name, 1), ship_to=CALIFORNIA)["status"],
                             "not_ready_for_payment")
        self.shop.kill()  # What it committed is seen all the same.
        self.feed("acp", "--out", self.path("later.jsonl"))
        self.assertEqual(self.variants("later.jsonl"), variants)

    def test_what_a_new_import_states_counts_from_what_was_sold(self):
        self.bring(product("rug", 900, stock=1))
        self.shop.start()
        agent = self.shop.agent()
        session = agent.create(("rug", 1), ship_to=CALIFORNIA)
        agent.complete(session, agent.vault(session)["id"])
        for stock, available in ((1, False), (2, True)):
            self.bring(product("rug", 900, stock=stock))
            self.feed("acp", "--out", self.path("acp.jsonl"))
            self.assertEqual(self.variants()["rug"]["availability"]["available"], available)

    def test_lines_are_as_the_schema_of_acp_has_them(self):
        if not SCHEMA.exists():
            self.assertIsNone(os.environ.get("CI"))
            self.skipTest("the official schemas are not there")
        import jsonschema  # pylint: disable=import-outside-toplevel
        self.bring(product("tee-s", 2000, group="tee", options=[{"name": "Size", "value": "S"}],
                           gtin="4006381333931", condition="new", category="A > B"),
                   product("tee-m", 2000, group="tee", sale={"unit_amount": 1500},
                           availability="preorder", available_at="2027-01-01T00:00:00Z"))
        self.feed("acp", "--out", self.path("acp.jsonl"))
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/Product",
                                                     "$defs": schema["$defs"]})
        with open(self.path("acp.jsonl"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 7)  # Six items, and one product with two variants.
        for line in lines:
            self.assertEqual(list(map(str, validator.iter_errors(json.loads(line)))), [])

    def test_each_format_is_imported_again_as_what_it_was(self):
        self.bring(product("lamp", 2000, weight_grams=350), product("rug", 900))
        other = self.own_shop()
        catalog = os.path.join(other.home, "catalog.json")
        with open(catalog, encoding="utf-8") as file:
            emptied = {**json.load(file), "items": []}
        with open(catalog, "w", encoding="utf-8") as file:
            json.dump({key: emptied[key] for key in emptied if key != "discounts"}, file)
        for form, name in (("acp", "a.jsonl.gz"), ("google", "g.tsv"), ("google-xml", "g.xml"),
                           ("google-xml", "g.xml.gz"), ("openai", "o.jsonl")):
            self.feed(form, "--out", self.path(name))
            done = till("import", "--config", os.path.join(other.home, "till.toml"),
                        self.path(name), "--dry-run", "--json", "--max-bad", "0%")
            told = json.loads(done.stdout)
            self.assertEqual((told["bad"], told["rows"]), (0, []), done.stdout)
            self.assertEqual(told["came"], 8 if form == "acp" else 2)

    def test_what_is_not_shown_is_told_and_the_file_stays_when_nothing_is_left(self):
        done = self.feed("google", "--out", self.path("g.tsv"), status=1)
        self.assertIn("mug-blue: link: not shown: It has no page over https.", done.stdout)
        self.assertIn("no product can be shown", done.stderr)
        self.assertFalse(os.path.exists(self.path("g.tsv")))
        self.bring(product("lamp", 2000, gtin="1"), product("rug", 900, brand="x" * 71))
        report = self.path("report.jsonl")
        told = json.loads(self.feed("google", "--out", self.path("g.tsv"), "--report", report,
                                    "--json").stdout)
        self.assertEqual((told["shown"], told["not_shown"], told["left_out"]), (2, 6, 2))
        self.assertTrue(told["changed"])
        with open(report, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self.assertEqual(len(rows), len(told["rows"]))
        self.assertIn({"product": "rug", "field": "brand", "left_out": True,
                       "what": "It is cut off after 70 characters. Write a shorter one."}, rows)
        again = json.loads(self.feed("google", "--out", self.path("g.tsv"), "--json").stdout)
        self.assertFalse(again["changed"])

    def test_of_a_large_group_each_format_shows_what_it_has_place_for(self):
        self.bring(*(product(f"t{i}", 2000, group="tee", description="Cotton", pictures=[
            "https://cdn.shop.example/t.jpg"]) for i in range(2010)), product("lamp", 900))
        for form, shown, told in (("google", 2011, []), ("google-xml", 2011, []),
                                  ("openai", 2011, []), ("acp", None, "group")):
            out = self.path("large")
            report = self.path("large.report")
            answer = json.loads(self.feed(form, "--out", out, "--report", report, "--json").stdout)
            with open(report, encoding="utf-8") as file:
                rows = [json.loads(line) for line in file]
            late = [row["product"] for row in rows if row["field"] == told]
            if shown:
                self.assertEqual((answer["shown"], late), (shown, []), form)
            else:
                self.assertEqual(late, [f"t{i}" for i in range(2000, 2010)])
                self.assertEqual(answer["shown"] + answer["not_shown"], 2011 + 6)

    def test_a_terminal_sees_how_far_it_is(self):
        self.bring(*(product(f"p{i}", 100) for i in range(128)))
        self.feed("acp", "--out", self.path("a.jsonl"))
        for arguments, first in ((["feed", "--format", "acp", "--out", self.path("b.jsonl")],
                                  "[" + "#" * 20 + "." * 20 + "] 50%"),
                                 (["import", self.path("a.jsonl"), "--dry-run", "--max-bad",
                                   "100%"], "[" + "#" * 40 + "] 100%")):
            terminal, other_end = os.openpty()
            with os.fdopen(terminal, "rb", buffering=0) as screen:
                subprocess.run([BINARY, *arguments, "--config", self.config], stderr=other_end,
                               stdout=subprocess.DEVNULL, timeout=60, check=True)
                os.close(other_end)
                shown = screen.read(4096).decode()
            self.assertTrue(shown.startswith(first + "\r"), repr(shown))
            self.assertRegex(shown, r"\r +\r\Z", arguments)

    def test_it_goes_to_a_file_compressed_or_to_the_standard_output(self):
        printed = self.feed("acp")
        self.assertEqual(len(printed.stdout.splitlines()), 6)
        self.assertEqual(printed.stderr, "6 are shown, 0 are not, 0 parts are left out\n")
        written = self.feed("acp", "--out", self.path("a.jsonl.gz"))
        self.assertEqual(written.stdout, printed.stderr)
        with open(self.path("a.jsonl.gz"), "rb") as file:
            packed = io.BytesIO(file.read())
        with gzip.open(packed, "rt", encoding="utf-8") as unpacked:
            self.assertEqual(unpacked.read(), printed.stdout)

    def test_wrong_use_is_told(self):
        self.assertIn("acp, google, google-xml, openai", self.feed("rss", status=2).stderr)
        self.assertIn("--out", self.feed("acp", "--json", status=2).stderr)
        self.assertIn("cannot write", self.feed("acp", "--out", "/nowhere/a", status=1).stderr)


class Guide(FeedCase):
    def blocks(self, kind):
        with open(GUIDE, encoding="utf-8") as page:
            found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read(), re.M | re.S)
        return [text for name, text in found if name == kind]

    def test_every_command_of_the_guide_does_what_it_says(self):
        told = []
        for line in "".join(self.blocks("sh")).splitlines():
            words = shlex.split(line)
            self.assertEqual(words[0], "build/release/till")
            done = subprocess.run([BINARY, *words[1:]], cwd=self.shop.folder, text=True,
                                  capture_output=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, line + done.stdout + done.stderr)
            told.append(done.stderr or done.stdout)
        result, reason = self.blocks("")
        self.assertEqual(told, [result] * 3)
        self.assertIn(reason, self.feed("google", "--out", self.path("g.tsv"), status=1).stdout)

    def test_its_sections_are_sound(self):
        for name, text in (("feeds.secret", "s3cret_" * 5), ("agent-feed.token", "hush")):
            with open(os.path.join(self.shop.home, name), "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(os.path.join(self.shop.home, name), 0o600)
        sections = self.blocks("toml")
        self.assertEqual(len(sections), 2)
        self.shop.append("\n".join(sections))
        done = till("check", "--config", self.config)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()

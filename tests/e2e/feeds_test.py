"""What leaves as a feed: what checkout says, in the form that was published, whole or not at all."""

import gzip
import io
import json
import os
import pathlib
import unittest

from agent import CALIFORNIA
from shop import ShopCase, till

SCHEMA = (pathlib.Path(__file__).resolve().parents[3] / "shared" / "spec" / "2026-04-17" /
          "json-schema" / "schema.feed.json")


def product(name, price, **more):
    return {"id": name, "title": f"Imported {name}", "unit_amount": price, "stock": 5,
            "description": "Made of wood", "link": f"https://shop.example/{name}",
            "pictures": [f"https://cdn.shop.example/{name}.jpg"], "brand": "Loom", **more}


class FeedCase(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def setUp(self):
        self.shop = self.own_shop()
        self.config = os.path.join(self.shop.home, "till.toml")

    def path(self, name):
        return os.path.join(self.shop.folder, name)

    def bring(self, *products):
        done = till("import", "--config", self.config, "-", "--max-drop", "100%",
                    stdin="".join(json.dumps(each) + "\n" for each in products))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def feed(self, form, *arguments, status=0):
        done = till("feed", "--config", self.config, "--format", form, *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def variants(self, name="acp.jsonl"):
        with open(self.path(name), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        return {variant["id"]: variant for line in lines for variant in line["variants"]}


class Feeds(FeedCase):
    def test_prices_and_stock_are_those_of_checkout_while_the_shop_is_open(self):
        self.bring(product("lamp", 2000), product("rug", 900, stock=1),
                   product("sofa", 90000, sale={"unit_amount": 80000}),
                   product("chair", 500, sale={"unit_amount": 400, "until": "2020-01-01T00:00:00Z"}))
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
        for form, name in (("acp", "a.jsonl.gz"), ("google", "g.tsv"), ("openai", "o.jsonl")):
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
        self.assertIn("acp, google, openai", self.feed("rss", status=2).stderr)
        self.assertIn("--out", self.feed("acp", "--json", status=2).stderr)
        self.assertIn("cannot write", self.feed("acp", "--out", "/nowhere/a", status=1).stderr)


if __name__ == "__main__":
    unittest.main()

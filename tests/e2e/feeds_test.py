"""What leaves as a feed: what checkout says, in the form that was published, whole or not at all."""

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
from feed_api import FeedApi
from shop import BINARY, ShopCase, poll, till

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs",
                     "feeds-out.md")
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


SECRET = "s3cret_" * 5


class KeptFeeds(FeedCase):
    def setUp(self):
        super().setUp()
        self.folder = os.path.join(self.shop.home, "feeds")
        self.shop.append(f'[feeds]\nformats = ["acp", "google"]\nsecret = "{SECRET}"\n')

    def get(self, name, headers=None, secret=SECRET, method="GET"):
        """Status, headers and body as bytes, without an agent's token."""
        connection = self.shop.agent().connect()
        try:
            connection.request(method, f"/feeds/{secret}/{name}", headers=headers or {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def written(self, count=1):
        done = poll(lambda: self.shop.logged().count('"feed_written"') >= count, 30)
        self.assertTrue(done, self.shop.logged()[-2000:])

    def test_are_written_when_the_shop_opens_and_served_at_their_secret_url(self):
        self.bring(product("lamp", 2000))
        self.shop.start()
        self.written(2)
        status, headers, body = self.get("acp.jsonl")
        self.assertEqual(status, 200)
        self.assertEqual(body.decode(), self.feed("acp").stdout)
        self.assertEqual(len(body), int(headers["Content-Length"]))
        packed = self.get("acp.jsonl", {"Accept-Encoding": "gzip"})
        self.assertEqual(packed[1]["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed[2]), body)
        self.assertEqual(self.get("acp.jsonl.gz")[2], packed[2])
        self.assertEqual(self.get("acp.jsonl", {"If-None-Match": headers["ETag"]})[0], 304)
        head = self.get("acp.jsonl", method="HEAD")
        self.assertEqual((head[1]["Content-Length"], head[2]), (headers["Content-Length"], b""))
        rows = self.get("google.tsv")[2].decode().splitlines()
        self.assertEqual(len(rows), 2)
        with open(os.path.join(self.folder, "google.report.jsonl"), encoding="utf-8") as file:
            self.assertIn("mug-blue", {json.loads(line)["product"] for line in file})
        self.assertNotIn(SECRET, self.shop.logged())

    def test_without_the_secret_there_is_nothing(self):
        self.shop.start()
        self.written()
        nowhere = self.get("acp.jsonl", secret="x" * len(SECRET))
        self.assertEqual(nowhere[0], 404)
        for secret, name in ((SECRET, "openai.jsonl"), (SECRET[1:], "acp.jsonl"), ("", "acp.jsonl"),
                             (SECRET, "acp.report.jsonl"), (SECRET, "../till.toml")):
            answer = self.get(name, secret=secret)
            self.assertEqual((answer[0], answer[2]), (404, nowhere[2]), name)
        self.assertEqual(self.get("acp.jsonl", method="POST")[0], 404)

    def test_follow_the_offer_at_sighup_and_keep_their_etag_while_nothing_changes(self):
        self.bring(product("lamp", 2000))
        self.shop.start()
        self.written(2)
        before = self.get("acp.jsonl")[1]["ETag"]
        self.shop.hang_up()
        self.written(4)
        self.assertEqual(self.get("acp.jsonl")[1]["ETag"], before)
        self.bring(product("lamp", 2500))
        self.shop.hang_up()
        self.written(6)
        status, headers, body = self.get("acp.jsonl")
        self.assertEqual(status, 200)
        self.assertNotEqual(headers["ETag"], before)
        self.assertIn(b'"amount":2500', body)

    def test_an_unknown_format_is_refused(self):
        self.shop.append('')
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text.replace('"acp", "google"', '"acp", "rss"'))
        done = till("check", "--config", self.config)
        self.assertEqual(done.returncode, 1)
        self.assertIn('feeds.formats must be a list of "acp", "google", "openai"', done.stderr)


class PushedFeeds(FeedCase):
    """To an agent's Feed API, by what changed."""

    def setUp(self):
        super().setUp()
        self.api = FeedApi()
        self.enterContext(self.api)
        self.shop.append('[feeds]\ncountry = "US"\n[[feeds.push]]\nname = "agent"\n'
                         f'url = "{self.api.url}"\ntoken = "{FeedApi.TOKEN}"\n')

    def pushed(self, count=1):
        """The last line of so many rounds."""
        def lines():
            return [json.loads(line) for line in self.shop.logged().splitlines()
                    if '"feed_pushed"' in line]
        self.assertTrue(poll(lambda: len(lines()) >= count, 40), self.shop.logged()[-3000:])
        return lines()[-1]

    def again(self, *products):
        """Another import and SIGHUP, and the round after it."""
        count = self.shop.logged().count('"feed_pushed"')
        self.bring(*products)
        self.shop.hang_up()
        return self.pushed(count + 1)

    def test_all_is_sent_once_then_what_changed_and_what_went_is_told_to_be_gone(self):
        tee = {"group": "tee", "title": "Tee"}
        first = [product("lamp", 2000), product("rug", 900), product("tee-s", 500, **tee),
                 product("tee-m", 500, **tee)]
        self.bring(*first)
        self.shop.start()
        line = self.pushed()
        self.assertEqual((line["sent"], line["same"], line["gone"]), (9, 0, 0))
        create = self.api.calls[0]
        self.assertEqual(create[:3], ("POST", "/acp/feeds", {"target_country": "US"}))
        self.assertIn("Idempotency-Key", self.api.headers[0])
        self.assertEqual(line["feed_update_id"], f"upd_{len(self.api.calls) - 1}")
        self.assertEqual(self.api.products()["tee"]["variants"][1]["id"], "tee-m")
        line = self.again(*first)
        self.assertEqual((line["sent"], line["same"]), (0, 9))
        self.assertEqual(len(self.api.calls), 2, "nothing changed, so nothing was sent")
        line = self.again(product("lamp", 2100), product("tee-s", 500, **tee))
        self.assertEqual((line["sent"], line["same"], line["gone"]), (3, 6, 1))
        self.assertEqual([sorted(each) for each in self.api.pushed()[-2:]],
                         [["lamp", "tee"], ["rug"]])
        held = self.api.products()
        self.assertEqual(held["lamp"]["variants"][0]["price"]["amount"], 2100)
        gone = {"available": False, "status": "discontinued"}
        self.assertEqual([each["availability"]["available"] for each in held["tee"]["variants"]],
                         [True, False])
        self.assertEqual(held["tee"]["variants"][1]["availability"], gone)
        self.assertEqual(held["rug"]["variants"][0]["availability"], gone)
        line = self.again(product("lamp", 2100), product("tee-s", 500, **tee))
        self.assertEqual((line["sent"], line["gone"]), (0, 0), "it is told once")
        line = self.again(product("lamp", 2100), product("rug", 900),
                          product("tee-s", 500, **tee))
        self.assertEqual(self.api.pushed()[-1], ["rug"])
        self.assertTrue(self.api.products()["rug"]["variants"][0]["availability"]["available"])

    def test_what_was_accepted_is_remembered_by_the_next_till(self):
        self.shop.start()
        self.pushed()
        self.shop.stop()
        calls = len(self.api.calls)
        self.shop.start()
        line = self.pushed(2)
        self.assertEqual((line["sent"], line["same"]), (0, 6))
        self.assertEqual(len(self.api.calls), calls)

    def test_a_sale_is_pushed_as_soon_as_a_round_sees_it(self):
        self.shop.start()
        self.pushed()
        agent = self.shop.agent()
        session = agent.create(("poster-limited", 3), ship_to=CALIFORNIA)
        self.assertEqual(agent.complete(session, agent.vault(session)["id"])["status"],
                         "completed")
        self.shop.hang_up()
        self.pushed(2)
        self.assertEqual(self.api.pushed()[-1], ["poster-limited"])
        self.assertEqual(
            self.api.products()["poster-limited"]["variants"][0]["availability"]["status"],
            "out_of_stock")

    def test_batches_are_bounded_and_a_product_that_is_refused_keeps_no_other_out(self):
        self.api.refuses = {"p7"}
        self.bring(*(product(f"p{i}", 100 + i) for i in range(450)))
        self.shop.start()
        line = self.pushed()
        self.assertEqual((line["sent"], line["refused"]), (455, 1))
        self.assertLessEqual(max(len(each) for each in self.api.pushed()), 200)
        self.assertNotIn("p7", self.api.products())
        report = os.path.join(self.shop.home, "feeds", "push-agent.report.jsonl")
        with open(report, encoding="utf-8") as file:
            rows = [json.loads(row) for row in file]
        self.assertEqual([row["product"] for row in rows], ["p7"])
        self.assertIn("does not want", rows[0]["what"])
        self.api.refuses = set()
        self.shop.hang_up()
        self.assertEqual(self.pushed(2)["sent"], 1)

    def test_a_busy_agent_is_asked_again_and_a_broken_one_in_the_next_round(self):
        self.api.statuses = [0, 503, 429]
        self.shop.start()
        self.assertEqual(self.pushed()["sent"], 6)
        self.assertEqual([call[3] for call in self.api.calls], [201, 503, 429, 200])
        self.api.statuses = [500] * 4
        self.bring(product("lamp", 2000))
        self.shop.hang_up()
        self.assertTrue(poll(lambda: '"feed_failed"' in self.shop.logged(), 30))
        self.shop.hang_up()
        self.assertEqual(self.pushed(2)["sent"], 1)

    def test_a_feed_that_the_agent_lost_is_made_anew_and_gets_everything(self):
        self.shop.start()
        self.pushed()
        del self.api.feeds["feed 1/x"]
        self.api.feeds["another"] = {}
        self.bring(product("lamp", 2000))
        self.shop.hang_up()
        self.assertTrue(poll(lambda: "has the feed no more" in self.shop.logged(), 30))
        self.shop.hang_up()
        self.assertEqual(self.pushed(2)["sent"], 7)
        self.assertEqual(len(self.api.products()), 7)

    def test_an_agent_that_gives_no_versions_is_pushed_to_as_well(self):
        self.api.versions = False
        self.shop.start()
        self.assertEqual(self.pushed()["feed_update_id"], "")

    def test_a_wrong_token_is_told_and_stands_in_no_log(self):
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text.replace(FeedApi.TOKEN, "wrong-token"))
        self.shop.start()
        self.assertTrue(poll(lambda: '"feed_failed"' in self.shop.logged(), 30))
        self.assertIn("look whether the token", self.shop.logged())
        self.assertNotIn("wrong-token", self.shop.logged())


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
        for name, text in (("feeds.secret", SECRET), ("agent-feed.token", "hush")):
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

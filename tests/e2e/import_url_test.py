"""Products that come from a URL: whole, from where they may, or not at all."""

import gzip
import json
import os
import unittest

from import_test import product
from sources import SourceCase, lines


class ByUrl(SourceCase):
    """`till import --config FILE https://…`."""

    def setUp(self):
        super().setUp()
        self.set_up_import(max_mb=1, timeout_seconds=2)

    def test_a_url_is_a_source_however_it_is_sent(self):
        rows = lines(product("lamp", 2000), product("rug", 900))
        self.feeds.put("/a.jsonl", rows)
        self.feeds.put("/b.jsonl.gz", gzip.compress(rows))
        self.feeds.put("/c", gzip.compress(rows), Content_Encoding="gzip", chunked=True)
        for path in ("/a.jsonl", "/b.jsonl.gz", "/c"):
            told = json.loads(self.take(self.feeds.url + path, "--json").stdout)
            self.assertEqual(told["came"] + told["same"], 2, path)
        more = self.write(product("vase", 700), name="more.jsonl")
        self.assertIn("1 came", self.take(self.feeds.url + "/a.jsonl", more).stdout)

    def test_bad_rows_are_told_with_the_url_and_without_what_is_secret_in_it(self):
        self.feeds.put("/hush/a.jsonl?key=hush", lines(product("odd", "x")))
        done = self.take(self.feeds.url + "/hush/a.jsonl?key=hush", status=1)
        self.assertIn(f"{self.feeds.url}/…/a.jsonl:1: unit_amount:", done.stdout)
        self.assertNotIn("hush", done.stdout + done.stderr)

    def test_name_and_password_are_sent_and_shown_nowhere(self):
        self.feeds.password = "ada:s3cret@1"
        self.feeds.put("/a.jsonl", lines(product("lamp", 2000)))
        url = self.feeds.url.replace("://", "://ada:s3cret%401@") + "/a.jsonl"
        done = self.take(url)
        self.assertNotIn("s3cret", done.stdout + done.stderr)
        self.assertNotIn(b"s3cret", self.kept())
        refused = self.take(url.replace("s3cret", "wr0ng"), status=1)
        self.assertIn("answered 401; give its name and password", refused.stderr)
        self.assertNotIn("wr0ng", refused.stdout + refused.stderr)

    def test_what_is_no_whole_feed_changes_nothing(self):
        self.take(self.write(product("lamp", 2000)))
        before = self.kept()
        rows = lines(product("lamp", 2100), product("rug", 900))
        large = lines(*(product(f"p{i}", 100) for i in range(20_000)))
        faults = [({"fault": "cut"}, "cut off"), ({"fault": "cut_chunks"}, "cut off"),
                  ({"fault": "endless"}, "cut off"), ({"fault": "dribble"}, "in time"),
                  ({"body": large}, "larger than 1 MiB"),
                  ({"body": large, "chunked": True}, "larger than 1 MiB"),
                  ({"body": gzip.compress(rows)[:-9]}, "cut off"),
                  ({"Content_Type": "text/html; charset=utf-8"}, "sends a web page"),
                  ({"Content_Encoding": "br"}, "something else than gzip"),
                  ({"status": 404}, "look whether the URL is right"),
                  ({"status": 503}, "answered 503"), ({"status": 206}, "answered 206"),
                  ({"status": 304}, "without being asked")]
        for feed, told in faults:
            with self.subTest(told=told, feed=str(feed)[:60]):
                self.feeds.put("/a.jsonl", **{"body": rows, **feed})
                done = self.take(self.feeds.url + "/a.jsonl", status=1)
                self.assertIn(told, done.stderr)
                self.assertEqual(self.kept(), before)
        self.assertEqual([name for name in os.listdir(self.shop.home) if "import" in name], [])

    def test_redirects_are_followed_within_bounds_and_take_no_password_elsewhere(self):
        self.feeds.password = "ada:pw"
        rows = lines(product("lamp", 2000))
        self.feeds.put("/folder/a.jsonl", rows)
        self.feeds.put("/old", status=301, Location="folder/a.jsonl")
        given = self.feeds.url.replace("://", "://ada:pw@")
        self.take(given + "/old")
        self.feeds.password = None
        other = f"https://localhost:{self.feeds.port}"
        self.feeds.put("/away", status=302, Location=other + "/folder/a.jsonl")
        self.take(given + "/away")
        asked = self.feeds.asked()
        self.assertEqual(["Authorization" in each[1] for each in asked], [True, True, True, False])
        self.feeds.put("/round", status=307, Location="/round")
        self.assertIn("without end", self.take(given + "/round", status=1).stderr)
        self.assertEqual(len(self.feeds.asked("/round")), 6)
        self.feeds.put("/nowhere", status=302)
        self.feeds.put("/plain", status=302, Location=f"http://127.0.0.1:{self.feeds.port}/a")
        self.feeds.put("/file", status=302, Location="file:///etc/passwd")
        for path, told in (("/nowhere", "without end"), ("/plain", "without TLS"),
                           ("/file", "leads to no other URL")):
            self.assertIn(told, self.take(given + path, status=1).stderr, path)

    def test_a_redirect_to_a_private_address_is_not_followed(self):
        self.feeds.put("/a.jsonl", status=302,
                       Location=f"https://127.0.0.2:{self.feeds.port}/a.jsonl")
        done = self.take(self.feeds.url + "/a.jsonl", status=1)
        self.assertIn("its address is private", done.stderr)
        self.assertIn("allow_networks of [import]", done.stderr)

    def test_only_https_is_spoken_beyond_this_machine(self):
        for url in ("http://feeds.example.com/a", "ftp://127.0.0.1/a", "https://"):
            self.assertIn("must be an https URL", self.take(url, status=1).stderr)
        self.feeds.stop()
        done = self.take(self.feeds.url + "/a", status=1)
        self.assertIn("look whether its server runs", done.stderr)

    def test_without_a_word_in_the_config_no_private_address_and_no_own_certificate_will_do(self):
        self.feeds.put("/a.jsonl", lines(product("lamp", 2000)))
        for line, told in (('allow_networks = ["127.0.0.1/32"]\n', "its address is private"),
                           ('ca_file = "tls/ca.pem"\n', "certificate verify failed")):
            with open(self.config, encoding="utf-8") as file:
                text = file.read()
            with open(self.config, "w", encoding="utf-8") as file:
                file.write(text.replace(line, ""))
            done = self.take(self.feeds.url + "/a.jsonl", status=1)
            self.assertIn(told, done.stderr)
            with open(self.config, "w", encoding="utf-8") as file:
                file.write(text)


if __name__ == "__main__":
    unittest.main()

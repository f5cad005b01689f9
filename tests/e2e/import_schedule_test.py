"""Products that a running till imports by itself."""

import json
import os
import re
import threading
import time
import unittest
import urllib.request

from agent import CALIFORNIA
from import_test import product
from shop import poll, till
from sources import SourceCase, lines


class BySchedule(SourceCase):
    """[import] in till.toml, while the shop is served."""

    def source(self, name, **more):
        return {"name": name, "url": f"{self.feeds.url}/{name}.jsonl", **more}

    def logged(self, event):
        return [json.loads(line) for line in self.shop.logged().splitlines()
                if f'"{event}"' in line]

    def wait_for(self, event, count=1, seconds=30):
        self.assertTrue(poll(lambda: len(self.logged(event)) >= count, seconds),
                        self.shop.logged()[-3000:])
        return self.logged(event)

    def wait_until_asked(self, path, more, status=None):
        """So many requests more than there are, with that status."""
        def count(requests):
            return sum(each[0] == path and status in (None, each[2]) for each in requests)
        wanted = count(self.feeds.asked()) + more
        self.assertTrue(self.feeds.wait(lambda requests: count(requests) >= wanted),
                        self.feeds.asked())

    def sells(self, item):
        answer = self.shop.agent().create(item, ship_to=CALIFORNIA)
        return answer.status == 201 and answer["status"] == "ready_for_payment"

    def price(self, item):
        return self.shop.agent().create(item).total("items_base_amount")

    def metric(self, name):
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            found = re.search(rf"^{re.escape(name)} (\S+)$", answer.read().decode(), re.M)
        return float(found[1]) if found else None

    def test_products_come_at_the_start_and_an_unchanged_feed_is_not_sent_again(self):
        for version in ({"ETag": '"1"'}, {"Last_Modified": "Mon, 30 Nov 2026 10:00:00 GMT"}):
            with self.subTest(version):
                self.setUp()
                self.feeds.put("/shop.jsonl", lines(product("lamp", 2000)), **version)
                self.set_up_import(self.source("shop"))
                self.shop.start()
                self.wait_for("products_taken_over")
                self.assertTrue(self.sells("lamp"))
                self.wait_until_asked("/shop.jsonl", 2, 304)
                self.assertEqual(len(self.logged("products_imported")), 1)
                self.feeds.put("/shop.jsonl", lines(product("lamp", 2100)), ETag='"2"')
                self.wait_for("products_taken_over", 2)
                self.assertEqual(self.price("lamp"), 2100)
                self.assertEqual(self.metric('till_imports_total{result="imported"}'), 2)
                self.assertEqual(self.metric("till_import_failing"), 0)
                self.assertLess(self.metric("till_import_age_seconds"), 30)
                self.shop.stop()

    def test_a_version_is_that_of_the_url_that_redirects_end_at(self):
        self.feeds.put("/one.jsonl", lines(product("lamp", 2000)), ETag='"1"')
        self.feeds.put("/two.jsonl", lines(product("lamp", 2100)), ETag='"1"')
        self.feeds.put("/shop.jsonl", status=302, Location="/one.jsonl")
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.wait_for("products_taken_over")
        self.wait_until_asked("/one.jsonl", 1, 304)
        self.feeds.put("/shop.jsonl", status=302, Location="/two.jsonl")
        self.wait_for("products_taken_over", 2)
        self.assertEqual(self.price("lamp"), 2100)

    def test_a_feed_without_a_version_is_known_by_its_bytes(self):
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000)))
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.wait_for("products_taken_over")
        before = os.stat(self.database).st_ino
        self.wait_until_asked("/shop.jsonl", 2, 200)
        self.assertEqual(os.stat(self.database).st_ino, before)

    def test_several_sources_are_one_shop_and_all_or_none_of_them_are_taken(self):
        self.feeds.put("/a.jsonl", lines(product("lamp", 2000)), ETag='"a1"')
        self.feeds.put("/b.jsonl", lines(product("rug", 900)), ETag='"b1"')
        self.set_up_import(self.source("a"), self.source("b"), max_drop="60%")
        self.shop.start()
        self.wait_for("products_taken_over")
        self.assertTrue(self.sells("lamp") and self.sells("rug"))
        self.feeds.put("/b.jsonl", lines(product("vase", 900)), ETag='"b2"', fault="cut")
        self.feeds.put("/a.jsonl", lines(product("lamp", 2100)), ETag='"a2"')
        self.wait_for("import_failed")
        self.assertEqual(self.price("lamp"), 2000)
        self.feeds.put("/b.jsonl", lines(product("vase", 900)), ETag='"b2"')
        self.wait_for("products_taken_over", 2)
        self.assertEqual(self.price("lamp"), 2100)
        self.assertTrue(self.sells("vase"))
        self.feeds.put("/b.jsonl", lines(product("vase", 950)), ETag='"b3"')
        self.wait_for("products_taken_over", 3)
        self.assertEqual(self.price("lamp"), 2100, "what did not change is there as well")

    def test_a_feed_that_shrinks_or_is_no_feed_leaves_what_was_sold(self):
        self.feeds.put("/shop.jsonl", lines(*(product(f"p{i}", 100) for i in range(10))))
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.wait_for("products_taken_over")
        before = self.kept()
        for body, told in ((lines(product("p1", 100)), "max_drop allows 30%"),
                           (lines(*(product(f"p{i}", 100) for i in range(10))) + b"odd\n" * 9,
                            "max_bad allows 1%"),
                           (b"", "cannot tell what shop is written in; give its format"),
                           (b"buy milk\n", "cannot tell what shop is written in"),
                           (lines(product("p1", 100)) + b'{"id": "p2", "tit', "cut off")):
            with self.subTest(told):
                count = len(self.logged("import_refused"))
                self.feeds.put("/shop.jsonl", body)
                line = self.wait_for("import_refused", count + 1)[-1]
                self.assertIn(told, line["error"])
                self.assertEqual(self.kept(), before)
        self.assertTrue(self.sells("p9"))
        self.assertTrue(poll(lambda: self.metric("till_import_failing") == 1, 10))
        self.assertEqual(self.logged("import_row")[0]["source"], "shop")

    def test_a_server_that_is_down_is_asked_until_it_is_back(self):
        self.feeds.stop()
        self.set_up_import(self.source("shop"))
        self.shop.start()
        line = self.wait_for("import_failed", 2)[0]
        self.assertIn("look whether its server runs", line["error"])
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000)))
        self.feeds.start()
        self.wait_for("products_taken_over")
        self.assertTrue(self.sells("lamp"))

    def test_what_comes_on_top_adds_and_changes_and_comes_again_once_the_shop_is_replaced(self):
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000), product("rug", 900)),
                       ETag='"1"')
        self.feeds.put("/prices.jsonl", lines(product("lamp", 1800)), ETag='"1"')
        self.set_up_import(self.source("shop"), self.source("prices", update=True))
        self.shop.start()
        self.wait_for("products_taken_over", 2)
        self.assertEqual((self.price("lamp"), self.price("rug")), (1800, 900))
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000), product("rug", 950)),
                       ETag='"2"')
        self.assertTrue(poll(lambda: self.price("rug") == 950 and self.price("lamp") == 1800, 30))

    def test_a_file_is_read_when_another_one_is_in_its_place(self):
        path = self.write(product("lamp", 2000), name="export.jsonl")
        self.set_up_import({"name": "export", "file": "export.jsonl"})
        self.shop.start()
        self.wait_for("products_taken_over")
        self.assertEqual(self.price("lamp"), 2000)
        os.rename(self.write(product("lamp", 2100), name="next.jsonl"), path)
        self.wait_for("products_taken_over", 2)
        self.assertEqual(self.price("lamp"), 2100)
        os.remove(path)
        self.assertIn("cannot read", self.wait_for("import_failed")[0]["error"])
        self.assertEqual(self.price("lamp"), 2100)

    def test_an_import_by_hand_and_another_catalogue_make_all_of_it_be_read_anew(self):
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000), product("rug", 1)), ETag='"1"')
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.wait_for("products_taken_over")
        self.wait_until_asked("/shop.jsonl", 1, 304)
        self.take(self.write(product("lamp", 7), product("rug", 1)))
        self.wait_for("products_taken_over", 2)
        self.assertEqual(self.price("lamp"), 2000, "the schedule says what the shop sells")
        self.feeds.asked()
        self.shop.hang_up()
        self.wait_until_asked("/shop.jsonl", 1, 200)

    def test_discounts_may_name_what_has_not_come_yet(self):
        catalog = os.path.join(self.shop.home, "catalog.json")
        with open(catalog, encoding="utf-8") as file:
            text = json.load(file)
        text["discounts"] = [{"code": "LAMPS", "name": "Half", "percent_off": 50,
                              "items": ["lamp"]}]
        with open(catalog, "w", encoding="utf-8") as file:
            json.dump(text, file)
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000)))
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.wait_for("products_taken_over")
        session = self.shop.agent().create("lamp", discounts={"codes": ["LAMPS"]})
        self.assertEqual(session.total("items_discount"), 1000)

    def test_secrets_of_sources_stand_in_no_log(self):
        self.feeds.password = "ada:s3cret"
        self.feeds.put("/hush/a.jsonl", lines(product("lamp", 2000)))
        url = self.feeds.url.replace("://", "://ada:s3cret@") + "/hush/a.jsonl"
        with open(os.path.join(self.shop.home, "url.secret"), "w", encoding="utf-8") as file:
            file.write(url + "\n")
        self.set_up_import({"name": "shop", "url_file": "url.secret"},
                           {"name": "other", "url": self.feeds.url + "/b", "token": "t0ken"})
        self.shop.start()
        self.assertIn("401", self.wait_for("import_failed")[0]["error"])
        self.assertIn("Bearer t0ken", self.feeds.asked("/b")[0][1]["Authorization"])
        for secret in ("s3cret", "t0ken", "hush"):
            self.assertNotIn(secret, self.shop.logged())

    def test_sigterm_ends_a_transfer_that_dribbles(self):
        self.feeds.put("/shop.jsonl", lines(product("lamp", 2000)) * 100, fault="dribble")
        self.set_up_import(self.source("shop"))
        self.shop.start()
        self.assertTrue(self.feeds.wait(lambda requests: requests))
        begun = time.monotonic()
        self.shop.stop()
        self.assertLess(time.monotonic() - begun, 10)

    def test_no_request_fails_while_a_large_feed_is_imported(self):
        self.feeds.put("/shop.jsonl", lines(*(product(f"p{i}", 100) for i in range(20_000))))
        self.set_up_import(self.source("shop"))
        failures, count, done = [], [0], threading.Event()

        def buy():
            agent = self.shop.agent()
            while not done.is_set():
                answer = agent.create(("mug-blue", 1), ship_to=CALIFORNIA)
                count[0] += 1
                if answer.status != 201 or answer["status"] != "ready_for_payment":
                    failures.append(repr(answer))

        self.shop.start()
        buyer = threading.Thread(target=buy)
        buyer.start()
        try:
            self.wait_for("products_taken_over", seconds=120)
            self.assertTrue(self.sells("p19999"))
        finally:
            done.set()
            buyer.join()
        self.assertEqual(failures, [])
        self.assertGreater(count[0], 0)

    def test_wrong_config_is_told_by_check(self):
        for source, told in (({"name": "a", "file": "a", "format": "odd"},
                              "import.sources[0].format must be one of these: till,"),
                             ({"name": "a", "url": "http://feeds.example/a"}, "an https URL")):
            shop = self.own_shop()
            shop.append("[[import.sources]]\n" + "".join(
                f"{key} = {json.dumps(value)}\n" for key, value in source.items()))
            checked = till("check", "--config", shop.config)
            self.assertEqual(checked.returncode, 1)
            self.assertIn(told, checked.stderr)
        shop = self.own_shop()
        shop.append('[backend]\nurl = "https://shop.example"\nsecret = "s"\n'
                    '[[import.sources]]\nname = "a"\nfile = "a"\n')
        self.assertIn("the shop's backend says what it sells",
                      till("check", "--config", shop.config).stderr)


if __name__ == "__main__":
    unittest.main()

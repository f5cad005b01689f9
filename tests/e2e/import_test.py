"""Products that are imported: sold, replaced while a session is open, and never half there."""

import datetime
import json
import os
import re
import shlex
import signal
import subprocess
import unittest

import mcp
from agent import CALIFORNIA
from feed_server import FeedServer
from shop import BINARY, ShopCase, poll, till

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "products", "feeds",
                       "samples")
# Of each sample, how many rows the demo's shop takes and how many are bad: some on purpose, others
# because it has not the classes of that shop.
ROWS = {"books.atom.xml": (1, 0), "fabric.csv": (2, 1), "lamps.shopify.csv": (0, 3),
        "mugs.tsv": (1, 2), "shirts.acp.json": (3, 2), "shirts.acp.jsonl": (3, 2),
        "shirts.shopify.csv": (5, 1), "shoes.openai.csv": (2, 0), "shoes.openai.jsonl": (4, 1),
        "tea.woocommerce.csv": (2, 4), "tools.xml": (2, 1)}
GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "import.md")


def product(name, price, **more):
    return {"id": name, "title": f"Imported {name}", "unit_amount": price, "stock": 5, **more}


class ImportCase(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def setUp(self):
        self.shop = self.own_shop()
        self.config = os.path.join(self.shop.home, "till.toml")
        self.database = os.path.join(self.shop.home, "products.db")

    def write(self, *products, name="shop.jsonl"):
        path = os.path.join(self.shop.home, name)
        with open(path, "w", encoding="utf-8") as file:
            for each in products:
                file.write(json.dumps(each) + "\n")
        return path

    def take(self, *arguments, status=0, **more):
        done = till("import", "--config", self.config, *arguments, **more)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def reload(self):
        before = self.shop.logged().count('"reloaded"')
        self.shop.hang_up()
        self.assertTrue(poll(lambda: self.shop.logged().count('"reloaded"') > before, 20),
                        self.shop.logged()[-2000:])


class Import(ImportCase):
    def test_what_is_imported_is_sold_beside_the_catalogue(self):
        done = self.take(self.write(product("lamp", 2000), product("sofa", 90000, stock=0)))
        self.assertEqual(done.stdout,
                         "2 came, 0 changed, 0 went, 0 were bad; 0 stay as they are\n")
        self.shop.start()
        agent = self.shop.agent()
        session = agent.create(("lamp", 2), ("mug-blue", 1), ship_to=CALIFORNIA)
        self.assertEqual(session["status"], "ready_for_payment", session)
        self.assertEqual(session.total("items_base_amount"), 2 * 2000 + 1450)
        token = agent.vault(session)["id"]
        self.assertEqual(agent.complete(session, token)["status"], "completed")
        self.assertEqual(agent.create(("sofa", 1), ship_to=CALIFORNIA)["status"],
                         "not_ready_for_payment")
        over = agent.create(("lamp", 4), ship_to=CALIFORNIA)  # Two of five are sold.
        self.assertEqual(over["status"], "not_ready_for_payment", over)

    def test_an_import_and_sighup_replace_what_open_sessions_show_next(self):
        self.take(self.write(product("lamp", 2000), product("rug", 500)))
        self.shop.start()
        agent = self.shop.agent()
        session = agent.create(("lamp", 2), ("rug", 1), ship_to=CALIFORNIA)
        done = self.take(self.write(product("lamp", 2500, stock=3)), "--max-drop", "50%")
        self.assertIn("send it SIGHUP", done.stdout)
        self.assertEqual(agent.create("lamp").total("items_base_amount"), 2000)
        self.reload()
        shown = agent.update(session["id"], fulfillment_details={"address": CALIFORNIA})
        prices = {line["item"]["id"]: line for line in shown["line_items"]}
        self.assertEqual(set(prices), {"lamp", "rug"})
        self.assertEqual(prices["lamp"]["unit_amount"], 2500)
        self.assertTrue(shown.messages("out_of_stock"), shown)

    def test_an_item_in_both_is_named_at_import_and_at_the_start(self):
        done = self.take(self.write(product("mug-blue", 1)), status=1)
        self.assertIn("catalog.json sells an item with the id mug-blue", done.stdout)
        self.take(self.write(product("lamp", 1)))
        catalog = os.path.join(self.shop.home, "catalog.json")
        with open(catalog, encoding="utf-8") as file:
            text = json.load(file)
        text["items"].append({"id": "lamp", "title": "Lamp", "unit_amount": 1, "stock": 1})
        with open(catalog, "w", encoding="utf-8") as file:
            json.dump(text, file)
        checked = till("check", "--config", self.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("the item lamp is in the catalogue and was imported", checked.stderr)

    def test_bad_rows_are_named_and_a_bad_source_changes_nothing(self):
        good = self.write(*(product(f"p{i}", 100) for i in range(200)))
        self.take(good)
        with open(good, "a", encoding="utf-8") as file:
            file.write('{"id": "odd", "title": "Odd", "price": 5}\n')
        done = self.take(good)
        self.assertIn(f"{good}:201: price: There is no member price here", done.stdout)
        self.assertTrue(done.stdout.endswith("200 stay as they are\n"), done.stdout)
        with open(good, "a", encoding="utf-8") as file:
            file.write("no JSON\n" * 60)
        done = self.take(good, status=1)
        self.assertIn("and 11 more such rows", done.stdout)
        self.assertIn("--max-bad allows 1%", done.stderr)
        few = self.write(product("p1", 100), name="few.jsonl")
        self.assertIn("--max-drop allows 30%", self.take(few, status=1).stderr)
        self.take(few, "--update")
        with open(few, "a", encoding="utf-8") as file:
            file.write('{"id": "p2", "tit')
        self.assertIn("cut off", self.take(few, "--update", status=1).stderr)
        listed = json.loads(self.take(good, "--dry-run", "--max-bad", "50%", "--json").stdout)
        self.assertEqual(listed["same"], 200)
        self.assertFalse(listed["imported"])
        self.assertEqual((len(listed["rows"]), listed["more_rows"]), (50, 11))

    def test_sources_are_files_one_after_another_or_the_standard_input(self):
        first = self.write(product("a", 1), name="a.jsonl")
        second = self.write(product("b", 2), name="b.jsonl")
        self.assertIn("2 came", self.take(first, second).stdout)
        self.assertIn("1 came", self.take("-", "--update",
                                          stdin=json.dumps(product("c", 3)) + "\n").stdout)
        done = self.take(first, first, "--max-bad", "60%", "--max-drop", "100%")
        self.assertIn("There is a row with the id a above", done.stdout)

    def test_feeds_and_exports_are_taken_as_they_are(self):
        self.assertEqual(set(os.listdir(SAMPLES)), set(ROWS))
        for name, rows in ROWS.items():
            with self.subTest(name):
                done = till("import", "--config", self.config, os.path.join(SAMPLES, name),
                            "--dry-run", "--json", "--max-bad", "100%")
                told = json.loads(done.stdout)
                self.assertEqual((told["came"], told["bad"]), rows, told["rows"])
        self.take(os.path.join(SAMPLES, "shirts.shopify.csv"), "--max-bad", "100%")
        self.shop.start()
        agent = self.shop.agent()
        session = agent.create(("TEE-B-S", 2), ship_to=CALIFORNIA)
        self.assertEqual(session["status"], "ready_for_payment", session)
        line = session["line_items"][0]
        self.assertTrue(line["images"], session)
        told = {"product_id": "tee", "variant_id": "TEE-B-S", "unit_amount": 1900,
                "category": "Apparel & Accessories > Clothing > Shirts & Tops",
                "weight": {"value": 180, "unit": "g"},
                "variant_options": [{"name": "Color", "value": "Sky Blue"},
                                    {"name": "Size", "value": "S"}]}
        self.assertEqual({name: line.get(name) for name in told}, told)
        self.assertEqual({each["display_name"]: each["value"]
                          for each in line["custom_attributes"]},
                         {"Regular price": "$25.00", "Brand": "Loom & Co", "Condition": "New",
                          "GTIN": "4006381333931", "MPN": "LC-T"})
        product = mcp.Client(agent).call("get_product", id="TEE-B-S")
        self.assertEqual(product["prices"],
                         [{"amount": 1900, "currency": "usd", "list_amount": 2500}])
        self.assertEqual([(each["id"], each["availability"]) for each in product["variants"]],
                         [("TEE-B-S", "in_stock"), ("TEE-B-M", "out_of_stock"),
                          ("tee-red-m", "backorder")])
        self.assertEqual(agent.complete(session, agent.vault(session)["id"])["status"],
                         "completed")
        unknown = os.path.join(self.shop.home, "notes.txt")
        with open(unknown, "w", encoding="utf-8") as file:
            file.write("buy milk\n")
        self.assertIn("give --format", self.take(unknown, status=2).stderr)

    def edit_catalog(self, change):
        path = os.path.join(self.shop.home, "catalog.json")
        with open(path, encoding="utf-8") as file:
            catalog = json.load(file)
        change(catalog)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(catalog, file)

    def test_discounts_and_quotes_name_what_was_imported(self):
        quote = "4f1c9a72e05b8d36aa10c47e92f35b60"
        self.edit_catalog(lambda catalog: catalog.update(
            discounts=[{"code": "LAMPS", "name": "Half a lamp", "percent_off": 50,
                        "items": ["lamp", "gone"]}],
            quotes=[{"id": quote, "expires_at": "2100-01-31T00:00:00Z", "prices": {"rug": 300},
                     "agents": "any", "buyers": "any", "uses": 1}]))
        checked = till("check", "--config", self.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("lamp is none", checked.stderr)
        self.take(self.write(product("lamp", 2000), product("rug", 500)))
        checked = till("check", "--config", self.config)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("$.discounts[0].items names gone", checked.stdout)
        self.shop.start()
        self.assertIn("catalogue_warning", self.shop.logged())
        agent = self.shop.agent()
        session = agent.create("lamp", discounts={"codes": ["LAMPS"]})
        self.assertEqual(session.total("items_discount"), 1000)
        self.assertEqual(agent.create("rug", quote_id=quote).total("items_base_amount"), 300)

    def test_a_search_by_price_goes_by_what_buyers_pay_now(self):
        over = {"unit_amount": 900, "until": "2020-01-01T00:00:00Z"}
        self.take(self.write(product("lamp", 5000, sale={"unit_amount": 1000}),
                             product("oldlamp", 5000, sale=over), product("desk", 4000)))
        self.shop.start()
        client = mcp.Client(self.shop.agent())
        for price, words, found in (({"max_price": 1100}, "lamp", ["lamp"]),
                                    ({"min_price": 4500}, "imported", ["oldlamp"]),
                                    ({"min_price": 1000, "max_price": 1000}, None, ["lamp"])):
            query = {"query": words} if words else {}
            shown = client.call("search_products", currency="usd", **query, **price)
            ids = [each["id"] for each in shown["products"]]
            self.assertEqual([each for each in ids if each in ("lamp", "oldlamp", "desk")], found)

    def test_goods_are_fetched_and_brought_by_the_ways_of_the_catalogue(self):
        self.take(self.write(product("lamp", 2000), product("post", 100,
                                                            fulfillment=["shipping"])))
        self.shop.start()
        agent = self.shop.agent()
        types = {item: {option["type"] for option in
                        agent.create(item, ship_to=CALIFORNIA)["fulfillment_options"]}
                 for item in ("lamp", "post")}
        self.assertEqual(types, {"lamp": {"shipping", "pickup", "local_delivery"},
                                 "post": {"shipping"}})

    def test_an_age_and_the_most_of_an_order_are_told_and_kept_to(self):
        self.take(self.write(product("wine", 2000, least_age=18, max_per_order=2)))
        self.shop.start()
        session = self.shop.agent().create(("wine", 3), ship_to=CALIFORNIA)
        self.assertEqual(session["status"], "not_ready_for_payment")
        self.assertIn("At most 2", session["messages"][0]["content"])
        line = session["line_items"][0]
        self.assertEqual(line["max_quantity_per_order"], 2)
        self.assertIn("18 years", line["disclosures"][0]["content"])

    def test_a_count_in_a_row_takes_no_sale_twice(self):
        self.take(self.write(product("lamp", 2000, stock=50)))
        self.shop.start()
        agent = self.shop.agent()
        agent.buy(("lamp", 5))
        counted = datetime.datetime.now(datetime.timezone.utc).isoformat()
        agent.buy(("lamp", 2))
        row = self.write(product("lamp", 2000, stock=40, stock_counted_at=counted))
        self.take(row)
        self.reload()
        self.assertEqual(self.free("lamp"), 38)
        self.shop.stop()
        self.shop.start()
        self.assertEqual(self.free("lamp"), 38)

    def test_an_export_says_when_it_was_made_and_takes_no_sale_twice(self):
        self.take(self.write(product("lamp", 2000, stock=50), product("file", 100, digital=True)))
        self.shop.start()
        self.shop.agent().buy(("lamp", 5))
        exported = datetime.datetime.now(datetime.timezone.utc).isoformat()
        row = self.write(product("lamp", 2000, stock=45))
        self.take(row, "--counted-at", exported, "--max-drop", "50%")
        self.reload()
        self.assertEqual(self.free("lamp"), 45)
        self.assertIn("--counted-at", self.take(row, "--counted-at", "noon", status=2).stderr)
        later = "2100-01-01T00:00:00Z"
        self.assertIn("lies in the future",
                      self.take(row, "--counted-at", later, status=1).stdout)

    def free(self, item):
        done = till("stock", "list", "--item", item, "--json",
                    "--env", os.path.join(self.shop.home, "operator.env"))
        return json.loads(done.stdout)["items"][0]["free"]

    def test_drafts_are_counted_and_a_file_that_breaks_is_told(self):
        told = self.take(os.path.join(SAMPLES, "shirts.shopify.csv"), "--max-bad", "100%").stdout
        self.assertTrue(told.endswith(
            "; 2 rows of drafts and other things that are not for sale were passed over\n"), told)
        self.shop.start()
        agent = self.shop.agent()
        os.truncate(self.database, 4096)
        for query in ("tee", "scarf"):
            mcp.Client(agent).call("search_products", query=query)
        self.assertEqual(self.shop.logged().count("products_broken"), 1)

    def test_wrong_use_is_told(self):
        path = self.write(product("a", 1))
        self.assertIn("--format", self.take(path, "--format", "odd", status=2).stderr)
        self.assertIn("--max-bad", self.take(path, "--max-bad", "1", status=2).stderr)
        self.assertIn("cannot read", self.take(path + ".none", status=1).stderr)

    def test_an_import_that_is_killed_leaves_what_was_there(self):
        self.take(self.write(product("lamp", 2000)))
        with open(self.database, "rb") as file:
            before = file.read()
        importing = subprocess.Popen(
            [BINARY, "import", "--config", self.config, "-"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        row = (json.dumps(product("x", 1)) + "\n").encode()
        importing.stdin.write(row * 2000)
        importing.stdin.flush()
        self.assertTrue(poll(lambda: os.path.exists(self.database + ".new"), 20))
        importing.send_signal(signal.SIGKILL)
        importing.stdin.close()
        importing.wait(20)
        with open(self.database, "rb") as file:
            self.assertEqual(file.read(), before)
        self.take(self.write(product("lamp", 2100)))
        self.assertFalse(os.path.exists(self.database + ".new"))
        self.shop.start()
        session = self.shop.agent().create("lamp")
        self.assertEqual(session.total("items_base_amount"), 2100)


class Guide(ImportCase):
    def test_every_command_of_the_guide_does_what_it_says(self):
        with open(GUIDE, encoding="utf-8") as page:
            text = page.read()
        rows = next(block for block in re.findall(r"^```json\n(.*?)^```", text, re.M | re.S))
        self.assertEqual(len(rows.splitlines()), 2)
        self.write_text("shop.jsonl", rows)
        more = json.dumps(product("vase", 700)) + "\n"
        self.write_text("more.jsonl", more)
        feeds = FeedServer(self.shop.home).start()
        self.addCleanup(feeds.stop)
        feeds.put("/products.jsonl", rows + more)
        feeds.put("/prices.jsonl", more)
        text = text.replace("https://shop.example.com", feeds.url)
        schedule = re.search(r"^```toml\n(.*?)^```", text, re.M | re.S).group(1)
        self.shop.append(schedule.replace(
            "[import]\n", '[import]\nca_file = "tls/ca.pem"\nallow_networks = ["127.0.0.1/32"]\n'))
        printed = []
        for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
            for line in block.splitlines():
                words = shlex.split(line)
                self.assertEqual(words[0], "build/release/till")
                done = subprocess.run([BINARY, *words[1:]], cwd=self.shop.folder, text=True,
                                      capture_output=True, timeout=60, check=False)
                self.assertEqual(done.returncode, 0, line + done.stdout + done.stderr)
                printed.append(done.stdout)
        self.assertGreater(len(printed), 4)
        result = re.search(r"^```\n(.* came, .*\n)```", text, re.M).group(1)
        self.assertEqual(printed[1], result)

    def write_text(self, name, text):
        with open(os.path.join(self.shop.folder, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    unittest.main()

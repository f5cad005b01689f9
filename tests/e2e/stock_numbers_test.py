"""Numbers of pieces from elsewhere: counted before a sale, told after it; over TLS, to the end."""

import datetime
import hashlib
import json
import os
import unittest
import urllib.error
import urllib.request
import ssl

from agent import CALIFORNIA
from shop import DeafProxy, ShopCase, poll, till

TOKEN = "warehouse-token-for-tests-0123456789"


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")


class StockNumbers(ShopCase):
    def setUp(self):
        self.mine = self.own_shop()
        digest = hashlib.sha256(TOKEN.encode()).hexdigest()
        self.mine.append(f'[[operators]]\nname = "warehouse"\ntoken_sha256 = ["{digest}"]\n'
                         'rights = ["stock"]\n')
        self.mine.start()
        self.agent_of_mine = self.mine.agent()

    def posters(self, quantity):
        return self.agent_of_mine.create(("poster-limited", quantity), ship_to=CALIFORNIA)

    def sell(self, session):
        done = self.agent_of_mine.complete(session, self.agent_of_mine.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        return done

    def put(self, body, key=None, token=TOKEN):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(self.mine.env["TILL_ADMIN_URL"] + "/admin/v1/stock",
                                         json.dumps(body).encode(), headers, method="PUT")
        trust = None
        if request.full_url.startswith("https"):
            trust = ssl.create_default_context(cafile=self.mine.env["TILL_CA"])
        try:
            with urllib.request.urlopen(request, timeout=20, context=trust) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def listed(self, *options):
        done = self.mine.till("stock list", "--json", *options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return {item["id"]: item for item in json.loads(done.stdout)["items"]}

    def poster(self):
        return self.listed("--item", "poster-limited")["poster-limited"]

    def test_a_count_does_not_count_sales_after_it_twice_also_after_kill(self):
        early = self.posters(1)
        counted = now()
        self.sell(self.posters(2))
        self.sell(early)
        self.mine.kill()
        self.mine.start()
        self.agent_of_mine = self.mine.agent()
        done = self.mine.till("stock set", "poster-limited=40", "--counted-at", counted)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("poster-limited  free 37  held 0  sold 3  added 0  stated 40", done.stdout)
        self.mine.kill()
        self.mine.start()
        self.agent_of_mine = self.mine.agent()
        poster = self.poster()
        self.assertEqual((poster["free"], poster["sold"], poster["stated"]), (37, 3, 40))
        self.assertEqual(self.posters(38)["status"], "not_ready_for_payment")
        self.assertEqual(self.posters(37)["status"], "ready_for_payment")

    def test_fewer_than_are_held_stops_new_sales_and_keeps_what_is_held(self):
        session = self.posters(3)
        status, answer = self.put({"counted_at": "now",
                                   "items": [{"id": "poster-limited", "counted": 1}]})
        self.assertEqual(status, 200, answer)
        self.assertEqual(answer["items"][0]["missing"], 2)
        self.assertEqual(self.posters(1)["status"], "not_ready_for_payment")
        self.sell(session)
        self.assertEqual(self.poster()["missing"], 2)

    def test_an_answer_that_is_lost_adds_nothing_twice(self):
        with DeafProxy(self.mine.admin_port) as proxy:
            env = self.mine.operator_env + ".proxy"
            with open(self.mine.operator_env, encoding="utf-8") as direct:
                text = direct.read().replace(f":{self.mine.admin_port}", f":{proxy.port}")
            with open(env, "w", encoding="utf-8") as through:
                through.write(text)
            lost = till("stock", "add", "poster-limited=7", "--env", env, state=self.mine.folder)
        self.assertEqual(lost.returncode, 1)
        self.assertIn("Give the same command again", lost.stderr)
        again = self.mine.till("stock add", "poster-limited=7")
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        self.assertIn("nothing was done again", again.stdout)
        self.assertEqual(self.poster()["free"], 10)
        self.mine.till("stock add", "poster-limited=-4")
        self.assertEqual(self.poster()["free"], 6)

    def test_a_warehouse_may_tell_and_not_see_and_every_word_is_in_the_audit(self):
        body = {"items": [{"id": "poster-limited", "added": 2}, {"id": "none", "added": 1}]}
        status, answer = self.put(body, "k1")
        self.assertEqual((status, answer["faults"][0]["code"]), (400, "unknown_item"), answer)
        self.assertEqual(self.poster()["free"], 3)
        del body["items"][1]
        first, again = self.put(body, "k1"), self.put(body, "k1")
        self.assertEqual(first, again)
        self.assertEqual(first[1]["items"][0]["free"], 5)
        self.assertEqual(self.put(body, "k2", "nobody")[0], 401)
        audit = self.mine.till("audit list", "--about", "poster-limited", "--operator",
                               "warehouse")
        self.assertEqual(audit.stdout.count("tell_stock"), 2, audit.stdout)
        refused = self.mine.till("audit list", "--about", "poster-limited and 1 more")
        self.assertIn("refused 400", refused.stdout)

    def test_the_catalogue_still_moves_stock_by_what_it_changes(self):
        self.put({"counted_at": "now", "items": [{"id": "poster-limited", "counted": 40}]})
        path = os.path.join(self.mine.home, "catalog.json")
        with open(path, encoding="utf-8") as file:
            catalog = json.load(file)
        for item in catalog["items"]:
            if item["id"] == "poster-limited":
                item["stock"] += 5
        with open(path, "w", encoding="utf-8") as file:
            json.dump(catalog, file)
        self.mine.hang_up()
        self.assertTrue(poll(lambda: self.poster()["free"] == 45, 20), self.mine.last_lines())
        poster = self.poster()
        self.assertEqual((poster["stated"], poster["added"]), (40, 5))
        self.assertEqual(sorted(self.listed("--low", "45")),
                         sorted(k for k, v in self.listed().items() if v["free"] <= 45))


if __name__ == "__main__":
    unittest.main()

"""Feeds that a running till keeps: in files, at a secret URL, and at an agent's Feed API."""

import gzip
import json
import os
import unittest

from agent import CALIFORNIA, new_key
import mcp
from feed_api import FeedApi
from feeds import FeedCase, product
from shop import poll, till


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

    def test_a_price_that_a_feed_showed_before_is_explained(self):
        self.bring(product("lamp", 2000, stock=50))
        self.shop.start()
        agent = self.shop.agent()

        def suggest(amount):
            return {"id": "lamp", "suggested_price": {
                "amount": amount, "observed_at": "2026-11-24T10:00:00Z",
                "source": {"feed_id": "feed_1", "channel": "feed_api"}}}

        def create(amount):
            answer = agent.request("POST", "/checkout_sessions", {
                "line_items": [suggest(amount)], "currency": "usd", "capabilities": {},
                "fulfillment_details": {"address": CALIFORNIA}}, key=new_key())
            self.assertEqual(answer.status, 201, answer)
            return answer

        self.assertFalse(create(2000).messages("price_change"))
        for odd in (-1, 2.5, "2000", None):
            self.assertFalse(create(odd).messages("price_change"), odd)
        session = create(1800)
        warning = session.messages("price_change")[0]
        self.assertEqual((warning["type"], warning["param"]), ("warning", "$.line_items[0]"))
        self.assertIn("Imported lamp costs 20.00 usd and not 18.00.", warning["content"])
        self.assertEqual(session["line_items"][0]["unit_amount"], 2000)
        self.assertEqual(session["status"], "ready_for_payment")
        again = agent.update(session["id"], line_items=[suggest(1900)])
        self.assertIn("not 19.00", again.messages("price_change")[0]["content"])
        self.assertFalse(agent.update(session["id"], line_items=[suggest(2000)])
                         .messages("price_change"))

    def test_an_unknown_format_is_refused(self):
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text.replace('"acp", "google"', '"acp", "rss"'))
        done = till("check", "--config", self.config)
        self.assertEqual(done.returncode, 1)
        self.assertIn('feeds.formats must be a list of "acp", "google", "google-xml", "openai"',
                      done.stderr)


def showing(name, amount):
    """A line with the price that the agent showed its buyer."""
    return {"id": name, "suggested_price": {
        "amount": amount, "observed_at": "2026-11-24T10:00:00Z",
        "source": {"feed_id": "feed_1", "channel": "feed_api"}}}


class HonoredPrices(FeedCase):
    """A seller who honours the prices of its feeds for an hour."""

    def setUp(self):
        super().setUp()
        self.shop.append('[feeds]\nformats = ["acp"]\nhonor_prices_seconds = 3600\n')
        self.bring(product("lamp", 2000, stock=50))
        self.shop.start()
        self.agent = self.shop.agent()
        self.round(1)
        self.bring(product("lamp", 2500, stock=50))
        self.shop.hang_up()
        self.round(2)

    def round(self, count):
        self.assertTrue(poll(lambda: self.shop.logged().count('"feed_written"') >= count, 30),
                        self.shop.last_lines())

    def create(self, amount):
        answer = self.agent.request("POST", "/checkout_sessions", {
            "line_items": [showing("lamp", amount)], "currency": "usd", "capabilities": {},
            "fulfillment_details": {"address": CALIFORNIA}}, key=new_key())
        self.assertEqual(answer.status, 201, answer)
        return answer

    def paid(self, amount):
        return self.create(amount)["line_items"][0]["unit_amount"]

    def test_it_is_paid_from_the_quote_to_the_refund(self):
        session = self.create(2000)
        self.assertFalse(session.messages("price_change"))
        self.assertEqual((session.total("items_base_amount"), session.total("tax")), (2000, 145))
        more = self.agent.update(session["id"], line_items=[{"id": "lamp", "quantity": 2}])
        self.assertEqual(more.total("items_base_amount"), 4000, "the session keeps it")
        done = self.agent.complete(more, self.agent.vault(more)["id"])
        self.assertEqual(done["status"], "completed", done)
        self.assertEqual(done.total(), 4000 + 290 + 500)
        self.assertFalse(done.messages("price_change"))
        refunded = self.shop.till("orders refund", done["order"]["id"])
        self.assertEqual(refunded.returncode, 0, refunded.stderr)
        self.assertIn("47.90 USD", refunded.stdout)

    def test_no_other_suggestion_counts_and_none_makes_anything_dearer(self):
        for amount in (1999, 2001, 1, 0):
            session = self.create(amount)
            self.assertEqual(session["line_items"][0]["unit_amount"], 2500)
            self.assertTrue(session.messages("price_change"))
        self.assertEqual(self.paid(2500), 2500)
        self.bring(product("lamp", 1500, stock=50))
        self.shop.hang_up()
        self.assertTrue(poll(lambda: self.paid(2000) == 1500, 30))
        self.assertTrue(self.create(2000).messages("price_change"))

    def test_over_mcp_it_is_the_same(self):
        client = mcp.Client(self.agent)
        session = client.call("create_checkout_session", meta=mcp.meta(), payload={
            "line_items": [showing("lamp", 2000)], "currency": "usd", "capabilities": {},
            "fulfillment_details": {"address": CALIFORNIA}})
        self.assertEqual(session["line_items"][0]["unit_amount"], 2000)
        updated = client.call("update_checkout_session", meta=mcp.meta(), id=session["id"],
                              payload={"line_items": [{**showing("lamp", 1999), "quantity": 3}]})
        self.assertEqual(updated["line_items"][0]["unit_amount"], 2000)
        self.assertIn("price_change", [each["code"] for each in updated["messages"]])

    def test_a_restart_forgets_what_feeds_said_before(self):
        self.shop.stop()
        self.shop.start()
        self.assertEqual(self.paid(2000), 2500)


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

    def test_an_agent_that_refuses_everything_is_left_alone(self):
        self.bring(*(product(f"p{i}", 100 + i) for i in range(300)))
        self.api.refuses = {f"p{i}" for i in range(300)}
        self.shop.start()
        self.assertTrue(poll(lambda: "refuses too many products" in self.shop.logged(), 40))
        self.assertLess(len(self.api.calls), 300)

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


if __name__ == "__main__":
    unittest.main()

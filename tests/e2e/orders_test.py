"""An order from its sale to its end, by `till orders` and over HTTP (A22, A23)."""

import concurrent.futures
import http.client
import json
import os
import pty
import subprocess
import urllib.parse

import rules
from agent import CALIFORNIA, new_key
from receiver import Receiver
from shop import BINARY, DeafProxy, ShopCase, poll, till


class Orders(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def open(self, **settings):
        self.receiver = Receiver([])
        self.addCleanup(self.receiver.close)
        self.shop = self.own_shop(webhook_url=self.receiver.url, **settings).start()
        self.agent = self.shop.agent()

    def buy(self, item="mug-blue", quantity=1, **options):
        """The id of the order; a payment in doubt is waited for."""
        session = self.agent.buy((item, quantity), **options)["id"]
        self.assertTrue(poll(lambda: "order" in self.agent.get(session).json, 90))
        return self.agent.get(session)["order"]["id"]

    def act(self, action, order, *arguments, code=0):
        run = self.shop.till(f"orders {action}", order, *arguments)
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        if code:
            self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
        return run.stderr if code else run.stdout

    def show(self, order):
        """As its agent sees it, too."""
        shown = json.loads(self.act("show", order, "--json"))
        self.assertIn("deliveries", shown.pop("record"))
        return shown

    def told(self, order, count):
        """All events of the order, which are `count` and the first of this shop."""
        deliveries = self.receiver.wait_for(count)
        for delivery in deliveries:
            delivery.verify(self.shop.env["TILL_WEBHOOK_SECRET"])
            rules.validate("agentic_checkout", "Order", delivery.json["data"])
        listed = self.shop.till("webhooks list").stdout.splitlines()
        self.assertEqual(len([line for line in listed if order in line]), count)
        return [delivery.json for delivery in deliveries]

    def admin(self, method, path, body=None, token=None, key=None):
        url = urllib.parse.urlsplit(self.shop.env["TILL_ADMIN_URL"])
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        headers = {"Authorization": f"Bearer {token or self.shop.env['TILL_ADMIN_TOKEN']}"}
        if key:
            headers["Idempotency-Key"] = key
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, json.loads(text)

    @staticmethod
    def total(order, kind="total"):
        return sum(t["amount"] for t in order["totals"] if t["type"] == kind)

    @staticmethod
    def quantities(order):
        return [tuple(line["quantity"][name] for name in ("ordered", "current", "fulfilled"))
                for line in order["line_items"]]

    def test_an_order_goes_from_sale_to_refund_and_its_agent_hears_of_each_step(self):
        self.open()
        order = self.buy(quantity=3)
        paid = self.total(self.show(order))
        self.act("ship", order, "--line", "mug-blue=1", "--carrier", "UPS", "--tracking", "1Z",
                 "--tracking-url", "https://track.example/1Z")
        self.act("ship", order)
        self.act("deliver", order)
        self.act("refund", order, "--amount", "100", "--reason", "Chipped")
        self.act("refund", order)
        events = self.told(order, 6)
        self.assertEqual([event["type"] for event in events],
                         ["order_create"] + ["order_update"] * 5)
        self.assertEqual([event["data"]["status"] for event in events],
                         ["confirmed", "processing", "shipped", "completed", "completed",
                          "completed"])
        self.assertEqual([self.quantities(event["data"]) for event in events],
                         [[(3, 3, 0)], [(3, 3, 1)], [(3, 3, 3)], [(3, 3, 3)], [(3, 3, 3)],
                          [(3, 3, 3)]])
        self.assertEqual([self.total(event["data"], "amount_refunded") for event in events],
                         [0, 0, 0, 0, 100, paid])
        self.assertEqual({self.total(event["data"]) for event in events}, {paid})
        self.assertEqual(events[-1]["data"], self.show(order))
        parcel = self.show(order)["fulfillments"][0]
        self.assertEqual((parcel["carrier"], parcel["tracking_number"], parcel["tracking_url"]),
                         ("UPS", "1Z", "https://track.example/1Z"))
        self.assertEqual([event["type"] for event in parcel["events"]], ["shipped", "delivered"])

    def test_a_cancel_gives_money_and_goods_back(self):
        self.open()
        order = self.buy("poster-limited", quantity=3)
        sold_out = self.agent.create("poster-limited", ship_to=CALIFORNIA)
        self.assertTrue(sold_out.messages("out_of_stock"))
        self.act("cancel", order, "--reason", "Changed my mind")
        canceled = self.show(order)
        self.assertEqual(canceled["status"], "canceled")
        self.assertEqual(self.quantities(canceled), [(3, 0, 0)])
        self.assertEqual(self.total(canceled, "amount_refunded"), self.total(canceled))
        self.buy("poster-limited", quantity=3)
        for action in ("ship", "deliver", "refund", "cancel", "hold", "approve", "ready"):
            self.assertIn("canceled", self.act(action, order, code=1))
        self.assertEqual(self.told(order, 2)[1]["data"], canceled)

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        self.open()
        order = self.buy()
        self.act("deliver", order, code=1)
        self.act("approve", order, code=1)
        self.act("ready", order, code=1)
        self.act("ship", order, "--line", "mug-blue=2", code=1)
        self.act("ship", order, "--line", "cup", code=1)
        self.act("refund", order, "--amount", "999999", code=1)
        self.act("refund", order, "--amount", "0", code=1)
        self.act("ship", order, "--line", "mug-blue=x", code=2)
        self.act("ship", "no-order", code=2)
        self.act("show", "ord_00000000000000000000000000", code=1)
        self.assertEqual(self.show(order)["fulfillments"], [])
        self.act("ship", order)
        self.assertIn("fulfilled", self.act("ship", order, code=1))
        self.assertIn("Refund", self.act("cancel", order, code=1))
        self.assertEqual(len(self.told(order, 2)), 2)

    def test_what_is_on_hold_does_not_leave_until_it_is_approved(self):
        self.open()
        order = self.buy()
        self.act("hold", order)
        self.assertEqual(self.show(order)["status"], "manual_review")
        self.assertIn("hold", self.act("ship", order, code=1))
        self.act("approve", order)
        self.act("ship", order)
        self.assertEqual(self.show(order)["status"], "shipped")

    def test_digital_goods_are_handed_over_by_link_and_key(self):
        self.open()
        order = self.buy("ebook-acp")
        self.act("deliver", order, "--link", "https://dl.example/1", "--key", "KEY-1")
        shown = self.show(order)
        self.assertEqual(shown["status"], "completed")
        self.assertEqual(shown["fulfillments"][0]["digital_delivery"],
                         {"access_url": "https://dl.example/1", "license_key": "KEY-1"})
        self.assertEqual(self.told(order, 2)[1]["data"], shown)

    def test_the_list_has_one_line_an_order_with_its_id_once(self):
        self.open()
        bought = [self.buy("ebook-acp") for _ in range(3)]
        self.act("deliver", bought[0])
        lines = self.shop.till("orders list").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in lines], bought[::-1])
        for line, order in zip(lines, bought[::-1]):
            self.assertEqual(line.count(order), 1)
        done = self.shop.till("orders list", "--status", "completed").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in done], bought[:1])
        two = self.shop.till("orders list", "--limit", "2").stdout.splitlines()
        self.assertEqual(len(two), 2)

    def test_the_agent_that_bought_gets_its_order_and_no_other_does(self):
        self.open()
        order = self.buy()
        self.act("ship", order)
        answer = self.agent.request("GET", f"/orders/{order}")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json, self.show(order))
        session = self.agent.request("GET", f"/checkout_sessions/{answer['checkout_session_id']}")
        self.assertEqual(session["order"], answer.json)
        unknown = self.agent.request("GET", "/orders/ord_00000000000000000000000000")
        self.assertEqual((unknown.status, unknown["code"]), (404, "not_found"))
        self.assertEqual(self.agent.request("POST", f"/orders/{order}", {}).status, 405)

    def test_the_admin_api_wants_the_operators_token_and_describes_itself(self):
        self.open()
        order = self.buy()
        for method, path in (("GET", "/orders"), ("GET", f"/orders/{order}"),
                             ("POST", f"/orders/{order}/ship")):
            self.assertEqual(self.admin(method, path, token="nobody")[0], 401)
        status, document = self.admin("GET", "/openapi.json", token="nobody")
        self.assertEqual(status, 200)
        self.assertIn("/orders/{id}/refund", document["paths"])

    def test_a_repeated_request_with_its_key_does_nothing_again(self):
        self.open()
        order, key = self.buy(), new_key()
        path = f"/orders/{order}/refund"
        first = self.admin("POST", path, {"amount": 100}, key=key)
        self.assertEqual(first[0], 200)
        self.assertEqual(self.admin("POST", path, {"amount": 100}, key=key), first)
        self.assertEqual(self.admin("POST", path, {"amount": 200}, key=key)[0], 422)
        self.assertEqual(self.total(self.show(order), "amount_refunded"), 100)

    def test_a_refund_whose_answer_is_lost_is_not_given_twice(self):
        self.open()
        order = self.buy()
        with DeafProxy(self.shop.admin_port) as proxy:
            env = self.shop.operator_env + ".proxy"
            with open(self.shop.operator_env, encoding="utf-8") as direct:
                text = direct.read().replace(f":{self.shop.admin_port}", f":{proxy.port}")
            with open(env, "w", encoding="utf-8") as through:
                through.write(text)
            lost = till("orders", "refund", order, "--amount", "100", "--env", env,
                        state=self.shop.folder)
        self.assertEqual(lost.returncode, 1, lost.stdout)
        self.assertIn("not done twice", lost.stderr)
        self.assertEqual(self.total(self.show(order), "amount_refunded"), 100)
        self.assertIn("done before", self.act("refund", order, "--amount", "100"))
        self.assertEqual(self.total(self.show(order), "amount_refunded"), 100)
        self.assertNotIn("done before", self.act("refund", order, "--amount", "100"))
        self.assertEqual(self.total(self.show(order), "amount_refunded"), 200)

    def test_a_terminal_hears_what_is_about_to_be_done_and_a_script_does_not(self):
        self.open()
        order = self.buy()
        near, far = pty.openpty()
        self.addCleanup(os.close, near)
        run = subprocess.run(
            [BINARY, "orders", "refund", order, "--amount", "100", "--env", self.shop.operator_env],
            stdout=subprocess.PIPE, stderr=far, timeout=60, check=False,
            env={**os.environ, "XDG_STATE_HOME": self.shop.folder})
        os.close(far)
        self.assertEqual(run.returncode, 0)
        self.assertIn("about to give back $1.00", os.read(near, 4096).decode())
        script = self.shop.till("orders refund", order, "--amount", "100")
        self.assertEqual((script.returncode, script.stderr), (0, ""))

    def test_every_deed_is_in_the_audit_also_after_kill_9(self):
        self.open()
        order = self.buy()
        self.act("refund", order, "--amount", "100")
        self.act("refund", order, "--amount", "999999", code=1)
        self.shop.kill()
        self.shop.start()
        audit = json.loads(self.shop.till("audit list", "--about", order, "--json").stdout)
        refused, done = audit["events"]
        self.assertEqual((done["operator"], done["action"], done["amount"], done["currency"],
                          done["outcome"], done["from"]),
                         ("operator", "refund_order", 100, "usd", "done", "127.0.0.1"))
        self.assertEqual((refused["outcome"], refused["status"]), ("refused", 422))
        self.assertIn("1.00 USD  done", self.shop.till("audit list").stdout)

    def test_orders_are_found_and_shown_as_people_need_them(self):
        self.open()
        order = self.buy("mug-blue", buyer={"email": "ada@example.com", "first_name": "Ada",
                                            "last_name": "Agent"})
        other = self.buy("ebook-acp", buyer={"email": "eve@example.com"})
        shown = self.act("show", order)
        for text in ("Ada Agent <ada@example.com>", "1 × mug-blue", "14.50 USD", "captured",
                     "Standard shipping", "San Francisco, CA"):
            self.assertIn(text, shown)

        def found(*arguments):
            run = self.shop.till("orders list", *arguments)
            self.assertEqual(run.returncode, 0, run.stderr)
            return [line.split()[0] for line in run.stdout.splitlines()]

        self.assertEqual(found("--email", "ADA@example.com"), [order])
        self.assertEqual(found("--item", "ebook-acp"), [other])
        self.assertEqual(found("--since", "2020-01-01"), [other, order])
        self.assertEqual(found("--date", "2020-01-01"), [])
        listed = json.loads(self.shop.till("orders list", "--json", "--limit", "1").stdout)
        self.assertEqual([each["id"] for each in listed["orders"]], [other])

    def test_operators_at_the_same_time_overwrite_nothing_and_are_told_in_order(self):
        self.open()
        order = self.buy()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(
                lambda _: self.admin("POST", f"/orders/{order}/refund", {"amount": 1})[0],
                range(24)))
        self.assertEqual(set(answers), {200})
        self.assertEqual(self.total(self.show(order), "amount_refunded"), 24)
        events = self.told(order, 25)
        self.assertEqual([self.total(event["data"], "amount_refunded") for event in events],
                         list(range(25)))

    def test_a_refund_in_doubt_is_settled_also_after_kill_9(self):
        self.open()
        order = self.buy(card="4000000000000119")
        self.assertIn("under way", self.act("cancel", order))
        self.assertEqual(self.show(order)["status"], "canceled")
        self.shop.kill()
        self.shop.start()
        paid = self.total(self.show(order))
        self.assertTrue(poll(lambda: self.total(self.show(order), "amount_refunded") == paid, 60))
        events = self.told(order, 2)
        self.assertEqual(self.total(events[1]["data"], "amount_refunded"), paid)

    def test_what_was_acknowledged_survives_kill_9(self):
        self.open()
        order = self.buy()
        self.act("ship", order)
        self.act("refund", order, "--amount", "7")
        before = self.show(order)
        self.shop.kill()
        self.shop.start()
        self.assertEqual(self.show(order), before)
        self.act("deliver", order)
        self.assertEqual(self.show(order)["status"], "completed")

    def test_the_permalink_opens_the_buyers_page(self):
        self.open()
        order = self.buy(buyer={"email": "ada@example.com", "first_name": "Ada",
                                "last_name": "Agent"})
        url = urllib.parse.urlsplit(self.show(order)["permalink_url"])
        self.assertEqual(f"{url.scheme}://{url.netloc}", self.shop.env["TILL_URL"])

        def page(form=None):
            connection = self.agent.connect()
            connection.request("POST" if form else "GET", url.path,
                               urllib.parse.urlencode(form) if form else None)
            response = connection.getresponse()
            text = response.read().decode()
            connection.close()
            return response.status, text

        self.assertEqual(page()[0], 200)
        self.assertNotIn("Blue mug", page()[1])
        self.assertEqual(page({"email": "eve@example.com"})[0], 403)
        status, text = page({"email": "ADA@example.com"})
        self.assertEqual(status, 200)
        self.assertIn("Blue mug", text)
        self.assertIn(order, text)

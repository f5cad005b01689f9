"""Webhooks leave in order, signed, until they are taken or dead (A23)."""

import http.server
import json
import os
import threading
import unittest

from agent import CALIFORNIA
from receiver import Receiver
from ports import free_ports
from shop import ShopCase, poll

QUICK = [1, 1, 1]


class Webhooks(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def open(self, receiver_url, **settings):
        shop = self.own_shop(webhook_url=receiver_url, **{"retry_seconds": QUICK, **settings})
        return shop.start()

    def receiver(self, *statuses, port=0):
        receiver = Receiver(statuses, port)
        self.addCleanup(receiver.close)
        return receiver

    def test_a_failed_delivery_comes_again_with_its_request_id_and_body(self):
        receiver = self.receiver(500, 503)
        shop = self.open(receiver.url)
        shop.agent().buy("ebook-acp")
        attempts = receiver.wait_for(3)
        self.assertEqual(len({a.request_id for a in attempts}), 1)
        self.assertEqual(len({a.body for a in attempts}), 1)
        for attempt in attempts:
            attempt.verify(shop.env["TILL_WEBHOOK_SECRET"])

    def test_a_delivered_event_does_not_come_again_after_a_restart(self):
        receiver = self.receiver()
        shop = self.open(receiver.url)
        shop.agent().buy("ebook-acp")
        receiver.wait_for(1)
        self.assertTrue(poll(lambda: not self.listed(shop, "pending"), 10))
        shop.stop()
        shop.start()
        second = shop.agent().buy("ebook-acp")
        deliveries = receiver.wait_for(2)
        self.assertEqual(deliveries[1].json["data"]["id"], second["order"]["id"])

    def test_a_pending_event_leaves_after_kill_9_with_the_same_request_id(self):
        receiver = self.receiver(500)
        shop = self.open(receiver.url, retry_seconds=[3, 3])
        shop.agent().buy("ebook-acp")
        receiver.wait_for(1)
        shop.kill()
        shop.start()
        first, second = receiver.wait_for(2)
        self.assertEqual((first.request_id, first.body), (second.request_id, second.body))

    def test_sighup_takes_a_new_receiver_and_a_new_secret(self):
        first, second = self.receiver(), self.receiver()
        shop = self.open(first.url)
        shop.agent().buy("ebook-acp")
        first.wait_for(1)
        shop.configure(webhook_url=second.url)
        with open(os.path.join(shop.home, "webhook.secret"), "w", encoding="utf-8") as file:
            file.write("a-new-secret-of-the-platform-0123456789")
        shop.hang_up()
        self.assertTrue(poll(lambda: '"reloaded"' in shop.logged(), 10))
        shop.agent().buy("ebook-acp")
        second.wait_for(1)[0].verify("a-new-secret-of-the-platform-0123456789")
        self.assertEqual(len(first.deliveries), 1)

    def test_checkout_does_not_wait_for_a_receiver_that_is_down(self):
        shop = self.open(f"http://127.0.0.1:{free_ports(1)[0]}/hooks")
        for _ in range(5):
            self.assertEqual(shop.agent().buy("ebook-acp")["status"], "completed")

    def test_one_order_that_fails_does_not_hinder_another(self):
        receiver = self.receiver(*[500])
        shop = self.open(receiver.url, retry_seconds=[30, 30])
        first, second = shop.agent().buy("ebook-acp"), shop.agent().buy("ebook-acp")
        orders = [delivery.json["data"]["id"] for delivery in receiver.wait_for(2)]
        self.assertEqual(set(orders), {first["order"]["id"], second["order"]["id"]})

    def test_the_secret_changes_with_two_valid_at_once(self):
        receiver = self.receiver()
        shop = self.open(receiver.url)
        old = shop.env["TILL_WEBHOOK_SECRET"]
        for name, secret in (("webhook.secret", "new-secret"), ("webhook.secret.old", old)):
            with open(os.path.join(shop.home, name), "w", encoding="utf-8") as file:
                file.write(secret + "\n")
        shop.configure(webhook_previous_secret_file="webhook.secret.old")
        shop.hang_up()
        self.assertTrue(poll(lambda: "reloaded" in shop.logged(), 10))
        shop.agent().buy("ebook-acp")
        receiver.wait_for(1)[0].verify("new-secret")
        receiver.statuses.append(401)  # A receiver that does not know the new one yet.
        shop.agent().buy("ebook-acp")
        _, refused, taken = receiver.wait_for(3)
        refused.verify("new-secret")
        taken.verify(old)
        self.assertEqual(refused.request_id, taken.request_id)
        self.assertTrue(poll(lambda: len(self.listed(shop, "delivered")) == 2, 10))

    def test_a_receiver_in_a_network_that_is_not_allowed_hears_nothing(self):
        receiver = self.receiver()
        shop = self.open(receiver.url, allow_networks=[])
        shop.agent().buy("ebook-acp")
        self.assertTrue(poll(lambda: "private" in "".join(self.listed(shop, "pending")), 10))
        self.assertEqual(receiver.deliveries, [])

    def listed(self, shop, state):
        run = shop.till("webhooks list", "--state", state)
        self.assertEqual(run.returncode, 0, run.stderr)
        return [line for line in run.stdout.splitlines() if "evt_" in line]

    def test_what_no_receiver_took_is_dead_and_can_be_replayed(self):
        port = free_ports(1)[0]
        shop = self.open(f"http://127.0.0.1:{port}{Receiver.PATH}")
        order = shop.agent().buy("mug-blue")["order"]["id"]
        self.assertTrue(poll(lambda: self.listed(shop, "dead"), 30))
        line = self.listed(shop, "dead")[0]
        event = next(word for word in line.split() if word.startswith("evt_"))
        receiver = self.receiver(port=port)
        replayed = shop.till("webhooks replay", event)
        self.assertEqual(replayed.returncode, 0, replayed.stderr)
        delivery = receiver.wait_for(1)[0]
        delivery.verify(shop.env["TILL_WEBHOOK_SECRET"])
        self.assertEqual((delivery.json["data"]["id"], delivery.request_id), (order, event))
        self.assertTrue(poll(lambda: not self.listed(shop, "dead"), 10))

    def test_more_than_a_thousand_events_are_all_listed_once_oldest_first(self):
        shop = self.own_shop().start()  # Its agent has no receiver, so the events stay.
        order = shop.agent().buy("ebook-acp")["order"]["id"]
        admin = http.client.HTTPConnection("127.0.0.1", shop.admin_port, timeout=30)
        self.addCleanup(admin.close)
        headers = {"Authorization": f"Bearer {shop.env['TILL_ADMIN_TOKEN']}"}
        for number in range(1004):
            action = "approve" if number % 2 else "hold"
            admin.request("POST", f"/orders/{order}/{action}", headers=headers)
            response = admin.getresponse()
            self.assertEqual((response.status, bool(response.read())), (200, True), number)
        ids = [line.split()[0] for line in shop.till("webhooks list").stdout.splitlines()]
        self.assertEqual((len(ids), len(set(ids)), ids), (1005, 1005, sorted(ids)))
        for limit, more in ((1003, True), (1005, False), (2000, False)):
            run = shop.till("webhooks list", "--json", "--limit", limit)
            listed = [event["id"] for event in json.loads(run.stdout)["events"]]
            self.assertEqual((run.returncode, listed), (0, ids[:limit]))
            self.assertEqual("there are more" in run.stderr, more, run.stderr)

    def test_all_dead_events_are_replayed_however_many(self):
        dead = [f"evt_{number}" for number in range(1100)]  # The admin API shows 1000 at once.
        admin = self.admin_with(dead)
        shop = self.own_shop()
        with open(shop.operator_env, "a", encoding="utf-8") as env:
            env.write(f"TILL_ADMIN_URL={admin}\n")
        run = shop.till("webhooks replay", "--dead")
        self.assertEqual((run.returncode, run.stderr, dead), (0, "", []))
        self.assertEqual(len(run.stdout.splitlines()), 1100)

    def admin_with(self, dead):
        """The URL of an admin API with these dead events, which go when they are replayed."""

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                events = [{"id": event, "state": "dead"} for event in dead[:1000]]
                self.answer(json.dumps({"events": events}).encode())

            def do_POST(self):
                dead.remove(self.path.split("/")[3])
                self.answer(b"{}")

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    def test_an_order_is_told_in_order_when_a_receiver_refuses_for_a_while(self):
        for status in (301, 400, 401, 404, 410):
            receiver = self.receiver(status, status)
            shop = self.open(receiver.url)
            order = shop.agent().buy("mug-blue")["order"]["id"]
            self.assertEqual(shop.till("orders ship", order).returncode, 0)
            told = [delivery.json["type"] for delivery in receiver.wait_for(4)]
            self.assertEqual(told, ["order_create"] * 3 + ["order_update"], status)

    def test_a_replay_of_nothing_is_refused(self):
        shop = self.open(self.receiver().url)
        run = shop.till("webhooks replay", "evt_nothing")
        self.assertIn(run.returncode, (1, 2))
        self.assertEqual(len(run.stderr.strip().splitlines()), 1, run.stderr)

    def test_a_body_carries_no_attribution_and_no_token(self):
        receiver = self.receiver()
        shop = self.open(receiver.url)
        session = shop.agent().create("mug-blue", ship_to=CALIFORNIA, affiliate_attribution={
            "provider": "impact.com", "token": "affiliate-token-0123", "touchpoint": "first"})
        token = shop.agent().vault(session)["id"]
        shop.agent().complete(session, token)
        body = receiver.wait_for(1)[0].body.decode()
        for word in ("affiliate", token, "4242424242424242"):
            self.assertNotIn(word, body)


if __name__ == "__main__":
    unittest.main()

"""The server is killed, doubled, drained and reloaded (A4)."""

import concurrent.futures
import http.client
import os
import shutil
import socket
import ssl
import threading
import unittest

from agent import CALIFORNIA, new_key
from receiver import Receiver
from ports import free_ports
from shop import ShopCase, poll, till

LOST = (OSError, http.client.HTTPException)


class Load:
    """Agents that buy until the server is gone; keeps every answer they got."""

    def __init__(self, agent, agents=8, items=("mug-blue",)):
        self.agent, self.items, self.answers = agent, items, []
        self.lock, self.enough = threading.Lock(), threading.Event()
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(agents)]

    def note(self, call, *arguments, **options):
        key = new_key()
        answer = call(*arguments, key=key, **options)
        with self.lock:
            self.answers.append((key, answer))
            if len(self.answers) >= 60:
                self.enough.set()
        return answer

    def run(self):
        try:
            while not self.over.is_set():
                session = self.note(self.agent.create, *self.items, ship_to=CALIFORNIA)
                token = self.agent.vault(session)["id"]
                self.note(self.agent.complete, session, token)
        except LOST:
            pass

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(60)


class Faults(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def test_what_was_acknowledged_is_there_after_kill_9(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        with Load(agent) as load:
            self.assertTrue(load.enough.wait(60))
            shop.kill()
        shop.start()
        sessions = {}
        for _, answer in load.answers:
            self.assertIn(answer.status, (200, 201), answer)
            sessions[answer["id"]] = answer if "order" in answer.json else \
                sessions.get(answer["id"], answer)
        for session, answer in sessions.items():
            now = agent.get(session)
            self.assertEqual(now.status, 200)
            if "order" in answer.json:
                self.assertEqual(now.json, answer.json)

    def test_an_interrupted_complete_settles_with_one_order_and_one_event(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        shop = self.own_shop(webhook_url=receiver.url).start()
        agent = shop.agent()
        sessions = [agent.create("mug-blue", ship_to=CALIFORNIA) for _ in range(4)]
        tokens = [agent.vault(s, "4000000000000119")["id"] for s in sessions]
        keys = [new_key() for _ in sessions]

        def complete(index):
            try:
                agent.complete(sessions[index], tokens[index], keys[index])
            except LOST:
                pass

        def begun():
            try:
                return agent.get(sessions[0]["id"])["status"] != "ready_for_payment"
            except LOST:
                return True

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            running = [pool.submit(complete, index) for index in range(4)]
            poll(begun, 10)
            shop.kill()
            concurrent.futures.wait(running)
        shop.start()
        for session, token, key in zip(sessions, tokens, keys):
            def settled(session=session):
                return agent.get(session["id"])["status"] in ("completed", "ready_for_payment")
            self.assertTrue(poll(settled, 90))
            # One that was killed before its attempt was committed begins only now.
            agent.complete(session, token, key)
            self.assertTrue(poll(lambda s=session: "order" in agent.get(s["id"]).json, 90))
            final = agent.complete(session, token, key)
            self.assertEqual((final.status, final["status"]), (200, "completed"), final)
        receiver.wait_for(4)
        orders = [delivery.json["data"]["checkout_session_id"] for delivery in receiver.deliveries
                  if delivery.json["type"] == "order_create"]
        self.assertEqual(set(orders), {session["id"] for session in sessions})

    def test_stock_survives_kill_9(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        agent.create(("poster-limited", 2), ship_to=CALIFORNIA)
        shop.kill()
        shop.start()
        self.assertEqual(agent.create(("poster-limited", 2), ship_to=CALIFORNIA)["status"],
                         "not_ready_for_payment")
        self.assertEqual(agent.create(("poster-limited", 1), ship_to=CALIFORNIA)["status"],
                         "ready_for_payment")

    def test_sigterm_under_load_drains_and_ends_with_0(self):
        shop = self.own_shop().start()
        agent = shop.agent()
        with Load(agent) as load:
            self.assertTrue(load.enough.wait(60))
            shop.stop(expected=0, seconds=20)
        self.assertFalse([a for _, a in load.answers if a.status >= 500 and a.status != 503])
        shop.start()
        for _, answer in load.answers:
            if answer.status in (200, 201):
                self.assertEqual(agent.get(answer["id"]).status, 200)

    def test_sigterm_does_not_wait_for_events_that_no_receiver_takes(self):
        silent = socket.create_server(("127.0.0.1", 0), backlog=500)  # Accepts and never answers.
        self.addCleanup(silent.close)
        shop = self.own_shop(webhook_url=f"http://127.0.0.1:{silent.getsockname()[1]}/hooks",
                             timeout_seconds=3).start()
        agent = shop.agent()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: agent.buy("ebook-acp"), range(100)))
        shop.stop(expected=0, seconds=10)  # All of them would take 19 seconds.

    def test_a_second_server_on_the_same_data_ends_with_an_error(self):
        shop = self.own_shop().start()
        second = till("serve", "--config", shop.config)
        self.assertEqual(second.returncode, 1)
        self.assertEqual(len(second.stderr.strip().splitlines()[-1:]), 1)
        public, admin = free_ports(2)
        copied = os.path.join(shop.home, "second.toml")
        with open(shop.config, encoding="utf-8") as file:
            text = file.read()
        with open(copied, "w", encoding="utf-8") as file:
            file.write(text.replace(f":{shop.port}", f":{public}")
                       .replace(f":{shop.admin_port}", f":{admin}"))
        second = till("serve", "--config", copied)
        self.assertEqual(second.returncode, 1, second.stdout + second.stderr)
        self.assertNotIn("listening on", second.stdout)
        self.assertEqual(shop.agent().create("ebook-acp").status, 201)

    def test_sighup_takes_a_replaced_certificate_without_a_failed_request(self):
        shop, other = self.own_shop(), self.own_shop()
        shop.start()
        agent = shop.agent()
        before = self.certificate(shop)
        for name in ("cert.pem", "key.pem", "ca.pem"):
            shutil.copy(os.path.join(other.home, "tls", name), os.path.join(shop.home, "tls", name))
        self.assertEqual(agent.create("ebook-acp").status, 201)
        shop.hang_up()
        self.assertTrue(poll(lambda: self.certificate(shop) != before, 10))
        self.assertEqual(shop.agent().create("ebook-acp").status, 201)

    @staticmethod
    def certificate(shop):
        return ssl.get_server_certificate(("127.0.0.1", shop.port))


if __name__ == "__main__":
    unittest.main()

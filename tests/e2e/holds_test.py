"""What one agent may keep from others: short holds, a share of the stock, open sessions."""

import json
import os
import unittest
import urllib.request

from agent import CALIFORNIA
from records_test import admin
from shop import ShopCase, poll

BUYER = {"email": "ann@example.com"}


def edit_catalog(shop, change):
    path = os.path.join(shop.home, "catalog.json")
    with open(path, encoding="utf-8") as file:
        catalog = json.load(file)
    change(catalog)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(catalog, file)


class ShortHolds(ShopCase):
    SETTINGS = {"without_buyer_seconds": 2}

    def free(self):
        """Whether all three posters can be had."""
        probe = self.agent.create(("poster-limited", 3), ship_to=CALIFORNIA)
        self.agent.cancel(probe["id"])
        return probe["status"] == "ready_for_payment"

    def test_pieces_without_a_buyer_come_back_and_the_session_goes_on(self):
        session = self.agent.create(("poster-limited", 3), ship_to=CALIFORNIA)["id"]
        self.assertFalse(self.free())
        self.assertTrue(poll(self.free, 20))
        self.assertEqual(self.agent.get(session)["status"], "ready_for_payment")
        known = self.agent.update(session, buyer=BUYER)
        self.assertEqual(known["status"], "ready_for_payment")
        self.assertFalse(poll(self.free, 4))
        self.agent.cancel(session)


class Limits(ShopCase):
    SETTINGS = {"agent_share_percent": 50, "agent_open_sessions": 4}

    @classmethod
    def prepare(cls):
        edit_catalog(cls.shop, lambda catalog: catalog["items"][0].update(max_per_order=5))

    def metrics(self):
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            return answer.read().decode()

    def test_limits_hold_across_a_restart(self):
        two = self.agent.create(("poster-limited", 2), ship_to=CALIFORNIA)
        self.assertEqual(two["status"], "ready_for_payment")
        self.shop.kill()
        self.shop.start()
        one = self.agent.create("poster-limited", ship_to=CALIFORNIA)
        self.assertEqual(one["status"], "not_ready_for_payment")
        self.assertEqual(one.messages("out_of_stock")[0]["param"], "$.line_items[0]")
        metrics = self.metrics()
        self.assertIn('till_agent_pieces_held{agent="demo-agent"} 2', metrics)
        self.assertIn('till_agent_open_sessions{agent="demo-agent"} 2', metrics)
        more = [self.agent.create("ebook-acp") for _ in range(3)]
        self.assertEqual([each.status for each in more], [201, 201, 429])
        self.assertEqual(more[2]["code"], "too_many_open_sessions")
        self.assertIn("retry-after", {name.lower() for name in more[2].headers})
        for session in (two, one, *more[:2]):
            self.assertEqual(self.agent.cancel(session["id"])["status"], "canceled")

    def test_an_order_holds_at_most_so_many_of_an_item(self):
        session = self.agent.create(("mug-blue", 3), ("mug-blue", 3), ship_to=CALIFORNIA)
        told = session.messages("invalid")
        self.assertEqual([each["param"] for each in told],
                         ["$.line_items[0].quantity", "$.line_items[1].quantity"])
        self.assertEqual(session["status"], "not_ready_for_payment")
        fewer = self.agent.update(session["id"], line_items=[{"id": "mug-blue", "quantity": 5}])
        self.assertEqual(fewer["status"], "ready_for_payment")
        self.agent.cancel(session["id"])


class Amplification(ShopCase):
    def test_many_ids_that_are_unknown_make_one_message(self):
        selections = [{"type": "shipping", "option_id": "standard",
                       "item_ids": [f"x{i}-{j}" for j in range(40)]} for i in range(10)]
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA,
                                    selected_fulfillment_options=selections)
        self.assertEqual(session.status, 201)
        self.assertEqual(len(session.messages("invalid")), 1)
        self.assertLess(len(session.raw), 10_000)
        selections[0]["item_ids"].append("one-more")
        refused = self.agent.create("mug-blue", selected_fulfillment_options=selections)
        self.assertEqual((refused.status, refused["param"]),
                         (400, "$.selected_fulfillment_options[9].item_ids"))

    def test_a_session_of_more_than_it_may_have_is_refused_by_its_largest_member(self):
        groups = [{"id": f"g{i}", "item_ids": ["mug-blue"], "destination_type": "shipping",
                   "instructions": "x" * 5000} for i in range(100)]
        refused = self.agent.create("mug-blue", ship_to=CALIFORNIA, fulfillment_groups=groups)
        self.assertEqual((refused.status, refused["code"], refused["param"]),
                         (400, "session_too_large", "$.fulfillment_groups"))


class Approvals(ShopCase):
    def asked(self, agent, **payment):
        """A session and the answer to its complete."""
        session = agent.create("mug-blue", ship_to=CALIFORNIA)
        return session, agent.request("POST", f"/checkout_sessions/{session['id']}/complete",
                                      {"payment_data": payment})

    def test_only_what_the_seller_lets_wait_waits(self):
        shop = self.own_shop(wait_for=["on_account"])
        agent = shop.start().agent()
        session = agent.create("mug-blue", ship_to=CALIFORNIA)
        payment = agent.payment(session, agent.vault(session)["id"])
        payment["payment_data"]["approval_required"] = True
        refused = agent.request("POST", f"/checkout_sessions/{session['id']}/complete", payment)
        self.assertEqual((refused.status, refused["code"], refused["param"]),
                         (400, "unsupported", "$.payment_data.approval_required"))
        waits = self.asked(agent, purchase_order_number="PO-1")[1]
        self.assertEqual(waits["status"], "pending_approval")

    def test_a_garbage_token_holds_nothing_for_a_week(self):
        session = self.agent.create("mug-blue", ship_to=CALIFORNIA)
        payment = self.agent.payment(session, "garbage")
        payment["payment_data"]["approval_required"] = True
        path = f"/checkout_sessions/{session['id']}/complete"
        after = self.agent.request("POST", path, payment)
        self.assertEqual((after["status"], after["expires_at"]),
                         ("ready_for_payment", session["expires_at"]))
        self.assertEqual(len(after.messages("payment_declined")), 1)

    def test_a_total_that_changed_needs_a_new_yes(self):
        shop = self.own_shop()
        agent = shop.start().agent()
        session, _ = self.asked(agent, purchase_order_number="PO-1")
        edit_catalog(shop, lambda catalog: catalog["items"][0].update(unit_amount=1600))
        shop.hang_up()
        self.assertTrue(poll(lambda: "reloaded" in shop.logged(), 20))
        approval = f"/sessions/{session['id']}/approve"
        differs = admin(shop, "POST", approval, 409)
        self.assertEqual((differs["code"], differs["asked_total"]),
                         ("total_changed", session.total()))
        self.assertEqual(agent.get(session["id"])["status"], "pending_approval")
        told = shop.till("orders approve", session["id"])
        self.assertEqual(told.returncode, 1)
        self.assertIn("--accept-total", told.stderr)
        total = differs["current_total"]
        done = shop.till("orders approve", session["id"], "--accept-total", total)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(agent.get(session["id"]).total(), total)


if __name__ == "__main__":
    unittest.main()

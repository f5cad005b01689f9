"""3-D Secure: asked for, answered with every outcome, and never got round (A15)."""

import unittest

from agent import CALIFORNIA, new_key
from shop import ShopCase, poll

NEEDS_3DS = "4000000000003220"
CAPABLE = {"interventions": {"supported": ["3ds", "biometric"]}}
PROOF = {"three_ds_cryptogram": "AbCdEfGhIjKlMnOpQrStUvWxY0=", "transaction_id": "ds-1",
         "electronic_commerce_indicator": "05", "version": "2.2.0"}


def result(outcome, **details):
    proven = outcome in ("authenticated", "attempt_acknowledged", "informational")
    return {"outcome": outcome, **({"outcome_details": {**PROOF, **details}} if proven else {})}


class Authentication(ShopCase):
    def ready(self, capabilities=CAPABLE):
        return self.agent.create("mug-blue", ship_to=CALIFORNIA, capabilities=capabilities)

    def asked(self):
        """A session that waits for an authentication, and its token."""
        session = self.ready()
        token = self.agent.vault(session, NEEDS_3DS)["id"]
        waiting = self.agent.complete(session, token)
        self.assertEqual((waiting.status, waiting["status"]), (200, "authentication_required"),
                         waiting)
        return waiting, token

    def test_a_card_that_needs_it_is_not_charged_but_asked_for(self):
        waiting, _ = self.asked()
        self.assertNotIn("order", waiting.json)
        self.assertEqual(len(waiting.messages("requires_3ds")), 1)
        metadata = waiting["authentication_metadata"]
        self.assertEqual(metadata["directory_server"], "visa")
        self.assertEqual(metadata["acquirer_details"]["merchant_name"], "Till demo shop")
        self.assertEqual(self.agent.get(waiting["id"]).json, waiting.json)
        self.assertEqual(waiting["capabilities"]["interventions"]["supported"], ["3ds"])

    def test_a_complete_without_the_result_is_refused_and_changes_nothing(self):
        waiting, token = self.asked()
        key = new_key()
        for again in range(2):
            refused = self.agent.complete(waiting, token, key)
            self.assertEqual((refused.status, refused["type"], refused["code"], refused["param"]),
                             (400, "invalid_request", "requires_3ds", "$.authentication_result"))
            self.assertEqual(refused.headers.get("Idempotent-Replayed") == "true", again == 1)
        self.assertEqual(self.agent.get(waiting["id"]).json, waiting.json)

    def test_a_seller_who_always_asks_authenticates_every_card(self):  # CP-05, CP-09
        shop = self.own_shop()
        shop.configure(supported=["3ds"], required=["3ds"], enforcement="always")
        agent = shop.start().agent()
        session = agent.create("mug-blue", ship_to=CALIFORNIA, capabilities=CAPABLE)
        token = agent.vault(session)["id"]
        waiting = agent.complete(session, token)
        self.assertEqual((waiting.status, waiting["status"]), (200, "authentication_required"))
        told = {"authentication_result": result("authenticated")}
        self.assertEqual(agent.complete(waiting, token, **told)["status"], "completed")

    def test_outcomes_with_a_proof_complete_the_purchase(self):
        for outcome in ("authenticated", "attempt_acknowledged", "informational"):
            with self.subTest(outcome=outcome):
                waiting, token = self.asked()
                key = new_key()
                told = {"authentication_result": result(outcome)}
                done = self.agent.complete(waiting, token, key, **told)
                self.assertEqual(done["status"], "completed", done)
                self.assertNotIn("authentication_metadata", done.json)
                again = self.agent.complete(waiting, token, key, **told)
                self.assertEqual((again.raw, again.headers.get("Idempotent-Replayed")),
                                 (done.raw, "true"))
                repeated = self.agent.complete(waiting, token, **told)
                self.assertEqual(repeated["order"]["id"], done["order"]["id"])
                late = self.agent.complete(waiting, "vt_another", **told)
                self.assertEqual(late.status, 405)

    def test_other_outcomes_lead_back_and_never_complete(self):
        for outcome in ("denied", "rejected", "abandoned", "canceled", "internal_error",
                        "not_supported", "processing_error"):
            with self.subTest(outcome=outcome):
                waiting, token = self.asked()
                back = self.agent.complete(waiting, token, authentication_result=result(outcome))
                self.assertEqual((back.status, back["status"]), (200, "ready_for_payment"), back)
                self.assertNotIn("order", back.json)
                self.assertNotIn("authentication_metadata", back.json)
                self.assertEqual(len(back.messages("payment_declined")), 1)
                done = self.agent.complete(back, self.agent.vault(back)["id"])
                self.assertEqual(done["status"], "completed", done)

    def test_a_proof_of_no_authentication_is_declined(self):
        waiting, token = self.asked()
        told = result("informational", electronic_commerce_indicator="07")
        back = self.agent.complete(waiting, token, authentication_result=told)
        self.assertEqual(back["status"], "ready_for_payment")
        self.assertEqual(len(back.messages("payment_declined")), 1)

    def test_a_result_nobody_asked_for_is_no_way_round(self):
        session = self.ready()
        token = self.agent.vault(session, NEEDS_3DS)["id"]
        answer = self.agent.complete(session, token,
                                     authentication_result=result("authenticated"))
        self.assertEqual(answer["status"], "authentication_required")

    def test_an_agent_that_cannot_do_it_is_told_to_take_another_card(self):
        for capabilities in ({}, {"interventions": {"supported": ["biometric"]}}):
            session = self.ready(capabilities)
            token = self.agent.vault(session, NEEDS_3DS)["id"]
            for _ in range(2):
                answer = self.agent.complete(session, token)
                self.assertEqual(answer["status"], "ready_for_payment")
                self.assertEqual(len(answer.messages("requires_3ds")), 1)
                self.assertNotIn("authentication_metadata", answer.json)
            done = self.agent.complete(session, self.agent.vault(session)["id"])
            self.assertEqual(done["status"], "completed")

    def test_a_malformed_result_is_refused_at_its_member(self):
        waiting, token = self.asked()
        short = {name: PROOF[name] for name in ("transaction_id", "version")}
        rows = [({}, "$.authentication_result.outcome"), ([], "$.authentication_result"),
                ({"outcome": "maybe"}, "$.authentication_result.outcome"),
                ({"outcome": "authenticated"}, "$.authentication_result.outcome_details"),
                ({"outcome": "authenticated", "outcome_details": short},
                 "$.authentication_result.outcome_details.three_ds_cryptogram"),
                (result("authenticated", electronic_commerce_indicator="09"),
                 "$.authentication_result.outcome_details.electronic_commerce_indicator")]
        for told, param in rows:
            with self.subTest(told=told):
                refused = self.agent.complete(waiting, token, authentication_result=told)
                self.assertEqual((refused.status, refused["param"]), (400, param))
        denied = {"outcome": "denied", "outcome_details": short}
        back = self.agent.complete(waiting, token, authentication_result=denied)
        self.assertEqual(back["status"], "ready_for_payment", back)

    def test_a_session_that_waits_can_be_changed_and_called_off(self):
        waiting, token = self.asked()
        changed = self.agent.update(waiting["id"], line_items=[{"id": "mug-blue", "quantity": 2}])
        self.assertEqual(changed["status"], "ready_for_payment", changed)
        self.assertNotIn("authentication_metadata", changed.json)
        waiting, token = self.asked()
        canceled = self.agent.cancel(waiting["id"])
        self.assertEqual(canceled["status"], "canceled")
        self.assertNotIn("authentication_metadata", canceled.json)
        late = self.agent.complete(waiting, token, authentication_result=result("authenticated"))
        self.assertEqual(late.status, 405)

    def test_till_buy_passes_the_challenge_of_the_sandbox(self):
        bought = self.shop.till("buy", "--item", "mug-blue", "--card", NEEDS_3DS)
        self.assertEqual(bought.returncode, 0, bought.stderr)
        self.assertIn("3ds", bought.stdout)
        self.assertRegex(bought.stdout, r"(?m)^order +ord_")


class Waiting(ShopCase):
    SETTINGS = {"session_lifetime_seconds": 2}

    def test_a_session_that_waits_too_long_expires_and_a_restart_loses_none(self):
        session = self.agent.create("poster-limited", ship_to=CALIFORNIA, capabilities=CAPABLE)
        token = self.agent.vault(session, NEEDS_3DS)["id"]
        waiting = self.agent.complete(session, token)
        self.assertEqual(waiting["status"], "authentication_required")
        self.shop.kill()
        self.shop.start()
        seen = poll(lambda: self.agent.get(session["id"])["status"] == "expired", 20)
        self.assertTrue(seen)
        late = self.agent.complete(waiting, token, authentication_result=result("authenticated"))
        self.assertEqual(late.status, 405)


if __name__ == "__main__":
    unittest.main()

// Payments, captures and refunds go through Stripe's client as its documentation says.
import assert from "node:assert/strict";
import test from "node:test";
import { control, pay, payment, refusal, stripe, token } from "./double.mjs";

const { paymentIntents, refunds, sharedPayment } = stripe;

test("a granted token tells its limits and is consumed by its payment", async () => {
  const id = await token();
  const fresh = await sharedPayment.grantedTokens.retrieve(id);
  assert.equal(fresh.object, "shared_payment.granted_token");
  assert.deepEqual([fresh.usage_limits.currency, fresh.usage_limits.max_amount], ["usd", 5000]);
  assert.equal(fresh.deactivated_reason, null);
  await paymentIntents.create(payment(id));
  const used = await sharedPayment.grantedTokens.retrieve(id);
  assert.equal(used.deactivated_reason, "consumed");
  assert.deepEqual(used.usage_details.amount_captured, { value: 4200, currency: "usd" });
});

test("a revoked token says so", async () => {
  const id = await token();
  const revoked = await stripe.testHelpers.sharedPayment.grantedTokens.revoke(id);
  assert.equal(revoked.deactivated_reason, "revoked");
});

test("a confirmed PaymentIntent succeeds and is found again", async () => {
  const made = await pay({ metadata: { order: "ü & 1" } });
  assert.deepEqual([made.object, made.status], ["payment_intent", "succeeded"]);
  assert.deepEqual([made.amount_received, made.amount_capturable], [4200, 0]);
  assert.equal(made.lastResponse.statusCode, 200);
  assert.equal(made.lastResponse.apiVersion, "2026-04-22.preview");
  assert.match(made.lastResponse.idempotencyKey, /^stripe-node-retry-/);
  const found = await paymentIntents.retrieve(made.id);
  assert.deepEqual({ ...found }, { ...made });
  assert.deepEqual(found.metadata, { order: "ü & 1" });
});

test("each answer has a request id of its own", async () => {
  const [one, other] = [await pay(), await pay()];
  assert.match(one.lastResponse.requestId, /^req_/);
  assert.notEqual(one.lastResponse.requestId, other.lastResponse.requestId);
});

test("a charge is an id unless its expansion is asked for", async () => {
  const made = await pay();
  assert.match(made.latest_charge, /^ch_/);
  const found = await paymentIntents.retrieve(made.id, { expand: ["latest_charge"] });
  assert.deepEqual([found.latest_charge.id, found.latest_charge.object],
    [made.latest_charge, "charge"]);
});

test("a PaymentIntent waits for its method and is confirmed later", async () => {
  const waiting = await paymentIntents.create({ amount: 4200, currency: "usd" });
  assert.equal(waiting.status, "requires_payment_method");
  assert.deepEqual([waiting.payment_method, waiting.latest_charge], [null, null]);
  const payment_method_data = { shared_payment_granted_token: await token() };
  const confirmed = await paymentIntents.confirm(waiting.id, { payment_method_data });
  assert.equal(confirmed.status, "succeeded");
  assert.match(confirmed.payment_method, /^pm_/);
});

test("a part of an authorization is captured and the rest is released", async () => {
  const held = await pay({ capture_method: "manual" });
  assert.deepEqual([held.status, held.amount_capturable], ["requires_capture", 4200]);
  assert.equal(held.amount_received, 0);
  const taken = await paymentIntents.capture(held.id, { amount_to_capture: 3000 });
  assert.deepEqual([taken.status, taken.amount_received], ["succeeded", 3000]);
  assert.equal(taken.amount_capturable, 0);
});

test("a canceled authorization cannot be captured", async () => {
  const held = await pay({ capture_method: "manual" });
  const cancellation_reason = "requested_by_customer";
  const canceled = await paymentIntents.cancel(held.id, { cancellation_reason });
  assert.deepEqual([canceled.status, canceled.amount_capturable], ["canceled", 0]);
  assert.equal(canceled.cancellation_reason, cancellation_reason);
  const error = await refusal(paymentIntents.capture(held.id), "StripeInvalidRequestError");
  assert.deepEqual([error.statusCode, error.code], [400, "payment_intent_unexpected_state"]);
  assert.equal(error.payment_intent.status, "canceled");
});

test("a payment is refunded in full once", async () => {
  const { id: payment_intent } = await pay();
  const refund = await refunds.create({ payment_intent, metadata: { why: "torn" } });
  assert.deepEqual([refund.object, refund.status, refund.amount], ["refund", "succeeded", 4200]);
  assert.deepEqual([refund.payment_intent, refund.metadata.why], [payment_intent, "torn"]);
  const again = await refusal(refunds.create({ payment_intent }), "StripeInvalidRequestError");
  assert.deepEqual([again.statusCode, again.code], [400, "charge_already_refunded"]);
});

test("a payment is refunded part by part, up to what was taken", async () => {
  const { id: payment_intent } = await pay();
  const first = await refunds.create({ payment_intent, amount: 1000 });
  const second = await refunds.create({ payment_intent, amount: 1200 });
  const tooMuch = refunds.create({ payment_intent, amount: 2001 });
  await refusal(tooMuch, "StripeInvalidRequestError");
  const rest = await refunds.create({ payment_intent });
  assert.equal(rest.amount, 2000);
  const listed = await refunds.list({ payment_intent });
  assert.deepEqual(listed.data.map((each) => each.id), [rest.id, second.id, first.id]);
  assert.equal((await refunds.retrieve(first.id)).amount, 1000);
});

test("a payment that needs its buyer succeeds after the authentication", async () => {
  const waiting = await pay({}, "pm_card_threeDSecure2Required");
  assert.equal(waiting.status, "requires_action");
  assert.equal(waiting.next_action.type, "use_stripe_sdk");
  await control(`authenticate/${waiting.id}`);
  const done = await paymentIntents.retrieve(waiting.id);
  assert.deepEqual([done.status, done.amount_received], ["succeeded", 4200]);
  assert.equal(done.next_action, null);
});

test("a payment whose authentication fails waits for another method", async () => {
  const waiting = await pay({}, "pm_card_threeDSecure2Required");
  await control(`authenticate/${waiting.id}`, { outcome: "failed" });
  const failed = await paymentIntents.retrieve(waiting.id);
  assert.equal(failed.status, "requires_payment_method");
  assert.equal(failed.last_payment_error.code, "payment_intent_authentication_failure");
});

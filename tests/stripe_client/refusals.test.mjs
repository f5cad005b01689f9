// What Stripe refuses arrives as the error that its client has for it, and what passes is retried.
import assert from "node:assert/strict";
import test from "node:test";
import { client, control, pay, payment, refusal, stripe, token } from "./double.mjs";

const { paymentIntents } = stripe;

for (const [method, decline_code] of [
  ["pm_card_visa_chargeDeclined", "generic_decline"],
  ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"],
]) {
  test(`a decline is a card error with its PaymentIntent: ${decline_code}`, async () => {
    const error = await refusal(pay({}, method), "StripeCardError");
    assert.deepEqual([error.statusCode, error.code], [402, "card_declined"]);
    assert.equal(error.decline_code, decline_code);
    const { id, status, last_payment_error } = error.payment_intent;
    assert.equal(status, "requires_payment_method");
    assert.equal(last_payment_error.decline_code, decline_code);
    assert.match(error.charge, /^ch_/);
    assert.equal((await paymentIntents.retrieve(id)).status, status);
  });
}

test("a token pays once, and its second use is refused without a code", async () => {
  const id = await token();
  await paymentIntents.create(payment(id));
  const error = await refusal(paymentIntents.create(payment(id)), "StripeInvalidRequestError");
  assert.deepEqual([error.statusCode, error.code], [400, undefined]);
  assert.match(error.message, /already in a deactivated state/);
});

test("a token pays no more than its limit", async () => {
  const request = paymentIntents.create(payment(await token("pm_card_visa", 4199)));
  const error = await refusal(request, "StripeInvalidRequestError");
  assert.deepEqual([error.statusCode, error.code], [400, undefined]);
  assert.match(error.message, /greater than the remaining amount capturable/);
});

test("an idempotency key with the same parameters gives the same PaymentIntent", async () => {
  const options = { idempotencyKey: "same" };
  const asked = payment(await token());
  const first = await paymentIntents.create(asked, options);
  const second = await paymentIntents.create(asked, options);
  assert.deepEqual({ ...second }, { ...first });
  assert.equal(first.lastResponse.headers["idempotent-replayed"], undefined);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
  assert.equal(second.lastResponse.idempotencyKey, "same");
});

test("an idempotency key with other parameters is refused", async () => {
  const options = { idempotencyKey: "other" };
  const asked = payment(await token());
  await paymentIntents.create(asked, options);
  const request = paymentIntents.create({ ...asked, amount: 4300 }, options);
  assert.equal((await refusal(request, "StripeIdempotencyError")).statusCode, 400);
});

for (const [kind, replayed] of [
  ["unavailable", undefined],
  ["lock", undefined],
  ["drop_before", undefined],
  ["drop_after", "true"],
]) {
  test(`the client itself retries after a fault and pays once: ${kind}`, async () => {
    const asked = payment(await token());
    const patient = client("sk_test_double", { maxNetworkRetries: 2 });
    await control("faults", { kind, path: "/v1/payment_intents" });
    const made = await patient.paymentIntents.create(asked);
    assert.equal(made.status, "succeeded");
    assert.equal(made.lastResponse.headers["idempotent-replayed"], replayed);
  });
}

test("half an answer is an API error, and its key gives the whole one", async () => {
  const options = { idempotencyKey: "truncated" };
  const asked = payment(await token());
  await control("faults", { kind: "truncated", path: "/v1/payment_intents" });
  await refusal(paymentIntents.create(asked, options), "StripeAPIError");
  assert.equal((await paymentIntents.create(asked, options)).status, "succeeded");
});

test("a failure of Stripe's own is an API error, and its key gives it again", async () => {
  const options = { idempotencyKey: "broken" };
  const asked = payment(await token());
  await control("faults", { kind: "broken", path: "/v1/payment_intents" });
  for (let i = 0; i < 2; ++i) {
    const error = await refusal(paymentIntents.create(asked, options), "StripeAPIError");
    assert.equal(error.statusCode, 500);
  }
});

test("an unknown parameter is refused by name", async () => {
  const request = paymentIntents.create(payment(await token(), { colour: "red" }));
  const error = await refusal(request, "StripeInvalidRequestError");
  assert.deepEqual([error.statusCode, error.code], [400, "parameter_unknown"]);
  assert.equal(error.param, "colour");
});

test("a PaymentIntent that there is not is a missing resource", async () => {
  const error = await refusal(paymentIntents.retrieve("pi_none"), "StripeInvalidRequestError");
  assert.deepEqual([error.statusCode, error.code], [404, "resource_missing"]);
});

test("a wrong key is an authentication error", async () => {
  const request = client("sk_test_wrong").paymentIntents.retrieve("pi_none");
  assert.equal((await refusal(request, "StripeAuthenticationError")).statusCode, 401);
});

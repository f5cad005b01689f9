// Stripe's official client, pointed at the double that DOUBLE_URL names.
import assert from "node:assert/strict";
import http from "node:http";
import { after } from "node:test";
import Stripe from "stripe";

const { DOUBLE_URL } = process.env;
const { hostname, port } = new URL(DOUBLE_URL);

// The client leaves answers that it retries unread, so that their connections stay open.
const httpAgent = new http.Agent({ keepAlive: true });
after(() => httpAgent.destroy());

export const client = (key = "sk_test_double", options = {}) =>
  new Stripe(key, {
    host: hostname,
    port,
    protocol: "http",
    apiVersion: "2026-04-22.preview",
    maxNetworkRetries: 0,
    telemetry: false,
    httpAgent,
    ...options,
  });
export const stripe = client();

export const token = async (payment_method = "pm_card_visa", max_amount = 5000) => {
  const usage_limits = { currency: "usd", max_amount };
  const granted = await stripe.testHelpers.sharedPayment.grantedTokens.create({
    payment_method,
    usage_limits,
  });
  return granted.id;
};

export const payment = (shared_payment_granted_token, more = {}) => ({
  amount: 4200,
  currency: "usd",
  confirm: true,
  payment_method_data: { shared_payment_granted_token },
  ...more,
});

// A confirmed PaymentIntent with a token of its own.
export const pay = async (more = {}, payment_method = "pm_card_visa") =>
  stripe.paymentIntents.create(payment(await token(payment_method), more));

// What happens at Stripe by itself.
export const control = async (path, form = {}) => {
  const body = new URLSearchParams(form);
  const answer = await fetch(`${DOUBLE_URL}/double/${path}`, { method: "POST", body });
  assert.equal(answer.status, 200, await answer.text());
};

// The error of a request that must fail, as an instance of the client's class of that name.
export const refusal = async (request, name) => {
  const error = await request.then(
    () => assert.fail("it was not refused"),
    (reason) => reason,
  );
  assert.ok(error instanceof Stripe.errors[name], `${error.name}: ${error.message}`);
  return error;
};

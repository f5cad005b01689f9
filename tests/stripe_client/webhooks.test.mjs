// Webhooks of the double are such that Stripe's client takes them for Stripe's.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import test from "node:test";
import Stripe from "stripe";
import { pay, stripe } from "./double.mjs";

const { WEBHOOK_PORT, WEBHOOK_SECRET } = process.env;

// The raw bodies that come, with their signatures.
const receive = async () => {
  const mail = [];
  const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    mail.push({ body: Buffer.concat(parts), signature: request.headers["stripe-signature"] });
    response.end("{}");
    server.emit("letter");
  });
  server.listen(WEBHOOK_PORT, "127.0.0.1");
  await once(server, "listening");
  return { mail, server };
};

const refused = (letter, secret) =>
  assert.throws(
    () => stripe.webhooks.constructEvent(letter.body, letter.signature, secret),
    Stripe.errors.StripeSignatureVerificationError,
  );

test("an event is accepted as it came and refused when it was tampered with", async (t) => {
  const { mail, server } = await receive();
  t.after(() => server.close());
  const made = await pay();
  const read = ({ body, signature }) =>
    stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET);
  while (!mail.some((letter) => read(letter).type === "payment_intent.succeeded")) {
    await once(server, "letter", { signal: AbortSignal.timeout(20_000) });
  }
  const letter = mail.find((each) => read(each).type === "payment_intent.succeeded");
  const event = read(letter);
  assert.match(event.id, /^evt_/);
  assert.deepEqual([event.object, event.livemode], ["event", false]);
  assert.equal(event.api_version, "2026-04-22.preview");
  assert.equal(event.data.object.id, made.id);
  assert.match(event.data.object.latest_charge, /^ch_/);

  const tampered = Buffer.from(letter.body.toString().replace("4200", "4201"));
  refused({ ...letter, body: tampered }, WEBHOOK_SECRET);
  refused({ ...letter, signature: letter.signature.replace(/v1=./, "v1=x") }, WEBHOOK_SECRET);
  refused(letter, "whsec_other");
});

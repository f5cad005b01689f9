// The official SDK's client buys in the demo shop, over each of the transports.
import assert from "node:assert/strict";
import test from "node:test";
import {
  address, buyer, call, connect, delegate, meta, newSession, overHttp, overStdio, overStdioAlone,
  payment, total,
} from "./clients.mjs";

const create = (client) =>
  call(client, "create_checkout_session", { meta: meta(), payload: newSession() });
const update = (client, id, payload) =>
  call(client, "update_checkout_session", { meta: meta(), id, payload });
const look = (client, tool, id) => call(client, tool, { meta: { api_version: "2026-04-17" }, id });

const find = async (client) => {
  const found = await call(client, "search_products", { query: "blue mug" });
  assert.equal(found.products[0].id, "mug-blue");
  assert.deepEqual(found.products[0].prices, [{ amount: 1450, currency: "usd" }]);
};

// A session that waits for its payment, with the dearest way to ship.
const prepare = async (client) => {
  const created = await create(client);
  assert.equal(created.status, "incomplete");
  const addressed = await update(client, created.id, { buyer, fulfillment_details: { address } });
  assert.equal(addressed.status, "ready_for_payment");
  const express = addressed.fulfillment_options.find((option) => total(option) === 1500);
  const mug = addressed.line_items.find((line) => line.item.id === "mug-blue");
  const choice = { type: "shipping", option_id: express.id, item_ids: [mug.id] };
  const chosen = await update(client, created.id, { selected_fulfillment_options: [choice] });
  assert.equal(total(chosen, "fulfillment"), 1500);
  return chosen;
};

const pay = async (client, session) => {
  const payload = { payment_data: payment(session, await delegate(session)) };
  const args = { meta: meta(), id: session.id, payload };
  const done = await call(client, "complete_checkout_session", args);
  assert.equal(done.status, "completed");
  // 2 x 1450 + 999 + 1500 + 7.25 % of 2900.
  assert.equal(total(done), 2900 + 999 + 1500 + 210);
  assert.deepEqual(await call(client, "complete_checkout_session", args), done);
  return done;
};

const buy = async (t, transport) => {
  const { client } = await connect(t, transport);
  await find(client);
  const done = await pay(client, await prepare(client));
  assert.deepEqual(await look(client, "get_checkout_session", done.id), done);
  const order = await look(client, "get_order", done.order.id);
  assert.equal(order.checkout_session_id, done.id);
  assert.equal(order.permalink_url, done.order.permalink_url);
  assert.equal(total(order), total(done));
};

test("the client buys over Streamable HTTP", (t) => buy(t, overHttp()));

test("the client buys over stdio of a shop that a till serves", (t) => buy(t, overStdio()));

test("what one transport begins another one sees", async (t) => {
  const { client: one } = await connect(t, overStdio());
  const { client: other } = await connect(t, overHttp());
  const created = await create(one);
  assert.deepEqual(await look(other, "get_checkout_session", created.id), created);
});

test("the client prepares a purchase over stdio where no till runs", async (t) => {
  const { client } = await connect(t, overStdioAlone());
  await find(client);
  const session = await prepare(client);
  const reason = { intent_trace: { reason_code: "comparison" } };
  const args = { meta: meta(), id: session.id, payload: reason };
  const canceled = await call(client, "cancel_checkout_session", args);
  assert.equal(canceled.status, "canceled");
});

test("what was begun over stdio is still there for the next client", async (t) => {
  const { client: one } = await connect(t, overStdioAlone());
  const created = await create(one);
  await one.close();
  const { client: next } = await connect(t, overStdioAlone());
  assert.deepEqual(await look(next, "get_checkout_session", created.id), created);
});

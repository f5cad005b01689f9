// The official inspector's command-line mode lists what Till offers and calls each of its tools.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { address, buyer, delegate, meta, newSession, payment, total } from "./clients.mjs";

const { TILL_TOKEN, TILL_URL } = process.env;
const launcher = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
const inspector = fileURLToPath(new URL(launcher, import.meta.url));
const HOME = await mkdtemp(join(tmpdir(), "till-inspector-"));  // It writes there.
after(() => rm(HOME, { recursive: true }));

const inspect = async (method, ...more) => {
  const args = [
    inspector, "--cli", `${TILL_URL}/mcp`, "--transport", "http", "--header",
    `Authorization: Bearer ${TILL_TOKEN}`, "--method", method, "--format", "json", ...more,
  ];
  const env = { ...process.env, HOME };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout).result;
};

const called = new Set();
const call = async (tool, args) => {
  called.add(tool);
  const result = await inspect("tools/call", "--tool-name", tool,
    "--tool-args-json", JSON.stringify(args));
  assert.equal(result.isError, false);
  return result.structuredContent;
};
const change = (tool, id, payload) => call(tool, { meta: meta(), id, payload });
const look = (tool, id) => call(tool, { meta: { api_version: "2026-04-17" }, id });

const ready = async (line_items) => {
  const payload = { ...newSession(line_items), buyer, fulfillment_details: { address } };
  const session = await change("create_checkout_session", undefined, payload);
  assert.equal(session.status, "ready_for_payment");
  return session;
};

test("the inspector lists tools without an error in their schemas", async () => {
  const { tools } = await inspect("tools/list", "--strict", "--quiet");
  assert.equal(tools.length, 13);
});

test("the inspector lists resources and prompts", async () => {
  const { resources } = await inspect("resources/list");
  assert.ok(resources.some(({ name }) => name === "mug-blue"));
  const { prompts } = await inspect("prompts/list");
  assert.deepEqual(prompts.map(({ name }) => name), ["buy"]);
});

test("the inspector finds products", async () => {
  const found = await call("search_products", { query: "mug", limit: 1 });
  assert.deepEqual([found.products.length, found.total], [1, 1]);
  const mug = await call("get_product", { id: "mug-blue" });
  assert.deepEqual(mug, found.products[0]);
});

test("the inspector buys", async () => {
  const session = await ready();
  const notes = { order_notes: "Ring twice" };
  const updated = await change("update_checkout_session", session.id, notes);
  assert.equal(updated.id, session.id);
  const paid = { payment_data: payment(updated, await delegate(updated)) };
  const done = await change("complete_checkout_session", session.id, paid);
  assert.equal(done.status, "completed");
  assert.deepEqual(await look("get_checkout_session", session.id), done);
  const order = await look("get_order", done.order.id);
  assert.deepEqual([order.checkout_session_id, total(order)], [session.id, total(session)]);
});

test("the inspector pays as the payment sheet does", async () => {
  const session = await ready([{ id: "ebook-acp" }]);
  const token = await delegate(session);
  const done = await call("complete_checkout", {
    checkout_session_id: session.id,
    payment_data: { token, provider: session.capabilities.payment.handlers[0].psp },
  });
  assert.equal(done.status, "completed");
});

test("the inspector gives up a purchase", async () => {
  const session = await ready([{ id: "ebook-acp" }]);
  const canceled = await change("cancel_checkout_session", session.id);
  assert.deepEqual([canceled.id, canceled.status], [session.id, "canceled"]);
});

test("the inspector fills, replaces and drops a cart", async () => {
  const cart = await change("create_cart", undefined, { line_items: [{ id: "mug-blue" }] });
  assert.equal(total(cart), 1450);
  const replaced = await change("update_cart", cart.id, { line_items: [{ id: "ebook-acp" }] });
  assert.equal(total(replaced), 999);
  assert.deepEqual((await look("get_cart", cart.id)).line_items, replaced.line_items);
  assert.equal((await change("cancel_cart", cart.id)).id, cart.id);
});

test("the inspector called every tool that there is", async () => {
  const { tools } = await inspect("tools/list", "--quiet");
  assert.deepEqual([...called].sort(), tools.map(({ name }) => name).sort());
});

// Clients of the official SDK for the shops that the environment names: the one that a till serves
// (TILL_URL, TILL_TOKEN, TILL_CONFIG) and one that none serves (IDLE_CONFIG).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpError } from "@modelcontextprotocol/sdk/types.js";

const { TILL_BINARY, TILL_CONFIG, TILL_TOKEN, TILL_URL, IDLE_CONFIG } = process.env;
const authorization = `Bearer ${TILL_TOKEN}`;

const stdio = (config) =>
  new StdioClientTransport({ command: TILL_BINARY, args: ["mcp", "--config", config] });

export const overHttp = (options = {}) =>
  new StreamableHTTPClientTransport(new URL("/mcp", TILL_URL), {
    requestInit: { headers: { authorization } },
    ...options,
  });
// A till serves the folder, so that `till mcp` passes everything on to it.
export const overStdio = () => stdio(TILL_CONFIG);
// `till mcp` is the shop itself.
export const overStdioAlone = () => stdio(IDLE_CONFIG);

// A client that knows the tools, and so checks what they answer against their outputSchema. It is
// closed after the test.
export const connect = async (t, transport) => {
  const client = new Client({ name: "till-tests", version: "1" });
  t.after(() => client.close());
  await client.connect(transport);
  const { tools } = await client.listTools();
  return { client, tools };
};

export const meta = () => ({ api_version: "2026-04-17", idempotency_key: randomUUID() });

// The structured content of a tool's answer, which its text must repeat for older clients.
export const call = async (client, name, args, options) => {
  const result = await client.callTool({ name, arguments: args }, undefined, options);
  assert.equal(result.isError, false);
  assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
  return result.structuredContent;
};

// The McpError of a request that must fail.
export const refusal = async (request) => {
  const error = await request.then(
    () => assert.fail("it was not refused"),
    (reason) => reason,
  );
  assert.ok(error instanceof McpError, String(error));
  return error;
};

export const items = [{ id: "mug-blue", quantity: 2 }, { id: "ebook-acp" }];
export const buyer = { email: "ada@example.com", first_name: "Ada", last_name: "Agent" };
export const address = {
  name: "Ada Agent",
  line_one: "1 Market St",
  city: "San Francisco",
  state: "CA",
  country: "US",
  postal_code: "94105",
};
export const newSession = (line_items = items) => ({
  line_items,
  currency: "usd",
  capabilities: {},
});

export const total = (priced, type = "total") =>
  priced.totals.filter((each) => each.type === type).reduce((sum, each) => sum + each.amount, 0);

const card = {
  type: "card",
  card_number_type: "fpan",
  number: "4242424242424242",
  exp_month: "12",
  exp_year: "2039",
  cvc: "123",
  display_card_funding_type: "credit",
  display_last4: "4242",
  metadata: {},
};

// A token that pays for the session. Payments are delegated over REST alone: no tool must see the
// number of a card.
export const delegate = async (session) => {
  const [handler] = session.capabilities.payment.handlers;
  const answer = await fetch(new URL("/agentic_commerce/delegate_payment", TILL_URL), {
    method: "POST",
    headers: {
      authorization,
      "api-version": "2026-04-17",
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify({
      payment_method: card,
      allowance: {
        reason: "one_time",
        max_amount: total(session),
        currency: session.currency,
        checkout_session_id: session.id,
        merchant_id: handler.config.merchant_id,
        expires_at: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ""),
      },
      risk_signals: [{ type: "card_testing", score: 1, action: "authorized" }],
      metadata: { source: "test" },
    }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(body));
  return body.id;
};

export const payment = (session, token) => ({
  handler_id: session.capabilities.payment.handlers[0].id,
  instrument: { type: "card", credential: { type: "spt", token } },
});

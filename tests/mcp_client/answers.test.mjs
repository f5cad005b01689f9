// What the official SDK's client makes of Till's answers, the same over each of the transports.
import assert from "node:assert/strict";
import test from "node:test";
import {
  LATEST_PROTOCOL_VERSION, ResourceListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import {
  call, connect, meta, newSession, overHttp, overStdio, overStdioAlone, refusal,
} from "./clients.mjs";

// Every test once for each transport.
const everywhere = (name, check) => {
  test(`${name}, over Streamable HTTP`, (t) => check(t, overHttp()));
  test(`${name}, over stdio to a till`, (t) => check(t, overStdio()));
  test(`${name}, over stdio alone`, (t) => check(t, overStdioAlone()));
};

// The version that a client which asks for `asked` is told.
const negotiate = async (t, transport, asked) => {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    if (message.method === "initialize") message.params.protocolVersion = asked;
    return send(message, options);
  };
  const keep = transport.setProtocolVersion?.bind(transport);
  let told;
  transport.setProtocolVersion = (version) => {
    told = version;
    keep?.(version);
  };
  const { client } = await connect(t, transport);
  await client.ping();
  return told;
};

const versions = [
  [LATEST_PROTOCOL_VERSION, LATEST_PROTOCOL_VERSION],
  ["2025-06-18", "2025-06-18"],
  ["2025-03-26", "2025-03-26"],
  ["1999-01-01", LATEST_PROTOCOL_VERSION],
];
for (const [asked, told] of versions) {
  everywhere(`who asks for version ${asked} speaks ${told}`, async (t, transport) =>
    assert.equal(await negotiate(t, transport, asked), told));
}

everywhere("the server says who it is and what it can do", async (t, transport) => {
  const { client, tools } = await connect(t, transport);
  assert.equal(client.getServerVersion().name, "till");
  assert.match(client.getInstructions(), /create_checkout_session/);
  const offered = Object.keys(client.getServerCapabilities()).sort();
  assert.deepEqual(offered, ["completions", "prompts", "resources", "tools"]);
  assert.equal(tools.length, 13);
  for (const tool of tools) assert.equal(tool.outputSchema.type, "object", tool.name);
});

everywhere("an unknown item is an error with that of the protocol as data", async (t, transport) => {
  const { client } = await connect(t, transport);
  const args = { meta: meta(), payload: newSession([{ id: "no-such-thing" }]) };
  const { code, data } = await refusal(call(client, "create_checkout_session", args));
  assert.equal(code, -32000);
  assert.deepEqual([data.type, data.code], ["invalid_request", "invalid_item_id"]);
  assert.equal(data.param, "$.payload.line_items[0].id");
});

everywhere("a call without idempotency_key is a result that says so", async (t, transport) => {
  const { client } = await connect(t, transport);
  const args = { meta: { api_version: "2026-04-17" }, payload: newSession() };
  const told = await client.callTool({ name: "create_checkout_session", arguments: args });
  assert.equal(told.isError, true);
  assert.match(told.content[0].text, /Add "idempotency_key" to "meta"/);
  const { code, param } = told._meta["till/error"];
  assert.deepEqual([code, param], ["idempotency_key_required", "$.meta.idempotency_key"]);
});

everywhere("an unknown tool is an error", async (t, transport) => {
  const { client } = await connect(t, transport);
  const { code } = await refusal(call(client, "give_discount", {}));
  assert.equal(code, -32602);
});

everywhere("the products are resources", async (t, transport) => {
  const { client } = await connect(t, transport);
  const { resources } = await client.listResources();
  assert.ok(resources.some(({ uri }) => uri === "till://products/mug-blue"));
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates[0].uriTemplate, "till://products/{id}");
  const { contents: [mug] } = await client.readResource({ uri: "till://products/mug-blue" });
  assert.equal(mug.mimeType, "application/json");
  assert.deepEqual(JSON.parse(mug.text), await call(client, "get_product", { id: "mug-blue" }));
  const { code } = await refusal(client.readResource({ uri: "till://products/no-such-thing" }));
  assert.equal(code, -32002);
});

everywhere("the prompt leads through a purchase", async (t, transport) => {
  const { client } = await connect(t, transport);
  const { prompts: [{ name }] } = await client.listPrompts();
  const { messages } = await client.getPrompt({ name, arguments: { product: "a blue mug" } });
  assert.equal(messages[0].role, "user");
  assert.match(messages[0].content.text, /1 x a blue mug\.[^]*complete_checkout_session/);
  const { code } = await refusal(client.getPrompt({ name, arguments: {} }));
  assert.equal(code, -32602);
});

everywhere("what is typed of a product is completed", async (t, transport) => {
  const { client } = await connect(t, transport);
  const argument = { name: "product", value: "mug" };
  const { completion } = await client.complete({ ref: { type: "ref/prompt", name: "buy" }, argument });
  assert.deepEqual(completion, { values: ["mug-blue"], total: 1, hasMore: false });
});

// As it comes: the client drops the steps that it reads together with the answer.
const progressOf = async (t, transport) => {
  const { client } = await connect(t, transport);
  const seen = [];
  const take = transport.onmessage;
  transport.onmessage = (message, extra) => {
    if (message.method === "notifications/progress") seen.push(message.params);
    take(message, extra);
  };
  const args = { meta: meta(), payload: newSession() };
  await call(client, "create_checkout_session", args, { onprogress: () => {} });
  return seen.map((step) => [step.progress, step.total]);
};

everywhere("a call tells its progress", async (t, transport) =>
  assert.deepEqual(await progressOf(t, transport), [[0, 1], [1, 1]]));

test("the client hears that the products changed", async (t) => {
  const listening = Promise.withResolvers();
  const heard = Promise.withResolvers();
  const transport = overHttp({
    fetch: async (url, options) => {
      const answer = await fetch(url, options);
      if (options.method === "GET") listening.resolve(answer.status);
      return answer;
    },
  });
  const { client } = await connect(t, transport);
  client.setNotificationHandler(ResourceListChangedNotificationSchema, heard.resolve);
  assert.equal(await listening.promise, 200);
  process.kill(Number(process.env.TILL_PID), "SIGHUP");
  await heard.promise;
});

test("a session over HTTP is over once its client ends it", async (t) => {
  const transport = overHttp();
  const { client } = await connect(t, transport);
  const { sessionId } = transport;
  assert.ok(sessionId);
  await client.ping();
  await transport.terminateSession();
  const late = connect(t, overHttp({ sessionId }));
  await assert.rejects(late, (error) => error.code === 404);
});

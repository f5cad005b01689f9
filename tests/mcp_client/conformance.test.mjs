// The official conformance suite, against Till behind a proxy that adds the token.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { before } from "node:test";
import { fileURLToPath } from "node:url";
import { listen } from "./proxy.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const suite = here("node_modules/@modelcontextprotocol/conformance/dist/index.js");

// With those that follow, all that do not stand in conformance.yml.
const passing = [
  "server-initialize", "ping", "completion-complete", "tools-list", "server-sse-multiple-streams",
  "resources-list", "prompts-list", "dns-rebinding-protection",
];

// Those that end well without a check, which conformance.yml may not name. server-sse-polling calls
// test_reconnection, a tool of the suite's own that closes its stream, and Till, which has no such
// tool, answers in JSON: a stream that is lost and resumed is tested in mcp_test.py.
const unchecked = ["server-sse-polling"];

// Exit status and output of the suite.
const run = async (...args) => {
  const { TILL_TOKEN, TILL_URL } = process.env;
  const proxy = await listen(TILL_URL, TILL_TOKEN);
  const results = await mkdtemp(join(tmpdir(), "till-conformance-"));
  const url = `http://127.0.0.1:${proxy.address().port}/mcp`;
  const command = [suite, "server", "--url", url, "--output-dir", results, ...args];
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, command, (error, output, complaints) =>
        resolve({ status: error?.code ?? 0, output: output + complaints }));
    });
  } finally {
    proxy.closeAllConnections();
    proxy.close();
    await rm(results, { recursive: true });
  }
};

let ran;
before(async () => {
  ran = await run("--suite", "all", "--expected-failures", here("conformance.yml"));
});

test("no scenario fails but those that do not apply, and none of these passes", () =>
  assert.equal(ran.status, 0, ran.output));

for (const scenario of passing) {
  test(`the scenario ${scenario} passes`, () =>
    assert.match(ran.output, new RegExp(`^✓ ${scenario}: [1-9]\\d* passed, 0 failed`, "m")));
}

for (const scenario of unchecked) {
  test(`the scenario ${scenario} still checks nothing`, () =>
    assert.match(ran.output, new RegExp(`^✓ ${scenario}: 0 passed, 0 failed`, "m")));
}

test("there is no scenario that neither passes nor is said not to apply", () => {
  const passed = [...ran.output.matchAll(/^✓ ([\w-]+):/gm)].map(([, name]) => name);
  assert.deepEqual(passed.sort(), [...passing, ...unchecked].sort());
});

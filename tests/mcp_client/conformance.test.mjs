// The official conformance suite, against Till behind a proxy that adds the token.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listen } from "./proxy.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const suite = here("node_modules/@modelcontextprotocol/conformance/dist/index.js");

// Of each version the scenarios that pass: with those that follow, all that do not stand in its
// conformance-….yml.
const everywhere = [
  "completion-complete", "tools-list", "server-sse-multiple-streams", "resources-list",
  "prompts-list", "dns-rebinding-protection",
];
const passing = {
  "2025-11-25": [...everywhere, "server-initialize", "ping", "server-session-lifecycle"],
  "2026-07-28": [
    ...everywhere, "sep-2164-resource-not-found", "caching", "http-header-validation",
    "input-required-result-unsupported-methods", "input-required-result-validate-input",
  ],
};

// Those that end well without a check, which conformance-….yml may not name. server-sse-polling
// calls test_reconnection, a tool of the suite's own that closes its stream, and Till, which has no
// such tool, answers in JSON: a stream that is lost and resumed is tested in mcp_test.py.
// tasks-status-notifications is left out by the suite itself.
const unchecked = {
  "2025-11-25": ["server-sse-polling"],
  "2026-07-28": ["tasks-status-notifications"],
};

// Those that stand in conformance-….yml and are only warned of, which the suite marks as passed.
const warned = {
  "2025-11-25": [],
  "2026-07-28": [
    "input-required-result-ignore-extra-params", "input-required-result-missing-input-response",
  ],
};

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

for (const version of Object.keys(passing)) {
  describe(version, () => {
    let ran;
    before(async () => {
      const expected = here(`conformance-${version}.yml`);
      ran = await run("--requirements", version, "--expected-failures", expected);
    });

    test("no scenario fails but those that do not apply, and none of these passes", () =>
      assert.equal(ran.status, 0, ran.output));

    for (const scenario of passing[version]) {
      test(`the scenario ${scenario} passes`, () =>
        assert.match(ran.output, new RegExp(`^✓ ${scenario}: [1-9]\\d* passed, 0 failed`, "m")));
    }

    for (const scenario of unchecked[version]) {
      test(`the scenario ${scenario} still checks nothing`, () =>
        assert.match(ran.output, new RegExp(`^✓ ${scenario}: 0 passed, 0 failed`, "m")));
    }

    test("there is no scenario that neither passes nor is said not to apply", () => {
      const passed = [...ran.output.matchAll(/^✓ ([\w-]+):/gm)].map(([, name]) => name);
      const known = [...passing[version], ...unchecked[version], ...warned[version]];
      assert.deepEqual(passed.sort(), known.sort());
    });
  });
}

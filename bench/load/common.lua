-- What the loads of wrk share. TILL_TOKEN is the agent, LOAD_SESSIONS a file of session ids, one a line.
local common = {}

common.create_body = '{"line_items":[{"id":"mug-blue","quantity":1}],"currency":"usd",' ..
  '"capabilities":{"interventions":{"supported":["3ds"]}},' ..
  '"buyer":{"first_name":"Ann","last_name":"Lee","email":"ann@example.com"},' ..
  '"fulfillment_details":{"name":"Ann Lee","email":"ann@example.com","address":{"name":"Ann Lee",' ..
  '"line_one":"5 Elm St","city":"San Francisco","state":"CA","country":"US","postal_code":"94105"}}}'

local headers = {
  ["Authorization"] = "Bearer " .. os.getenv("TILL_TOKEN"),
  ["API-Version"] = "2026-04-17",
  ["Content-Type"] = "application/json",
}

local prefix, count

-- Call it once in each thread, so that no two threads share an idempotency key.
function common.begin(thread_number)
  math.randomseed(os.time() * 64 + thread_number)
  prefix = thread_number .. "-" .. math.random(1, 2 ^ 31) .. "-"
  count = 0
end

function common.get(path)
  headers["Idempotency-Key"] = nil
  return wrk.format("GET", path, headers)
end

-- The request, and the idempotency key it has.
function common.post(path, body)
  count = count + 1
  local key = prefix .. count
  headers["Idempotency-Key"] = key
  return wrk.format("POST", path, headers, body), key
end

-- A tool call over MCP under a key of its own, with more headers and members of its parameters.
local function call_tool(tool, payload, more_headers, more_params)
  count = count + 1
  local all = {
    ["Authorization"] = headers["Authorization"],
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json, text/event-stream",
  }
  for name, value in pairs(more_headers) do all[name] = value end
  local meta = '{"api_version":"2026-04-17","idempotency_key":"mcp-' .. prefix .. count .. '"}'
  return wrk.format("POST", "/mcp", all, '{"jsonrpc":"2.0","id":' .. count ..
    ',"method":"tools/call","params":{' .. more_params .. '"name":"' .. tool ..
    '","arguments":{"meta":' .. meta .. ',"payload":' .. payload .. '}}}')
end

-- In the session of LOAD_MCP_SESSION.
function common.call(tool, payload)
  return call_tool(tool, payload, {
    ["Mcp-Session-Id"] = os.getenv("LOAD_MCP_SESSION"),
    ["MCP-Protocol-Version"] = "2025-11-25",
  }, "")
end

-- In the version that has no sessions.
function common.modern_call(tool, payload)
  return call_tool(tool, payload, {
    ["MCP-Protocol-Version"] = "2026-07-28",
    ["Mcp-Method"] = "tools/call",
    ["Mcp-Name"] = tool,
  }, '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",' ..
    '"io.modelcontextprotocol/clientCapabilities":{}},')
end

function common.sessions()
  local list = {}
  for id in io.lines(os.getenv("LOAD_SESSIONS")) do list[#list + 1] = id end
  return list
end

-- One line of JSON: what the run of all threads came to.
function common.report(summary, latency, requests)
  io.write(string.format('{"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"requests":%d,"errors":%d}\n',
    requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end

local threads = 0

-- wrk calls `setup` for each thread and `done` at the end, both in its first thread.
function setup(thread)
  thread:set("thread_number", threads)
  threads = threads + 1
end

function done(summary, latency)
  common.report(summary, latency, summary.requests)
end

return common

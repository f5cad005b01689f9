-- Load of durable creates for wrk: a new Idempotency-Key for every request. TILL_TOKEN is the agent.
local token = os.getenv("TILL_TOKEN")
local body = '{"line_items":[{"id":"mug-blue","quantity":2},{"id":"tee-black-m"},{"id":"ebook-acp"}],' ..
  '"currency":"usd","capabilities":{"interventions":{"supported":["3ds"]}},' ..
  '"buyer":{"first_name":"Ann","last_name":"Lee","email":"ann@example.com"},' ..
  '"fulfillment_details":{"name":"Ann Lee","email":"ann@example.com","address":{"name":"Ann Lee",' ..
  '"line_one":"5 Elm St","city":"San Francisco","state":"CA","country":"US","postal_code":"94105"}}}'
local thread_number = 0

function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end

function init()
  math.randomseed(os.time() + number)
  prefix = number .. "-" .. math.random(1, 2 ^ 31) .. "-"
  count = 0
end

function request()
  count = count + 1
  return wrk.format("POST", "/checkout_sessions", {
    ["Authorization"] = "Bearer " .. token,
    ["API-Version"] = "2026-04-17",
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = prefix .. count,
  }, body)
end

local bad = 0
function response(status)
  if status ~= 201 then bad = bad + 1 end
end

function done(summary, latency)
  io.write(string.format("requests/s %.0f  p50 %.2f ms  p99 %.2f ms  errors %d\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.errors.status))
end

-- What till asks a backend, asked by agents that think: the time that is not till's.
require "pace"

local body = '{"session_id":"cs_1","agent":"demo-agent","purpose":"create","currency":"usd",' ..
  '"lines":[{"index":0,"item_id":"mug-blue","quantity":1}],"ship_to":{"name":"Ann Lee",' ..
  '"line_one":"5 Elm St","city":"San Francisco","state":"CA","country":"US","postal_code":"94105"},' ..
  '"buyer":{"email":"ann@example.com","logged_in":false,"tax_exempt":false},"now":"2026-12-01T10:00:00Z"}'

function request()
  return wrk.format("POST", "/quote", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency)
  require("common").report(summary, latency, summary.requests)
end

-- Pays the sessions of LOAD_PAYABLE, each once, by agents that think. A thread takes every other line.
require "pace"
local common = require "common"
local bodies = require "purchase_bodies"
local payable, at, step = {}, 1, tonumber(os.getenv("LOAD_THREADS"))
local threads = {}
unpaid = 0

function setup(thread)
  thread:set("thread_number", #threads)
  threads[#threads + 1] = thread
end

function init()
  common.begin(thread_number)
  for line in io.lines(os.getenv("LOAD_PAYABLE")) do
    payable[#payable + 1] = { line:match("^(%S+) (%S+)$") }
  end
  at = thread_number + 1
end

function request()
  local session, token = unpack(payable[at] or { "none_is_left", "none" })
  at = at + step
  return common.post("/checkout_sessions/" .. session .. "/complete", bodies.complete(token))
end

function response(status, headers, body)
  if not body:find('"status":"completed"', 1, true) then unpaid = unpaid + 1 end
end

function done(summary, latency)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("unpaid") end
  summary.errors.status = math.max(summary.errors.status, sum)
  common.report(summary, latency, summary.requests)
end

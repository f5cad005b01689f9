-- Whole purchases: create with an address, a payment token, complete. One completed session counts.
local common = require "common"
local bodies = require "purchase_bodies"
local waiting, first, last = {}, 1, 0
local session_of_key = {}  -- An answer of the vault does not name its session, but echoes the key.
local threads = {}
completed = 0

function setup(thread)
  thread:set("thread_number", #threads)
  threads[#threads + 1] = thread
end

function init()
  common.begin(thread_number)
end

local function later(step)
  last = last + 1
  waiting[last] = step
end

function request()
  if first > last then return common.post("/checkout_sessions", common.create_body) end
  local step = waiting[first]
  waiting[first] = nil
  first = first + 1
  if step.token then
    return common.post("/checkout_sessions/" .. step.session .. "/complete", bodies.complete(step.token))
  end
  local delegate, key = common.post("/agentic_commerce/delegate_payment", bodies.delegate(step.session))
  session_of_key[key] = step.session
  return delegate
end

function response(status, headers, body)
  local token = body:match('^{"id":"(vt_[^"]+)"')
  if token then
    local key = headers["Idempotency-Key"]
    later({ session = session_of_key[key], token = token })
    session_of_key[key] = nil
  elseif status == 201 then
    later({ session = body:match('"id":"(cs_[^"]+)"') })
  elseif status == 200 and body:find('"status":"completed"', 1, true) then
    completed = completed + 1
  end
end

function done(summary, latency)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("completed") end
  common.report(summary, latency, sum)
end

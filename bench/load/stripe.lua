-- Whole purchases paid by tokens of LOAD_TOKENS, one a line: create with an address, complete. One completed
-- session counts; a thread takes every other token.
local common = require "common"
local tokens, at, step = {}, 1, 1
local waiting, first, last = {}, 1, 0
local threads = {}
completed = 0

function setup(thread)
  thread:set("thread_number", #threads)
  threads[#threads + 1] = thread
end

function init()
  common.begin(thread_number)
  for token in io.lines(os.getenv("LOAD_TOKENS")) do tokens[#tokens + 1] = token end
  step = tonumber(os.getenv("LOAD_THREADS"))
  at = thread_number + 1
end

local function complete_body(token)
  return '{"payment_data":{"handler_id":"card_tokenized",' ..
    '"instrument":{"type":"card","credential":{"type":"spt","token":"' .. token .. '"}}}}'
end

function request()
  if first > last or not tokens[at] then
    return common.post("/checkout_sessions", common.create_body)
  end
  local session = waiting[first]
  waiting[first] = nil
  first = first + 1
  local token = tokens[at]
  at = at + step
  return common.post("/checkout_sessions/" .. session .. "/complete", complete_body(token))
end

function response(status, headers, body)
  if status == 201 then
    last = last + 1
    waiting[last] = body:match('"id":"(cs_[^"]+)"')
  elseif status == 200 and body:find('"status":"completed"', 1, true) then
    completed = completed + 1
  end
end

function done(summary, latency)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("completed") end
  common.report(summary, latency, sum)
end

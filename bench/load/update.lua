-- Changes the sessions of the list in turn: mostly another quantity each time.
local common = require "common"
local sessions, turn = {}, 0

function init()
  common.begin(thread_number)
  sessions = common.sessions()
  turn = math.floor(#sessions / 2) * thread_number
end

function request()
  turn = turn + 1
  local id = sessions[turn % #sessions + 1]
  local quantity = math.random(1, 9)
  return common.post("/checkout_sessions/" .. id,
    '{"line_items":[{"id":"mug-blue","quantity":' .. quantity .. "}]}")
end

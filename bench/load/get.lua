-- Reads the sessions of the list in turn.
local common = require "common"
local ready, next_request = {}, 0

function init()
  common.begin(thread_number)
  for _, id in ipairs(common.sessions()) do
    ready[#ready + 1] = common.get("/checkout_sessions/" .. id)
  end
end

function request()
  next_request = next_request % #ready + 1
  return ready[next_request]
end

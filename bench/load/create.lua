-- Creates sessions of one line with an address, each under a key of its own.
local common = require "common"

function init()
  common.begin(thread_number)
end

function request()
  return (common.post("/checkout_sessions", common.create_body))
end

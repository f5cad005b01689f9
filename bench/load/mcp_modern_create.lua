-- Creates the sessions of create.lua as a client of MCP 2026-07-28 does.
local common = require "common"

function init()
  common.begin(thread_number)
end

function request()
  return common.modern_call("create_checkout_session", common.create_body)
end

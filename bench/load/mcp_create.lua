-- Creates the sessions of create.lua as an MCP client does, within one MCP session.
local common = require "common"

function init()
  common.begin(thread_number)
end

function request()
  return common.call("create_checkout_session", common.create_body)
end

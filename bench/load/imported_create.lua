-- create.lua of one of the LOAD_PRODUCTS products, the n-th of them 1/n as popular as the first.
local common = require "common"

local products = tonumber(os.getenv("LOAD_PRODUCTS"))

function init()
  common.begin(thread_number)
end

function request()
  local id = string.format("sku-%07d", math.floor(products ^ math.random()))
  return (common.post("/checkout_sessions", (common.create_body:gsub("mug%-blue", id, 1))))
end

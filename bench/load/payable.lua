-- Sessions that can be paid, each with its token: "session token" a line, into LOAD_PAYABLE. One thread.
local common = require "common"
local bodies = require "purchase_bodies"
local file, waiting, session_of_key = nil, {}, {}

function init()
  common.begin(0)
  file = io.open(os.getenv("LOAD_PAYABLE"), "w")
end

function request()
  local session = table.remove(waiting)
  if not session then return common.post("/checkout_sessions", common.create_body) end
  local delegate, key = common.post("/agentic_commerce/delegate_payment", bodies.delegate(session))
  session_of_key[key] = session
  return delegate
end

function response(status, headers, body)
  local token = body:match('^{"id":"(vt_[^"]+)"')
  if token then
    local key = headers["Idempotency-Key"]
    file:write(session_of_key[key], " ", token, "\n")
    session_of_key[key] = nil
  elseif status == 201 then
    waiting[#waiting + 1] = body:match('"id":"(cs_[^"]+)"')
  end
end

-- Agents that think: each connection waits about LOAD_PAUSE ms after an answer before it asks again.
local pause = tonumber(os.getenv("LOAD_PAUSE") or "0")

-- wrk asks for it before every request, if it is there; nil is no pause.
if pause > 0 then
  function delay()
    return math.floor(pause * (0.5 + math.random()))
  end
end

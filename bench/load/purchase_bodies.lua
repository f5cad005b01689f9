-- What a purchase is paid with: a token of the sandbox's vault, and the complete that brings it.
local bodies = {}

function bodies.delegate(session)
  return '{"payment_method":{"type":"card","card_number_type":"fpan","number":"4242424242424242",' ..
    '"exp_month":"11","exp_year":"2031","cvc":"123","display_card_funding_type":"credit",' ..
    '"display_brand":"visa","display_last4":"4242","metadata":{}},' ..
    '"allowance":{"reason":"one_time","max_amount":100000,"currency":"usd",' ..
    '"checkout_session_id":"' .. session .. '","merchant_id":"merchant_demo",' ..
    '"expires_at":"2037-01-01T00:00:00Z"},"risk_signals":[{"type":"card_testing","score":10,' ..
    '"action":"manual_review"}],"metadata":{}}'
end

function bodies.complete(token)
  return '{"payment_data":{"handler_id":"' .. os.getenv("LOAD_HANDLER") .. '",' ..
    '"instrument":{"type":"card","credential":{"type":"spt","token":"' .. token .. '"}}}}'
end

return bodies

"""What holds of every answer: headers, error shape, identities of the totals, the schema."""

import hashlib
import hmac
import json
import os
import re

try:
    import jsonschema
except ImportError:
    jsonschema = None

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMAS = os.path.join(os.path.dirname(REPOSITORY), "shared", "spec", "2026-04-17", "json-schema")
CAN_VALIDATE = jsonschema is not None and os.path.isdir(SCHEMAS)

_validators = {}


def validator(file, definition):
    if (file, definition) not in _validators:
        with open(os.path.join(SCHEMAS, f"schema.{file}.json"), encoding="utf-8") as text:
            schema = json.loads(text.read().replace('"schema.agentic_checkout.json#', '"#'))
        if file == "cart":  # Its lines and totals are those of a checkout.
            schema["$defs"].update(validator("agentic_checkout", "LineItem").schema["$defs"])
        rule = {"$schema": schema["$schema"], "$defs": schema["$defs"],
                "$ref": f"#/$defs/{definition}"}
        _validators[file, definition] = jsonschema.Draft202012Validator(
            rule, format_checker=jsonschema.FormatChecker())
    return _validators[file, definition]


def validate(file, definition, value):
    """Fails with every fault the official schema finds; says nothing where there is none."""
    if CAN_VALIDATE:
        faults = [f"{fault.json_path}: {fault.message[:200]}"
                  for fault in validator(file, definition).iter_errors(value)]
        if faults:
            raise AssertionError(f"no {definition}: {faults}\n{json.dumps(value)[:3000]}")


def require(holds, what, answer):
    if not holds:
        raise AssertionError(f"{what}: {answer!r}\n{dict(answer.headers)}")


def header(headers, name):
    return next((v for n, v in headers.items() if n.lower() == name.lower()), None)


def check(method, path, sent, answer):
    """Every answer of the public listener."""
    kind = answer.headers.get("Content-Type", "")
    require(kind.split(";")[0] == "application/json", "the answer is JSON", answer)
    for name in ("Request-Id", "Idempotency-Key"):
        value = header(sent, name)
        if value and len(value) <= 255 and value.isascii() and (name == "Request-Id"
                                                                or method != "GET"):
            require(answer.headers.get(name) == value, f"{name} comes back", answer)
    require(answer.headers.get("Idempotent-Replayed") in (None, "true"), "TR-09", answer)
    payment = path.startswith("/agentic_commerce/delegate_payment")
    if answer.status >= 400:
        check_error(answer, payment)
    elif payment:
        validate("delegate_payment", "DelegatePaymentResponse", answer.json)
    elif path.startswith("/checkout_sessions"):
        check_session(answer)
    elif path.startswith("/carts"):
        check_cart(answer)
    elif path.startswith("/orders/"):
        validate("agentic_checkout", "Order", answer.json)
    elif path == "/.well-known/acp.json":
        validate("agentic_checkout", "DiscoveryResponse", answer.json)


def check_error(answer, payment):
    error = answer.json
    require(isinstance(error, dict), "an error is an object", answer)
    allowed = {"type", "code", "message", "param", "supported_versions"}
    require(set(error) <= allowed, "ER-05", answer)
    require(all(isinstance(error.get(n), str) and error[n] for n in ("type", "code", "message")),
            "ER-01", answer)
    require(re.fullmatch(r"[a-z0-9_]+", error["code"]), "codes are snake_case", answer)
    if "param" in error:
        require(error["param"].startswith("$"), "ME-06", answer)
    require(("supported_versions" in error) == error["code"].endswith("_api_version")
            or payment, "VE-04", answer)
    if answer.status in (409, 429, 503):
        require(int(answer.headers.get("Retry-After", "0")) > 0, "Retry-After in seconds", answer)
    if answer.status == 401:
        require(answer.headers.get("WWW-Authenticate", "").startswith("Bearer"), "401", answer)
    if answer.status == 405:
        require(answer.headers.get("Allow") is not None or "is over" in error["message"]
                or error["code"] != "method_not_allowed", "405 has Allow", answer)
    if not payment:
        kinds = {"invalid_request", "processing_error", "service_unavailable"}
        require(error["type"] in kinds, "ER-02", answer)
        validate("agentic_checkout", "Error", error)


def amounts(totals):
    """Sums by type; LT-12 allows several entries of one type."""
    sums = {}
    for entry in totals:
        sums[entry["type"]] = sums.get(entry["type"], 0) + entry["amount"]
    return sums


def check_identities(totals, answer, where):
    t = amounts(totals)
    require(all(isinstance(e["amount"], int) and e["amount"] >= 0 for e in totals),
            f"{where}: LT-17, TR-03", answer)
    for kind in ("items_base_amount", "subtotal", "total"):
        require(kind in t, f"{where}: {kind} stands always", answer)
    require(t["subtotal"] == t["items_base_amount"] - t.get("items_discount", 0),
            f"{where}: LT-07", answer)
    added = sum(t.get(k, 0) for k in ("subtotal", "fulfillment", "tax", "fee", "gift_wrap", "tip"))
    require(t["total"] == added - t.get("discount", 0) - t.get("store_credit", 0),
            f"{where}: LT-09", answer)
    return t


def check_session(answer):
    session = answer.json
    validate("agentic_checkout",
             "CheckoutSessionWithOrder" if "order" in session else "CheckoutSession", session)
    require("null" not in json.dumps(session).replace('"null"', ""), "SE-03", answer)
    whole = check_identities(session["totals"], answer, "session")
    lines = []
    for line in session["line_items"]:
        sums = check_identities(line["totals"], answer, line["id"])
        price = line.get("unit_amount", line["item"].get("unit_amount"))
        if price is not None:
            require(sums["items_base_amount"] == price * line["quantity"], "LT-05", answer)
        lines.append(sums)
    for kind in ("items_base_amount", "items_discount", "subtotal"):
        require(sum(s.get(kind, 0) for s in lines) == whole.get(kind, 0),
                f"lines add up to the session's {kind}: LT-11", answer)
    lines_tax = sum(s.get("tax", 0) for s in lines)
    check_fulfillment(session, whole, lines_tax, answer)
    check_status(session, answer)
    for applied in session.get("discounts", {}).get("applied", []):
        if applied.get("allocations"):
            require(sum(a["amount"] for a in applied["allocations"]) == applied["amount"],
                    "DC-07", answer)


def check_cart(answer):
    cart = answer.json
    validate("cart", "Cart", cart)
    require(set(cart) <= {"id", "line_items", "buyer", "currency", "totals", "messages",
                          "continue_url", "expires_at"}, "CT-12", answer)
    require(cart["id"].startswith("cart_"), "CT-05", answer)
    whole = check_identities(cart["totals"], answer, "cart")
    lines = [check_identities(line["totals"], answer, line["id"]) for line in cart["line_items"]]
    for kind in ("items_base_amount", "items_discount", "subtotal"):
        require(sum(sums.get(kind, 0) for sums in lines) == whole.get(kind, 0), "LT-11", answer)
    require("tax" not in whole and "fulfillment" not in whole, "CT-14", answer)


def check_fulfillment(session, whole, lines_tax, answer):
    offered = {option["id"]: option for option in session["fulfillment_options"]}
    chosen = tax = 0
    ids = {s["option_id"] for s in session.get("selected_fulfillment_options", [])}
    for selected in session.get("selected_fulfillment_options", []):
        require(selected["option_id"] in offered, "CU-10", answer)
        require(offered[selected["option_id"]]["type"] == selected["type"], "FU-06", answer)
    for option in ids:
        sums = amounts(offered[option]["totals"])
        require(sums["total"] == sums["subtotal"], "LT-14", answer)
        chosen += sums["total"]
        tax += sums.get("tax", 0)
    require(chosen == whole.get("fulfillment", 0), "LT-13", answer)
    require(lines_tax + tax == whole.get("tax", 0), "LT-11", answer)


def check_status(session, answer):
    status = session["status"]
    errors = [m for m in session["messages"] if m["type"] == "error"]
    require(all("resolution" in e for e in errors), "ME-05", answer)
    require(all(m.get("param", "$").startswith("$") for m in session["messages"]), "ME-06", answer)
    require(("order" in session) == (status == "completed"), "ST-10", answer)
    if status == "ready_for_payment":
        # A failed payment is the one error that leaves a session ready.
        past = {"payment_declined", "requires_3ds", "invalid", "conflict"}
        require({e["code"] for e in errors} <= past, "ST-13", answer)
    if status in ("incomplete", "not_ready_for_payment"):
        require(errors, "ST-02, ST-03", answer)
    types = {link["type"] for link in session["links"]}
    require({"terms_of_use", "privacy_policy"} <= types, "links", answer)


def stripe_signature(secret, body, seconds):
    """Stripe-Signature as Stripe would make it at that time."""
    signed = f"{seconds}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"

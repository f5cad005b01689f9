"""Checks rendered answers, one JSON file each, against the official schemas of the protocol.

Usage: validate_samples.py FOLDER. The part of a file's name before its first dot names the schema.
The exit status is 77 where the schemas or what reads them is not there.
"""
import json
import pathlib
import sys

BESIDE = pathlib.Path(__file__).resolve().parents[3]
SPEC = BESIDE / "shared" / "spec" / "2026-04-17" / "json-schema"
CANNOT_VALIDATE = 77
CHECKOUT = "schema.agentic_checkout.json"
CART = "schema.cart.json"
VAULT = "schema.delegate_payment.json"
# As the webhook's OpenAPI has it: EventDataOrder is an Order with more required members.
WEBHOOK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "data"],
    "properties": {
        "type": {"enum": ["order_create", "order_update"]},
        "data": {"allOf": [{"$ref": "#/$defs/Order"}],
                 "required": ["type", "checkout_session_id", "permalink_url", "status"]},
    },
}
SCHEMAS = {
    "session": (CHECKOUT, "CheckoutSession"),
    "session_with_order": (CHECKOUT, "CheckoutSessionWithOrder"),
    "order": (CHECKOUT, "Order"),
    "webhook": (CHECKOUT, "WebhookEvent"),
    "error": (CHECKOUT, "Error"),
    "cart": (CART, "Cart"),
    "discovery": (CHECKOUT, "DiscoveryResponse"),
    "token": (VAULT, "DelegatePaymentResponse"),
    "token_error": (VAULT, "Error"),
}


def validators():
    """One validator for each kind of sample."""
    import jsonschema

    bundles = {name: json.loads((SPEC / name).read_text()) for name in (CHECKOUT, CART, VAULT)}
    bundles[CHECKOUT]["$defs"]["WebhookEvent"] = WEBHOOK
    store = {bundle["$id"]: bundle for bundle in bundles.values()}
    # A cart names the parts of a checkout by the file beside it.
    beside = bundles[CART]["$id"].rsplit("/", 1)[0] + "/"
    store[beside + CHECKOUT] = bundles[CHECKOUT]
    for path in SPEC.glob("*.json"):
        document = json.loads(path.read_text())
        store.setdefault(document.get("$id", path.name), document)
    made = {}
    for kind, (name, definition) in SCHEMAS.items():
        resolver = jsonschema.RefResolver.from_schema(bundles[name], store=store)
        made[kind] = jsonschema.Draft202012Validator(
            bundles[name]["$defs"][definition],
            resolver=resolver,
            format_checker=jsonschema.draft202012_format_checker,
        )
    return made


def faults_of(path, by_kind):
    """The sentences to print about one sample."""
    validator = by_kind[path.name.split(".")[0]]
    sample = json.loads(path.read_text())
    for error in validator.iter_errors(sample):
        causes = [error, *(error.context or [])]
        for cause in causes:
            where = "/".join(str(step) for step in cause.absolute_path)
            yield f"{path.name}: /{where}: {cause.message[:300]}"


def main():
    if not SPEC.is_dir():
        print("no official schemas at ../shared/spec")
        return CANNOT_VALIDATE
    try:
        by_kind = validators()
    except ImportError:
        print("python3-jsonschema is not installed")
        return CANNOT_VALIDATE
    samples = sorted(pathlib.Path(sys.argv[1]).glob("*.json"))
    if not samples:
        print("there are no samples")
        return 1
    faults = [fault for path in samples for fault in faults_of(path, by_kind)]
    for fault in faults:
        print(fault)
    kinds = {path.name.split(".")[0] for path in samples}
    print(f"{len(samples)} samples of {len(kinds)} kinds, {len(faults)} faults")
    return 1 if faults or kinds != set(SCHEMAS) else 0


if __name__ == "__main__":
    sys.exit(main())

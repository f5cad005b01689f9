"""The published contract: schemas that say what they should, an OpenAPI document of them, a guide
whose examples are of them."""

import copy
import json
import os
import re
import unittest

import jsonschema
from asker import (CONTRACT, REPOSITORY, all_schemas, faults, read_schema, schema_names, signature,
                   validator)
from purchases import CALIFORNIA, NOW, cart, event, order, purchase, wanted

VERSION = "2026-12-01"
MESSAGES = {"capabilities", "quote-request", "quote", "holds-request", "holds", "approval-request",
            "approval", "order", "order-answer", "order-event", "products", "refused"}

# Every question: what is asked, what comes back, and whether it changes something.
OPERATIONS = {
    ("get", "/capabilities"): (None, {"200": "capabilities"}, False),
    ("post", "/quote"): ("quote-request", {"200": "quote"}, False),
    ("put", "/holds/{session_id}"): ("holds-request", {"200": "holds"}, True),
    ("delete", "/holds/{session_id}"): (None, {"200": None, "204": None}, True),
    ("post", "/approve"): ("approval-request", {"200": "approval"}, False),
    ("post", "/orders"): ("order", {"200": "order-answer", "201": "order-answer"}, True),
    ("post", "/orders/{order_id}/events"): ("order-event", {"200": None, "204": None}, True),
    ("get", "/products"): (None, {"200": "products"}, False),
}
EVERY_HEADER = {"Till-Signature", "Till-Request-Id", "Till-Deadline-Ms", "traceparent"}

MUG = {"index": 0, "title": "Blue mug", "unit_amount": 1450}
OPTION = {"id": "standard", "type": "shipping", "title": "Standard", "amount": 500, "covers": [0]}
STORE = {"name": "Shop", "address": CALIFORNIA}
APPLIED = {"code": "SAVE10", "title": "10% off", "allocations": [{"index": 0, "amount": 290}]}
REJECTED = {"code": "OLD", "reason": "expired"}
ORDER = order("ord_1")
APPROVAL = {**purchase(), "risk_signals": {}}


def quote(line=None, option=None, **more):
    return {"lines": [{**MUG, **(line or {})}], "options": [{**OPTION, **(option or {})}], **more}


def discounts(applied=None, rejected=None):
    return quote(discounts={"applied": [{**APPLIED, **(applied or {})}],
                            "rejected": [{**REJECTED, **(rejected or {})}]})


def without(value, *path):
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return value


def refused(reason, **more):
    return {"refused": {"reason": reason, **more}}


FACTS = {
    "group": "mug", "options": [{"name": "Colour", "value": "Blue"}], "brand": "Till Pottery",
    "gtin": "4006381333931", "mpn": "TP-1", "category": "Kitchen > Mugs", "condition": "new",
    "weight_grams": 350, "size": {"length_mm": 120, "width_mm": 90, "height_mm": 95},
    "availability": "preorder", "available_at": "2027-01-01T00:00:00Z", "least_age": 18,
    "additional_image_urls": ["https://shop.example.com/mug-2.jpg"]}

# Each is wrong in a quote's line and in a product.
WRONG_FACTS = [
    {"brand": 7}, {"brand": None}, {"mpn": "x" * 501}, {"group": "x" * 256}, {"gtin": "123"},
    {"gtin": 4006381333931}, {"condition": "mint"}, {"weight_grams": 1.5}, {"weight_grams": -1},
    {"size": {"length_mm": 1}}, {"availability": "in_stock"}, {"available_at": "tomorrow"},
    {"least_age": 151}, {"options": {"Colour": "Blue"}}, {"options": [{"name": "Colour"}]},
    {"options": [{"name": "", "value": "Blue"}]}, {"additional_image_urls": ["mug-2.jpg"]}]

PRICED = {"id": "a", "title": "A", "unit_amount": {"usd": 2}}

GOOD = [
    ("capabilities", {"version": VERSION, "capabilities": []}),
    ("capabilities", {"version": VERSION, "capabilities": ["quote", "of later days"]}),
    ("quote-request", cart(("mug-blue", 1))),
    ("quote-request", {**cart(("mug-blue", 1)), "lines": [
        {"index": 0, "item_id": "mug-blue", "quantity": 1, "published_amount": 1200}]}),
    ("quote-request", cart(("mug-blue", 1, "g1"), groups=[{"id": "g1", "type": "pickup"}])),
    ("quote", quote()),
    ("quote", quote({"available": None, "tax": None})),
    ("quote", quote({"available": 0, "tax": 0, "max_per_order": 1, "tax_included": True})),
    ("quote", {"lines": [{"index": 0, "sold": False}], "options": []}),
    ("quote", quote({"image_url": "https://shop.example.com/a%20mug.jpg", "url": "http://h/mug"})),
    ("quote", quote({**FACTS, "list_amount": 1990})),
    ("quote", quote(option={"tax": 80, "tax_included": True})),
    ("quote", quote(option={"type": "pickup", "location": STORE, "pickup_type": "locker",
                            "line_taxes": [{"index": 0, "tax": 210}]})),
    ("quote", discounts()),
    ("quote", discounts({"percent_off": 10})),
    ("quote", discounts({"amount_off": 500, "id": "ten-off"})),
    ("holds-request", wanted(1)),
    ("holds-request", {**wanted(1), "until": "2026-12-01T10:00:00.5Z"}),
    ("holds", {"held": [], "short": [{"item_id": "mug-blue", "available": 0}]}),
    ("approval-request", APPROVAL),
    ("approval", {"decision": "approve"}),
    ("approval", {"decision": "decline", "reason": "no"}),
    ("order", ORDER),
    ("order", without(ORDER, "payment", "reference")),
    ("order-answer", {"order_number": "10023"}),
    ("order-event", event("held", ORDER)),
    ("order-event", event("refunded", ORDER, amount=100)),
    ("products", {"products": []}),
    ("products", {"products": [{"id": "a", "title": "A", "unit_amount": {"usd": 1, "jpy": 2}}]}),
    ("products", {"products": [{"id": "a", "title": "A", "unit_amount": 1}], "currency": "usd"}),
    ("products", {"products": [{"id": "a", "removed": True}]}),
    ("products", {"products": [{**PRICED, **FACTS, "sale": {"unit_amount": {"usd": 1}}}]}),
    ("products", {"products": [{**PRICED, "sale": {"unit_amount": 1}}], "currency": "usd"}),
    ("refused", refused("anything_else")),
    ("refused/$defs/of_quote", refused("unknown_quote", message="It is over.")),
    ("refused/$defs/of_quote", refused("unknown_item", index=0)),
]

BAD = [
    ("capabilities", {"version": "2025-01-01", "capabilities": []}),
    ("capabilities", {"version": VERSION, "capabilities": ["quote", "quote"]}),
    ("quote-request", cart()),
    ("quote-request", {**cart(("mug-blue", 1)), "currency": "USD"}),
    ("quote-request", {**cart(("mug-blue", 1)), "purpose": "look"}),
    ("quote-request", {**cart(("mug-blue", 1)), "now": "2026-12-01T10:00:00+01:00"}),
    ("quote-request", cart(("mug-blue", 0))),
    ("quote-request", cart(("mug-blue", 1), ship_to={**CALIFORNIA, "country": "us"})),
    ("quote", quote({"unit_amount": -1})),
    ("quote", quote({"unit_amount": 14.5})),
    ("quote", quote({"unit_amount": 2**53})),
    ("quote", quote({"tax": -1})),
    ("quote", quote({"tax_included": 1})),
    ("quote", quote(option={"tax_included": "yes"})),
    ("quote", quote({"available": -1})),
    ("quote", quote({"description": None})),
    ("quote", quote({"image_url": "mug.jpg"})),
    ("quote", quote({"url": "javascript:alert(1)"})),
    ("quote", quote({"url": "https://h/" + 2039 * "x"})),
    *[("quote", quote(wrong)) for wrong in WRONG_FACTS],
    ("quote", quote({"list_amount": -1})),
    ("quote", without(quote(), "lines", 0, "title")),
    ("quote", without(quote(), "lines", 0, "unit_amount")),
    ("quote", without(quote(), "lines", 0, "index")),
    ("quote", without(quote(), "options")),
    ("quote", {**quote(), "lines": []}),
    ("quote", quote(option={"covers": []})),
    ("quote", quote(option={"covers": [0, 0]})),
    ("quote", quote(option={"type": "pickup"})),
    ("quote", quote(option={"type": "drone"})),
    ("quote", quote(option={"pickup_type": "roof"})),
    ("quote", discounts({"percent_off": 10, "amount_off": 500})),
    ("quote", discounts({"percent_off": 101})),
    ("quote", discounts({"code": ""})),
    ("quote", discounts(None, {"reason": "just_so"})),
    ("quote", quote(expires_at="tomorrow")),
    ("holds-request", {**wanted(1), "version": 0}),
    ("holds-request", without(wanted(1), "until")),
    ("holds", {"held": []}),
    ("holds", {"held": [{"item_id": "mug-blue", "quantity": 0}], "short": []}),
    ("approval-request", without(APPROVAL, "risk_signals")),
    ("approval-request", {**APPROVAL, "payment": ORDER["payment"]}),
    ("approval", {"decision": "maybe"}),
    ("approval", {"decision": "decline"}),
    ("order", without(ORDER, "id")),
    ("order", without(ORDER, "payment", "captured")),
    ("order", without(ORDER, "buyer", "email")),
    ("order", without(ORDER, "fulfillment", 0, "address")),
    ("order", {**ORDER, "totals": ORDER["totals"][:-1]}),
    ("order", {**ORDER, "lines": []}),
    ("order-answer", {"order_number": 10023}),
    ("order-answer", {"order_number": "1", "permalink_url": "javascript:alert(1)"}),
    ("order-event", event("lost", ORDER)),
    ("order-event", event("refunded", ORDER)),
    ("order-event", without(event("held", ORDER), "order", "totals")),
    ("products", {"products": [{"id": "a", "title": "A", "unit_amount": 1}]}),
    ("products", {"products": [{"id": "a", "title": "A"}]}),
    ("products", {"products": [{"id": "a", "title": "A", "unit_amount": {"USD": 1}}]}),
    *[("products", {"products": [{**PRICED, **wrong}]}) for wrong in WRONG_FACTS],
    ("products", {"products": [{**PRICED, "sale": {}}]}),
    ("products", {"products": [{**PRICED, "sale": {"unit_amount": 1}}]}),
    ("products", {"products": [], "next": None}),
    ("refused", {"reason": "unknown_item"}),
    ("refused", refused("No such thing!")),
    ("refused/$defs/of_quote", refused("just_so")),
    ("refused/$defs/of_quote", refused("unknown_item")),
]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def parts(value):
    """The value and everything in it, objects and lists alike."""
    yield value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, (dict, list)):
            yield from parts(each)


class Schemas(unittest.TestCase):
    def test_there_is_one_for_each_message_and_one_of_what_they_share(self):
        self.assertEqual(set(schema_names()), MESSAGES | {"common"})

    def test_each_is_a_schema_of_2020_12_and_says_what_it_is_of(self):
        for name in schema_names():
            with self.subTest(name):
                schema = read_schema(name)
                jsonschema.Draft202012Validator.check_schema(schema)
                self.assertEqual(schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
                self.assertTrue(schema["title"])

    def test_every_reference_leads_somewhere(self):
        for place in [part["$ref"] for part in parts(all_schemas()) if "$ref" in part]:
            found = all_schemas()
            for step in place[len("#/$defs/"):].split("/"):
                self.assertIn(step, found, place)
                found = found[step]

    def test_unknown_members_are_allowed_everywhere(self):
        for name in schema_names():
            closed = [part for part in parts(read_schema(name)) if isinstance(part, dict)
                      and (part.get("additionalProperties") is False
                           or "unevaluatedProperties" in part)]
            self.assertEqual(closed, [], name)

    def test_what_is_right_is_taken(self):
        for place, message in GOOD:
            with self.subTest(place, message=message):
                self.assertEqual(faults(place, message), [])
                self.assertEqual(faults(place, {**message, "of_later_days": [None]}), [])

    def test_what_is_wrong_is_not(self):
        for place, message in BAD:
            with self.subTest(place, message=message):
                self.assertNotEqual(faults(place, message), [])

    def test_a_code_is_rejected_for_a_reason_that_agents_are_told(self):
        told = re.findall(r"\bdiscount_code_(\w+)", read(REPOSITORY, "src/checkout/message.h"))
        renamed = {"combination_disallowed": "combination", "user_ineligible": "not_eligible",
                   "user_not_logged_in": "not_logged_in"}
        reasons = read_schema("quote")["$defs"]["rejected"]["properties"]["reason"]["enum"]
        self.assertEqual(sorted(reasons), sorted(renamed.get(one, one) for one in told))


class OpenApi(unittest.TestCase):
    def setUp(self):
        self.document = json.loads(read(CONTRACT, "openapi.json"))

    def resolved(self, value):
        """What it is or refers to, in this document."""
        if not value.get("$ref", "").startswith("#/"):
            return value
        found = self.document
        for step in value["$ref"][2:].split("/"):
            found = found[step]
        return found

    def schema_of(self, message):
        content = self.resolved(message or {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref")
        return reference and reference.replace("schemas/", "").replace(".json", "", 1)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in set(item) - {"parameters"}:
                yield method, path, item[method], item.get("parameters", [])

    def test_it_is_of_the_version(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        self.assertEqual(self.document["info"]["version"], VERSION)
        self.assertEqual(read_schema("capabilities")["properties"]["version"]["const"], VERSION)

    def test_it_has_every_question_and_no_other(self):
        self.assertEqual({(method, path) for method, path, _, _ in self.operations()},
                         set(OPERATIONS))

    def test_every_question_names_its_schemas(self):
        for method, path, operation, _ in self.operations():
            asked, answered, _ = OPERATIONS[method, path]
            with self.subTest(method=method, path=path):
                self.assertEqual(self.schema_of(operation.get("requestBody")), asked)
                self.assertEqual({code: self.schema_of(answer) for code, answer
                                  in operation["responses"].items() if code < "300"}, answered)
                no = {self.schema_of(operation["responses"].get(code)) for code in ("409", "422")}
                wanted_no = {"refused#/$defs/of_quote" if path == "/quote" else
                             "refused" if method != "get" else None}
                self.assertEqual(no, wanted_no)
                self.assertLessEqual({"400", "401"}, set(operation["responses"]))

    def test_every_question_is_signed_and_every_deed_has_a_key(self):
        for method, path, operation, shared in self.operations():
            with self.subTest(method=method, path=path):
                parameters = [self.resolved(one) for one in operation["parameters"] + shared]
                headers = {one["name"] for one in parameters if one["in"] == "header"}
                deed = {"Idempotency-Key"} if OPERATIONS[method, path][2] else set()
                self.assertEqual(headers, EVERY_HEADER | deed)
                self.assertEqual({one["name"] for one in parameters if one["in"] == "path"},
                                 set(re.findall(r"{(\w+)}", path)))

    def test_every_reference_leads_somewhere(self):
        places = [part["$ref"] for part in parts(self.document) if "$ref" in part]
        for place in places:
            if place.startswith("#/"):
                self.resolved({"$ref": place})
            else:
                file, _, inside = place.partition("#")
                self.assertTrue(os.path.isfile(os.path.join(CONTRACT, file)), place)
                name = os.path.basename(file)[:-len(".json")]
                validator(name + inside).is_valid({})

    def test_its_pattern_is_that_of_a_signature(self):
        pattern = self.document["components"]["parameters"]["signature"]["schema"]["pattern"]
        self.assertRegex(signature(b"{}", at=1), pattern)
        self.assertRegex(signature(b"{}", at=1) + ",v1=" + "0" * 64, pattern)
        self.assertNotRegex(signature(b"{}", at=1)[:-1], pattern)


class Guide(unittest.TestCase):
    def setUp(self):
        self.text = read(CONTRACT, "README.md")

    def test_every_example_is_of_the_schema_that_it_names(self):
        examples = re.findall(r"^```json ?(\S*)\n(.*?)^```", self.text, re.M | re.S)
        for place, example in examples:
            with self.subTest(example=example):
                self.assertEqual(faults(place, json.loads(example)), [])
        self.assertEqual({place.split("/")[0] for place, _ in examples}, MESSAGES)

    def test_it_names_every_reason_and_every_question(self):
        reasons = read_schema("quote")["$defs"]["rejected"]["properties"]["reason"]["enum"]
        refusals = read_schema("refused")["$defs"]["of_quote"]["properties"]["refused"]
        for word in reasons + refusals["properties"]["reason"]["enum"]:
            self.assertIn(f"`{word}`", self.text)
        for method, path in OPERATIONS:
            self.assertIn(f"{method.upper()} {path}", self.text)

    def test_its_signature_is_right(self):
        """The one that a reader can try a verification with."""
        found = re.search(r"secret\s+`(.*?)`, time `(\d+)` and the body `(.*?)`.*?`(t=.*?)`",
                          self.text, re.S)
        secret, at, body, header = found.groups()
        self.assertEqual(signature(body.encode(), secret.encode(), int(at)), header)


if __name__ == "__main__":
    unittest.main()

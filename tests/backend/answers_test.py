"""What every example backend answers to questions that change nothing."""

import json
import time
import unittest

from asker import SECRET, signature
from every_backend import WithOneBackend, for_every_backend
from purchases import CALIFORNIA, GERMANY, OREGON, cart, in_euros, order, purchase, wanted

MUG, TEE, POSTER, EBOOK = "mug-blue", "tee-black", "poster-city", "ebook-acp"
SHIPPED = {"standard": 500, "express": 1500}
FETCHED = {"store": 0}
PARCEL = {"parcel": 490}

# Reckoned by hand: California takes 7.25 %, half up, of a line after its discount; SAVE10 takes
# 10 %, half up, off each line. The last number is what is paid by the first option.
QUOTES = [
    ("no address, no tax yet", cart((MUG, 2)),
     [None], [], FETCHED, {0: 210}, 2900),
    ("two mugs to California", cart((MUG, 2), ship_to=CALIFORNIA),
     [210], [], {**SHIPPED, **FETCHED}, {0: 210}, 3610),
    ("a discount before the tax", cart((MUG, 2), (EBOOK, 1), ship_to=CALIFORNIA,
                                       discount_codes=["SAVE10"]),
     [189, 0], [290, 100], {**SHIPPED, **FETCHED, "download": 0}, {0: 189}, 4198),
    ("298.5 is rounded up", cart((POSTER, 3), ship_to=CALIFORNIA, discount_codes=["SAVE10"]),
     [195], [299], {**SHIPPED, **FETCHED}, {0: 195}, 3381),
    ("Oregon takes nothing, the store's place does", cart((TEE, 1), ship_to=OREGON),
     [0], [], {**SHIPPED, **FETCHED}, {0: 181}, 3000),
    ("nothing is brought to Germany", cart((MUG, 1), ship_to=GERMANY),
     [0], [], FETCHED, {0: 105}, 1450),
    ("a file needs no address", cart((EBOOK, 2)),
     [0], [], {"download": 0}, {}, 1998),
    ("a group goes to an address of its own",
     cart((MUG, 1, "g1"), (TEE, 1), ship_to=CALIFORNIA,
          groups=[{"id": "g1", "type": "shipping", "ship_to": OREGON}]),
     [0, 181], [], {**SHIPPED, "standard@g1": 500, "express@g1": 1500, **FETCHED},
     {0: 105, 1: 181}, 4631),
    ("a group without an address goes to that of all",
     cart((MUG, 2, "g1"), ship_to=CALIFORNIA, groups=[{"id": "g1", "type": "shipping"}]),
     [210], [], {**SHIPPED, **FETCHED}, {0: 210}, 3610),
    ("a buyer who is exempt", cart((MUG, 2), ship_to=CALIFORNIA, buyer={"tax_exempt": True}),
     [0], [], {**SHIPPED, **FETCHED}, {0: 0}, 3400),
]

# In euros 19/119 of a price is tax already, half up, of a line after its discount.
INCLUDED = [
    ("no address, no tax yet", in_euros((MUG, 2)), [None], [], {}, {}, 2980),
    ("two mugs to Germany", in_euros((MUG, 2), ship_to=GERMANY), [476], [], PARCEL, {"parcel": 78},
     3470),
    ("the tax of each line is rounded by itself", in_euros((POSTER, 1), (MUG, 3), ship_to=GERMANY),
     [159, 714], [], PARCEL, {"parcel": 78}, 5955),
    ("a discount before the tax", in_euros((MUG, 2), (EBOOK, 1), ship_to=GERMANY,
                                           discount_codes=["SAVE10"]),
     [428, 0], [298, 90], {**PARCEL, "download": 0}, {"parcel": 78, "download": 0}, 3981),
    ("a buyer who is exempt", in_euros((MUG, 1), ship_to=GERMANY, buyer={"tax_exempt": True}),
     [0], [], PARCEL, {"parcel": 0}, 1980),
    ("nothing is brought to California", in_euros((MUG, 1), ship_to=CALIFORNIA),
     [0], [], {}, {}, 1490),
]

CODES = [
    ([], [], []),
    (["SAVE10"], ["SAVE10"], []),
    (["OLD"], [], [("OLD", "expired")]),
    (["NOPE", ""], [], [("NOPE", "invalid"), ("", "invalid")]),
    (["save10"], [], [("save10", "invalid")]),
    (["SAVE10", "SAVE10"], ["SAVE10"], [("SAVE10", "already_applied")]),
    (["constructor", "toString"], [], [("constructor", "invalid"), ("toString", "invalid")]),
]

REFUSALS = [
    ("unknown_item", 1, cart((MUG, 1), ("nothing", 1))),
    ("unknown_item", 0, cart(("constructor", 1))),
    ("unknown_item", 0, cart(("nothing", 1), purpose="cart")),
    ("unsupported_currency", None, {**cart((MUG, 1)), "currency": "gbp"}),
    ("unknown_quote", None, cart((MUG, 1), quote_id="q_1")),
    ("amount_too_large", 0, cart((MUG, 10**13))),
]


def line(**change):
    return json.dumps({**cart((MUG, 1)), "lines": [
        {**cart((MUG, 1))["lines"][0], **change}]}).encode()


BROKEN = [
    ("POST", "/quote", [b"", b"{", b"[]", b'"x"', b"null", b"{}", b"\xff\xfe", b'{"lines": 1}',
                        b"[" * 100000, line(quantity="2"), line(quantity=0), line(quantity=-1),
                        line(quantity=1.5), line(quantity=None), line(quantity=True),
                        line(quantity=10**30), line(item_id=7), line(published_amount=-1),
                        json.dumps({**cart((MUG, 1)), "lines": [1]}).encode(),
                        json.dumps({**cart((MUG, 1)), "now": "soon"}).encode()]),
    ("POST", "/approve", [b"{", b"{}", b'{"totals": []}']),
    ("PUT", "/holds/cs_1", [b"{", b"{}", b'{"version": 1, "lines": []}',
                            b'{"version": "1", "until": "2026-12-01T10:00:00Z", "lines": []}',
                            b'{"version": 1, "until": "2026-12-01T10:00:00Z", "lines": [{}]}',
                            json.dumps(wanted(1, (EBOOK, 10**30))).encode(),
                            json.dumps({**wanted(1), "until": "soon"}).encode()]),
    ("POST", "/orders", [b"{", b"{}", b'{"id": "ord_1", "session_id": "cs_1", "lines": [{}]}']),
    ("POST", "/orders/ord_1/events", [b"{", b"{}"]),
    ("GET", "/products?limit=0", [b""]),
    ("GET", "/products?limit=x", [b""]),
]


def bad_signatures(body):
    right = signature(body)
    at, digest = right.split(",v1=")
    now = int(time.time())
    return [("none", None), ("empty", ""), ("of another secret", signature(body, b"guessed")),
            ("of another body", signature(body + b" ")), ("without a time", "v1=" + digest),
            ("without a digest", at), ("of an empty digest", at + ",v1="),
            ("of half a digest", right[:-32]), ("with more behind it", right + "00"),
            ("too old", signature(body, at=now - 302)),
            ("from the future", signature(body, at=now + 330)),
            ("with two times", f"t={now},{right}"), ("with a time like 1e9", f"t=1e9,v1={digest}"),
            ("moved in time", right.replace(at, f"t={now - 10}")),
            ("under another name", right.replace("v1=", "v2="))]


class Answers(WithOneBackend):
    def test_it_names_the_version_and_all_it_can(self):
        answer = self.asker.capabilities()
        self.assertEqual(answer.json, {"version": "2026-12-01", "capabilities": [
            "quote", "holds", "approval", "orders", "products"]})
        self.assertEqual(answer.headers["Content-Type"], "application/json")

    def test_a_quote_is_as_reckoned_by_hand(self):
        for what, request, taxes, off, options, at_store, paid in QUOTES:
            with self.subTest(what):
                quote = self.asker.quote(request).json
                self.assertEqual([one["index"] for one in quote["lines"]],
                                 [one["index"] for one in request["lines"]])
                self.assertEqual([one.get("tax") for one in quote["lines"]], taxes)
                self.assertEqual([part["amount"] for one in quote["discounts"]["applied"]
                                  for part in one["allocations"]], off)
                self.assertEqual({one["id"]: one["amount"] for one in quote["options"]}, options)
                self.assertEqual({one["index"]: one["tax"] for option in quote["options"]
                                  for one in option.get("line_taxes", [])}, at_store)
                total = sum(one["unit_amount"] * asked["quantity"] + (one.get("tax") or 0)
                            for one, asked in zip(quote["lines"], request["lines"]))
                chosen = quote["options"][0]["amount"] + quote["options"][0]["tax"]
                self.assertEqual(total - sum(off) + chosen, paid)

    def test_a_price_in_euros_includes_its_tax(self):
        for what, request, taxes, off, options, of_options, paid in INCLUDED:
            with self.subTest(what):
                quote = self.asker.quote(request).json
                self.assertEqual([one.get("tax") for one in quote["lines"]], taxes)
                self.assertTrue(all(one["tax_included"] for one in quote["lines"]))
                self.assertEqual([part["amount"] for one in quote["discounts"]["applied"]
                                  for part in one["allocations"]], off)
                self.assertEqual({one["id"]: one["amount"] for one in quote["options"]}, options)
                self.assertEqual({one["id"]: one["tax"] for one in quote["options"]}, of_options)
                total = sum(one["unit_amount"] * asked["quantity"]
                            for one, asked in zip(quote["lines"], request["lines"]))
                chosen = quote["options"][0]["amount"] if quote["options"] else 0
                self.assertEqual(total - sum(off) + chosen, paid, "no tax is added")

    def test_an_option_covers_the_lines_that_it_can_bring(self):
        request = cart((MUG, 1, "g1"), (EBOOK, 1), (TEE, 1), ship_to=CALIFORNIA,
                       groups=[{"id": "g1", "type": "shipping", "ship_to": OREGON}])
        covers = {one["id"]: one["covers"] for one in self.asker.quote(request).json["options"]}
        self.assertEqual(covers, {"standard": [2], "express": [2], "standard@g1": [0],
                                  "express@g1": [0], "store": [0, 2], "download": [1]})

    def test_a_quote_says_where_nothing_is_brought_and_how_long_it_holds(self):
        for address, served in ((CALIFORNIA, True), (GERMANY, False)):
            quote = self.asker.quote(cart((MUG, 1), ship_to=address)).json
            self.assertEqual(quote["region_served"], served)
            self.assertEqual(quote["expires_at"], "2026-12-01T10:30:00Z")
        quote = self.asker.quote(cart((MUG, 1), ship_to=OREGON)).json
        self.assertEqual((quote["options"][0]["earliest"], quote["options"][0]["latest"]),
                         ("2026-12-04T10:00:00Z", "2026-12-06T10:00:00Z"))

    def test_a_line_says_what_it_is_and_how_much_there_is(self):
        mug, tee, file = self.asker.quote(cart((MUG, 1), (TEE, 9), (EBOOK, 1))).json["lines"]
        self.assertEqual((mug["title"], mug["description"], mug["available"], mug["physical"]),
                         ("Blue mug", "Stoneware", 12, True))
        self.assertEqual((tee["available"], tee["max_per_order"]), (5, 3))
        self.assertEqual((file["physical"], "available" in file), (False, False))

    def test_lines_and_products_tell_the_same_of_an_item(self):
        told = {"brand": "Kiln & Co", "gtin": "4006381333931", "condition": "new",
                "weight_grams": 350, "category": "Home & Garden > Kitchen > Mugs",
                "url": "https://shop.example.com/mug-blue",
                "image_url": "https://shop.example.com/mug-blue.jpg"}
        mug, tee = self.asker.quote(cart((MUG, 1), (TEE, 1))).json["lines"]
        self.assertEqual({**mug, **told}, mug)
        self.assertEqual((tee["group"], tee["options"]),
                         ("tee", [{"name": "Colour", "value": "Black"}]))
        products = {one["id"]: one for one in self.asker.products().json["products"]}
        self.assertEqual({**products[MUG], **told}, products[MUG])

    def test_nobody_pays_more_than_a_feed_said(self):
        for published, price in ((1200, 1200), (1450, 1450), (1600, 1450), (0, 0)):
            request = cart((MUG, 2), ship_to=CALIFORNIA)
            request["lines"][0]["published_amount"] = published
            mug = self.asker.quote(request).json["lines"][0]
            self.assertEqual((mug["unit_amount"], mug["tax"]), (price, round(price * 0.145)))

    def test_codes_are_applied_or_rejected_with_a_reason(self):
        for codes, applied, rejected in CODES:
            with self.subTest(codes=codes):
                found = self.asker.quote(cart((MUG, 1), discount_codes=codes)).json["discounts"]
                self.assertEqual([one["code"] for one in found["applied"]], applied)
                self.assertEqual([(one["code"], one["reason"]) for one in found["rejected"]],
                                 rejected)

    def test_what_cannot_be_quoted_is_refused_with_a_reason(self):
        for reason, index, request in REFUSALS:
            with self.subTest(reason, request=request):
                answer = self.asker.quote(request)
                self.assertEqual(answer.status, 422)
                self.assertEqual(answer.json["refused"].get("reason"), reason)
                self.assertEqual(answer.json["refused"].get("index"), index)

    def test_an_item_of_an_earlier_cart_that_is_gone_is_not_sold(self):
        for purpose in ("update", "complete"):
            request = cart((MUG, 1), ("nothing", 1), purpose=purpose, ship_to=CALIFORNIA)
            quote = self.asker.quote(request).json
            self.assertEqual([one["sold"] for one in quote["lines"]], [True, False])
            self.assertEqual([one["covers"] for one in quote["options"]], [[0]] * 3)

    def test_unknown_members_change_nothing(self):
        request = cart((MUG, 2), ship_to=CALIFORNIA)
        more = {**request, "later": {"a": 1}, "lines": [{**request["lines"][0], "later": None}]}
        self.assertEqual(self.asker.quote(more).json, self.asker.quote(request).json)

    def test_a_purchase_is_approved_up_to_a_limit(self):
        for tax, decision in ((48050, "approve"), (48051, "decline")):
            asked = {**purchase(tax=tax), "risk_signals": {"ip_address": "192.0.2.1"}}
            self.assertEqual(self.asker.approve(asked).json["decision"], decision)

    def test_products_come_in_pages_each_once(self):
        whole = self.asker.products().json
        self.assertNotIn("next", whole)
        self.assertEqual([one["id"] for one in whole["products"]], [EBOOK, MUG, POSTER, TEE])
        self.assertEqual(whole["products"][1]["stock"], 12)
        for limit in (1, 2, 3, 4, 5):
            pages, cursor = [], {}
            while cursor is not None and len(pages) < 6:
                page = self.asker.products(limit=limit, **cursor).json
                self.assertLessEqual(len(page["products"]), limit)
                pages.append(page["products"])
                cursor = {"cursor": page["next"]} if "next" in page else None
            self.assertEqual(sum(pages, []), whole["products"], limit)
            self.assertEqual(len(pages), -(-4 // limit))

    def test_a_broken_request_is_400(self):
        for method, path, bodies in BROKEN:
            for body in bodies:
                with self.subTest(method=method, path=path, body=body):
                    answer = self.asker.send(method, path, body, self.asker.headers(body, "key-b"))
                    self.assertEqual(answer.status, 400, answer)

    def test_a_deed_without_a_key_is_400(self):
        for method, path, body in (("DELETE", "/holds/cs_1", None),
                                   ("POST", "/orders", order("ord_without_key"))):
            self.assertEqual(self.asker.ask(method, path, body).status, 400)

    def test_a_wrong_signature_is_401_whatever_is_asked(self):
        quote = json.dumps(cart((MUG, 1))).encode()
        for method, path, body in (("GET", "/capabilities", b""), ("GET", "/products", b""),
                                   ("POST", "/quote", quote), ("POST", "/quote", b"{"),
                                   ("DELETE", "/holds/cs_1", b""), ("GET", "/nothing", b"")):
            for what, bad in bad_signatures(body):
                with self.subTest(what, method=method, path=path):
                    headers = self.asker.headers(body, "key-s")
                    headers.pop("Till-Signature")
                    headers.update({} if bad is None else {"Till-Signature": bad})
                    self.assertEqual(self.asker.send(method, path, body, headers).status, 401)

    def test_one_right_signature_is_enough(self):
        now = int(time.time())
        digest = signature(b"", at=now).split("=")[-1]
        for good in (f"t={now},v1={digest},v1={'0' * 64}", f"t={now},v1={'0' * 64},v1={digest}",
                     f"t={now},v0=x,v1={digest}", signature(b"", at=now - 290),
                     signature(b"", SECRET, at=now + 290)):
            answer = self.asker.send("GET", "/capabilities", b"", {"Till-Signature": good})
            self.assertEqual(answer.status, 200, good)

    def test_what_is_not_of_the_contract_is_404(self):
        for method, path in (("GET", "/"), ("GET", "/orders"), ("POST", "/capabilities"),
                             ("PUT", "/holds"), ("GET", "/holds/cs_1")):
            self.assertEqual(self.asker.ask(method, path, key="key-n").status, 404, path)


for_every_backend(Answers, globals())

if __name__ == "__main__":
    unittest.main()

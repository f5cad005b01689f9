"""What the bridge for Medusa answers, asked directly."""

import json
import unittest

import medusa
from answers_test import bad_signatures
from every_backend import AT_ONCE, at_once
from purchases import CALIFORNIA, GERMANY, OREGON, cart, event, in_seconds, order, wanted

MUG, TEE, GONE, POSTER, EBOOK = "mug-blue", "tee-s", "tee-m", "poster-city", "ebook-acp"
HAMBURG = {**GERMANY, "city": "Hamburg", "postal_code": "20095"}

# Reckoned by hand: California takes 7.25 %, half up, of a line after its discount.
QUOTES = [
    ("no address, no tax yet", cart((MUG, 2)), [None], [], {"Counter": (0, 0)}),
    ("two mugs to California", cart((MUG, 2), ship_to=CALIFORNIA), [210], [],
     {"Standard": (500, 36), "Express": (1500, 109), "Counter": (0, 0)}),
    ("a discount before the tax",
     cart((MUG, 2), (EBOOK, 1), ship_to=CALIFORNIA, discount_codes=["SAVE10"]),
     [189, 65], [290, 100], {"Standard": (500, 36), "Express": (1500, 109), "Counter": (0, 0),
                             "Digital delivery": (0, 0)}),
    ("298.5 is rounded up",
     cart((POSTER, 3), ship_to=CALIFORNIA, discount_codes=["SAVE10"]), [195], [299],
     {"Standard": (500, 36), "Express": (1500, 109), "Counter": (0, 0)}),
    ("Oregon takes nothing", cart((TEE, 1), ship_to=OREGON), [0], [],
     {"Standard": (500, 0), "Express": (1500, 0), "Counter": (0, 0)}),
    ("free delivery", cart((MUG, 1), ship_to=CALIFORNIA, discount_codes=["FREESHIP"]), [105], [],
     {"Standard": (0, 0), "Express": (0, 0), "Counter": (0, 0)}),
    ("a buyer who is exempt", cart((MUG, 2), ship_to=CALIFORNIA, buyer={"tax_exempt": True}), [0],
     [], {"Standard": (500, 0), "Express": (1500, 0), "Counter": (0, 0)}),
    ("a group goes to an address of its own",
     cart((MUG, 1, "g1"), (TEE, 1), ship_to=CALIFORNIA,
          groups=[{"id": "g1", "type": "shipping", "ship_to": OREGON}]), [0, 181], [],
     {"Standard": (500, 36), "Express": (1500, 109), "Standard@g1": (500, 0),
      "Express@g1": (1500, 0), "Counter": (0, 0)}),
    ("a price with its tax in it", {**cart((MUG, 2), ship_to=HAMBURG), "currency": "eur"}, [380],
     [], {"Paket": (595, 95)}),
]

CODES = [
    (["SAVE10", "SAVE10"], ["SAVE10"], [("SAVE10", "already_applied")]),
    (["OLD", "NOPE", "DRAFTED", ""], [],
     [("OLD", "expired"), ("NOPE", "invalid"), ("DRAFTED", "invalid"), ("", "invalid")]),
]

REFUSALS = [
    ("unknown_item", 1, cart((MUG, 1), ("nothing", 1))),
    ("unknown_item", 0, cart(("draft-item", 1))),
    ("unknown_item", 0, {**cart((TEE, 1)), "currency": "eur"}),
    ("unsupported_currency", None, {**cart((MUG, 1)), "currency": "jpy"}),
    ("unsupported_currency", None, {**cart((MUG, 1)), "currency": "xxx"}),
    ("unknown_quote", None, cart((MUG, 1), quote_id="q_1")),
    ("amount_too_large", 0, cart((MUG, 10**13))),
]

BROKEN = [("POST", "/quote", b"{"), ("POST", "/quote", b"[]"), ("POST", "/quote", b"{}"),
          ("POST", "/quote", b"\xff\xfe"), ("POST", "/approve", b"{}"),
          ("PUT", "/holds/cs_1", b'{"version": 1, "lines": []}'),
          ("PUT", "/holds/cs_1", b'{"version": 9999999999, "until": "2026-12-01T10:00:00Z",'
                                 b' "lines": []}'),
          ("POST", "/orders", b"{}"), ("POST", "/orders/ord_1/events", b"{}"),
          ("GET", "/products?limit=0", b"")]


class WithMedusa(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.medusa = medusa.Medusa()
        cls.addClassCleanup(cls.medusa.kill)
        cls.medusa.start()
        cls.asker = cls.medusa.asker

    def available(self, item):
        request = cart((item, 1), session="cs_looks")
        return self.asker.quote(request).json["lines"][0]["available"]


class Questions(WithMedusa):
    def titles(self, quote):
        """Amount and tax of each option by its title and group."""
        return {one["title"] + one["id"][one["id"].find("@"):] * ("@" in one["id"]):
                (one["amount"], one["tax"]) for one in quote["options"]}

    def test_a_quote_is_as_medusa_reckons_it(self):
        for what, request, taxes, off, options in QUOTES:
            with self.subTest(what):
                quote = self.asker.quote(request).json
                self.assertEqual([one.get("tax") for one in quote["lines"]], taxes)
                self.assertEqual([part["amount"] for one in quote["discounts"]["applied"]
                                  for part in one["allocations"]], off)
                self.assertEqual(self.titles(quote), options)
                self.assertTrue(quote["region_served"])

    def test_prices_with_tax_say_so(self):
        request = {**cart((MUG, 2), ship_to=HAMBURG), "currency": "eur"}
        quote = self.asker.quote(request).json
        self.assertEqual((quote["lines"][0]["unit_amount"], quote["lines"][0]["tax_included"]),
                         (1190, True))
        self.assertTrue(quote["options"][0]["tax_included"])

    def test_what_reaches_no_zone_is_not_brought(self):
        quote = self.asker.quote(cart((MUG, 1), ship_to={**GERMANY, "country": "FR"})).json
        self.assertFalse(quote["region_served"])
        self.assertEqual(list(self.titles(quote)), ["Counter"])

    def test_a_line_says_what_it_is_and_how_much_there_is(self):
        mug, tee, file = self.asker.quote(cart((MUG, 1), (TEE, 9), (EBOOK, 1))).json["lines"]
        self.assertEqual((mug["title"], mug["unit_amount"], mug["available"], mug["physical"]),
                         ("Blue mug", 1450, 12, True))
        self.assertEqual((tee["title"], tee["available"]), ("Black tee / Small", 5))
        self.assertEqual((file["physical"], "available" in file), (False, False))
        self.assertEqual(mug["url"], "https://shop.example.com/us/products/mug")

    def test_what_is_too_long_or_misspelled_for_till_is_made_to_fit(self):
        poster = self.asker.quote(cart((POSTER, 1))).json["lines"][0]
        self.assertRegex(poster["description"], "^é{2498}$")
        self.assertEqual(poster["image_url"], "https://shop.example.com/a%20poster.jpg")

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
                self.assertEqual(answer.status, 422, answer)
                self.assertEqual(answer.json["refused"]["reason"], reason)
                self.assertEqual(answer.json["refused"].get("index"), index)

    def test_an_item_of_an_earlier_cart_that_is_gone_is_not_sold(self):
        request = cart((MUG, 1), ("draft-item", 1), purpose="update", ship_to=CALIFORNIA)
        quote = self.asker.quote(request).json
        self.assertEqual([one["sold"] for one in quote["lines"]], [True, False])
        self.assertEqual([one["covers"] for one in quote["options"]], [[0]] * 3)

    def test_unknown_members_change_nothing(self):
        request = cart((MUG, 2), ship_to=CALIFORNIA)
        more = {**request, "later": {"a": 1}, "lines": [{**request["lines"][0], "later": None}]}
        self.assertEqual(self.asker.quote(more).json, self.asker.quote(request).json)

    def test_products_come_in_pages_each_once(self):
        whole = self.asker.products().json["products"]
        self.assertEqual(sorted(one["id"] for one in whole),
                         sorted([EBOOK, MUG, POSTER, TEE, GONE]))
        mug = next(one for one in whole if one["id"] == MUG)
        self.assertEqual((mug["unit_amount"], mug["stock"]), ({"usd": 1450, "eur": 1190}, 12))
        pages, cursor = [], {}
        while cursor is not None and len(pages) < 8:
            page = self.asker.products(limit=2, **cursor).json
            pages += page["products"]
            cursor = {"cursor": page["next"]} if "next" in page else None
        self.assertEqual(pages, whole)

    def test_a_broken_request_is_400(self):
        for method, path, body in BROKEN:
            with self.subTest(method=method, path=path, body=body):
                answer = self.asker.send(method, path, body, self.asker.headers(body, "key-b"))
                self.assertEqual(answer.status, 400, answer)

    def test_a_deed_without_a_key_is_400(self):
        self.assertEqual(self.asker.ask("DELETE", "/holds/cs_1").status, 400)

    def test_a_wrong_signature_is_401_whatever_is_asked(self):
        quote = json.dumps(cart((MUG, 1))).encode()
        for method, path, body in (("GET", "/capabilities", b""), ("POST", "/quote", quote),
                                   ("POST", "/quote", b"{"), ("DELETE", "/holds/cs_1", b""),
                                   ("POST", "/orders", b"{}"), ("GET", "/nothing", b"")):
            for what, bad in bad_signatures(body):
                with self.subTest(what, method=method, path=path):
                    headers = self.asker.headers(body, "key-s")
                    headers.pop("Till-Signature")
                    headers.update({} if bad is None else {"Till-Signature": bad})
                    self.assertEqual(self.asker.send(method, path, body, headers).status, 401)


    def test_the_secret_before_is_good_as_well(self):
        before = medusa.asker.Asker(self.asker.url.geturl(), medusa.OLD_SECRET.encode())
        self.assertEqual(before.capabilities().status, 200)

    def test_medusa_does_not_start_without_a_secret(self):
        careless = medusa.Medusa(TILL_SECRET="")
        with self.assertRaisesRegex(AssertionError, "the option secret is empty"):
            careless.start()


def pairs(rows, name):
    return sorted((one["item_id"], one[name]) for one in rows)


class Holds(WithMedusa):
    def hold(self, session, version, *items, **more):
        session = f"{session}_{self._testMethodName}"
        self.addCleanup(lambda: self.asker.give_back(session))
        answer = self.asker.hold(session, wanted(version, *items, **more)).json
        return pairs(answer["held"], "quantity"), pairs(answer["short"], "available")

    def test_what_is_held_is_reserved_in_medusa(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), (EBOOK, 1)), ([(EBOOK, 1), (MUG, 2)], []))
        self.assertEqual(self.medusa.level(MUG), (12, 2))
        self.assertEqual(self.available(MUG), 10)
        self.assertEqual(self.hold("cs_2", 1, (MUG, 11)), ([], [(MUG, 10)]))

    def test_nothing_of_an_item_that_is_short_is_held(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), (POSTER, 3), ("nothing", 1)),
                         ([(MUG, 2)], [("nothing", 0), (POSTER, 2)]))
        self.assertEqual(self.medusa.level(POSTER), (2, 0))

    def test_the_whole_set_is_sent_each_time(self):
        self.hold("cs_1", 1, (POSTER, 2), (MUG, 1))
        self.assertEqual(self.hold("cs_1", 2, (POSTER, 1)), ([(POSTER, 1)], []))
        self.assertEqual((self.available(POSTER), self.available(MUG)), (1, 12))
        self.assertEqual(self.hold("cs_1", 3), ([], []))
        self.assertEqual(self.medusa.level(POSTER), (2, 0))

    def test_an_older_version_is_ignored_also_after_a_delete(self):
        self.hold("cs_1", 3, (MUG, 2))
        self.assertEqual(self.hold("cs_1", 2, (MUG, 5), (TEE, 1)), ([(MUG, 2)], []))
        self.asker.give_back(f"cs_1_{self._testMethodName}")
        self.assertEqual(self.hold("cs_1", 2, (MUG, 5)), ([], []))
        self.assertEqual(self.available(MUG), 12)
        self.assertEqual(self.asker.give_back("cs_never").status, 204)

    def test_a_hold_lapses_by_itself(self):
        self.assertEqual(self.hold("cs_1", 1, (TEE, 2), until=in_seconds(-1)), ([], []))
        self.hold("cs_1", 2, (TEE, 2), until=in_seconds(3))
        self.assertEqual(self.available(TEE), 3)
        self.assertTrue(medusa.poll(lambda: self.available(TEE) == 5, 30))
        self.assertEqual(self.hold("cs_2", 1, (TEE, 5))[0], [(TEE, 5)])

    def test_of_many_at_once_no_more_are_held_than_there_are(self):
        answers = at_once([lambda n=n: self.hold(f"cs_{n}", 1, (POSTER, 1))
                           for n in range(AT_ONCE)])
        self.assertEqual(sorted(held for held, _ in answers), [[]] * 6 + [[(POSTER, 1)]] * 2)
        self.assertEqual(self.medusa.level(POSTER), (2, 2))


class Orders(WithMedusa):
    def bought(self, order_id, **more):
        """An order of the tests, with an option that this shop has."""
        quote = self.asker.quote(cart((MUG, 1), ship_to=CALIFORNIA)).json
        option = next(one for one in quote["options"] if one["title"] == "Standard")
        made = order(order_id, **more)
        made["fulfillment"][0].update(option_id=option["id"], tax=36)
        made["lines"][0]["option_id"] = option["id"]
        return self.added_up(made)

    @staticmethod
    def added_up(made):
        """With the totals of its line and its delivery."""
        line, delivery = made["lines"][0], made["fulfillment"][0]
        line["subtotal"] = line["unit_amount"] * line["quantity"] - line["discount"]
        line["total"] = line["subtotal"] + line["tax"]
        total = line["total"] + delivery["amount"] + delivery["tax"]
        made["totals"] = [{"type": "subtotal", "amount": line["subtotal"]},
                          {"type": "tax", "amount": line["tax"] + delivery["tax"]},
                          {"type": "total", "amount": total}]
        made["payment"]["amount"] = total
        return made

    def test_a_key_gives_its_answer_again_even_after_a_crash(self):
        bought = self.bought("ord_1", quantity=2, tax=210)
        deeds = [
            ("hold", lambda key: self.asker.hold("cs_1", wanted(1, (POSTER, 2)), key)),
            ("short", lambda key: self.asker.hold("cs_2", wanted(1, (POSTER, 1)), key)),
            ("order", lambda key: self.asker.order(bought, key)),
            ("event", lambda key: self.asker.event("ord_1", event("canceled", bought), key)),
            ("give back", lambda key: self.asker.give_back("cs_1", key)),
        ]
        first = {what: deed("key-" + what) for what, deed in deeds}
        self.assertEqual(first["order"].status, 201)
        self.medusa.kill()
        self.medusa.start()
        for what, deed in deeds:
            with self.subTest(what):
                self.assertEqual(deed("key-" + what).as_text(), first[what].as_text())
        self.assertEqual((self.medusa.level(POSTER), self.medusa.level(MUG)), ((2, 0), (12, 0)))

    def test_a_key_of_another_deed_is_refused(self):
        self.asker.hold("cs_3", wanted(1, (TEE, 1)), "key-1")
        self.assertEqual(self.asker.give_back("cs_3", "key-1").json["refused"]["reason"],
                         "key_reused")
        self.assertEqual(self.asker.give_back("cs_3").status, 204)

    def test_an_order_of_many_requests_at_once_is_one_order(self):
        bought = self.bought("ord_2")
        answers = at_once([lambda: self.asker.order(bought) for _ in range(AT_ONCE)])
        self.assertEqual(len({one.json["order_number"] for one in answers}), 1, answers)
        self.assertEqual([one["id"] for one in self.medusa.orders()].count("order_ord_2"), 1)

    def test_a_hold_becomes_a_sale_and_a_paid_order_is_taken_from_an_empty_shelf(self):
        self.asker.hold("cs_4", wanted(1, (TEE, 5)))
        self.asker.order(self.bought("ord_3", session="cs_4", item=TEE, quantity=5, tax=906,
                                     unit_amount=2500))
        self.assertEqual(self.medusa.level(TEE), (5, 5))
        late = self.asker.order(self.bought("ord_4", session="cs_5", item=TEE, unit_amount=2500,
                                            tax=181))
        self.assertEqual(late.status, 201)
        self.assertEqual(self.medusa.level(TEE), (5, 6))
        self.assertEqual(self.available(TEE), 0)

    def test_a_promotion_is_counted_once_and_is_used_up(self):
        request = cart((MUG, 1), ship_to=CALIFORNIA, discount_codes=["ONCE"])
        self.assertEqual(len(self.asker.quote(request).json["discounts"]["applied"]), 1)
        bought = self.bought("ord_5")
        bought["lines"][0].update(discount=145, tax=95)
        bought["discounts"] = [{"code": "ONCE", "title": "10% off", "amount": 145,
                                "allocations": [{"index": 0, "amount": 145}]}]
        self.added_up(bought)
        for _ in range(2):
            self.asker.order(bought)
        shown = self.medusa.order("ord_5")
        self.assertEqual(shown["total"], 19.36, "no fraction of a cent is left")
        self.assertEqual(shown["items"][0]["adjustments"][0]["code"], "ONCE")
        self.assertEqual(self.asker.quote(request).json["discounts"]["rejected"],
                         [{"code": "ONCE", "reason": "usage_limit_reached"}])

    def test_money_that_is_only_set_aside_is_authorized(self):
        bought = self.bought("ord_6")
        bought["payment"]["captured"] = False
        self.asker.order(bought)
        self.assertEqual(self.medusa.order("ord_6")["payment_status"], "authorized")

    def test_a_tax_that_is_not_the_shops_any_more_is_kept_as_it_was_charged(self):
        bought = self.bought("ord_7", tax=200)
        self.asker.order(bought)
        shown = self.medusa.order("ord_7")
        self.assertEqual(shown["total"], 21.86)
        self.assertEqual(shown["items"][0]["tax_lines"][0]["code"], "till")

    def test_pieces_that_are_called_off_are_free_once(self):
        stocked, reserved = self.medusa.level(MUG)
        bought = self.bought("ord_10", quantity=3, tax=315)
        self.asker.order(bought)
        for key in ("key-lines-1", "key-lines-2"):
            some = event("canceled", bought, lines=[{"index": 0, "quantity": 2}])
            self.assertEqual(self.asker.event("ord_10", some, key).status, 204)
        self.assertEqual(self.medusa.level(MUG), (stocked, reserved + 1))
        shown = self.medusa.order("ord_10")
        self.assertEqual((shown["status"], shown["items"][0]["quantity"]), ("pending", 1))

    def test_an_order_of_an_unknown_item_is_refused(self):
        answer = self.asker.order(self.bought("ord_8", item="nothing"))
        self.assertEqual(answer.json["refused"]["reason"], "unknown_item")
        self.assertEqual(self.asker.event("ord_9", event("held", self.bought("ord_9"))).json
                         ["refused"]["reason"], "unknown_order")


if __name__ == "__main__":
    unittest.main()

"""Request signatures with a key pair, made by another program than the one that checks (A3)."""

import base64
import datetime
import hashlib
import os
import subprocess
import unittest

from agent import new_key
from shop import ShopCase

BODY = b'{"capabilities":{},"currency":"usd","line_items":[{"id":"mug-blue"}]}'


def fresh():
    """A body of its own, so that its signature is one as well."""
    return BODY.replace(b"}]}", b'}],"nonce":"' + new_key().encode() + b'"}')


def spelled_otherwise(body):
    return body.replace(b",", b" ,\n ")


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True,
                          timeout=60).stdout


def timestamp(seconds=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def side_by_side(der):
    """r and s of an ECDSA signature, 32 bytes each, as JOSE writes them."""
    numbers, rest = [], der[2:]
    for _ in range(2):
        length = rest[1]
        numbers.append(rest[2:2 + length].lstrip(b"\0").rjust(32, b"\0"))
        rest = rest[2 + length:]
    return b"".join(numbers)


class SignerCase(ShopCase):
    """Every request of the agent `signer` must be signed with one of its private keys."""

    ALGORITHM, KEY = None, ()

    @classmethod
    def prepare(cls):
        cls.token = f"token-of-the-signer-with-{cls.ALGORITHM}"
        digest = hashlib.sha256(cls.token.encode()).hexdigest()
        for name in ("own", "other"):
            openssl("genpkey", *cls.KEY, "-out", cls.file(name))
        openssl("pkey", "-in", cls.file("own"), "-pubout", "-out",
                os.path.join(cls.shop.home, "signer.pem"))
        cls.shop.append(f'[[agents]]\nid = "signer"\ntoken_sha256 = ["{digest}"]\n'
                        f'signature_algorithm = "{cls.ALGORITHM}"\n'
                        'signature_key_file = "signer.pem"\n')

    @classmethod
    def file(cls, name):
        return os.path.join(cls.shop.folder, name)

    def sign(self, body, key="own"):
        path = self.file("signed")
        with open(path, "wb") as file:
            file.write(body)
        return self.sign_file(path, self.file(key))

    def post(self, body=BODY, path="/checkout_sessions", key=None, **headers):
        return self.shop.agent(self.token).request("POST", path, body, key=key or new_key(),
                                                   headers=headers)

    def signed(self, body=BODY, key="own"):
        return {"Signature": base64url(self.sign(body, key)), "Timestamp": timestamp()}

    def check_right_ones(self):
        for name, write in (("url", base64url),
                            ("padded", lambda raw: base64.b64encode(raw).decode())):
            with self.subTest(name):
                body = fresh()
                answer = self.post(body, Signature=write(self.sign(body)), Timestamp=timestamp())
                self.assertEqual(answer.status, 201, answer)
        with self.subTest("the bytes as sent"):
            body = spelled_otherwise(fresh())
            self.assertEqual(self.post(body, **self.signed(body)).status, 201)
        with self.subTest("SG-04: their canonical JSON"):
            body = fresh()
            self.assertEqual(self.post(spelled_otherwise(body), **self.signed(body)).status, 201)

    def check_one_key(self):
        body = fresh()
        signed, key = self.signed(body), new_key()
        first = self.post(body, key=key, **signed)
        self.assertEqual(first.status, 201, first)
        again = self.post(body, key=key, **signed | {"Timestamp": timestamp(1)})
        self.assertEqual((again.status, again["id"]), (201, first["id"]), "a replay")
        for name, change in {"key": {}, "path": {"path": f"/checkout_sessions/{first['id']}",
                                                 "key": key}}.items():
            with self.subTest(f"another {name}"):
                answer = self.post(body, **change, **signed | {"Timestamp": timestamp(1)})
                self.assertEqual((answer.status, answer["code"]), (401, "signature_replayed"))

    def check_wrong_ones(self):
        right = self.signed()
        raw = self.sign(BODY)
        rows = {"SG-06: none": {}, "no timestamp": {"Signature": right["Signature"]},
                "no signature": {"Timestamp": right["Timestamp"]},
                "another key": self.signed(key="other"), "another body": self.signed(b"{}"),
                "one bit": {**right, "Signature": base64url(raw[:-1] + bytes([raw[-1] ^ 1]))},
                "cut short": {**right, "Signature": base64url(raw[:-1])},
                "zeros": {**right, "Signature": base64url(bytes(64))},
                "no base64": {**right, "Signature": "!" * 86},
                "SG-03: too old": {**right, "Timestamp": timestamp(-400)},
                "SG-03: too new": {**right, "Timestamp": timestamp(400)}}
        for name, headers in rows.items():
            with self.subTest(name):
                self.assertEqual(self.post(**headers).status, 401)

    def check_a_purchase_step_without_a_body(self):
        body = fresh()
        session = self.post(body, **self.signed(body))["id"]
        agent = self.shop.agent(self.token)
        path = f"/checkout_sessions/{session}"
        self.assertEqual(agent.request("POST", f"{path}/cancel").status, 401)
        signed = agent.request("POST", f"{path}/cancel", b"{}", headers=self.signed(b"{}"))
        self.assertEqual((signed.status, signed["status"]), (200, "canceled"))


class Ed25519(SignerCase):
    ALGORITHM, KEY = "ed25519", ("-algorithm", "ed25519")

    def sign_file(self, path, key):
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", path)

    def test_sg_01_the_agents_own_signature_is_accepted(self):
        self.check_right_ones()

    def test_sg_07_a_signature_is_good_for_one_key(self):
        self.check_one_key()

    def test_any_other_is_401(self):
        self.check_wrong_ones()

    def test_every_change_must_be_signed(self):
        self.check_a_purchase_step_without_a_body()


class Es256(SignerCase):
    ALGORITHM, KEY = "es256", ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")

    def sign_file(self, path, key):
        return openssl("dgst", "-sha256", "-sign", key, path)

    def test_sg_01_the_agents_own_signature_is_accepted(self):
        self.check_right_ones()

    def test_the_spelling_of_jose_is_accepted_too(self):
        for _ in range(8):  # Some of them begin r or s with a zero byte.
            der = self.sign(BODY)
            raw = side_by_side(der)
            self.assertEqual(len(raw), 64)
            answer = self.post(Signature=base64url(raw), Timestamp=timestamp())
            self.assertEqual(answer.status, 201, answer)
            answer = self.post(Signature=base64url(der), Timestamp=timestamp())
            self.assertEqual((answer.status, answer["code"]), (401, "signature_replayed"),
                             "it is the same one")
        raw = side_by_side(self.sign(b"{}"))
        self.assertEqual(self.post(Signature=base64url(raw), Timestamp=timestamp()).status, 401)

    def test_sg_07_a_signature_is_good_for_one_key(self):
        self.check_one_key()

    def test_any_other_is_401(self):
        self.check_wrong_ones()

    def test_every_change_must_be_signed(self):
        self.check_a_purchase_step_without_a_body()


if __name__ == "__main__":
    unittest.main()

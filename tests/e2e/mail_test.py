"""Mails to buyers: the real binary and a real mail server of Debian."""

import json
import os
import re
import socket
import unittest
import urllib.request

from agent import CALIFORNIA
from mail_server import PASSWORD, MailServer
from ports import free_ports
from shop import ShopCase, poll, till

BUYER = {"email": "ada@example.com"}
FROM = "orders@shop.example"


class MailCase(ShopCase):
    """A shop that writes to its buyers, with a server of its own."""

    SETTINGS = {"retry_seconds": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
    MORE = ""
    TLS = 'ca_file = "tls/ca.pem"\n'
    SERVER = {"password": PASSWORD}
    ENCRYPTED = True

    @classmethod
    def prepare(cls):
        tls = os.path.join(cls.shop.home, "tls")
        files = (os.path.join(tls, "cert.pem"), os.path.join(tls, "key.pem"))
        port = free_ports(1)[0]
        cls.server = MailServer(port, *(files if cls.ENCRYPTED else ()), **cls.SERVER)
        cls.addClassCleanup(cls.server.stop)
        login = ""
        if "password" in cls.SERVER:
            with open(os.path.join(cls.shop.home, "mail.secret"), "w", encoding="utf-8") as file:
                file.write(PASSWORD + "\n")
            os.chmod(file.name, 0o600)
            login = 'username = "shop"\npassword_file = "mail.secret"\n'
        cls.shop.append(f'[mail]\nhost = "127.0.0.1"\nport = {port}\nfrom = "{FROM}"\n'
                        f'reply_to = "help@shop.example"\n{cls.TLS}{login}{cls.MORE}')
        cls.server.start()

    def buy(self, *items, buyer=BUYER, **members):
        session = self.agent.create(*(items or ("mug-blue",)), ship_to=CALIFORNIA, buyer=buyer,
                                    **members)
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        return done["order"]["id"]

    def act(self, action, order, *arguments):
        run = self.shop.till(f"orders {action}", order, *arguments)
        self.assertEqual(run.returncode, 0, run.stderr)

    def mails(self, order, count=1):
        found = poll(lambda: len(self.server.of(order)) >= count and self.server.of(order), 30)
        self.assertTrue(found, f"{count} mails; {self.shop.last_lines()}")
        self.assertEqual(len(found), count)
        return found

    def events(self, order):
        listed = json.loads(self.shop.till("webhooks list", "--json").stdout)["events"]
        return [event for event in listed
                if event["order_id"] == order and event["receiver"] == "mail"]

    def event(self, order, state):
        found = poll(lambda: [each for each in self.events(order) if each["state"] == state], 30)
        self.assertTrue(found, self.events(order))
        return found[0]

    def metrics(self):
        with urllib.request.urlopen(self.shop.env["TILL_ADMIN_URL"] + "/metrics") as answer:
            return answer.read().decode()


class Mails(MailCase):
    def test_a_purchase_is_confirmed_to_the_address_that_the_buyer_gave_for_it(self):
        order = self.buy(("mug-blue", 2))
        mail, = self.mails(order)
        self.assertTrue(mail.encrypted)
        self.assertTrue(mail.signed_in)
        self.assertEqual((mail.sender, mail.recipients), (FROM, ["ada@example.com"]))
        self.assertEqual(mail["To"], "ada@example.com")
        self.assertEqual(mail["From"], f"Till demo shop <{FROM}>")
        self.assertEqual(mail["Reply-To"], "help@shop.example")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["Subject"], f"We have received your order {order}")
        self.assertRegex(mail["Message-ID"], r"^<evt_\w{26}@shop\.example>$")
        self.assertEqual(mail.greeting, "shop.example")
        self.assertEqual([part.get_content_type() for part in mail.message.iter_parts()],
                         ["text/plain", "text/html"])
        page = f"/shop/orders/{order}"
        for shown in (mail.text, mail.html):
            self.assertIn("2 × Blue mug", shown)
            self.assertIn("$29.00", shown)
            self.assertIn(page, shown)
        self.assertTrue(all(len(line) <= 76 for line in mail.raw.split(b"\r\n")))

    def test_each_step_of_an_order_is_one_mail_in_its_order(self):
        order = self.buy()
        self.act("ship", order, "--carrier", "UPS", "--tracking", "1Z999", "--tracking-url",
                 "https://ups.example/1Z999")
        self.act("refund", order, "--amount", "500")
        mails = self.mails(order, 3)
        self.assertEqual([mail["Subject"].replace(order, "ORDER") for mail in mails],
                         ["We have received your order ORDER",
                          "Your parcel for order ORDER is on its way",
                          "Your refund for order ORDER"])
        for shown in (mails[1].text, mails[1].html):
            self.assertIn("UPS 1Z999", shown)
            self.assertIn("https://ups.example/1Z999", shown)
        self.assertIn("$5.00 goes back to you.", mails[2].text)
        self.assertEqual(len({mail["Message-ID"] for mail in mails}), 3)

    def test_a_cancel_is_told(self):
        order = self.buy()
        self.act("cancel", order)
        mails = self.mails(order, 3)
        self.assertIn("was canceled", mails[1]["Subject"])
        self.assertIn("1 × Blue mug", mails[1].text)
        self.assertIn("Your refund", mails[2]["Subject"])

    def test_what_waits_to_be_picked_up_is_told_with_its_place(self):
        session = self.agent.create("desk-oak", ship_to=CALIFORNIA, buyer=BUYER)
        session = self.agent.update(session["id"], selected_fulfillment_options=[
            {"type": "pickup", "option_id": "pickup-store",
             "item_ids": [session["line_items"][0]["id"]]}])
        done = self.agent.complete(session, self.agent.vault(session, max_amount=100_000)["id"])
        self.assertEqual(done["status"], "completed", done)
        order = done["order"]["id"]
        self.act("ready", order)
        mail = self.mails(order, 2)[1]
        self.assertIn("is ready for pickup", mail["Subject"])
        self.assertIn("Pick up at", mail.text)

    def test_a_buyer_reads_in_the_language_of_the_purchase(self):
        order = self.buy(locale="ja-JP")
        mail, = self.mails(order)
        self.assertEqual(mail["Subject"], f"ご注文 {order} を承りました")
        self.assertEqual(mail["Content-Language"], "ja")
        self.assertIn('<html lang="ja">', mail.html)
        self.assertTrue(mail.raw.isascii())

    def test_who_gave_no_address_gets_no_mail(self):
        session = self.agent.create("ebook-acp", ship_to=CALIFORNIA)
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        order = done["order"]["id"]
        self.assertEqual(self.events(order), [])

    def test_a_recipient_that_the_server_refuses_is_a_dead_letter_which_may_be_replayed(self):
        self.server.answers.append("550 5.1.1 <nobody@example.com> is unknown here")
        order = self.buy(buyer={"email": "nobody@example.com"})
        dead = self.event(order, "dead")
        self.assertEqual(dead["attempts"], 1)
        self.assertEqual(dead["last_error"], "SMTP 550 5.1.1 at RCPT TO")
        self.assertNotIn("nobody@example.com", self.shop.logged())
        self.assertIn("(mail)", self.shop.till("webhooks list").stdout)
        self.assertIn('till_mail_attempts_total{result="refused"} 1', self.metrics())
        replayed = self.shop.till("webhooks replay", dead["id"])
        self.assertEqual(replayed.returncode, 0, replayed.stderr)
        mail, = self.mails(order)
        self.assertEqual(mail.recipients, ["nobody@example.com"])

    def test_a_mail_that_is_put_off_comes_later_under_the_same_name(self):
        self.server.last_words += ["451 4.7.1 Greylisted", "451 4.7.1 Greylisted"]
        order = self.buy()
        mails = self.mails(order, 3)
        self.assertEqual(len({mail["Message-ID"] for mail in mails}), 1)
        self.event(order, "delivered")

    def test_a_login_that_may_not_send_loses_no_mail(self):
        self.server.answers.append("554 5.7.1 <ada@example.com>: Relay access denied")
        self.server.last_words.append("550 5.4.5 Daily user sending quota exceeded")
        order = self.buy()
        self.mails(order, 2)
        self.event(order, "delivered")

    def test_a_server_that_is_down_gets_what_it_missed_in_order(self):
        self.server.stop()
        order = self.buy()
        self.act("ship", order)
        self.assertTrue(poll(lambda: [each for each in self.events(order) if each["attempts"]], 30))
        self.server.start()
        mails = self.mails(order, 2)
        self.assertIn("We have received", mails[0]["Subject"])
        self.assertIn("on its way", mails[1]["Subject"])

    def test_a_mail_that_waits_survives_kill_9(self):
        self.server.stop()
        try:
            order = self.buy()
            self.shop.kill()
            self.shop.start()
        finally:
            self.server.start()
        self.mails(order)
        self.event(order, "delivered")
        self.assertEqual(len(self.server.of(order)), 1)

    def test_nobody_writes_to_a_buyer_who_is_forgotten(self):
        self.server.stop()
        try:
            order = self.buy(buyer={"email": "eve@example.com"})
            self.assertTrue(poll(lambda: self.events(order), 15))
            erased = self.shop.till("buyers erase", "eve@example.com")
            self.assertEqual(erased.returncode, 0, erased.stderr)
            self.assertEqual(self.events(order), [], "what waited is gone")
            self.act("ship", order)
            self.assertEqual(self.events(order), [], "and nothing more is made")
        finally:
            self.server.start()
        self.assertEqual(self.server.of(order), [])

    def test_what_was_typed_is_nothing_but_words(self):
        street = "1 <b>Market</b> St\u202e\r\nBcc: eve@example.com"
        session = self.agent.create("mug-blue", buyer=BUYER,
                                    ship_to={**CALIFORNIA, "line_one": street})
        done = self.agent.complete(session, self.agent.vault(session)["id"])
        self.assertEqual(done["status"], "completed", done)
        mail, = self.mails(done["order"]["id"])
        self.assertIn("1 &lt;b&gt;Market&lt;/b&gt; St", mail.html)
        self.assertNotIn("\u202e", mail.html + mail.text)
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(mail.recipients, ["ada@example.com"])

    def test_a_test_mail_shows_that_the_server_can_be_reached(self):
        sent = till("mail", "test", "--config", self.shop.config, "operator@example.com")
        self.assertEqual(sent.returncode, 0, sent.stderr)
        mail = self.server.received[-1]
        self.assertEqual(mail.recipients, ["operator@example.com"])
        checked = till("check", "--config", self.shop.config)
        self.assertIn(f"127.0.0.1:{self.server.port}, STARTTLS, from {FROM}", checked.stdout)


class InClear(MailCase):
    """The server offers no TLS, which the shop wants."""

    ENCRYPTED = False
    SERVER = {}

    def test_nothing_is_sent_in_the_clear(self):
        order = self.buy()
        self.assertTrue(poll(lambda: [each for each in self.events(order) if each["attempts"]], 30))
        error = self.events(order)[0]["last_error"]
        self.assertEqual(error, "the server offers no TLS, so nothing was sent at EHLO")
        self.assertEqual(self.server.received, [])


class OnThisMachine(MailCase):
    """A server beside the shop, which is spoken to in the clear."""

    ENCRYPTED = False
    SERVER = {}
    TLS = 'tls = "none"\n'

    def test_a_server_of_this_machine_may_be_spoken_to_in_the_clear(self):
        mail, = self.mails(self.buy())
        self.assertFalse(mail.encrypted)
        checked = till("check", "--production", "--config", self.shop.config)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("mail_plain", checked.stdout)


class WrongPassword(MailCase):
    SERVER = {"password": "another password"}

    def test_a_wrong_password_loses_no_mail(self):
        order = self.buy()
        self.assertTrue(poll(lambda: [each for each in self.events(order) if each["attempts"]], 30))
        self.assertEqual(self.events(order)[0]["last_error"], "SMTP 535 5.7.8 at AUTH")
        self.server.password = PASSWORD
        self.mails(order)
        self.assertNotIn(PASSWORD, self.shop.logged())


class UnknownAuthority(MailCase):
    TLS = ""

    def test_a_server_that_cannot_prove_who_it_is_gets_nothing(self):
        order = self.buy()
        self.assertTrue(poll(lambda: [each for each in self.events(order) if each["attempts"]], 30))
        self.assertIn("certificate is not from an authority", self.events(order)[0]["last_error"])
        self.assertEqual(self.server.received, [])
        self.assertNotIn(PASSWORD, self.shop.logged())


class FromTheFirstByte(MailCase):
    TLS = 'ca_file = "tls/ca.pem"\ntls = "tls"\nsend = ["confirmation"]\n'
    SERVER = {"password": PASSWORD, "implicit": True}

    def test_implicit_tls_works_and_only_chosen_mails_are_sent(self):
        order = self.buy()
        self.act("ship", order)
        mail, = self.mails(order)
        self.assertIn("We have received", mail["Subject"])
        self.assertEqual(len(self.events(order)), 1)

    def test_a_restart_is_asked_for_when_the_section_changes(self):
        with open(self.shop.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.shop.config, "w", encoding="utf-8") as file:
            file.write(text.replace('"help@shop.example"', '"else@shop.example"'))
        self.shop.hang_up()
        line = poll(lambda: re.search(r'.*"restart_needed".*', self.shop.logged()), 15)
        self.assertIn("mail.reply_to", line.group())


class Silent(MailCase):
    """The server takes a connection and says nothing."""

    MORE = "timeout_seconds = 1\n"

    @classmethod
    def prepare(cls):
        super().prepare()
        cls.server.stop()

    def test_requests_are_answered_while_the_server_is_silent(self):
        with socket.create_server(("127.0.0.1", self.server.port)):
            order = self.buy()
            found = poll(lambda: [each for each in self.events(order) if each["attempts"]], 30)
            self.assertTrue(found)
            self.assertIn("no answer in time", found[0]["last_error"])
            self.assertEqual(self.agent.create("ebook-acp").status, 201)
        self.server.start()
        self.mails(order)


class SilentAtLength(MailCase):
    """The same, with all the time that a mail may take."""

    MORE = "timeout_seconds = 60\n"

    @classmethod
    def prepare(cls):
        super().prepare()
        cls.server.stop()

    def test_a_stop_does_not_wait_for_the_server(self):
        with socket.create_server(("127.0.0.1", self.server.port)) as silent:
            silent.settimeout(30)
            order = self.buy()
            connection, _ = silent.accept()
            self.shop.stop()
            connection.close()
        self.server.start()
        self.shop.start()
        self.mails(order)


if __name__ == "__main__":
    unittest.main()

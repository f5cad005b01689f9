"""A mail server on the loopback that keeps what it gets and answers as told: aiosmtpd of Debian."""

import email
import email.policy
import logging
import ssl
import sys
import threading
import warnings

try:
    from aiosmtpd.controller import Controller
except ImportError:  # Another Python than Debian's runs the tests.
    sys.path.append("/usr/lib/python3/dist-packages")
    from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PASSWORD = "the password of the shop"
# It complains of what a test does on purpose.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Received:
    """One mail as it arrived."""

    def __init__(self, session, envelope):
        self.encrypted = session.ssl is not None
        self.signed_in = session.authenticated
        self.greeting = session.host_name
        self.sender, self.recipients = envelope.mail_from, envelope.rcpt_tos
        self.raw = envelope.original_content
        self.message = email.message_from_bytes(self.raw, policy=email.policy.default)

    def __getitem__(self, header):
        return self.message[header]

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()


class MailServer:
    """`answers` are what the next recipients hear, one each, then they are taken; `last_words` the
    same at the end of a mail."""

    def __init__(self, port, certificate=None, key=None, implicit=False, password=None):
        self.port, self.password = port, password
        self.context = None
        if certificate:
            self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.context.load_cert_chain(certificate, key)
        self.implicit = implicit
        self.answers, self.last_words, self.received, self.refused = [], [], [], []
        self.lock = threading.Lock()
        self.controller = None

    def start(self):
        options = {"decode_data": False, "server_hostname": "mail.test"}
        if self.context and not self.implicit:
            options |= {"tls_context": self.context, "require_starttls": True}
        if self.password:
            options |= {"auth_required": not self.implicit, "authenticator": self.sign_in,
                        "auth_require_tls": not self.implicit}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.controller = Controller(
                self, hostname="127.0.0.1", port=self.port,
                ssl_context=self.context if self.implicit else None, **options)
            self.controller.start()
        return self

    def stop(self):
        if self.controller is not None:
            self.controller.stop(no_assert=True)
            self.controller = None

    def sign_in(self, _server, _session, _envelope, _mechanism, given):
        return AuthResult(success=given.password == self.password.encode(), handled=False)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        with self.lock:
            answer = self.answers.pop(0) if self.answers else "250 OK"
            if answer.startswith("250"):
                envelope.rcpt_tos.append(address)
            else:
                self.refused.append(address)
        return answer

    async def handle_DATA(self, _server, session, envelope):
        with self.lock:
            answer = self.last_words.pop(0) if self.last_words else "250 OK"
            self.received.append(Received(session, envelope))
        return answer

    def of(self, order):
        """The mails about an order, in the order in which they came."""
        with self.lock:
            return [mail for mail in self.received if order in mail["Subject"]]

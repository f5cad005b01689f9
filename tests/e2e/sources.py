"""A shop whose products come from a server of feeds."""

import json
import os

from feed_server import FeedServer
from import_test import ImportCase


def lines(*products):
    return "".join(json.dumps(each) + "\n" for each in products).encode()


class SourceCase(ImportCase):
    def setUp(self):
        super().setUp()
        self.feeds = FeedServer(self.shop.home)
        self.addCleanup(self.feeds.stop)
        self.feeds.start()

    def set_up_import(self, *sources, networks=("127.0.0.1/32",), **settings):
        settings = {"ca_file": "tls/ca.pem", "allow_networks": list(networks),
                    "every_seconds": 1, **settings}
        text = "[import]\n" + "".join(f"{key} = {json.dumps(value)}\n"
                                      for key, value in settings.items())
        for source in sources:
            text += "[[import.sources]]\n" + "".join(f"{key} = {json.dumps(value)}\n"
                                                     for key, value in source.items())
        self.shop.append(text)

    def kept(self):
        """What is in the file of products."""
        if not os.path.exists(self.database):
            return None
        with open(self.database, "rb") as file:
            return file.read()

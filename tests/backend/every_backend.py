"""One test case per example backend, of rules that hold of all of them."""

import os
import shutil
import tempfile
import unittest

from asker import COMMANDS, Backend, can_start


def for_every_backend(rules, namespace):
    """Puts `<Name>Of<Rules>` into the namespace of a test module."""
    for name in COMMANDS:
        case = type(f"{name.title()}{rules.__name__}", (rules, unittest.TestCase),
                    {"backend_name": name, "__module__": namespace["__name__"]})
        ready = can_start(name) or os.environ.get("CI")
        namespace[case.__name__] = unittest.skipUnless(
            ready, f"no {COMMANDS[name][0]} here: scripts/install-packages --tests brings it")(case)


class WithOneBackend:
    """For questions that change nothing: all tests of a class ask the same process."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.backend = Backend(cls.backend_name, cls.folder)
        cls.addClassCleanup(cls.backend.kill)
        cls.asker = cls.backend.asker


class WithBackendOfItsOwn:
    """For deeds: every test begins with a full shelf."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.start()

    def start(self):
        self.backend = Backend(self.backend_name, self.folder)
        self.addCleanup(self.backend.kill)
        self.asker = self.backend.asker

    def restart(self):
        """Kills it and starts it anew on what it had written."""
        self.backend.kill()
        self.start()

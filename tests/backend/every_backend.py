"""One test case per example backend, of rules that hold of all of them."""

import concurrent.futures
import os
import shutil
import tempfile
import unittest

from asker import COMMANDS, Backend, can_start
from purchases import cart

AT_ONCE = 8


def at_once(deeds):
    """What came of the deeds, which were all begun together."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        return [one.result() for one in [threads.submit(deed) for deed in deeds]]


def for_every_backend(rules, namespace):
    """Puts `<Name>Of<Rules>` into the namespace of a test module."""
    for name in COMMANDS:
        case = type(f"{name.title()}{rules.__name__}", (rules, unittest.TestCase),
                    {"backend_name": name, "__module__": namespace["__name__"]})
        ready = can_start(name) or os.environ.get("CI")
        namespace[case.__name__] = unittest.skipUnless(
            ready, f"no {COMMANDS[name][0]} here: scripts/install-packages --tests brings it")(case)


class Asking:
    """What the tests of a backend can do with it."""

    def available(self, item):
        request = cart((item, 1), session="cs_looks")
        return self.asker.quote(request).json["lines"][0]["available"]

    @property
    def asker(self):
        return self.backend.asker


class WithOneBackend(Asking):
    """For what leaves nothing behind: all tests of a class ask the same backend."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.backend = Backend(cls.backend_name, cls.folder)
        cls.addClassCleanup(lambda: cls.backend.kill())

    def restart(self):
        """Kills it and starts it anew on what it had written."""
        self.backend.kill()
        type(self).backend = Backend(self.backend_name, self.folder)


class WithBackendOfItsOwn(Asking):
    """For deeds: every test begins with a full shelf, and starts that of the next one."""

    @classmethod
    def setUpClass(cls):
        cls.prepare()
        cls.addClassCleanup(lambda: cls.clear(*cls.prepared))

    @classmethod
    def prepare(cls):
        folder = tempfile.mkdtemp()
        cls.prepared = folder, Backend(cls.backend_name, folder)

    @staticmethod
    def clear(folder, backend):
        backend.kill()
        shutil.rmtree(folder)

    def setUp(self):
        self.folder, self.backend = self.prepared
        self.addCleanup(lambda: self.clear(self.folder, self.backend))
        self.prepare()

    def restart(self):
        """Kills it and starts it anew on what it had written."""
        self.backend.kill()
        self.backend = Backend(self.backend_name, self.folder)

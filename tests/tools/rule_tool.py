"""tools/rule as a module."""

import importlib.machinery
import importlib.util
import os
import sys

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(REPOSITORY, "tools", "rule")


def load():
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("rule", TOOL)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("rule", loader))
    sys.modules["rule"] = module  # Where its value types look for themselves.
    loader.exec_module(module)
    return module


rule_tool = load()

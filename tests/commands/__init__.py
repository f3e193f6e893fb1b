"""A valid command of every act on a matter, for where a case stands: a module for each part."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from .standing import Builder, Standing

COMMANDS: Mapping[str, Builder] = {
    code: build
    for module in pkgutil.iter_modules(__path__)
    for code, build in getattr(import_module(f"{__name__}.{module.name}"), "COMMANDS", {}).items()
}

__all__ = ["COMMANDS", "Standing"]

"""Backup of an installation and its way back; the keys lie apart."""

from .restoring import restore
from .taking import Taken, take

__all__ = ["Taken", "restore", "take"]

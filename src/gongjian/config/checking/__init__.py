"""`gongjian check`: all rules of the house proven, counted and compared; no Django, no database."""

from .cli import check_command

__all__ = ["check_command"]

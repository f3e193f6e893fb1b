"""The act by which provisional deadlines are reckoned anew."""

from .standing import fixed

COMMANDS = {"matters.recompute_deadlines": fixed("matters.recompute_deadlines", reason="已公布")}

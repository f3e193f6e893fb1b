"""Trials that need a database and a process of their own: tampering, killing, truncating.

They run as subprocesses (`python -m tests.trials.tampering FOLDER`), because triggers forbid the
flush that a test with real transactions would end with.
"""

"""Tests: a database file of their own (a live server may share it), fast password hashing."""

import atexit
import os
import shutil
import tempfile

os.environ["GONGJIAN_MODE"] = "test"
if "GONGJIAN_HOME" not in os.environ:  # processes a test starts have that of their parent
    os.environ["GONGJIAN_HOME"] = tempfile.mkdtemp(prefix="gongjian-test-")
    atexit.register(shutil.rmtree, os.environ["GONGJIAN_HOME"], ignore_errors=True)

from gongjian.common.db.statements import Remembered

from .base import *
from .base import DATABASES, HOME

# Tests share a home folder and roll their database back: those of the search switch it on.
GONGJIAN_SEARCH = False
SECRET_KEY = "test-only-" + "0123456789" * 5
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    # Tests kill processes; only a machine that falls would show the difference.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"].pop("pool")
# Uses of a remembered statement are compiled all the same and compared.
Remembered.proving = True

"""Tests: a database file of their own (a live server may share it), fast password hashing."""

import os
import tempfile
from pathlib import Path

os.environ["GONGJIAN_MODE"] = "test"
os.environ.setdefault("GONGJIAN_HOME", str(Path(tempfile.mkdtemp(prefix="gongjian-test-"))))

from gongjian.common.db.statements import Remembered

from .base import *
from .base import DATABASES, HOME

# Tests share a home folder and roll their database back: those of the search switch it on.
GONGJIAN_SEARCH = False
SECRET_KEY = "test-only-" + "0123456789" * 5
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = (
    {"NAME": str(HOME / "test.sqlite3")} if "sqlite" in DATABASES["default"]["ENGINE"] else {}
)
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"].pop("pool")
# Uses of a remembered statement are compiled all the same and compared.
Remembered.proving = True

"""Demo and production, told apart by `GONGJIAN_MODE`; production needs a key of its own."""

import os
from pathlib import Path

from .base import *
from .base import HOME, MODE

_file = os.environ.get("GONGJIAN_SECRET_KEY_FILE", "")
if not _file and MODE == "production":
    message = "production needs GONGJIAN_SECRET_KEY_FILE: a file with 50 random characters or more"
    raise SystemExit(message)
_path = Path(_file) if _file else HOME / "keys" / "django.key"
if not _path.exists():
    if MODE == "production":
        message = f"GONGJIAN_SECRET_KEY_FILE names {_path}, which does not exist"
        raise SystemExit(message)
    from django.core.management.utils import get_random_secret_key

    _path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _path.touch(mode=0o600)
    _path.write_text(get_random_secret_key(), encoding="utf-8")
SECRET_KEY = _path.read_text(encoding="utf-8").strip()
if len(SECRET_KEY) < 50:
    message = f"the key in {_path} is shorter than 50 characters"
    raise SystemExit(message)

if MODE == "demo":
    PASSWORD_HASHERS = ["gongjian.accounts.hashers.LightArgon2"]

if MODE == "production" and os.environ.get("GONGJIAN_PLAIN_HTTP") != "1":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [
        f"https://{h}" for h in os.environ.get("GONGJIAN_HOSTS", "").split(",") if h
    ]
    # The prefix keeps neighbours under the same domain from setting these cookies.
    SESSION_COOKIE_NAME = "__Host-gongjian_session"
    CSRF_COOKIE_NAME = "__Host-gongjian_csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

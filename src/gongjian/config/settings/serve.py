"""Demo and production, told apart by `GONGJIAN_MODE`; production needs a key of its own."""

import os
from pathlib import Path

from .base import *
from .base import HOME, MODE

_file = os.environ.get("GONGJIAN_SECRET_KEY_FILE", "")
if not _file and MODE == "production":
    message = (
        "正式系统需要一个密钥文件（50个以上的随机字符），用 GONGJIAN_SECRET_KEY_FILE 指明：\n"
        "  (umask 077; head -c 48 /dev/urandom | base64 > /etc/gongjian.key)\n"
        "  export GONGJIAN_SECRET_KEY_FILE=/etc/gongjian.key\n"
        "只看演示的，设置 GONGJIAN_MODE=demo（make run 会自己设置）"
    )
    raise SystemExit(message)
_path = Path(_file) if _file else HOME / "keys" / "django.key"
if not _path.exists():
    if MODE == "production":
        message = f"GONGJIAN_SECRET_KEY_FILE 指明的文件不存在：{_path}"
        raise SystemExit(message)
    from django.core.management.utils import get_random_secret_key

    _path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _path.touch(mode=0o600)
    _path.write_text(get_random_secret_key(), encoding="utf-8")
SECRET_KEY = _path.read_text(encoding="utf-8").strip()
if len(SECRET_KEY) < 50:
    message = f"{_path} 中的密钥不足50个字符，请用 head -c 48 /dev/urandom | base64 重新生成"
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

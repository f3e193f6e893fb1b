"""What every way of running has in common. Only settings read the environment."""

import os
from contextlib import suppress
from pathlib import Path

from gongjian.config.databases import database_from_environment

ROOT = Path(__file__).resolve().parents[4]
MODE = os.environ.get("GONGJIAN_MODE", "production")
if MODE not in {"demo", "production", "test"}:
    message = f"GONGJIAN_MODE is {MODE!r}; it must be demo, production or test"
    raise SystemExit(message)
HOME = Path(os.environ.get("GONGJIAN_HOME", "var")).resolve()

GONGJIAN_MODE = MODE
GONGJIAN_HOME = HOME
GONGJIAN_LOG_ORIGIN = os.environ.get(
    "GONGJIAN_LOG_ORIGIN",
    "gongjian.example/demo" if MODE != "production" else "gongjian.example/log",
)
GONGJIAN_FONT_DIRS = [p for p in os.environ.get("GONGJIAN_FONT_DIRS", "").split(os.pathsep) if p]
PORT = os.environ.get("PORT", "8000")
GONGJIAN_PUBLIC_URL = os.environ.get("GONGJIAN_PUBLIC_URL", f"http://127.0.0.1:{PORT}")

# How long a password that an administrator set may stand before its owner has replaced it.
GONGJIAN_FIRST_PASSWORD_DAYS = int(os.environ.get("GONGJIAN_FIRST_PASSWORD_DAYS", "7"))

# The largest scan that is taken in, in bytes.
GONGJIAN_SCAN_MAX_BYTES = int(os.environ.get("GONGJIAN_SCAN_MAX_BYTES", str(20 * 1024 * 1024)))

# The largest recording (video, sound, photo) that is taken in, in bytes.
GONGJIAN_RECORDING_MAX_BYTES = int(os.environ.get("GONGJIAN_RECORDING_MAX_BYTES", str(2 * 1024**3)))

# PostgreSQL: the role under which the application works and that owns nothing, and the role as
# which public pages read (`portal.reading.grants`). `gongjian init` makes those named here.
GONGJIAN_APP_ROLE = os.environ.get("GONGJIAN_APP_ROLE", "")
# The adapter of an identity service, as a dotted path (`desk.identity`); none by default.
GONGJIAN_IDENTITY = os.environ.get(
    "GONGJIAN_IDENTITY", "gongjian.desk.demo_identity.DemoIdentity" if MODE == "demo" else ""
)
GONGJIAN_PORTAL_ROLE = os.environ.get("GONGJIAN_PORTAL_ROLE", "")

# Who sends this as a bearer token may read /metrics from elsewhere; without it this machine only.
_token = os.environ.get("GONGJIAN_METRICS_TOKEN_FILE", "")
GONGJIAN_METRICS_TOKEN = Path(_token).read_text(encoding="utf-8").strip() if _token else ""

# Where kept files lie: GONGJIAN_HOME/vault, or an object store (s3://bucket/prefix).
GONGJIAN_VAULT_URL = os.environ.get("GONGJIAN_VAULT_URL", "")

# The search index under GONGJIAN_HOME/index; without it lists and searches ask the database.
GONGJIAN_SEARCH = os.environ.get("GONGJIAN_SEARCH", "1") == "1"

# Outgoing mail; outside production letters are files under GONGJIAN_HOME/mail.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("GONGJIAN_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("GONGJIAN_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GONGJIAN_EMAIL_USER", "")
EMAIL_PASSWORD_FILE = os.environ.get("GONGJIAN_EMAIL_PASSWORD_FILE", "")
if EMAIL_PASSWORD_FILE:
    EMAIL_HOST_PASSWORD = Path(EMAIL_PASSWORD_FILE).read_text(encoding="utf-8").strip()
EMAIL_USE_TLS = os.environ.get("GONGJIAN_EMAIL_TLS", "0") == "1"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("GONGJIAN_EMAIL_FROM", "gongjian@gongjian.example")
if MODE != "production":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"

DEBUG = False
ALLOWED_HOSTS = os.environ.get("GONGJIAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Where the portal is a process of its own (`gongjian portal serve`) this one need not serve public
# pages; GONGJIAN_WORK_URL is where the portal sends who wants to file or to see a case of his own.
GONGJIAN_APART = False
GONGJIAN_WORK_URL = os.environ.get("GONGJIAN_WORK_URL", "")
_public = os.environ.get("GONGJIAN_PUBLIC_ROUTES", "1") == "1"
ROOT_URLCONF = "gongjian.config.urls" if _public else "gongjian.config.urls_work"
# The log's public key, for a process without the private one (`gongjian portal key` tells it).
GONGJIAN_LOG_KEY = os.environ.get("GONGJIAN_LOG_KEY", "")
WSGI_APPLICATION = "gongjian.config.wsgi.application"

INSTALLED_APPS = [
    "gongjian.portal",
    "gongjian.desk",
    "gongjian.workbench",
    "gongjian.channels",
    "gongjian.exante",
    "gongjian.fileroom",
    "gongjian.insight",
    "gongjian.publicity",
    "gongjian.review",
    "gongjian.remedies",
    "gongjian.payments",
    "gongjian.cases",
    "gongjian.intake",
    "gongjian.documents",
    "gongjian.recording",
    "gongjian.matters",
    "gongjian.parties",
    "gongjian.catalog",
    "gongjian.orgs",
    "gongjian.accounts",
    "gongjian.jurisdiction",
    "gongjian.vault",
    "gongjian.ledger",
    "gongjian.jobs",
    "gongjian.ui",
    "gongjian.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongjian.config.middleware.NoBodyToHead",
    "gongjian.config.metrics.Counted",
    "gongjian.config.turns.StaffFirst",
    "gongjian.config.middleware.CompressPublicPages",
    "gongjian.config.middleware.ApiProblems",
    "gongjian.config.middleware.RefuseNul",
    "gongjian.ui.middleware.SecurityHeaders",
    "gongjian.portal.kiosk.Kiosk",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongjian.accounts.middleware.SessionRules",
    "gongjian.ui.middleware.DomainErrors",
]
BUILTINS = [
    "django.templatetags.i18n",
    "gongjian.ui.templatetags.ui",
    "gongjian.ui.templatetags.said",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongjian.ui.context.page",
            ],
            "builtins": BUILTINS,
        },
    }
]

DATABASES = {"default": database_from_environment(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["gongjian.accounts.backend.Accounts"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/staff/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "gongjian.accounts.sessions"
SESSION_COOKIE_NAME = "gongjian_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "gongjian_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gongjian.ui.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# 2 MB of Chinese are 6.3 MB in a form: let it in, so that it is answered at its field and kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
with suppress(PermissionError):  # a portal of its own need not be able to write here
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True

LOG_FORMAT = "json" if os.environ.get("GONGJIAN_LOG_FORMAT") == "json" else "line"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gongjian.config.logs.PlainLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "gongjian.config.logs.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"pyhanko": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}

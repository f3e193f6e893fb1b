"""The portal as a process of its own: public addresses, a database it can only read, no secrets.

No key of the workbench is read: no session is opened here and nothing is signed. `SECRET_KEY` is
drawn at each start because Django wants one; nothing that lasts depends on it.
"""

import os
import secrets
from pathlib import Path

from gongjian.config.databases import reading_only

from .base import *
from .base import BUILTINS, DATABASES, MODE

GONGJIAN_APART = True
SECRET_KEY = secrets.token_urlsafe(50)
ROOT_URLCONF = "gongjian.config.urls_apart"
DATABASES = {"default": reading_only(DATABASES["default"])}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongjian.config.middleware.NoBodyToHead",
    "gongjian.config.metrics.Counted",
    "gongjian.config.middleware.CompressPublicPages",
    "gongjian.config.middleware.ApiProblems",
    "gongjian.config.middleware.RefuseNul",
    "gongjian.ui.middleware.SecurityHeaders",
    "gongjian.portal.kiosk.Kiosk",
    "django.middleware.common.CommonMiddleware",
    "gongjian.ui.middleware.DomainErrors",
]
# Templates and styles of the public side; those of the workbench are not even found.
_SOURCE = Path(__file__).resolve().parents[2]
_PUBLIC = ("portal", "ui")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [_SOURCE / app / "templates" for app in _PUBLIC],
        "OPTIONS": {
            "builtins": BUILTINS,
            "context_processors": [
                "django.template.context_processors.request",
                "gongjian.ui.context.page",
            ],
        },
    }
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [_SOURCE / app / "static" for app in _PUBLIC]

if MODE == "production" and os.environ.get("GONGJIAN_PLAIN_HTTP") != "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

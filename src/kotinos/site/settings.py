"""Settings: a safe embedded default; the environment changes it.

``KOTINOS_DATA_DIR``      folder of everything kept (default ``./var``)
``KOTINOS_DATABASE_URL``  ``postgresql://user:password@host:port/name``; absent: SQLite in the data folder
``KOTINOS_BUS_URL``       ``nats://host:4222``; absent: a socket in the data folder
``KOTINOS_HOSTS``         names this server answers to, comma-separated
``KOTINOS_PUBLIC_URL``    ``https://host``: how readers know this server; absent: as it is asked
``KOTINOS_OFFLINE``       ``off``: browsers keep no pages, and forget those they keep
``KOTINOS_SECRET_KEY``    absent: made once and kept in the data folder
``KOTINOS_OPS_KEY``       who has it may see ``/ops/`` and ``/metrics``; absent: as the secret key
``KOTINOS_LOG_LEVEL``     how much is told on standard error (default ``INFO``)
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from .embedded import kept_secret, ops_key, postgresql, sqlite, static_headers

ROOM = Path(__file__).resolve().parent

DATA_DIR = Path(os.environ.get("KOTINOS_DATA_DIR", "var")).resolve()
DATA_DIR.mkdir(mode=0o750, parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("KOTINOS_SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")
OPS_KEY = ops_key(DATA_DIR, os.environ)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("KOTINOS_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
OFFLINE = os.environ.get("KOTINOS_OFFLINE", "on") != "off"
PUBLIC_URL = os.environ.get("KOTINOS_PUBLIC_URL", "").rstrip("/")

DATABASE_URL = os.environ.get("KOTINOS_DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = (
    {"default": postgresql(DATABASE_URL)}
    if DATABASE_URL
    else {"default": sqlite(DATA_DIR / "kotinos.sqlite3"), "log": sqlite(DATA_DIR / "log.sqlite3")}
)
LOG_DB = "default" if DATABASE_URL else "log"  # the log has its own file and one writer on SQLite
BUS_URL = os.environ.get("KOTINOS_BUS_URL", "")
DATABASE_ROUTERS = ["kotinos.live.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "kotinos.desks",
    "kotinos.games",
    "kotinos.live",
    "kotinos.ops",
    "kotinos.site",
]
MIDDLEWARE = [
    "kotinos.site.middleware.Guard",
    "kotinos.site.packed.Packed",
    "kotinos.site.dress.Dress",  # before the language: /text/fr/…
    "django.middleware.locale.LocaleMiddleware",  # the address says the language: /fr/… ; none is English
    "django.middleware.gzip.GZipMiddleware",  # pages hold no secrets, so compressing them leaks none
    "django.middleware.common.CommonMiddleware",
    "kotinos.site.dress.Plain",
]
ROOT_URLCONF = "kotinos.site.urls"
WSGI_APPLICATION = "kotinos.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOM / "templates"],
        "OPTIONS": {
            "environment": "kotinos.site.jinja.environment",
            "autoescape": True,
            "auto_reload": False,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    }
]

# Served from the packages they come with: there is no step to forget before a start.
STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

# Only forms are protected, each view by itself: a page that everybody shares must not carry a cookie.
CSRF_COOKIE_NAME = "kotinos-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kotinos.site.web.errors.forged"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host[:1] not in ("*", ".", "[")]

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("zh-hans", _("Chinese")),
    ("ko", _("Korean")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [ROOM / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "kotinos": {"handlers": ["stderr"], "level": os.environ.get("KOTINOS_LOG_LEVEL", "INFO")},
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page not found is no event
        # A foreign Host, a form too large: who asks so is told by a 400, and cannot fill the disk with it.
        "django.security": {"level": "CRITICAL"},
    },
}

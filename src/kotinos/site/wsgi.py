"""The WSGI door: every request that is neither a snapshot, nor a stream, nor a message."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotinos.site.settings")

application = get_wsgi_application()

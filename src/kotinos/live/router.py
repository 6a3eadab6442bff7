"""The log lives in a database file of its own where the database is SQLite."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model

LOGGED = frozenset({"logentry", "quarantined", "key", "forwarding", "nottaken"})
"""Tables of the intake and of the forwarder: they stand beside the log, and are copied with it."""


class Router:
    """Sends the intake's tables to ``settings.LOG_DB`` and everything else to ``default``."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Where a model is read."""
        return self._alias(model._meta.app_label, model._meta.model_name or "")

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        """Where a model is written."""
        return self._alias(model._meta.app_label, model._meta.model_name or "")

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        """Each table is made in one database only."""
        if model_name is None:
            return None
        return db == self._alias(app_label, model_name)

    def _alias(self, app_label: str, model_name: str) -> str:
        return str(settings.LOG_DB) if app_label == "live" and model_name in LOGGED else "default"

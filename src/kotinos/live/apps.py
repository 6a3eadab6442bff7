"""The room as a Django application."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The log and what is read from it."""

    name = "kotinos.live"
    default_auto_field = "django.db.models.BigAutoField"

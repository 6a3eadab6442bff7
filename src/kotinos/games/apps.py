"""The room as a Django application."""

from django.apps import AppConfig


class GamesConfig(AppConfig):
    """Projections of the log."""

    name = "kotinos.games"
    default_auto_field = "django.db.models.BigAutoField"

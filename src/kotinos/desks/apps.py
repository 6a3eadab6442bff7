"""The room as a Django application."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Reports of errors."""

    name = "kotinos.desks"
    default_auto_field = "django.db.models.BigAutoField"

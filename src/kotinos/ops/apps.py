"""The room as a Django application."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """The history of the meters."""

    name = "kotinos.ops"
    default_auto_field = "django.db.models.BigAutoField"

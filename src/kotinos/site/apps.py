"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages, their templates and static files."""

    name = "kotinos.site"
    label = "kotinos_site"

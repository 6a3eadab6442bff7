"""The operations page, and the text for Prometheus."""

from __future__ import annotations

from .views import metrics, operations

__all__ = ["metrics", "operations"]

"""The operations page, and the text for Prometheus."""

from __future__ import annotations

from .reports import reports
from .views import metrics, operations

__all__ = ["metrics", "operations", "reports"]

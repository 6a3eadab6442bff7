"""Tables: the history of the figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class History(models.Model):
    """Figures, packed, of the ``step`` seconds that begin ``at`` seconds after 1970."""

    step = models.SmallIntegerField()
    at = models.BigIntegerField()
    packed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "at"], name="history_moment")]

    def __str__(self) -> str:
        return f"{self.at} +{self.step}"

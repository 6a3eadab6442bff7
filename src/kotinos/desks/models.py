"""Tables: reports, and how many came from where."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .terms import EMAIL, VALUE


class Report(models.Model):
    """A reader's report of an error. ``sentence`` and ``email`` are personal and are erased in time."""

    games = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    field = models.CharField(max_length=200, blank=True)
    shown = models.CharField(max_length=VALUE, blank=True)
    sentence = models.TextField(blank=True)
    email = models.CharField(max_length=EMAIL, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default="new")
    received = models.DateTimeField()
    changed = models.DateTimeField()
    erased = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-received"], name="report_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.games} {self.about}"


class Knock(models.Model):
    """How many reports came from one address in one hour. ``who`` is a hash of it, with a key that is another
    each day; the row goes after a day. The address itself is never kept."""

    hour = models.DateTimeField()
    who = models.CharField(max_length=32)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["hour", "who"], name="knock_once")]

    def __str__(self) -> str:
        return f"{self.hour} {self.count}"

"""Tables of the projections. Written only by ``actions.project``; rows are tombstoned, never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Row(models.Model):
    """What every projection has: its Games, its code, and whether nobody tells of it any more."""

    competition = models.CharField(max_length=24)
    gone = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Organisation(Row):
    """An NOC with its medals."""

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    gold = models.IntegerField(default=0)
    silver = models.IntegerField(default=0)
    bronze = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "code"], name="organisation_key")
        ]

    def __str__(self) -> str:
        return self.code


class Participant(Row):
    """A person or team. ``disciplines`` is ``,ATH,SWM,`` so that one can be looked for; ``search`` is
    the name, then that in the own script, as ``search.plain`` leaves them."""

    code = models.CharField(max_length=64)
    name = models.CharField(max_length=250)
    local_name = models.CharField(max_length=250, default="")
    search = models.CharField(max_length=250)
    kind = models.CharField(max_length=2)
    organisation = models.CharField(max_length=8)
    gender = models.CharField(max_length=2)
    disciplines = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "code"], name="participant_key")
        ]
        indexes: ClassVar = [
            models.Index(fields=["competition", "organisation", "search"], name="participant_org"),
            models.Index(fields=["competition", "search"], name="participant_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Event(Row):
    """An event. ``search`` is the name as ``search.plain`` leaves it."""

    rsc = models.CharField(max_length=40)
    name = models.CharField(max_length=250)
    search = models.CharField(max_length=250)
    discipline = models.CharField(max_length=3)
    gender = models.CharField(max_length=2)
    status = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["competition", "rsc"], name="event_key")]

    def __str__(self) -> str:
        return self.rsc


class Unit(Row):
    """A unit of the schedule; times are ISO 8601 with the venue's offset, ``at`` the same moment in
    UTC. ``search`` is the name as ``search.plain`` leaves it."""

    rsc = models.CharField(max_length=40)
    name = models.CharField(max_length=250)
    search = models.CharField(max_length=250)
    discipline = models.CharField(max_length=3)
    event = models.CharField(max_length=40)
    phase = models.CharField(max_length=40)
    venue = models.CharField(max_length=20)
    session = models.CharField(max_length=20)
    day = models.CharField(max_length=10)
    start = models.CharField(max_length=40)
    at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20)
    result_status = models.CharField(max_length=20)
    medal = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["competition", "rsc"], name="unit_key")]
        indexes: ClassVar = [
            models.Index(fields=["competition", "day", "discipline"], name="unit_day"),
            models.Index(fields=["competition", "event"], name="unit_event"),
        ]

    def __str__(self) -> str:
        return self.rsc


class Result(Row):
    """A competitor's line in a unit. ``key`` is the line's key in the unit's snapshot."""

    unit = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    event = models.CharField(max_length=40)
    competitor = models.CharField(max_length=64)
    organisation = models.CharField(max_length=8)
    order = models.IntegerField(default=0)
    rank = models.CharField(max_length=12)
    result = models.CharField(max_length=60)
    irm = models.CharField(max_length=12)
    wlt = models.CharField(max_length=4)
    qualified = models.CharField(max_length=12)
    result_status = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "unit", "key"], name="result_key")
        ]
        # In the order of the list too: SQLite otherwise reads the whole Games to have it sorted.
        indexes: ClassVar = [
            models.Index(
                fields=["competition", "competitor", "unit", "order", "key"], name="result_competitor"
            ),
            models.Index(fields=["competition", "event", "unit", "order", "key"], name="result_event"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.key}"


class Medal(Row):
    """A medal held. ``medal``: ME_GOLD, ME_SILVER, ME_BRONZE."""

    event = models.CharField(max_length=40)
    medal = models.CharField(max_length=12)
    competitor = models.CharField(max_length=64)
    name = models.CharField(max_length=250)
    event_name = models.CharField(max_length=250)
    organisation = models.CharField(max_length=8)
    discipline = models.CharField(max_length=3)
    discipline_name = models.CharField(max_length=250)
    date = models.CharField(max_length=10)
    unit = models.CharField(max_length=40)
    order = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "event", "medal", "competitor"], name="medal_key")
        ]
        indexes: ClassVar = [models.Index(fields=["competition", "organisation"], name="medal_org")]

    def __str__(self) -> str:
        return f"{self.event} {self.medal} {self.competitor}"


class Entry(Row):
    """A participant's entry in an event, with the participant's name and organisation for lists."""

    participant = models.CharField(max_length=64)
    event = models.CharField(max_length=40)
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=2)
    organisation = models.CharField(max_length=8)
    bib = models.CharField(max_length=20)
    status = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "participant", "event"], name="entry_key")
        ]
        indexes: ClassVar = [
            models.Index(fields=["competition", "event", "organisation", "name"], name="entry_event"),
            models.Index(fields=["competition", "organisation", "event"], name="entry_org"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.participant}"

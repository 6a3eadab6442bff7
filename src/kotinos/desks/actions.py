"""Writes: a report comes, the desk looks at it, what is personal goes."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from .models import Knock, Report
from .terms import A_DAY, AN_HOUR, EMAIL, KEPT_DAYS, SENTENCE, STATES, VALUE, Draft, TooManyError


@transaction.atomic
def take_report(draft: Draft, address: str) -> int:
    """Keep a report; returns its number. ``address``: where it came from, to count and not to keep.

    Raises ``TooManyError`` when too many came, ``ValueError`` when it is empty or too long."""
    if not draft.sentence.strip() or len(draft.sentence) > SENTENCE or len(draft.email) > EMAIL:
        raise ValueError(f"a report has 1 to {SENTENCE} characters, and an address at most {EMAIL}")
    erase_old()
    _count(address)
    now = timezone.now()
    row = Report.objects.create(
        games=draft.games,
        about=draft.about,
        field=draft.field,
        shown=draft.shown[:VALUE],
        sentence=draft.sentence.strip(),
        email=draft.email.strip(),
        language=draft.language,
        received=now,
        changed=now,
    )
    return int(row.pk)


def set_state(number: int, state: str) -> bool:
    """Say how far the desk is with a report; ``False`` when there is none of that number.

    Raises ``ValueError`` for a state there is not."""
    if state not in STATES:
        raise ValueError(f"there is no state {state!r}, only {', '.join(STATES)}")
    return bool(Report.objects.filter(pk=number).update(state=state, changed=timezone.now()))


def erase(number: int) -> bool:
    """Take away what a reader wrote; that there was a report, and about what, stays."""
    return bool(Report.objects.filter(pk=number).update(sentence="", email="", erased=True))


def erase_old() -> int:
    """Take away what was kept long enough: what readers wrote, and who came how often."""
    now = timezone.now()
    Knock.objects.filter(hour__lt=now - timedelta(days=1)).delete()
    old = Report.objects.filter(erased=False, received__lt=now - timedelta(days=KEPT_DAYS))
    return old.update(sentence="", email="", erased=True)


def _count(address: str) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    who = _who(address, f"{hour:%Y-%m-%d}")
    row, _ = Knock.objects.get_or_create(hour=hour, who=who)
    Knock.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db()
    if row.count > AN_HOUR or (Knock.objects.aggregate(all=Sum("count"))["all"] or 0) > A_DAY:
        raise TooManyError


def _who(address: str, day: str) -> str:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"kotinos.desks/{day}".encode(), "sha256")
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]

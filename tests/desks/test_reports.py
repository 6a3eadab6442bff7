"""Reports are kept, counted without keeping who sent them, worked on, and erased in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kotinos.desks import api as desks
from kotinos.desks.models import Knock, Report
from kotinos.desks.terms import A_DAY, AN_HOUR, KEPT_DAYS, SENTENCE

pytestmark = pytest.mark.django_db


def draft(sentence: str = "The time is another.", email: str = "ann@example.org") -> desks.Draft:
    return desks.Draft(
        games="CITY2026", about="unit/U", field="competitors/1", shown="ANN: 1. 9.98", sentence=sentence,
        email=email, language="fr",
    )  # fmt: skip


def test_report_is_kept_with_what_was_shown() -> None:
    number = desks.take_report(draft(), "192.0.2.7")
    line = desks.report(number)
    assert line is not None and desks.reports() == [line]
    assert (line.about, line.field, line.shown) == ("unit/U", "competitors/1", "ANN: 1. 9.98")
    assert (line.sentence, line.email, line.language) == ("The time is another.", "ann@example.org", "fr")
    assert desks.counts() == {"new": 1, "looked_at": 0, "answered": 0}


def test_desk_says_how_far_it_is() -> None:
    number = desks.take_report(draft(), "192.0.2.7")
    assert desks.set_state(number, "looked_at")
    assert [line.number for line in desks.reports("looked_at")] == [number]
    assert desks.reports("new") == []
    assert not desks.set_state(number + 1, "answered")
    with pytest.raises(ValueError, match="no state 'lost'"):
        desks.set_state(number, "lost")


@pytest.mark.parametrize("wrong", [draft(" "), draft("x" * (SENTENCE + 1)), draft(email="x" * 300)])
def test_report_that_is_empty_or_too_long_is_refused(wrong: desks.Draft) -> None:
    with pytest.raises(ValueError, match="a report has 1 to"):
        desks.take_report(wrong, "192.0.2.7")
    assert not Report.objects.exists()


def test_one_address_may_send_so_many_and_is_not_kept() -> None:
    for _ in range(AN_HOUR):
        desks.take_report(draft(), "192.0.2.7")
    with pytest.raises(desks.TooManyError):
        desks.take_report(draft(), "192.0.2.7")
    assert Report.objects.count() == AN_HOUR
    desks.take_report(draft(), "192.0.2.8")
    assert all("192.0.2" not in knock.who for knock in Knock.objects.all())


def test_same_address_is_another_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    desks.take_report(draft(), "192.0.2.7")
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    desks.take_report(draft(), "192.0.2.7")
    assert len({knock.who for knock in Knock.objects.all()}) == Knock.objects.count()


def test_all_together_may_send_so_many_in_a_day() -> None:
    Knock.objects.create(hour=timezone.now(), who="others", count=A_DAY)
    with pytest.raises(desks.TooManyError):
        desks.take_report(draft(), "192.0.2.7")


def test_what_a_reader_wrote_is_erased_when_asked_or_in_time() -> None:
    asked, old, young = (desks.take_report(draft(), f"192.0.2.{n}") for n in range(3))
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS, minutes=1)
    Report.objects.filter(pk=old).update(received=long_ago)
    Knock.objects.update(hour=long_ago)
    assert desks.erase(asked)
    assert desks.erase_old() == 1
    assert not Knock.objects.exists()
    for number in (asked, old):
        line = desks.report(number)
        assert line is not None and line.erased and (line.sentence, line.email) == ("", "")
        assert line.shown == "ANN: 1. 9.98"
    kept = desks.report(young)
    assert kept is not None and kept.email == "ann@example.org"

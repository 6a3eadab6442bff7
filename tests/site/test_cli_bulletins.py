"""The organiser posts, lists and withdraws notices and news; each is a message of the log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from kotinos.games.terms import GamesView, NewsView, NoticesView
from kotinos.live import api as live
from kotinos.odf.nodes import Competition, Text, Unit
from kotinos.odf.stream import Timed
from tests.live import made

from .test_cli import kotinos

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture(autouse=True)
def games() -> None:
    """A Games with a unit at the pool, whose clock stands at 10:00."""
    names = (Text(language="ENG", value="Final"),)
    unit = Unit(code=made.UNITS[0], phase_type="3", schedule_status="RUNNING", venue="POL", names=names)
    told = made.message("DT_SCHEDULE", made.DISCIPLINE, Competition(units=(unit,)))
    assert live.seed([Timed(datetime.now(UTC), told)], source="test") == []


def view(topic: str, kind: type[Any]) -> Any:
    stored = live.snapshot(made.GAMES, topic)
    assert stored is not None
    return msgspec.json.decode(stored.body, type=kind)


def test_notice_is_posted_replaced_listed_and_withdrawn() -> None:
    words = ("--level", "danger", "--kind", "weather", "--venue", "POL", "--until", "2026-11-22T18:00")
    french = ("--in", "fr", "Orage", "Entrez.")
    result = kotinos("notice", "post", "--title", "Storm", "--text", "Go inside.", *words, *french)
    assert (result.exit_code, result.output) == (0, "N1 is posted in CITY2026\n")
    notice = view("notices", NoticesView).notices["N1"]
    assert (notice.title, notice.text, notice.level, notice.urgency) == ("Storm", "Go inside.", "danger", 2)
    assert (notice.kind, notice.scope, notice.ends) == ("weather", "venue/POL", "2026-11-22T18:00")
    assert notice.texts["fr"].title == "Orage"
    assert notice.published == "2026-11-22T10:00" == view("games", GamesView).now

    assert kotinos("notice", "post", "--code", "N1", "--title", "Storm over").exit_code == 0
    notice = view("notices", NoticesView).notices["N1"]
    assert (notice.title, notice.level, notice.scope, notice.texts) == ("Storm over", "info", "", {})

    listed = kotinos("notice", "list").output
    assert listed == "N1\tinfo\ton\tthe Games\tat once - until withdrawn\ten\tStorm over\n"
    assert kotinos("notice", "withdraw", "N1").output == "N1 is withdrawn from CITY2026\n"
    assert view("notices", NoticesView).notices == {}
    assert kotinos("notice", "list").output == "no notice stands in CITY2026\n"
    assert kotinos("notice", "post", "--title", "Another").output == "N2 is posted in CITY2026\n"
    assert kotinos("notice", "post", "--title", "Again", "--code", "N1").exit_code == 0
    assert set(view("notices", NoticesView).notices) == {"N1", "N2"}


def test_notice_is_in_force_by_the_games_clock() -> None:
    later = ("--from", "2026-11-22T11:00", "--until", "2026-11-22T12:00")
    assert kotinos("notice", "post", "--title", "Rain", *later).exit_code == 0
    assert view("notices", NoticesView).notices == {}
    assert "\tto come\t" in kotinos("notice", "list").output
    for hour, there in (("11:00", {"N1"}), ("11:59", {"N1"}), ("12:00", set())):
        kotinos("news", "post", "--title", "The clock goes on", "--at", f"2026-11-22T{hour}")
        assert set(view("notices", NoticesView).notices) == there, hour
    assert "\tover\t" in kotinos("notice", "list").output


def test_news_is_posted_listed_and_withdrawn() -> None:
    words = ("--link", "https://example.org/story", "--about", "101", "--about", made.EVENT)
    assert kotinos("news", "post", "--title", "Gold", *words).output == "N1 is posted in CITY2026\n"
    item = view("news", NewsView).items["N1"]
    assert (item.title, item.link, item.about) == ("Gold", "https://example.org/story", ("101", made.EVENT))
    listed = kotinos("news", "list").output
    assert listed == f"N1\t2026-11-22 10:00\ten\t101 {made.EVENT}\tGold\n"
    assert kotinos("news", "withdraw", "N1").exit_code == 0
    assert view("news", NewsView).items == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("notice", "post", "--title", ""), "a title is a line of 1 to 160"),
        (("notice", "post", "--title", "x" * 161), "a title is a line of 1 to 160"),
        (("notice", "post", "--title", "x", "--text", "y" * 1001), "more than 1000"),
        (("notice", "post", "--title", "x", "--venue", "ICE"), "the Games has no venue ICE; it has: POL"),
        (("notice", "post", "--title", "x", "--venue", "P L"), "is no code"),
        (("notice", "post", "--title", "x", "--venue", "POL", "--session", "S1"), "about one thing"),
        (("notice", "post", "--title", "x", "--until", "tonight"), "as 2026-07-20T18:30"),
        (("notice", "post", "--title", "x", "--until", "2026-11-22T09:00"), "over before it begins"),
        (("notice", "post", "--title", "x", "--in", "de", "Regen", ""), "de is none of en, fr"),
        (("notice", "post", "--title", "x", "--in", "en", "y", ""), "each language once"),
        (("notice", "post", "--title", "x", "--code", "a b"), "at most 40"),
        (("notice", "post", "--title", "x", "--games", "NONE"), "there is no Games NONE; "),
        (("notice", "withdraw", "N9"), "nothing stands under N9 in CITY2026; what does: none"),
        (("news", "post", "--title", "x", "--link", "javascript:alert(1)"), "begin it with https://"),
        (("news", "post", "--title", "x", "--picture", "https://a.example/b.png"), "on this site"),
    ],
)
def test_bad_input_is_told(words: tuple[str, ...], told: str) -> None:
    result = kotinos(*words)
    assert result.exit_code != 0
    assert told in " ".join(result.output.split())
    assert view("notices", NoticesView).notices == {} and view("news", NewsView).items == {}

"""Notices in force and the newest news."""

from __future__ import annotations

import msgspec

from kotinos.games.terms import NewsView, NoticeLine, NoticesView, Said
from kotinos.live.fold import Fold
from kotinos.live.fold.bulletin import MOST
from kotinos.odf.bulletins import Notice, Piece, Saying, news_body, notice_body
from kotinos.odf.message import Message
from kotinos.odf.nodes import CodeName, CodeSet, Competition

from . import made

STORM = Notice(level="danger", kind="weather", scope="venue/POL", ends="2026-11-22T18:00")


def alert(saying: Saying, language: str, version: int = 1, notice: Notice = STORM, **header: str) -> Message:
    header = {"document_subtype": "PUBLIC", "language": language, **header}
    return made.message("DT_ALERT", "N1", notice_body("N1", saying, notice), version=version, **header)


def topic(fold: Fold, name: str) -> bytes:
    return next((each.body for each in fold.flush().documents if each.topic == name), b"")


def notices(fold: Fold) -> dict[str, NoticeLine]:
    return msgspec.json.decode(topic(fold, "notices"), type=NoticesView).notices


def test_every_games_has_both_topics_from_its_first_message() -> None:
    fold = Fold(made.GAMES)
    fold.apply(made.message("DT_KA", made.ALL, Competition()))
    topics = {each.topic: each.body for each in fold.flush().documents}
    assert (topics["notices"], topics["news"]) == (b"{}", b"{}")


def test_notice_is_told_in_english_with_the_other_languages_beside() -> None:
    fold = Fold(made.GAMES)
    code_set = CodeSet(code="POL", names=(CodeName(language="ENG", description="Lido"),))
    codes = Competition(code_sets=(code_set,))
    fold.apply(made.message("DT_CODES", made.ALL, codes, document_subtype="VENUE"))
    fold.apply(alert(Saying("fr", "Orage", "Entrez."), "FRA", version=2))
    fold.apply(alert(Saying("en", "Storm", "Go inside."), "ENG"))
    assert notices(fold)["N1"] == NoticeLine(
        code="N1", language="en", title="Storm", text="Go inside.", level="danger", urgency=2,
        kind="weather", scope="venue/POL", scope_name="Lido", ends="2026-11-22T18:00",
        published="2026-11-22T10:00",
        texts={"fr": Said(language="fr", title="Orage", text="Entrez.")},
    )  # fmt: skip


def test_notice_without_english_is_told_in_its_own_language() -> None:
    fold = Fold(made.GAMES)
    fold.apply(alert(Saying("ko", "비"), "KOR"))
    line = notices(fold)["N1"]
    assert (line.language, line.title, line.texts) == ("ko", "비", {})


def test_notice_for_the_press_is_not_shown() -> None:
    fold = Fold(made.GAMES)
    fold.apply(alert(Saying("en", "Press bus late"), "ENG", document_subtype=""))
    assert topic(fold, "notices") == b"{}"


def test_notice_taken_back_is_gone_and_an_old_version_does_not_bring_it_back() -> None:
    fold = Fold(made.GAMES)
    told = alert(Saying("en", "Storm"), "ENG", version=2)
    fold.apply(told)
    assert notices(fold)
    fold.apply(msgspec.structs.replace(told, competition=None))
    assert topic(fold, "notices") == b"{}"
    fold.apply(alert(Saying("en", "Storm"), "ENG", version=1))
    assert topic(fold, "notices") == b""  # nothing changed


def test_news_is_the_newest_twenty() -> None:
    fold = Fold(made.GAMES)
    for n in range(MOST + 5):
        body = news_body(f"N{n}", Saying("en", f"Story {n}"), Piece(about=("101",)))
        header = {"document_subtype": "PUBLIC", "language": "ENG"}
        fold.apply(made.message("DT_NEWS", f"N{n}", body, version=1 + n * 10_000_00, **header))
    items = msgspec.json.decode(topic(fold, "news"), type=NewsView).items
    assert len(items) == MOST and "N4" not in items and items["N24"].title == "Story 24"


def test_state_that_is_loaded_again_tells_the_same() -> None:
    fold = Fold(made.GAMES)
    fold.apply(alert(Saying("en", "Storm"), "ENG"))
    flushed = fold.flush()
    again = Fold(made.GAMES)
    for (kind, key), packed in flushed.state.items():
        assert packed is not None
        again.load(kind, key, packed)
    again.warm()
    assert notices(again)["N1"].title == "Storm"

"""What the code tables call things in further languages is published for each of them."""

from __future__ import annotations

import msgspec

from kotinos.live.fold import Fold
from kotinos.odf.nodes import CodeName, CodeSet, Competition

from . import made

DISCIPLINE = "SWM"


def codes(table: str, *rows: CodeSet, version: int = 1, language: str = "") -> made.Message:
    """A message with rows of a code table."""
    body = Competition(code_sets=rows)
    more = {"document_subtype": table, "language": language}
    return made.message("DT_CODES", made.ALL, body, version=version, source="ODS", **more)


def row(code: str, **said: str) -> CodeSet:
    """A row by its names in each language; ``none``: the message's own."""
    names = [
        CodeName(language="" if tongue == "none" else tongue, description=name)
        for tongue, name in said.items()
    ]
    return CodeSet(code=code, names=tuple(names))


def told(*messages: made.Message) -> dict[str, dict[str, str]]:
    """The names documents of messages, by language."""
    fold = Fold(made.GAMES)
    for each in messages:
        fold.apply(each)
    found = {each.topic: each.body for each in fold.flush().documents if each.topic.startswith("names/")}
    return {topic.removeprefix("names/"): msgspec.json.decode(body)["names"] for topic, body in found.items()}


def test_further_languages_have_a_document_each() -> None:
    swimming = row("SWM", ENG="Swimming", FRA="Natation", SPA="Natación")
    assert told(codes("DISCIPLINE", swimming)) == {
        "fr": {"Swimming": "Natation"},
        "es": {"Swimming": "Natación"},
    }
    assert told(codes("DISCIPLINE", row("SWM", ENG="Swimming"))) == {}


def test_a_name_that_means_two_things_is_left_out() -> None:
    rows = [row("SWMM100M", ENG="100 m", FRA="100 m H"), row("SWMW100M", ENG="100 m", FRA="100 m F")]
    also = [row("SWMM50M", ENG="50 m", FRA="50 mètres"), row("SWMW50M", ENG="50 m", FRA="50 mètres")]
    assert told(codes("EVENT", *rows, *also)) == {"fr": {"50 m": "50 mètres"}}


def test_a_message_in_another_language_adds_to_the_english_one() -> None:
    english = codes("DISCIPLINE", row("SWM", none="Swimming"))
    french = codes("DISCIPLINE", row("SWM", none="Natation"), language="FRA")
    for order in ([english, french], [french, english]):
        fold = Fold(made.GAMES)
        for each in order:
            fold.apply(each)
        bodies = {each.topic: each.body for each in fold.flush().documents}
        assert msgspec.json.decode(bodies["names/fr"]) == {"names": {"Swimming": "Natation"}}
        assert fold.board.names.of("DISCIPLINE", "SWM") == "Swimming"


def test_a_language_nobody_tells_any_more_goes() -> None:
    fold = Fold(made.GAMES)
    fold.apply(codes("DISCIPLINE", row("SWM", ENG="Swimming", FRA="Natation")))
    fold.flush()
    fold.apply(codes("DISCIPLINE", row("SWM", ENG="Swimming"), version=2))
    gone = [each for each in fold.flush().documents if each.topic == "names/fr"]
    assert [each.body for each in gone] == [b""]

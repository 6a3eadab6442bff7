"""A unit as a card, for pages that show many."""

from __future__ import annotations

from typing import Any

from django.template import engines
from lxml import html

from kotinos.live.fold.units import unit_line

from .gallery import GAMES, HAND, JUMP, units


def card(macro: str, value: Any) -> Any:
    """The card as a tree."""
    source = f'{{% import "site/formats/compact.html" as c with context %}}{{{{ c.{macro} }}}}'
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    text = env.from_string(source).render(u=value, frame=None, root=f"/{GAMES}/")
    return html.fromstring(text)


def test_card_of_a_list_shows_the_first_three() -> None:
    found = card("card(u.rsc, u)", unit_line(units()[JUMP]))
    names = found.xpath(".//ol[@class='top']/li/span[contains(@class,'nm')]/text()")
    assert names == ["AMBERLEY Ines", "BRANDT Olu", "CASTELLANE Mirja"]
    assert found.get("data-key") == JUMP and found.xpath(".//ol/@data-each") == ["sides"]
    assert found.xpath(".//p[@class='name']/a/@href") == [f"/{GAMES}/ath/men-lj/final-1/"]


def test_card_of_a_document_shows_score_and_clock() -> None:
    found = card("whole(u)", units()[HAND])
    assert found.xpath(".//ol/li/b/text()") == ["24", "21"]
    assert " ".join(found.xpath(".//p[@class='clock']//text()")).split() == ["2nd", "half", "17:42"]
    assert found.get("data-topic") == f"unit/{HAND}" and found.xpath(".//ol/@data-limit") == ["3"]

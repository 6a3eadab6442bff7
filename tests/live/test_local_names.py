"""A name in the person's own script, from DT_PARTIC to the documents."""

from __future__ import annotations

from itertools import islice

import pytest

from kotinos.games.terms import OrganisationView, ParticipantView
from kotinos.kit.scripts import script
from kotinos.live.fold import Fold
from kotinos.live.fold.names import local_name
from kotinos.odf.nodes import Participant
from kotinos.rehearsal.api import plan, stream


@pytest.mark.parametrize(
    ("family", "given", "told"),
    [
        ("罗", "俊浩", "罗俊浩"),
        ("석", "도현", "석도현"),
        ("森川", "さくら", "森川さくら"),
        ("الظاهر", "كريم", "كريم الظاهر"),
        ("Володенко", "Артём", "Артём Володенко"),
        ("", "Сарнай", "Сарнай"),
        ("", "", ""),
        ("Müller", "Anna", ""),
        ("Muller", "Anna", "Anna Muller"),
    ],
)
def test_local_name_stands_in_the_order_of_its_script(family: str, given: str, told: str) -> None:
    person = Participant(
        print_name="MÜLLER Anna", tv_name="Anna MÜLLER", given_name="Anna", family_name="Müller",
        local_given_name=given, local_family_name=family,
    )  # fmt: skip
    assert local_name(person) == told


def test_family_name_goes_first_where_television_has_it_first() -> None:
    person = Participant(
        print_name="NAGY Anna", tv_name="NAGY Anna", given_name="Anna", family_name="Nagy",
        local_given_name="Ганна", local_family_name="Надь",
    )  # fmt: skip
    assert local_name(person) == "Надь Ганна"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Anna", "Latn"),
        ("1 罗", "Hani"),
        ("森さ", "Hira"),
        ("석", "Hang"),
        ("Цагаан", "Cyrl"),
        ("… 12", ""),
        ("", ""),
    ],
)
def test_script_is_that_of_the_letters(text: str, code: str) -> None:
    assert script(text) == code


def test_rehearsal_names_people_in_many_scripts() -> None:
    fold = Fold("CITY2026")
    for timed in islice(stream(plan("city")), 200):
        if timed.message.header.document_type in ("DT_CODES", "DT_PARTIC"):
            fold.apply(timed.message)
    views = [document.view for document in fold.flush().documents]
    local = {
        view.code: view.local_name for view in views if isinstance(view, ParticipantView) and view.local_name
    }
    listed = {
        code: line.local_name
        for view in views if isinstance(view, OrganisationView)
        for code, line in view.participants.items() if line.local_name
    }  # fmt: skip
    assert listed == local
    assert {"Hani", "Hang", "Arab", "Cyrl", "Grek"} <= {script(name) for name in local.values()}

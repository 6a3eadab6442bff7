"""Readable addresses: every code has one of its own, and the other ways to write it lead there."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kotinos.site.addresses import code, readable, words
from kotinos.site.web.elsewhere import tail

from .gallery import GAMES, HAND_E, SPRINT, SPRINT_E

SAID = [
    ("ATHM100M--------------FNL-000100--", "ath/men-100m/final-1"),
    ("ATHM100M--------------HEAT001200--", "ath/men-100m/heat-12"),
    ("HBLWTEAM7-------------GPA-000300--", "hbl/women-team7/group-a-3"),
    ("BK3WTEAM3-------------8FNL000201--", "bk3/women-team3/round-of-16-2.1"),
    ("JUDX5MIX----OPEN------FNL-000100--", "jud/mixed-5mix----open/final-1"),
    ("ATHW100M--------------VICTMEDAL---", "ath/women-100m/ceremony-medal"),
    ("ATHX4X400M------------------------", "ath/mixed-4x400m"),
]
PLAIN = [
    "ATHM100M--------------FNL---------",
    "ATHM100M--------------FNL-1-------",
    "ATHM100M--------------FNL-1-A-----",
    "ATHM----------------------000100--",
]


@pytest.mark.parametrize(("rsc", "said"), SAID)
def test_code_is_said_in_words(rsc: str, said: str) -> None:
    assert (words(rsc), code(said)) == (said, rsc)


@pytest.mark.parametrize("rsc", PLAIN)
def test_code_that_words_cannot_say_stays(rsc: str) -> None:
    assert not readable(rsc)
    assert words(rsc) == f"units/{rsc}"


field = st.text("ABGP019.-", max_size=8)
codes = st.tuples(
    st.sampled_from(["ATH", "BK3", "A-H"]),
    st.sampled_from("MWXO-"),
    st.text("AZ0.-", max_size=18),
    st.sampled_from(["FNL", "GPA", "GP-A", "8FNL", "HEAT", "1", "", "----"]),
    st.one_of(field, st.sampled_from(["000100", "000002", "MEDAL"])),
).map(lambda p: "".join(t.ljust(w, "-") for t, w in zip(p, (3, 1, 18, 4, 8), strict=True)))


def test_event_that_words_cannot_say_is_still_an_event() -> None:
    assert words("ATH-".ljust(34, "-")) == "events/" + "ATH-".ljust(34, "-")


@given(codes)
def test_words_lose_nothing(rsc: str) -> None:
    said = words(rsc)
    assert said.split("/", 1)[1] == rsc if not readable(rsc) else code(said) == rsc


@given(st.lists(codes, min_size=2, max_size=2, unique=True))
def test_no_two_codes_are_said_alike(pair: list[str]) -> None:
    assert words(pair[0]) != words(pair[1])


@pytest.mark.parametrize(
    "said", ["ath", "ath/100m", "ath/men-", "ath/men-100m/", "ath/men-100m/x", "ath/boys-1"]
)
def test_words_that_say_nothing_are_refused(said: str) -> None:
    with pytest.raises(ValueError, match="is called"):
        code(said)


@pytest.mark.parametrize(
    ("asked", "stands"),
    [
        (f"units/{SPRINT}/", f"{words(SPRINT)}/"),
        (f"units/{SPRINT}/?text=1", f"{words(SPRINT)}/?text=1"),
        (f"units/{SPRINT.lower().rstrip('-')}/", f"{words(SPRINT)}/"),
        (f"results/{SPRINT}/", f"units/{SPRINT}/"),
        (f"events/{SPRINT_E.rstrip('-')}/", f"{words(SPRINT_E)}/"),
        (words(SPRINT), f"{words(SPRINT)}/"),
        (f"{words(SPRINT).upper()}/", f"{words(SPRINT)}/"),
        ("organisations/avo/", "organisations/AVO/"),
        ("nocs/avo", "organisations/AVO/"),
        ("athletes/1000/", "participants/1000/"),
        ("teams/HBLWTEAM7---DOR01/x/", "participants/HBLWTEAM7---DOR01/x/"),
        ("Medals/", "medals/"),
        ("disciplines/ath", "disciplines/ATH/"),
    ],
)
@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.usefixtures("reader")
def test_other_writings_lead_to_the_page(client: Client, language: str, asked: str, stands: str) -> None:
    answer = client.get(f"{language}/{GAMES}/{asked}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{language}/{GAMES}/{stands}"


@pytest.mark.usefixtures("reader")
def test_games_is_found_in_small_letters(client: Client) -> None:
    answer = client.get(f"/{GAMES.lower()}/medals")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/{GAMES}/medals/")


@pytest.mark.parametrize("path", ["units/NONE/", "nocs/QQQ/", "ath/men-nothing/", "nothing/", "units/%00/"])
def test_what_is_nowhere_is_not_found_in_the_end(visitor: Client, path: str) -> None:
    assert visitor.get(f"/{GAMES}/{path}", follow=True).status_code == 404


def test_page_stands_under_words(visitor: Client) -> None:
    assert visitor.get(f"/{GAMES}/{words(HAND_E)}/").status_code == 200


@pytest.mark.usefixtures("reader")
def test_persons_name_behind_the_code_is_decoration(client: Client) -> None:
    path = f"/{GAMES}/participants/1000/"
    assert client.get(path).status_code == 200
    moved = client.get(f"{path}somebody-else/")
    assert moved.status_code == 301 and moved.headers["Location"].startswith(path)
    assert client.get(moved.headers["Location"]).status_code == 200
    assert moved.headers["Location"] not in (path, f"{path}somebody-else/")


def test_name_keeps_its_script_in_an_address() -> None:
    assert [tail("O'NEILL-Li Ána"), tail("张伟"), tail("محمد علي"), tail("--")] == [
        "oneill-li-ána",
        "张伟",
        "محمد-علي",
        "",
    ]

"""A reader tells the desk what is wrong, without the script; the desk sees it behind its key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from kotinos.desks import api as desks
from kotinos.desks.terms import AN_HOUR

from .gallery import GAMES, HAND_E, SPRINT, TODAY, Reader
from .test_cli import kotinos
from .test_pages import page

pytestmark = pytest.mark.django_db

FORM = f"/{GAMES}/report/"
KEY = "a-key-of-the-operations-page"


def send(visitor: Client, **more: str) -> Any:
    """The form, filled in."""
    told = {"about": f"unit/{SPRINT}", "field": "competitors/1000", "sentence": "It was 9.92.", **more}
    return visitor.post(FORM, told)


def tree(answer: Any) -> html.HtmlElement:
    return html.fromstring(answer.content)


@pytest.mark.parametrize(
    ("path", "about"),
    [("", "games"), (f"units/{SPRINT}/", f"unit/{SPRINT}"), ("medals/", "medals"), ("records/", "records"),
     (f"events/{HAND_E}/", f"event/{HAND_E}"), ("participants/1000/", "participant/1000"),
     ("organisations/AVO/", "organisation/AVO"), (f"schedule/{TODAY}/", f"day/{TODAY}")],
)  # fmt: skip
def test_every_page_leads_to_the_form_about_it(visitor: Client, path: str, about: str) -> None:
    link = page(visitor, f"/{GAMES}/{path}").xpath("//footer//a[@rel='nofollow']/@href")[0]
    assert link == f"{FORM}?about={about}"
    form = page(visitor, link)
    assert form.xpath("//form//input[@name='about']/@value") == [about]
    back = form.xpath("//main//nav//a/@href")[0]
    assert visitor.get(back).status_code == 200


def test_form_shows_which_line_is_meant_and_what_it_says(visitor: Client, reader: Reader) -> None:
    form = page(visitor, f"{FORM}?about=unit/{SPRINT}&field=competitors/1000")
    chosen = form.xpath("//option[@selected]")
    assert [each.get("value") for each in chosen] == ["competitors/1000"]
    assert "9.91" in chosen[0].text
    assert visitor.get(FORM)["Cache-Control"] == "no-store"


def test_form_about_nothing_we_know_is_about_the_games(visitor: Client) -> None:
    for about in ("unit/NONE", "feeds", "", "../../etc"):
        form = page(visitor, f"{FORM}?about={about}")
        assert form.xpath("//input[@name='about']/@value") == ["games"]
    assert visitor.get("/NONE2026/report/").status_code == 404


def test_report_is_taken_answered_with_a_number_and_can_be_erased(visitor: Client) -> None:
    answer = send(visitor, email="ann@example.org")
    assert answer.status_code == 302
    line = desks.reports()[0]
    assert (line.about, line.field) == (f"unit/{SPRINT}", "competitors/1000")
    assert "9.91" in line.shown and line.email == "ann@example.org"
    there = page(visitor, answer["Location"])
    assert str(line.number) in there.xpath("string(//h1)")
    assert visitor.post(answer["Location"]).status_code == 302
    erased = desks.report(line.number)
    assert erased is not None and erased.erased and not erased.sentence and not erased.email
    assert visitor.get(f"{FORM}{line.number}/").status_code == 404, "a number alone opens nothing"


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"sentence": " "}, "Say in a sentence"), ({"sentence": "x" * 1001}, "longer than 1000"),
     ({"email": "nobody"}, "no e-mail address")],
)  # fmt: skip
def test_form_filled_in_wrongly_says_so_and_keeps_the_rest(
    visitor: Client, changed: dict[str, str], told: str
) -> None:
    answer = send(visitor, **changed)
    assert answer.status_code == 400 and not desks.reports()
    found = tree(answer)
    assert told in found.xpath("string(//p[@class='wrong'])")
    described = found.xpath("//*[@aria-invalid]/@aria-describedby")[0].split()[-1]
    assert found.xpath(f"//*[@id='{described}']")
    assert found.xpath("//option[@selected]/@value") == ["competitors/1000"]


def test_machine_that_fills_in_everything_is_not_heard(visitor: Client) -> None:
    assert send(visitor, website="http://spam.example").status_code == 302
    assert desks.reports() == []


def test_form_from_elsewhere_is_refused(reader: Reader) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert send(stranger).status_code == 403
    token = page(stranger, FORM).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert send(stranger, csrfmiddlewaretoken=token).status_code == 302


def test_too_many_are_told_to_wait(visitor: Client) -> None:
    for _ in range(AN_HOUR):
        assert send(visitor).status_code == 302
    answer = send(visitor)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "It was 9.92." in tree(answer).xpath("string(//textarea)")
    assert len(desks.reports()) == AN_HOUR


def test_pages_that_all_share_carry_no_cookie(visitor: Client) -> None:
    assert not visitor.get(f"/{GAMES}/medals/").cookies
    assert visitor.get(FORM).cookies["kotinos-form"]["httponly"]


def test_desk_sees_reports_behind_its_key_and_changes_their_state(visitor: Client, settings: Any) -> None:
    settings.OPS_KEY = KEY
    send(visitor, sentence="<b>It was 9.92.</b>")
    assert visitor.get("/ops/reports/").status_code == 403
    number = desks.reports()[0].number
    assert visitor.post("/ops/reports/", {"number": number, "state": "answered"}).status_code == 403
    visitor.get("/ops/", {"key": KEY})
    found = page(visitor, "/ops/reports/")
    article = found.xpath(f"//article[@id='r{number}']")[0]
    assert "<b>It was 9.92.</b>" in article.xpath("string(.//blockquote)")
    assert [visitor.get(href).status_code for href in article.xpath(".//p/a/@href")] == [200]
    then, now = article.xpath(".//dd")
    assert then.text == now.text and "9.91" in now.text
    answer = visitor.post("/ops/reports/", {"number": number, "state": "answered", "back": "new"})
    assert answer["Location"] == "/ops/reports/?state=new"
    assert page(visitor, "/ops/reports/").xpath("//article") == []
    assert page(visitor, "/ops/reports/?state=answered").xpath("//article/@id") == [f"r{number}"]
    visitor.post("/ops/reports/", {"number": number, "state": "erase", "back": "all"})
    assert page(visitor, "/ops/reports/?state=all").xpath("//blockquote") == []
    assert visitor.post("/ops/reports/", {"number": "x", "state": "lost"}).status_code == 302


def test_desk_works_at_the_command_line(visitor: Client) -> None:
    assert kotinos("reports", "list").output == "no report has come\n"
    send(visitor, email="ann@example.org")
    number = desks.reports()[0].number
    listed = kotinos("reports", "list", "--state", "new").output
    assert listed.startswith(f"{number}\tnew\t") and "ann@example.org\tIt was 9.92." in listed
    assert kotinos("reports", "set", number, "answered").output == f"{number} is answered\n"
    assert kotinos("reports", "erase", number).exit_code == 0
    assert kotinos("reports", "list").output.endswith("-\terased\n")
    assert kotinos("reports", "set", number + 1, "new").exit_code == 1

"""Somebody looks for a person: by keys alone, on a phone, in the own script, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kotinos.odf.nodes import Participant
from kotinos.odf.stream import Timed

from .conftest import Visit
from .served import Play, Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(server: Server, rehearsal: list[Timed]) -> Participant:
    """Somebody of a Games told up to its first result, with a name in another script."""
    play = Play(server, rehearsal, "LOOK")
    play.until(lambda message: message.header.document_type == "DT_RESULT")
    bodies = [message.competition for message in play.messages[: play.sent] if message.competition]
    told = [one for body in bodies for one in body.participants if one.main_function_id == "AA01"]
    return next(one for one in told if one.local_family_name)


def test_person_is_found_by_keys_alone(
    server: Server, person: Participant, visitors: Callable[..., Visit]
) -> None:
    visit = visitors(1280)
    page = visit.open(server.page("LOOK"))
    page.keyboard.press("/")
    box = page.locator("header input[name=q]")
    assert box.evaluate("box => box === document.activeElement") and box.input_value() == ""
    page.keyboard.type(f"{person.local_family_name[:2]}")
    page.locator("header [role=option]").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert (
        not page.locator("header [role=listbox]").is_visible()
        and box.get_attribute("aria-expanded") == "false"
    )
    box.fill(f"{person.given_name.lower()} {person.family_name}")
    option = page.locator("header [role=option]", has_text=person.print_name).first
    option.wait_for()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/participants/**")
    assert person.print_name in page.locator("h1").inner_text()
    own = page.locator("main bdi.local").first
    assert person.local_family_name in own.inner_text() and own.get_attribute("lang")


def test_person_is_found_on_a_phone(
    server: Server, person: Participant, visitors: Callable[..., Visit]
) -> None:
    visit = visitors(390, has_touch=True)
    page = visit.open(server.page("LOOK"))
    page.locator("a.tofind").tap()
    page.wait_for_url("**/search/")
    page.locator("main input[name=q]").fill(person.local_family_name)
    page.locator("main [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    hit = page.locator(".hits .name", has_text=person.print_name).first
    assert hit.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("main input[name=q]").fill(person.local_family_name)
    page.locator("main [role=option]").first.tap()
    page.wait_for_url("**/LOOK/**")


def test_person_is_found_without_a_script(
    server: Server, person: Participant, visitors: Callable[..., Visit]
) -> None:
    page = visitors(1280, java_script_enabled=False).open(server.page("LOOK"), live=False)
    page.locator("header input[name=q]").fill(person.print_name)
    page.locator("header form.find button").click()
    page.locator(".hits .name a", has_text=person.print_name).first.click()
    assert person.print_name in page.locator("h1").inner_text()


def test_answers_that_come_late_are_dropped(
    server: Server, person: Participant, visitors: Callable[..., Visit]
) -> None:
    visit = visitors(1280)
    visit.cuts = True
    page = visit.open(server.page("LOOK"))
    page.route("**/search/offered/**", lambda route: route.abort())
    box = page.locator("header input[name=q]")
    box.fill("gre")
    page.wait_for_timeout(400)
    assert not page.locator("header [role=listbox]").is_visible()
    page.unroute("**/search/offered/**")
    box.fill(person.family_name)
    page.locator("header [role=option]").first.wait_for()

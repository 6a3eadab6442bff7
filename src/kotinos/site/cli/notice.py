"""``kotinos notice``: what everybody must know now, on every page of the Games."""

from __future__ import annotations

from typing import Any

import click

from kotinos.odf.bulletins import (
    ALERT,
    KINDS,
    LEVELS,
    SCOPES,
    Notice,
    Saying,
    notice_body,
    notice_of,
    saying_of,
)
from kotinos.odf.nodes import Competition

from .bulletins import OPTIONS, Desk, among, code_of, languages_of, moment, sayings_of, written

GAMES = OPTIONS[0]


@click.group("notice")
def notice_command() -> None:
    """Tell everybody something: weather, safety, practical things."""


@notice_command.command("post")
@written
@click.option("--level", type=click.Choice(LEVELS), default=LEVELS[0], show_default=True)
@click.option("--kind", type=click.Choice(KINDS), default="practical", show_default=True)
@click.option("--venue", metavar="CODE", callback=code_of, help="Only for those who read of this venue.")
@click.option("--discipline", metavar="CODE", callback=code_of, help="Only for those who read of it.")
@click.option("--session", metavar="CODE", callback=code_of, help="Only for those who read of it.")
@click.option("--from", "begins", metavar="MOMENT", callback=moment, help="At once when not given.")
@click.option("--until", "ends", metavar="MOMENT", callback=moment, help="Until withdrawn when not given.")
def post(games: str | None, level: str, begins: str, ends: str, **given: Any) -> None:
    """Post a notice, or a new version of one. It is on every page at once, in the reader's language."""
    desk = Desk(games, ALERT, given["at"])
    if ends and ends <= (begins or desk.view.now):
        raise click.BadParameter(f"{ends} is over before it begins", param_hint="--until")
    scope = scope_of(desk, {kind: given[kind] for kind in SCOPES})
    notice = Notice(level=level, kind=given["kind"], scope=scope, begins=begins, ends=ends)

    def body(of: str, saying: Saying) -> Competition:
        return notice_body(of, saying, notice)

    posted = desk.post(given["code"], sayings_of(given), body)
    click.echo(f"{posted} is posted in {desk.games}")


def scope_of(desk: Desk, scopes: dict[str, str | None]) -> str:
    """What a notice is about, out of options of which one may be given."""
    given = [(kind, code) for kind, code in scopes.items() if code]
    if len(given) > 1:
        raise click.UsageError("a notice is about one thing: --venue, --discipline or --session")
    among("venue", scopes["venue"], desk.view.venues)
    among("discipline", scopes["discipline"], desk.view.disciplines)
    return "/".join(given[0]) if given else ""


@notice_command.command("list")
@GAMES
def list_notices(games: str | None) -> None:
    """List the notices that stand: code, level, what about, when, languages, title."""
    desk = Desk(games, ALERT)
    for each in desk.standing():
        notice, now = notice_of(each.main.competition or Competition()), desk.view.now
        state = "over" if notice.ends and now >= notice.ends else "to come" if now < notice.begins else "on"
        span = f"{notice.begins or 'at once'} - {notice.ends or 'until withdrawn'}"
        about = notice.scope or "the Games"
        title = saying_of(each.main).title
        click.echo("\t".join((each.code, notice.level, state, about, span, languages_of(each), title)))
    if not desk.standing():
        click.echo(f"no notice stands in {desk.games}")


@notice_command.command("withdraw")
@click.argument("code")
@GAMES
def withdraw(code: str, games: str | None) -> None:
    """Take back the notice under CODE, in every language."""
    desk = Desk(games, ALERT)
    desk.withdraw(code)
    click.echo(f"{code} is withdrawn from {desk.games}")

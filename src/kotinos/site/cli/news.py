"""``kotinos news``: what the channel tells, on the home page and the pages it is about."""

from __future__ import annotations

from typing import Any

import click

from kotinos.odf.bulletins import NEWS, Piece, Saying, is_link, is_picture, news_body, piece_of, saying_of
from kotinos.odf.nodes import Competition

from .bulletins import OPTIONS, Desk, code_of, languages_of, sayings_of, written

GAMES = OPTIONS[0]


@click.group("news")
def news_command() -> None:
    """Put news on the pages of a Games."""


@news_command.command("post")
@written
@click.option("--link", default="", help="Where the whole of it is: https://… or an address here, /….")
@click.option("--picture", default="", help="An address on this site; pages load nothing from elsewhere.")
@click.option(
    "--about",
    metavar="CODE",
    multiple=True,
    callback=code_of,
    help="RSC, participant or organisation whose page shows it; several times for several.",
)
def post(games: str | None, link: str, picture: str, about: tuple[str, ...], **given: Any) -> None:
    """Post a piece of news, or a new version of one."""
    if link and not is_link(link):
        raise click.BadParameter("begin it with https:// or /", param_hint="--link")
    if picture and not is_picture(picture):
        raise click.BadParameter("give an address on this site, that begins with /", param_hint="--picture")
    desk, piece = Desk(games, NEWS, given["at"]), Piece(link=link, picture=picture, about=about)

    def body(of: str, saying: Saying) -> Competition:
        return news_body(of, saying, piece)

    posted = desk.post(given["code"], sayings_of(given), body)
    click.echo(f"{posted} is posted in {desk.games}")


@news_command.command("list")
@GAMES
def list_news(games: str | None) -> None:
    """List the news that stands: code, when, languages, what about, title."""
    desk = Desk(games, NEWS)
    for each in desk.standing():
        header, piece = each.main.header, piece_of(each.main.competition or Competition())
        when = f"{header.date} {header.time[:2]}:{header.time[2:4]}"
        about = " ".join(piece.about) or "the Games"
        click.echo("\t".join((each.code, when, languages_of(each), about, saying_of(each.main).title)))
    if not desk.standing():
        click.echo(f"no news stands in {desk.games}")


@news_command.command("withdraw")
@click.argument("code")
@GAMES
def withdraw(code: str, games: str | None) -> None:
    """Take back the piece of news under CODE, in every language."""
    desk = Desk(games, NEWS)
    desk.withdraw(code)
    click.echo(f"{code} is withdrawn from {desk.games}")

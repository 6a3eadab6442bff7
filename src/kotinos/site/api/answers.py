"""How the API answers: stored bytes or a list, each with an ETag and the point to follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from kotinos.games.terms.asked import Asked
from kotinos.games.terms.rows import GamesRow, Page
from kotinos.live import api as live

from .problems import ProblemError

A = TypeVar("A", bound=Asked)
CACHE = "public, max-age=1, stale-while-revalidate=10"
"""As the front's snapshots have it: a crowd behind a shared cache costs one reading a second."""
WHERE = {"unit": "units", "event": "events", "organisation": "organisations", "participant": "participants"}
"""The list that tells which documents of a topic there are."""

_encoder = msgspec.json.Encoder(order="sorted")


def document(request: HttpRequest, games: str, topic: str) -> HttpResponse:
    """A topic's document, byte for byte as it is stored. Raises ``ProblemError`` where there is none."""
    question(request, None)
    stored = live.snapshot(games, topic)
    if stored is None:
        raise _missing(games, topic)
    return answer(request, stored.body, stored.etag, f"{stored.epoch}:{stored.seq}")


def listing(
    request: HttpRequest, games: str, kind: type[A], ask: Callable[[str, A], Page[Any]]
) -> HttpResponse:
    """A list's page. Raises ``ProblemError`` for parameters it does not have or values out of bounds."""
    asked = question(request, kind)
    point = "{}:{}".format(*live.head())  # read before the rows: changes after it may be followed
    page = ask(games, asked)
    if not page.total and live.snapshot(games, "games") is None:
        raise _no_games(games)
    return _paged(request, page, asked, point)


def games_list(request: HttpRequest) -> HttpResponse:
    """The Games there are, the newest first."""
    asked = question(request, Asked)
    point = "{}:{}".format(*live.head())
    keys = live.games()
    rows = tuple(_games_row(key) for key in keys[asked.after : asked.after + asked.limit])
    return _paged(request, Page(rows=rows, total=len(keys), after=asked.after), asked, point)


def answer(
    request: HttpRequest, body: bytes, etag: str, point: str = "", media: str = "application/json"
) -> HttpResponse:
    """The body, or 304 where the client has it already."""
    response = get_conditional_response(request, etag=f'"{etag}"') or HttpResponse(body, media)
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = CACHE
    if point:
        response.headers["X-Kotinos-Seq"] = point
    return response


def tag(body: bytes) -> str:
    """The ETag of bytes made for this answer."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def question(request: HttpRequest, kind: type[A] | None) -> A:
    """The query parameters as a question of that kind (``None``: there may be none).

    A parameter without a value counts as not given. Raises ``ProblemError`` otherwise than as asked."""
    asked = kind or Asked
    known = kind.__struct_fields__ if kind else ()
    if unknown := sorted(set(request.GET) - set(known)):
        remedy = f"Leave it out, or use one of: {', '.join(known)}." if known else "Leave it out."
        raise ProblemError("unknown-parameter", f"Not known here: {', '.join(unknown)}.", remedy, known)
    if twice := sorted(name for name, values in request.GET.lists() if len(values) > 1):
        raise ProblemError("bad-value", f"Given more than once: {', '.join(twice)}.", "Give each once.")
    given = {name: value for name, value in request.GET.items() if value}
    try:
        return msgspec.convert(given, asked, strict=False)  # type: ignore[return-value]
    except msgspec.ValidationError as error:
        raise _refused(asked, str(error)) from None


def _refused(kind: type[Asked], error: str) -> ProblemError:
    text, _, place = error.partition(" - at `$.")
    name = place.rstrip("`")
    fields = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"]
    return ProblemError("bad-value", f"{name}: {text}.", fields.get(name, {}).get("description", ""), [name])


def _paged(request: HttpRequest, page: Page[Any], asked: Asked, point: str) -> HttpResponse:
    body = _encoder.encode(page)
    response = answer(request, body, tag(body), point)
    after = asked.after + asked.limit
    if after < page.total:
        query = request.GET.copy()
        query["after"] = str(after)
        response.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return response


class _Told(msgspec.Struct, frozen=True):
    """What the list of Games needs of each ``GamesView``."""

    competition: str
    name: str = ""
    now: str = ""
    days: tuple[str, ...] = ()


def _games_row(key: str) -> GamesRow:
    stored = live.snapshot(key, "games")
    told = msgspec.json.decode(stored.body, type=_Told) if stored else _Told(key)
    return GamesRow(games=key, name=told.name or key, now=told.now, days=told.days, test="~" in key)


def _missing(games: str, topic: str) -> ProblemError:
    if topic == "games" or live.snapshot(games, "games") is None:
        return _no_games(games)
    kind = topic.partition("/")[0]
    where = f"/api/v1/games/{games}" + (f"/{WHERE[kind]}" if kind in WHERE else "")
    remedy = f"What there is stands at {where}. A document appears as soon as its first message has come."
    return ProblemError("not-there", f"{games} has no {topic}.", remedy)


def _no_games(games: str) -> ProblemError:
    remedy = "The Games there are stand at /api/v1/games. Capitals matter; a test feed has ~T behind it."
    return ProblemError("no-such-games", f"There is no Games {games} here.", remedy)

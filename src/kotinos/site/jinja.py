"""The Jinja environment of all our pages: gettext, addresses, and the words of live binding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation
from markupsafe import Markup

from . import binding, dress
from .web import bulletins, languages, local, names, times, words
from .web.flags.views import flags
from .web.found import heads, places
from .web.numbers import number, rate
from .web.read import Frame

_UNSAFE = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def environment(**options: Any) -> jinja2.Environment:
    """Our environment; a name that does not exist in a template is an error, not an empty text."""
    ours = {"undefined": jinja2.StrictUndefined, "finalize": names.finalize}
    env = jinja2.Environment(**{**options, **ours})  # noqa: S701 - settings: autoescape
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        url=url,
        static=static,
        json_block=json_block,
        ld_block=ld_block,
        head=heads.head,
        whole=places.whole,
        snippet=places.snippet,
        dress=dress.of,
        word=words.word,
        word_set=words.word_set,
        has_words=words.SETS.__contains__,
        live_labels=live_labels,
        shown=names.shown,
        listed=listed,
        short_days=short_days,
        clock=times.clock,
        offset=times.offset,
        day=times.day,
        tongue=local.tongue,
        language=language,
        languages=languages.choices,
        each=binding.each,
        short=binding.short,
        link=binding.link,
        blank=binding.BLANK,
        flags=flags,
        notices_for=bulletins.notices_for,
        news_for=bulletins.news_for,
        number=number,
        rate=rate,
    )
    return env


def url(name: str, *parts: str) -> str:
    """The address of a page, by its name in ``urls``."""
    return reverse(name, args=parts)


@lru_cache(maxsize=64)
def static(name: str) -> str:
    """The address of a static file of ours, with its content's version in it."""
    found = finders.find(f"site/{name}")
    if not isinstance(found, str):
        raise jinja2.TemplateRuntimeError(f"no static file {name}")
    version = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
    return f"/static/site/{name}?v={version}"


def json_block(ident: str, value: Any) -> Markup:
    """A data block for the page's script: no browser runs it, and no text in it can end it."""
    return Markup('<script type="application/json" id="{}">').format(ident) + _data(value)


def ld_block(value: Any) -> Markup:
    """A data block for machines that read the page: JSON-LD."""
    return Markup('<script type="application/ld+json">') + _data(value)


def _data(value: Any) -> Markup:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return Markup(text + "</script>")  # noqa: S704 - escaped above


def listed(told: Iterable[str]) -> str:
    """Names one behind the other, in the visitor's language."""
    return times.listed(names.shown(each) for each in told)


def short_days(frame: Frame | None) -> dict[str, str]:
    """What the days of a Games are called in lists."""
    return {day: times.day(day, "EEE d MMM") for day in frame.days} if frame else {}


def live_labels(frame: Frame, also: Sequence[str] = ()) -> dict[str, Any]:
    """Words that change in place, the sentences the page's script says, and where it finds names; ``also``:
    sets of this page."""
    """Words that change in place (``also``: sets of this page), the sentences the page's script says, and
    where it finds names."""
    sentences = {"leads": translation.gettext("%(name)s leads")}
    found = {"script": static("names.js"), "data": names.address()} if names.address() else {}
    return {**words.live_labels(also), "day": short_days(frame), "say": sentences, "names": found}


def language() -> dict[str, str]:
    """Tag and direction of the visitor's language."""
    return {
        "tag": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
    }

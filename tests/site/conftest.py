"""The pages over a gallery of made-up values instead of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from kotinos.site.web import asked, calendars, decorated, read
from kotinos.site.web.find.finders import forget

from .gallery import Reader, topics


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page's language stays its thread's own until the next page: no test may hand it to another."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """What the pages read from; tests may change its bodies."""
    made_up = Reader(topics())
    monkeypatch.setattr(read, "live", made_up)
    monkeypatch.setattr(calendars, "live", made_up)
    monkeypatch.setattr(decorated, "live", made_up)
    monkeypatch.setattr(asked, "games", made_up)
    forget()
    return made_up


class Browser(Client):
    """A client that goes where a page has moved for good, as every browser does."""

    def get(self, path: str, *args: Any, **options: Any) -> Any:
        """The page, or what is said instead of it."""
        answer = super().get(path, *args, **options)
        if answer.status_code != 301 or "follow" in options:
            return answer
        return super().get(answer.headers["Location"], *args, **options)


@pytest.fixture
def visitor(reader: Reader, db: None) -> Client:
    """Somebody who asks for pages."""
    return Browser(raise_request_exception=False)

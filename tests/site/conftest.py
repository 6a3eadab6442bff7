"""The pages over a gallery of made-up values instead of a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client

from kotinos.site.web import read

from .gallery import Reader, topics


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """What the pages read from; tests may change its bodies."""
    made_up = Reader(topics())
    monkeypatch.setattr(read, "live", made_up)
    return made_up


@pytest.fixture
def visitor(reader: Reader) -> Iterator[Client]:
    """Somebody who asks for pages. Closing a static file's answer must not look at the connections that
    tests with a database have left open."""
    request_finished.disconnect(close_old_connections)
    yield Client(raise_request_exception=False)
    request_finished.connect(close_old_connections)

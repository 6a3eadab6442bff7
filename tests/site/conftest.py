"""The pages over a gallery of made-up values instead of a database."""

from __future__ import annotations

import pytest
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
def visitor(reader: Reader, db: None) -> Client:
    """Somebody who asks for pages."""
    return Client(raise_request_exception=False)

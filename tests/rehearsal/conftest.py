"""Streams that several tests read, made once."""

from __future__ import annotations

import pytest

from kotinos.odf.stream import Timed
from kotinos.rehearsal.api import Plan, plan, stream


@pytest.fixture(scope="session")
def small() -> Plan:
    return plan("test")


@pytest.fixture(scope="session")
def small_stream(small: Plan) -> list[Timed]:
    return list(stream(small))


@pytest.fixture(scope="session")
def city() -> Plan:
    return plan("city")


@pytest.fixture(scope="session")
def city_stream(city: Plan) -> list[Timed]:
    return list(stream(city))

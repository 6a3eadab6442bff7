"""What every test shares: no sockets beyond this machine, hypothesis profiles, folders of real data."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "dev", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("dev"), derandomize=True)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)


def required() -> set[str]:
    """Markers whose tests may not skip in this run (``KOTINOS_REQUIRE=real,browser,oracle``)."""
    return {word for word in os.environ.get("KOTINOS_REQUIRE", "").split(",") if word}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A skip of a required kind is a failure: a run must not be green for want of its parts."""
    report: pytest.TestReport = yield
    kinds = required() & {mark.name for mark in item.iter_markers()}
    if report.skipped and kinds and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} skipped, but KOTINOS_REQUIRE asks for {sorted(kinds)}: {report.longrepr}"
        )
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """A whole module that skips itself hides its markers, so where anything is required it fails."""
    report: pytest.CollectReport = yield
    if report.skipped and required():
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped itself, but KOTINOS_REQUIRE is set: {report.longrepr}"
    return report


def _is_here(address: Any) -> bool:
    """Whether a socket address is on this machine (Unix sockets are)."""
    if not isinstance(address, tuple):
        return True
    if address[0] == "localhost":
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    """``connect`` that refuses whatever is not on this machine."""

    def only_here(sock: socket.socket, address: Any) -> Any:
        if not _is_here(address):
            raise RuntimeError(f"a test tried to reach {address!r}: tests stay on this machine")
        return connect(sock, address)

    return only_here


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Keep every test on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def oracles() -> Path:
    """The folder of real data that is not part of the project; skips where it is absent."""
    folder = Path(os.environ.get("KOTINOS_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no folder of real data at {folder} (KOTINOS_DATA says where)")
    return folder

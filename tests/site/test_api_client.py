"""The client in docs/reference/api.md, run as it stands there against a real front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.live.front_kit import Running, running


class Cut:
    """A stream that breaks after some lines."""

    def __init__(self, stream: Any, lines: int) -> None:
        self.stream, self.lines = stream, lines

    def __enter__(self) -> Cut:
        return self

    def __exit__(self, *error: object) -> None:
        self.stream.close()

    def __iter__(self) -> Iterator[bytes]:
        for line, _ in zip(self.stream, range(self.lines), strict=False):
            yield line
        raise ConnectionResetError("cut by the test")


@pytest.fixture
def client(root: Path) -> dict[str, Any]:
    """The names that the page's program makes."""
    (program,) = re.findall(
        r"A client, whole:\n\n```python\n(.*?)```", (root / "docs/reference/api.md").read_text("utf-8"), re.S
    )
    made: dict[str, Any] = {}
    exec(program, made)
    return made


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as front:
        front.store.put("medals", {"events_finished": 1, "lines": {"LUM": {"gold": 1}}})
        yield front


def test_client_follows_a_document(client: dict[str, Any], front: Running) -> None:
    docs = client["follow"](f"http://127.0.0.1:{front.port}", "G", "medals")
    assert next(docs) == front.store.topics["G", "medals"]
    for changed in ({"events_finished": 2}, {"lines": {"VAR": {"gold": 1, "silver": 2}}}):
        front.change("medals", changed)
        assert changed in islice(docs, 2)  # a change may be told twice
    docs.close()


def test_client_goes_on_after_a_cut(client: dict[str, Any], front: Running) -> None:
    opened, waits = [], []
    urlopen = client["urlopen"]

    def breaking(url: str, timeout: float) -> Any:
        opened.append(url)
        stream = urlopen(url, timeout=timeout)
        return Cut(stream, 1) if len(opened) == 2 else stream

    client["urlopen"] = breaking
    client["time"] = type("Clock", (), {"sleep": staticmethod(waits.append)})
    docs = client["follow"](f"http://127.0.0.1:{front.port}", "G", "medals")
    next(docs)
    front.change("medals", {"events_finished": 3})
    assert next(docs) == {"events_finished": 3}
    assert [url.split("/")[3] for url in opened] == ["snap", "live", "live"]
    assert waits == [1]
    docs.close()


def test_client_starts_again_when_told_to_resync(client: dict[str, Any], front: Running) -> None:
    docs = client["follow"](f"http://127.0.0.1:{front.port}", "G", "medals")
    next(docs)
    front.store.epoch = "e2"
    front.change("medals", {"events_finished": 4})
    assert {"events_finished": 4} in islice(docs, 2)  # told to fetch anew, it may be sooner than the change
    docs.close()

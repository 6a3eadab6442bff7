"""The other end of a venue's link: posts messages to a centre's intake, gives its receipts. Pure."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import TypeVar

import httpx
import msgspec

from kotinos.live.batch import pack
from kotinos.live.terms import Receipt

Numbered = tuple[bytes, int | None]
Found = TypeVar("Found")

WITHIN = httpx.Timeout(10.0, connect=3.0)
"""Seconds without a sign of life after which a request is given up and sent again."""

LOOK_WITHIN = 1.0
SMALLER = frozenset({400, 404, 405, 413, 415})
"""Answers to a whole batch that a single message may not get."""


class NotNowError(Exception):
    """The messages were not answered. ``gone``: nothing answers at all; ``smaller``: try fewer at once."""

    def __init__(self, text: str, *, gone: bool = False, smaller: bool = False) -> None:
        super().__init__(text)
        self.gone, self.smaller = gone, smaller


class Centre:
    """An intake elsewhere; ``url`` is the centre's address without a path."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self._client, self._door = client, f"{url.rstrip('/')}/odf"

    def post(self, messages: Sequence[Numbered], key: str) -> list[Receipt]:
        """Send messages in their order; a receipt for each. Raises ``NotNowError``."""
        if len(messages) == 1:
            ((raw, seq),) = messages
            return [self._decoded(self._answer(self._door, key, raw, seq), Receipt)]
        receipts = self._decoded(self._answer(f"{self._door}/batch", key, pack(messages)), list[Receipt])
        if len(receipts) != len(messages):
            raise NotNowError(f"{self._door} gave {len(receipts)} receipts for {len(messages)} messages")
        return receipts

    def answers(self) -> bool:
        """Whether an intake, or a proxy before it, answers now."""
        try:
            self._client.get(self._door, timeout=LOOK_WITHIN)
        except httpx.RequestError:
            return False
        return True

    def _answer(self, url: str, key: str, body: bytes, seq: int | None = None) -> httpx.Response:
        headers = {"X-API-KEY": key, "Content-Encoding": "gzip", "Content-Type": "application/octet-stream"}
        if seq is not None:
            headers["X-Kotinos-Seq"] = str(seq)
        try:
            return self._client.post(url, content=gzip.compress(body, 1), headers=headers, timeout=WITHIN)
        except httpx.TimeoutException as error:
            late = not isinstance(error, httpx.ConnectTimeout)
            raise NotNowError(f"{url} does not answer in time", gone=not late, smaller=late) from error
        except httpx.RequestError as error:
            raise NotNowError(f"{url} cannot be reached ({error})", gone=True) from error

    def _decoded(self, answer: httpx.Response, kind: type[Found]) -> Found:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.DecodeError:
            pass
        # Something else answers there, or the centre could not read the whole.
        try:
            told = msgspec.json.decode(answer.content, type=Receipt).message
        except msgspec.DecodeError:
            told = "no receipt: is there an intake at this address?"
        text = f"{answer.request.url} answers {answer.status_code} ({told})"
        raise NotNowError(text, smaller=kind is not Receipt and answer.status_code in SMALLER)

"""Kotinos as it runs: its own data folder, its processes, and a key to send messages with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx
import msgspec

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message

WITHIN = 60.0


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for a condition; say what was waited for when it does not come true."""
    deadline = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.02)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One Kotinos on a port that stays its own while its processes come and go."""

    def __init__(self, data: Path) -> None:
        self.port, self.beside = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {**os.environ, "KOTINOS_DATA_DIR": str(data)}
        for name in ("KOTINOS_DATABASE_URL", "KOTINOS_BUS_URL", "DJANGO_SETTINGS_MODULE"):
            self.env.pop(name, None)
        self.log = data.with_suffix(".log").open("a+")
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.kotinos("migrate")
        key = self.kotinos("key", "create", "tests").strip()
        self.client = httpx.Client(base_url=self.url, headers={"X-API-KEY": key}, timeout=30)
        for name in ("fold", "intake", "pages", "front"):
            self.start(name)

    def kotinos(self, *words: str) -> str:
        """The output of a command."""
        command = [sys.executable, "-m", "kotinos", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=WITHIN)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start a process by its name, or ``beside``: another front. Waits until a front answers."""
        ports = {"front": self.port, "beside": self.beside}
        words = ["front", "--port", str(ports[name])] if name in ports else [name]
        command = [sys.executable, "-m", "kotinos", *words]
        self.running[name] = subprocess.Popen(
            command, env=self.env, stdout=self.log, stderr=self.log, text=True
        )
        if name in ports:
            until(lambda: self.answers(name, ports[name]), "the front's first answer")

    def answers(self, name: str, port: int) -> bool:
        """Whether a front answers."""
        assert self.running[name].poll() is None, self.said()
        try:
            return self.client.get(f"http://127.0.0.1:{port}/about-the-data/").status_code == 200
        except httpx.TransportError:
            return False

    def said(self) -> str:
        """What the processes have said."""
        self.log.seek(0)
        return self.log.read()

    def kill(self, name: str) -> None:
        """End a process at once, as a power cut would."""
        self.running[name].kill()
        self.running.pop(name).wait(10)

    def stop(self, name: str) -> None:
        """End a process in good order."""
        self.running[name].terminate()
        self.running.pop(name).wait(20)

    def end(self) -> None:
        """End everything."""
        for name in list(self.running):
            self.stop(name)
        self.client.close()
        self.log.close()

    def send(self, *messages: Message, beside: bool = False) -> None:
        """Send messages, each acknowledged before the next; ``beside``: through the other front."""
        to = f"http://127.0.0.1:{self.beside if beside else self.port}/odf"
        for message in messages:
            answer = self.client.post(to, content=write_message(message))
            assert answer.status_code == 200, answer.text

    def page(self, games: str, path: str = "") -> str:
        """The address of a page of a Games."""
        return f"{self.url}/{games}/{path}"


class Play:
    """A stream sent to a server piece by piece, as another Games than the one it was made for."""

    def __init__(self, server: Server, stream: Iterable[Timed], games: str) -> None:
        self.server = server
        self.messages = [renamed(timed.message, games) for timed in stream]
        self.sent = 0

    def until(self, wanted: Callable[[Message], bool]) -> Message:
        """Send all messages up to and with the first that is wanted; give that one."""
        for message in self.messages[self.sent :]:
            self.server.send(message)
            self.sent += 1
            if wanted(message):
                return message
        raise AssertionError("the stream holds no such message")

    def before(self, wanted: Callable[[Message], bool]) -> Message:
        """Send all messages up to and without the first that is wanted; give that one."""
        while not wanted(self.messages[self.sent]):
            self.server.send(self.messages[self.sent])
            self.sent += 1
        return self.messages[self.sent]

    def rest(self) -> None:
        """Send what is left."""
        self.server.send(*self.messages[self.sent :])
        self.sent = len(self.messages)


def only(stream: Iterable[Timed], discipline: str) -> list[Timed]:
    """The tables of names, and what is of one discipline."""
    return [
        timed
        for timed in stream
        if timed.message.header.document_type == "DT_CODES"
        or timed.message.header.document_code.startswith(discipline)
    ]


def renamed(message: Message, games: str) -> Message:
    """The message with another competition code."""
    header = msgspec.structs.replace(message.header, competition=games)
    body = message.competition
    if body is not None and body.code:
        body = msgspec.structs.replace(body, code=games)
    return msgspec.structs.replace(message, header=header, competition=body)

"""``kotinos run``: one command from nothing to a live Games. Knows no Django: its children do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import httpx

from kotinos.kit.listening import bind_tcp, bind_unix, socket_path
from kotinos.site.embedded import ops_link

from .supervisor import Child, Supervisor, kotinos

READY_WITHIN = 60.0
SPEED = click.FloatRange(min=0, min_open=True)
SIZES = ("city", "continental", "olympic", "test")


PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port of the site, the API and the intake.",
)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
DATA = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of all data.")
FRONTS = click.option(
    "--fronts", type=click.IntRange(1, 64), default=1, show_default=True,
    help="Processes that share the port: one a core for very many viewers.",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a Kotinos stands: its address, the folder of its data, and how many fronts share the port."""

    host: str
    port: int
    data: Path | None
    fronts: int = 1

    @property
    def url(self) -> str:
        """What people open."""
        return address(self.host, self.port)


@click.command("run")
@PORT
@HOST
@DATA
@click.option(
    "--speed", type=SPEED, default=10.0, show_default=True, help="Rehearsal: Games seconds a second."
)
@click.option("--size", type=click.Choice(SIZES), default="city", show_default=True)
@click.option("--seed", default=1, show_default=True, help="Rehearsal: another seed, another Games.")
@click.option("--no-rehearsal", is_flag=True, help="Serve what is there; make up nothing.")
@FRONTS
def run_command(
    port: int,
    host: str,
    data: Path | None,
    speed: float,
    size: str,
    seed: int,
    no_rehearsal: bool,
    fronts: int,
) -> None:
    """Serve the site, with a made-up Rehearsal Games in progress. Ctrl-C stops it."""
    place = Place(host, port, data, fronts)
    if no_rehearsal:
        serve(place, ["--no-rehearsal"], [])
        return
    words = kotinos("rehearse", "--to", place.url, "--speed", str(speed))
    serve(place, ["--size", size, "--seed", str(seed)], [Child("rehearse", words, alone=True, ends=True)])


def serve(place: Place, wanted: list[str], more: list[Child]) -> None:
    """Prepare the data as ``wanted``, then keep the server's processes and ``more`` running until stopped."""
    begin = time.monotonic()
    listener = listen_on(place.host, place.port)
    environment = dict(os.environ)
    if place.data is not None:
        environment["KOTINOS_DATA_DIR"] = str(place.data.resolve())
    prepare(wanted, environment)
    children = [*services(listener, place.fronts, data_folder(environment)), *more]
    supervisor = Supervisor(children, environment, lambda text: click.echo(f"Kotinos: {text}", err=True))
    supervisor.listen()
    try:
        supervisor.start()
        if wait_until_served(place.url, supervisor):
            click.echo(
                f"Kotinos is at {place.url} (ready in {time.monotonic() - begin:.1f} s; Ctrl-C stops it)"
            )
            click.echo(f"How it does, for its operators: {ops_link(place.url, environment)}")
        supervisor.watch()
    finally:
        supervisor.stop()
    click.echo("Kotinos has stopped.")


def address(host: str, port: int) -> str:
    """The URL people open: an address that means "all" is told as the local one."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def listen_on(host: str, port: int) -> socket.socket:
    """The site's listening socket; a plain error when somebody listens there already."""
    try:
        return bind_tcp(host, port)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror}). Is Kotinos running already? "
            f"Another port: kotinos run --port {port + 1}"
        ) from error


def data_folder(environment: Mapping[str, str]) -> Path:
    """The data folder of a child with this environment, as the settings have it."""
    return Path(environment.get("KOTINOS_DATA_DIR", "var")).resolve()


def services(listener: socket.socket, fronts: int, folder: Path) -> list[Child]:
    """The processes that serve a Games. Their sockets are made here and outlive them, so that nobody who
    comes while one is replaced finds a closed door."""
    try:
        behind = {name: bind_unix(socket_path(folder, f"{name}.sock")) for name in ("intake", "pages")}
    except OSError as error:
        raise click.ClickException(f"{error}: stop it first, or choose another folder (--data)") from error
    children = [Child("fold", kotinos("fold", "--stand-by"), behind=True)]
    for name, made in behind.items():
        fd = made.detach()
        children.append(Child(name, kotinos(name, "--fd", str(fd)), fds=(fd,), behind=True))
    host, port = listener.getsockname()[:2]
    fd = listener.detach()
    command = kotinos("front", "--host", host, "--port", str(port), "--fd", str(fd))
    for number in range(1, fronts + 1):
        name = "front" if fronts == 1 else f"front-{number}"
        children.append(Child(name, command, fds=(fd,), farewell=signal.SIGHUP))
    return children


def prepare(wanted: list[str], environment: dict[str, str]) -> None:
    """Bring the databases up to date and, the first time, seed the Rehearsal Games; progress is shown."""
    try:
        code = subprocess.call(kotinos("prepare", *wanted), env=environment)
    except KeyboardInterrupt:
        raise click.Abort from None
    if code:
        raise SystemExit(code)


def wait_until_served(url: str, supervisor: Supervisor) -> bool:
    """Wait for the first answer, looking after the children meanwhile; ``False`` when asked to stop."""
    deadline = time.monotonic() + READY_WITHIN
    client = httpx.Client(timeout=5, verify=False, trust_env=False)  # noqa: S501 - plain HTTP, to ourselves
    while not supervisor.stopping:
        supervisor.look()
        try:
            if client.get(f"{url}/").status_code < 500:
                return True
        except httpx.TransportError:
            time.sleep(0.1)
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"nothing answers at {url} after {READY_WITHIN:.0f} s; see the messages above"
            )
    return False

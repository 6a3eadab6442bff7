"""``kotinos run``: one command from nothing to a live Games. Knows no Django: its children do."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import click
import httpx

from .supervisor import Child, Supervisor, kotinos

READY_WITHIN = 60.0
SPEED = click.FloatRange(min=0, min_open=True)
SIZES = ("city", "continental", "olympic", "test")


@click.command("run")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port of the site, the API and the intake.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of all data.")
@click.option(
    "--speed", type=SPEED, default=10.0, show_default=True, help="Rehearsal: Games seconds a second."
)
@click.option("--size", type=click.Choice(SIZES), default="city", show_default=True)
@click.option("--seed", default=1, show_default=True, help="Rehearsal: another seed, another Games.")
@click.option("--no-rehearsal", is_flag=True, help="Serve what is there; make up nothing.")
def run_command(
    port: int, host: str, data: Path | None, speed: float, size: str, seed: int, no_rehearsal: bool
) -> None:
    """Serve the site, with a made-up Rehearsal Games in progress. Ctrl-C stops it."""
    begin = time.monotonic()
    url = address(host, port)
    refuse_busy_port(host, port)
    environment = dict(os.environ)
    if data is not None:
        environment["KOTINOS_DATA_DIR"] = str(data.resolve())
    wanted = ["--no-rehearsal"] if no_rehearsal else ["--size", size, "--seed", str(seed)]
    prepare(wanted, environment)
    children = [
        Child("fold", kotinos("fold")),
        Child("front", kotinos("front", "--host", host, "--port", str(port))),
    ]
    if not no_rehearsal:
        children.append(Child("rehearse", kotinos("rehearse", "--to", url, "--speed", str(speed))))
    supervisor = Supervisor(children, environment, lambda text: click.echo(f"Kotinos: {text}", err=True))
    supervisor.listen()
    try:
        supervisor.start()
        if wait_until_served(url, supervisor):
            click.echo(f"Kotinos is at {url} (ready in {time.monotonic() - begin:.1f} s; Ctrl-C stops it)")
        supervisor.watch()
    finally:
        supervisor.stop()
    click.echo("Kotinos has stopped.")


def address(host: str, port: int) -> str:
    """The URL people open: an address that means "all" is told as the local one."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def refuse_busy_port(host: str, port: int) -> None:
    """Raise a plain error when somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({error.strerror}). Is Kotinos running already? "
                f"Another port: kotinos run --port {port + 1}"
            ) from error


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

"""Who listens: on the site's port, on the bus. Pure."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kotinos.ops.doctor.saying import bad, ok
from kotinos.ops.doctor.terms import Advice

LISTENS = "0A"
WITHIN = 2.0
NATS_PORT = 4222


def port(number: int) -> list[Advice]:
    """Whether the site can be served on that port, or is already."""
    about = f"port {number}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            return [bad(about, "not allowed to this user", "a port from 1024 on, and a proxy before it")]
        except OSError:
            if is_kotinos(number):
                return [ok(about, "Kotinos is served there")]
            return [bad(about, f"{_who(number)} listens there", "stop it, or kotinos run --port")]
    return [ok(about, "free")]


def is_kotinos(number: int) -> bool:
    """Whether a front answers there."""
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=WITHIN)
    try:
        connection.request("GET", "/snap/NONE/games")
        return connection.getresponse().getheader("X-Kotinos-Seq") is not None
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _who(number: int) -> str:
    """The name of the program that listens there, where this user may know it."""
    sockets = {f"socket:[{inode}]" for inode in listeners(number)}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(each.readlink()) in sockets for each in (folder / "fd").iterdir()):
                return (folder / "comm").read_text().strip()
        except OSError:
            continue  # another user's, or gone meanwhile
    return "another program"


def listeners(number: int) -> set[str]:
    """Inodes of the sockets that listen on a port, by Linux's tables."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            fields = line.split()
            if fields[3] == LISTENS and int(fields[1].rpartition(":")[2], 16) == number:
                found.add(fields[9])
    return found


def bus(url: str) -> list[Advice]:
    """Whether the bus answers: the fold's socket, or a NATS server."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return [_own_bus(unquote(parts.path))]
    try:
        with socket.create_connection((parts.hostname or "", parts.port or NATS_PORT), WITHIN) as link:
            link.settimeout(WITHIN)
            greeting = link.recv(4)
    except OSError as error:
        remedy = "start the NATS server, or set KOTINOS_BUS_URL to where it is"
        return [bad("bus", f"NATS does not answer ({error.strerror or error})", remedy)]
    if greeting != b"INFO":
        return [bad("bus", "what answers is no NATS server", "set KOTINOS_BUS_URL to where it is")]
    return [ok("bus", "NATS answers")]


def _own_bus(path: str) -> Advice:
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(WITHIN)
        try:
            link.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            return ok("bus", "nobody is on it: kotinos run is not running")
        except OSError as error:
            return bad("bus", f"its socket cannot be used ({error.strerror or error})", "look at its rights")
    return ok("bus", "the fold answers")

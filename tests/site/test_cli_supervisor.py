"""The supervisor with real processes: what crashes is started again, what is told to stop stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest

from kotinos.site.cli.run import address, listen_on
from kotinos.site.cli.supervisor import Child, Supervisor

SLEEPER = "import signal,sys,time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\ntime.sleep(60)"
DEAF = "import signal,time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"


def python(code: str, *words: str) -> list[str]:
    return [sys.executable, "-S", "-c", code, *words]


def supervise(*children: Child) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor(list(children), dict(os.environ), said.append), said


def until(supervisor: Supervisor, true: object, within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        supervisor.look()
        time.sleep(0.01)


def test_crashed_child_is_started_again_after_a_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kotinos.site.cli.supervisor.LONGEST_WAIT", 0.05)
    mark = tmp_path / "runs"
    code = "import sys\nopen(sys.argv[1],'a').write('x')\nsys.exit(3)"
    supervisor, said = supervise(Child("crasher", python(code, str(mark))))
    supervisor.start()
    until(supervisor, lambda: mark.exists() and len(mark.read_text()) >= 3)
    supervisor.stop()
    assert said[0] == "crasher ended (exit 3); starting it again in 0.1 s"


def test_child_that_has_done_its_work_stays_ended() -> None:
    child = Child("worker", python("pass"), ends=True)
    supervisor, said = supervise(child)
    supervisor.start()
    supervisor.watch()
    assert (child.done, said) == (True, [])


def test_service_that_somebody_ended_by_sigterm_is_started_again() -> None:
    child = Child("intake", python("print('up', flush=True)\n" + SLEEPER))
    supervisor, said = supervise(child)
    supervisor.start()
    first = child.process
    assert first is not None
    time.sleep(0.5)  # until it hears SIGTERM
    first.terminate()
    until(supervisor, lambda: child.process not in (None, first))
    supervisor.stop()
    assert not child.done
    assert len(said) == 1


def test_system_without_room_for_a_process_ends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child("server", python(SLEEPER))
    supervisor, said = supervise(child)
    supervisor.start()
    first, popen = child.process, subprocess.Popen
    assert first is not None

    def full(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", full)
    supervisor.renew()
    assert (child.process, first.poll()) == (first, None)
    first.kill()
    until(supervisor, lambda: len(said) >= 5)
    monkeypatch.setattr(subprocess, "Popen", popen)
    child.due = 0.0
    until(supervisor, lambda: child.process is not None)
    supervisor.stop()
    assert said[0] == "no new server can be started (Resource temporarily unavailable)"
    assert (
        said[4] == "server cannot be started (Resource temporarily unavailable); starting it again in 2.0 s"
    )


def test_stop_ends_all_and_kills_the_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kotinos.site.cli.supervisor.GRACE", 0.5)
    children = [Child("good", python(SLEEPER)), Child("deaf", python(DEAF))]
    supervisor, said = supervise(*children)
    supervisor.start()
    processes = [child.process for child in children]
    time.sleep(0.5)
    supervisor.stop()
    assert all(process is not None and process.returncode is not None for process in processes)
    assert said == ["deaf does not stop; killing it"]


LOGGER = """
import pathlib, signal, sys, time
path, last = pathlib.Path(sys.argv[1]), sys.argv[2:]
def end(*_):
    with path.open("a") as file:
        file.write(f"{sys.argv[2]} told\\n")
    # Only who is told together with the others finds their words here.
    while not all(f"{name} told" in path.read_text() for name in sys.argv[3:]):
        time.sleep(0.01)
    with path.open("a") as file:
        file.write(f"{sys.argv[2]} ended\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
with path.open("a") as file:
    file.write(f"{sys.argv[2]} up\\n")
time.sleep(60)
"""


def test_stop_ends_the_fronts_first_and_then_all_behind_them_together(tmp_path: Path) -> None:
    path = tmp_path / "said"
    path.touch()
    behind = ("fold", "intake", "pages")
    children = [Child(name, python(LOGGER, str(path), name, *behind), behind=True) for name in behind]
    fronts = [Child(name, python(LOGGER, str(path), name, "f1", "f2")) for name in ("f1", "f2")]
    supervisor, said = supervise(*children, *fronts)
    supervisor.start()
    until(supervisor, lambda: path.read_text().count("up") == 5)
    supervisor.stop()
    words = [line for line in path.read_text().splitlines() if not line.endswith("up")]
    assert said == []
    assert {word.split()[0] for word in words[:4]} == {"f1", "f2"}
    assert len(words) == 10


def test_one_that_does_not_end_takes_nothing_of_the_time_of_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The front uses up its grace; the intake, told after it, still has all of its own."""
    monkeypatch.setattr("kotinos.site.cli.supervisor.GRACE", 2.0)
    mark = tmp_path / "finished"
    slow = (
        "import pathlib,signal,sys,time\n"
        "def end(*_):\n    time.sleep(0.5)\n    pathlib.Path(sys.argv[1]).touch()\n    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\nprint('up', flush=True)\ntime.sleep(60)"
    )
    front, intake = Child("front", python(DEAF)), Child("intake", python(slow, str(mark)), behind=True)
    supervisor, said = supervise(intake, front)
    supervisor.start()
    time.sleep(0.5)  # until they hear SIGTERM, or not
    supervisor.stop()
    assert said == ["front does not stop; killing it"]
    assert mark.exists()


def test_long_running_command_ends_without_looking_for_rings() -> None:
    code = (
        "import atexit, gc\nfrom kotinos.site.cli.child import end_with_supervisor\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0))\nend_with_supervisor()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_sigterm_asks_for_a_clean_stop() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    supervisor, _ = supervise(Child("good", python(SLEEPER)))
    try:
        supervisor.listen()
        supervisor.start()
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        supervisor.watch()
        supervisor.stop()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert supervisor.children[0].process is None


SERVER = """
import os, signal, socket, sys, time
from kotinos.site.cli.child import tell_ready
listener = socket.socket(fileno=int(sys.argv[1]))
leaving = []
for number in (signal.SIGHUP, signal.SIGTERM):
    signal.signal(number, lambda *_: leaving.append(1))
listener.settimeout(0.02)
tell_ready()
while not leaving:
    try:
        taken, _ = listener.accept()
    except TimeoutError:
        continue
    taken.sendall(b"%d" % os.getpid())
    taken.close()
"""


def test_renewal_closes_no_door() -> None:
    """A client that comes again and again is always answered, in the end by the successor."""
    listener = socket.create_server(("127.0.0.1", 0))
    fd, port = listener.fileno(), listener.getsockname()[1]
    os.set_inheritable(fd, True)
    server = Child("server", [sys.executable, "-c", SERVER, str(fd)], fds=(fd,), farewell=signal.SIGHUP)
    alone = Child("alone", python(SLEEPER), alone=True)
    supervisor, said = supervise(server, alone)
    answers: list[int] = []
    done = threading.Event()

    def knock() -> None:
        while not done.is_set():
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                answers.append(int(client.recv(100)))

    supervisor.start()
    knocking = threading.Thread(target=knock)
    knocking.start()
    first = [child.process.pid for child in (server, alone) if child.process]
    until(supervisor, lambda: answers)
    supervisor.renew()
    count = len(answers)
    until(supervisor, lambda: len(answers) > count + 3)
    second = [child.process.pid for child in (server, alone) if child.process]
    done.set()
    knocking.join(20)
    supervisor.stop()
    listener.close()
    assert said == ["renewed"]
    assert first[0] == answers[0]
    assert second[0] == answers[-1]
    assert not set(first) & set(second)


def test_a_successor_that_does_not_become_ready_leaves_the_old_one() -> None:
    child = Child("server", python(SLEEPER))
    supervisor, said = supervise(child)
    supervisor.start()
    old = child.process
    child.command = python("raise SystemExit(3)")
    supervisor.renew()
    assert child.process is old
    assert old is not None
    assert old.poll() is None
    supervisor.stop()
    assert said == ["the new server did not become ready; the old one stays", "renewed"]


def test_no_process_is_left_over_when_the_old_one_crashes_during_a_renewal(tmp_path: Path) -> None:
    """The crashed one is started again beside the successor; both must not go on."""
    mark = tmp_path / "pids"
    begin = (
        "import os, sys, time\nfrom kotinos.site.cli.child import tell_ready\n"
        "open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\n"
    )
    child = Child("server", [sys.executable, "-c", begin + "time.sleep(60)", str(mark)])
    supervisor, said = supervise(child)
    supervisor.start()
    until(supervisor, lambda: mark.exists() and mark.read_text())
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    # The successor is ready once a third process has begun: the one in the place of the dead.
    waits = (
        begin
        + "while open(sys.argv[1]).read().count('\\n') < 3: time.sleep(0.02)\ntell_ready()\ntime.sleep(60)"
    )
    child.command = [sys.executable, "-c", waits, str(mark)]
    supervisor.renew()
    supervisor.stop()
    assert said[-1] == "renewed"
    pids = [int(line) for line in mark.read_text().split()]
    left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def test_child_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    mark = tmp_path / "ended"
    child = (
        "import sys, pathlib\nfrom kotinos.site.cli import child\nchild.LOOK_EVERY = 0.05\n"
        "stop = child.stop_event()\nprint('up', flush=True)\nstop.wait(20)\npathlib.Path(sys.argv[1]).touch()"
    )
    parent = (
        "import os, subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-c', sys.argv[1], sys.argv[2]], stdout=subprocess.PIPE,\n"
        "  env={**os.environ, 'KOTINOS_PARENT': str(os.getpid())})\n"
        "p.stdout.readline()\nos.kill(os.getpid(), 9)"
    )
    subprocess.run(python(parent, child, str(mark)), check=False, timeout=20)
    deadline = time.monotonic() + 10
    while not mark.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_busy_port_is_told_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(click.ClickException, match="Is Kotinos running already"):
            listen_on("127.0.0.1", taken.getsockname()[1])


def test_address_people_open_is_never_the_one_that_means_all() -> None:
    assert address("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert address("::", 1) == "http://[::1]:1"
    assert address("192.0.2.1", 80) == "http://192.0.2.1:80"


HURRIED = """
import os
from kotinos.site.cli.child import stop_event
stop = stop_event()
print("ready", flush=True)
while not stop.wait(0):
    pass
os._exit(0)  # an interpreter that ends in its usual way lets go of its handlers while signals still come
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_that_is_asked_for_many_times_at_once_stops(number: int) -> None:
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", HURRIED], stdout=subprocess.PIPE) as process:
            assert process.stdout and process.stdout.readline() == b"ready\n"
            for _ in range(50):
                process.send_signal(number)
            try:
                assert process.wait(10) == 0
            finally:
                process.kill()
